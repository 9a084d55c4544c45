"""Which of the texts that could be the headline is."""

from datetime import UTC, datetime

import pytest

from schemas import CleanArticle, RawArticle
from streams.steps.clean import clean
from streams.steps.clean.titles import headline

SITE = ("Westmark Post", "westmark.example")


@pytest.mark.parametrize(
    ("declared", "headings", "titled", "found"),
    [
        ("Ferry to run all night", [], None, "Ferry to run all night"),
        ("Ferry to run all night - Westmark Post", [], None, "Ferry to run all night"),
        ("Westmark Post | Ferry to run all night", [], None, "Ferry to run all night"),
        ("Ferry to run all night - an opinion", [], None, "Ferry to run all night - an opinion"),
        ("Harbour: Ferry to run all night", ["Ferry to run all night"], None, "Ferry to run all night"),
        ("Night ferry decided", ["Ferry to run all night"], "x", "Night ferry decided"),
        (None, ["Ferry to run all night"], "Westmark Post", "Ferry to run all night"),
        (None, ["Westmark Post"], "Ferry to run all night » Westmark Post", "Ferry to run all night"),
        (None, ["Ferry to run all night", "Ice closes the lock"], "Ice closes the lock – Westmark Post", "Ice closes the lock"),
        ("Lindqvist: &#8216;We waited&#8217; &amp; waited", [], None, "Lindqvist: ‘We waited’ & waited"),
        (None, [], None, None),
        (None, ["Ferry"], None, "Ferry"),
    ],
)
def test_headline(declared: str | None, headings: list[str], titled: str | None, found: str | None) -> None:
    assert headline(declared, headings, titled, SITE) == found


def test_an_address_that_is_none_does_no_harm() -> None:
    html = "<html><head><title>Ferry to run all night</title></head><body><p>The ferry will run all night from June.</p></body></html>"
    found = clean(RawArticle(content=html, content_type="text/html", url="https://<![CDATA[x.example/"), datetime(2026, 3, 15, tzinfo=UTC))
    assert isinstance(found, CleanArticle)
    assert found.title == "Ferry to run all night"
