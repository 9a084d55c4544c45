"""When a block is kept."""

KEPT = 0.55
"""Least probability of a block that is kept."""
