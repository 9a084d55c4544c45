"""An order to forget an article, kept so that it cannot come back."""

from schemas.record import Moment, Record


class Takedown(Record):
    """Keyed by article id on a compacted topic; never null, for a null would expire and the article could return."""

    article: str
    aliases: list[str] = []
    """Every name the article could come back under: `id:`, `url:`, `uri:` and so on, as dedupe knows them."""
    reason: str | None = None
    by: str | None = None
    at: Moment
