"""What is understood of the article the project began with."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from schemas import ClassifiedArticle, DedupedArticle, EnrichedArticle
from streams import formats
from streams.steps.classify import classify
from streams.steps.clean import clean
from streams.steps.dedupe import Memory, decide, sketch
from streams.steps.enrich import enrich

NOW = datetime(2026, 3, 15, tzinfo=UTC)


@pytest.fixture(scope="module")
def article(shared: Path) -> EnrichedArticle:
    (path,) = (shared / "seeds").glob("*.txt")
    (raw,) = formats.read(path.read_bytes(), {"content-type": b"text/plain"})
    classified = classify(clean(raw, NOW))  # type: ignore[arg-type]  # the seed is an article
    assert isinstance(classified, ClassifiedArticle)
    deduped = decide(Memory(), classified, sketch(classified), "news.raw:0:0", NOW).outcome
    assert isinstance(deduped, DedupedArticle)
    return enrich(deduped)


def test_each_quote_of_a_paragraph_of_its_own_has_the_speaker_of_the_one_above(article: EnrichedArticle) -> None:
    direct = [quote for quote in article.quotes if quote.direct]
    assert [quote.speaker and quote.speaker.name for quote in direct] == ["Mykhailo Fedorov"] * 3
    assert [quote.cue for quote in direct] == ["stated", "remarked", "stating"]
    assert direct[0].speaker is not None
    assert direct[0].speaker.role == "Ukrainian Minister of Defense"


def test_people_programmes_and_countries_are_found(article: EnrichedArticle) -> None:
    names = {entity.name: entity.type for entity in article.entities}
    assert names["Mykhailo Fedorov"] == names["Boris Pistorius"] == "person"
    assert names["Ukraine"] == "place"
    assert {"E5", "PURL", "PAC-3", "Patriot"} <= {word for name in names for word in name.split()}


def test_conflict_and_politics_are_its_topics(article: EnrichedArticle) -> None:
    assert {"medtop:16000000", "medtop:11000000"} <= {topic.qcode for topic in article.topics}
