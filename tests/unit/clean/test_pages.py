"""What is taken out of twenty pages: title, text, names and date, and nothing of the frame."""

from datetime import UTC, datetime

import pytest

from schemas import CleanArticle, RawArticle
from streams.steps.clean import clean
from tests.unit.clean.newspages import PAGES, NewsPage

NOW = datetime(2026, 3, 15, tzinfo=UTC)


def cleaned(page: NewsPage) -> CleanArticle:
    found = clean(RawArticle(content=page.html, content_type="text/html"), NOW)
    assert isinstance(found, CleanArticle)
    return found


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_a_page(page: NewsPage) -> None:
    found = cleaned(page)
    assert found.body == page.body
    assert (found.title, found.authors, found.published_at.value if found.published_at else None) == (page.title, page.authors, page.date)


def test_there_are_twenty() -> None:
    assert len(PAGES) == 20
    assert cleaned(PAGES[8]).paywalled
    assert cleaned(PAGES[0]).removed["cookie_notice"] == 1
