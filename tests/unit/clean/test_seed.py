"""The article the project began with: a page dumped as text."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from schemas import CleanArticle
from streams import formats
from streams.steps.clean import clean

NOW = datetime(2026, 3, 15, tzinfo=UTC)


@pytest.fixture(scope="module")
def article(shared: Path) -> CleanArticle:
    (path,) = (shared / "seeds").glob("*.txt")
    (raw,) = formats.read(path.read_bytes(), {"content-type": b"text/plain"})
    found = clean(raw, NOW)
    assert isinstance(found, CleanArticle)
    return found


def test_title_date_section_and_language_are_found(article: CleanArticle) -> None:
    assert article.title == "Ukraine Urges European Nations to Enhance Ballistic Missile Defense Cooperation"
    assert article.published_at is not None
    assert (article.published_at.value, article.published_at.precision) == ("2026-03-14", "day")
    assert (article.section, article.language.code) == ("Policy", "en")


def test_the_body_is_its_paragraphs_and_nothing_else(article: CleanArticle) -> None:
    assert article.body[0].startswith("During a recent video conference")
    assert article.body[-1].endswith("securing significant military aid.")
    assert len(article.body) == 10


def test_what_was_removed_is_counted_and_related_titles_are_kept(article: CleanArticle) -> None:
    assert {"image_caption", "section_label", "related_posts", "cookie_notice"} <= set(article.removed)
    assert len(article.related) == 3
