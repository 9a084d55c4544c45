"""Where enriched articles end: archive, index, alerts."""
