"""Pages dumped as text, in many languages and scripts: the article, what it is called, and what stood around it."""

from datetime import UTC, datetime

import pytest

from schemas import CleanArticle, RawArticle
from streams.steps.clean import clean
from tests.unit.clean.textdumps import DUMPS

NOW = datetime(2026, 3, 15, tzinfo=UTC)
BY_LANGUAGE = {dump.language: dump for dump in DUMPS}
ENGLISH = BY_LANGUAGE["en"]


def cleaned(text: str, **told: str) -> CleanArticle:
    found = clean(RawArticle(content=text, content_type="text/plain", **told), NOW)
    assert isinstance(found, CleanArticle)
    return found


@pytest.mark.parametrize("language", BY_LANGUAGE)
def test_the_article_is_found_in_its_page(language: str) -> None:
    dump = BY_LANGUAGE[language]
    found = cleaned(dump.text)
    assert found.body == dump.body
    assert found.title == dump.title
    assert found.language.code == language


@pytest.mark.parametrize("language", BY_LANGUAGE)
def test_what_stands_around_it_is_read(language: str) -> None:
    dump = BY_LANGUAGE[language]
    found = cleaned(dump.text)
    assert [link.title for link in found.related] == dump.related
    assert (found.published_at.value if found.published_at else None) == dump.day
    assert found.authors == dump.authors
    assert dump.section in (None, found.section)
    assert dump.removed <= set(found.removed)


@pytest.mark.parametrize("language", BY_LANGUAGE)
def test_the_article_alone_loses_nothing(language: str) -> None:
    dump = BY_LANGUAGE[language]
    assert cleaned("\n\n".join(dump.body), title=dump.title).body == dump.body


def test_notices_between_paragraphs_are_removed_and_counted() -> None:
    notices = ["Advertisement", "Sign up for our newsletter", "We use cookies on this website to give you a better experience.", "Share"]
    mixed = [line for pair in zip(ENGLISH.body, notices, strict=True) for line in pair]
    found = cleaned("\n\n".join([*ENGLISH.above, *mixed, *ENGLISH.below]))
    assert found.body == ENGLISH.body
    assert {"advertisement", "newsletter", "cookie_notice", "share"} <= set(found.removed)


def test_an_article_about_cookies_keeps_its_paragraphs() -> None:
    about = [f"{line} The rules on cookies, which you and every website must obey, were changed too." for line in ENGLISH.body]
    assert cleaned("\n\n".join(about), title="Of cookies").body == about


def test_an_article_sent_twenty_five_times_over_is_taken_once() -> None:
    found = cleaned("\n\n".join(ENGLISH.body * 25), title=ENGLISH.title)
    assert found.body == ENGLISH.body
    assert "repeated_text" in found.flags
    assert found.removed["repetition"] == 24 * len(ENGLISH.body)


def test_a_sentence_said_over_and_over_in_one_paragraph_is_taken_once() -> None:
    found = cleaned(f"{ENGLISH.body[0]} " * 25 + ENGLISH.body[1], title=ENGLISH.title)
    assert found.text == " ".join(ENGLISH.body[:2])
    assert "repeated_text" in found.flags


def test_an_answer_given_twice_is_no_repetition() -> None:
    questions = ["Were you there when the ferry left the harbour that night?", "Did you ever see its captain again?", "Did anybody?"]
    answers = [line for question in questions for line in (question, "No.")]
    found = cleaned("\n\n".join([*ENGLISH.body, *answers]), title=ENGLISH.title)
    assert found.body == [*ENGLISH.body, *answers]
    assert found.flags == []


def test_the_words_of_the_address_tell_the_headline_from_the_line_below_it() -> None:
    above = ["Home", "Ferry stays", "Five hours of debate in the town hall by the harbour"]
    text = "\n\n".join([*above, *ENGLISH.body])
    assert cleaned(text, url="https://post.example/region/ferry-stays-1234").title == "Ferry stays"


def test_the_date_beside_the_headline_wins_over_the_one_in_the_menu() -> None:
    text = "\n\n".join(["Sunday, 15 March 2026", "Home", "News", *ENGLISH.above[4:], *ENGLISH.body])
    assert (found := cleaned(text).published_at) is not None
    assert found.value == "2026-03-12"


def test_remarks_of_readers_are_neither_text_nor_related() -> None:
    remarks = ["3 comments", "Well done, Port Ellery", "And who pays for it", "My uncle was a captain there"]
    found = cleaned("\n\n".join([*ENGLISH.above, *ENGLISH.body, *remarks]))
    assert found.body == ENGLISH.body
    assert found.related == []
    assert found.removed["comments"] == 3


def test_a_dump_is_the_same_with_one_line_break_as_with_two() -> None:
    assert cleaned(ENGLISH.text.replace("\n\n", "\n")).body == ENGLISH.body
