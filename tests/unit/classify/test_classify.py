"""Topics and genre of an article."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from schemas.article import CleanArticle, Language
from streams.models.topics import chain
from streams.steps.classify import classify


def article(**fields: Any) -> CleanArticle:
    given: dict[str, Any] = {
        "id": "a", "version": 1, "rank": 1, "title": "T", "body": ["Nothing."], "content_hash": "h",
        "received_at": datetime(2026, 1, 1, tzinfo=UTC), "language": Language(code="en", confidence=1.0),
    }  # fmt: skip
    return CleanArticle(**(given | fields))


def test_the_publishers_own_subjects_win_and_bring_their_ancestors() -> None:
    found = classify(article(subjects=["medtop:20000065"], section="Weather")).topics
    assert len(found) > 1
    assert {topic.by for topic in found} == {"publisher"}


def test_an_article_without_a_body_passes_with_nothing_added() -> None:
    assert classify(article(body=[], section="Sport")).topics == []


def test_a_foreign_text_gets_only_what_its_section_says() -> None:
    foreign = Language(code="de", confidence=1.0)
    assert classify(article(language=foreign)).topics == []
    assert [t.qcode for t in classify(article(language=foreign, section="Kultur")).topics] == ["medtop:01000000", "medtop:20000038"]


def test_the_publishers_words_are_mapped_and_say_where_they_stood() -> None:
    given = article(
        section="Sport/Fußball", url="https://example.org/wirtschaft/boerse/a-1.html", keywords=["Klimawandel", "Anna Muster"],
        language=Language(code="de", confidence=1.0),
    )  # fmt: skip
    found = {topic.qcode: topic.by for topic in classify(given).topics}
    assert found == {
        "medtop:15000000": "section", "medtop:20000822": "section", "medtop:04000000": "url", "medtop:20000385": "url",
        "medtop:06000000": "keywords", "medtop:20000418": "keywords",
    }  # fmt: skip


def test_a_longer_section_name_is_read_by_its_telling_word_only() -> None:
    foreign = Language(code="de", confidence=1.0)
    assert [t.qcode for t in classify(article(section="Sport aktuell", language=foreign)).topics] == ["medtop:15000000"]
    assert classify(article(section="Art of war and well being", language=foreign)).topics == []


def test_the_name_of_a_page_is_not_a_section() -> None:
    assert classify(article(url="https://example.org/2026/sport")).topics == []


def test_old_subject_codes_are_the_publishers_topics_too() -> None:
    assert [t.qcode for t in classify(article(subjects=["subj:15000000"])).topics] == ["medtop:15000000"]


def test_broader_topics_come_with_narrower_ones_and_score_no_less() -> None:
    text = "The central bank raised interest rates because inflation is high. Stocks fell and investors sold shares of lenders."
    found = {topic.qcode: topic.score for topic in classify(article(title="Central bank raises rates", body=[text])).topics}
    assert found
    assert all(found[code] <= found[up] for code in found for up in chain(code))


def test_a_text_about_nothing_that_is_news_gets_no_topic() -> None:
    assert classify(article(title="Hello", body=["Please press the button twice and wait until the lamp is green."])).topics == []


def test_genres_are_read_from_section_title_address_and_first_line() -> None:
    assert classify(article(section="Kultur/Rezensionen")).genre == "review"
    assert classify(article(title="Why we wait | Opinion")).genre == "opinion"
    assert classify(article(title="Opinion | Why we wait")).genre == "opinion"
    assert classify(article(title="A quiet evening - review")).genre == "review"
    assert classify(article(title="Storm: live updates")).genre == "live blog"
    assert classify(article(body=["OSLO, May 3, 2026 /PRNewswire/ -- A company did something."])).genre == "press release"
    assert classify(article(url="https://example.org/nachrufe/a-1")).genre == "obituary"
    assert classify(article(title="Live music returns: a review of the year in numbers")).genre is None


def test_a_genre_needs_evidence() -> None:
    assert classify(article()).genre is None
    assert classify(article(title="Opinion: wait")).genre == "opinion"
    assert classify(article(url="https://example.org/live/1")).genre == "live blog"


def test_unknown_fields_survive_and_the_same_article_gives_the_same_bytes() -> None:
    given = article(later_field=3)
    assert classify(given).to_json() == classify(given).to_json()
    assert b'"later_field":3' in classify(given).to_json()


def test_the_seed_is_about_war_and_politics(shared: Path) -> None:
    assert {"medtop:16000000", "medtop:11000000"} <= seed_tops(shared)


def test_the_seed_is_about_war_and_not_sport_arts_or_weather(shared: Path) -> None:
    assert "medtop:16000000" in seed_tops(shared)
    assert not {"medtop:15000000", "medtop:01000000", "medtop:17000000"} & seed_tops(shared)


def seed_tops(shared: Path) -> set[str]:
    lines = next((shared / "seeds").glob("*.txt")).read_text("utf-8").strip().splitlines()
    found = classify(article(title=lines[0], body=[line for line in lines[1:] if line.strip()]))
    return {topic.qcode for topic in found.topics}
