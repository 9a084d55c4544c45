"""newsloom: an event-driven streaming news processor."""
