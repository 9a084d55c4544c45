"""Dedupe: what an article is among everything recent. One writer decides; see `decide`."""

from streams.steps.dedupe.decide import Decision, decide
from streams.steps.dedupe.fact import Fact
from streams.steps.dedupe.memory import Memory
from streams.steps.dedupe.sketch import sketch

__all__ = ["Decision", "Fact", "Memory", "decide", "sketch"]
