"""When a line is kept."""

KEPT = {"page": 0.55, "dump": 0.5}
"""Least probability of a line that is kept."""
