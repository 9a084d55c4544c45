def articles(): return []
