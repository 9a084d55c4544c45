"""What one decision adds to the memory: small, and enough to make the same decision again."""

import base64

from schemas import Change, Differences, Duplicate, Moment, Record, Status, StoryRef
from streams.outcome import DropReason

TITLE = 200
"""Characters of a title that are remembered."""


class Fact(Record):
    """Keyed by article and rank; folding it twice changes nothing."""

    article: str
    rank: int
    origin: str
    aliases: list[str] = []
    source: str | None = None
    status: Status = "usable"
    title: str = ""
    language: str = "und"
    content_hash: str = ""
    flags: list[str] = []
    change: Change
    differences: Differences | None = None
    duplicate: Duplicate | None = None
    story: StoryRef | None = None
    headline: str | None = None
    """What the story is called from now on, where that is not what it was called before."""
    counted: bool = False
    """The story counted this article before it was closed, and opens again for a version of it."""
    merges: list[str] = []
    """Stories that become part of its own, for it tells of both."""
    splits: list[str] = []
    """Stories that stand for themselves again, for the article that told of both is killed."""
    sketch: str = ""
    dropped: DropReason | None = None
    """Set where nothing went on, so that the same origin is dropped again."""
    at: Moment

    @property
    def key(self) -> str:
        return f"{self.article}@{self.rank}"

    def packed(self) -> bytes:
        """What the memory keeps of it: all but its sketch and its names, which are kept elsewhere."""
        return self.model_dump_json(exclude={"sketch", "aliases"}, exclude_defaults=True).encode()

    @staticmethod
    def wrapped(sketch: bytes) -> str:
        return base64.b64encode(sketch).decode()

    @property
    def unpacked(self) -> bytes:
        return base64.b64decode(self.sketch)
