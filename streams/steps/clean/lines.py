"""What one line is, for the steps that read pages and dumps."""

from streams.models.lines.kinds import (
    BYLINE,
    CAPTION,
    UI,
    is_headline,
    is_label,
    is_prose,
    is_related_label,
    is_short_sentence,
    notice,
    width,
)

__all__ = [
    "BYLINE", "CAPTION", "UI", "is_headline", "is_label", "is_prose", "is_related_label", "is_short_sentence", "notice", "width",
]  # fmt: skip
