"""Enriched articles from the development data, with made-up facts where the data has none."""

import gzip
import json
import random
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from types import ModuleType

from schemas import EnrichedArticle, Entity, Language, Place, PublishedDate, Quote, Sentiment, Speaker, StoryRef, Topic
from streams.query import geo
from streams.query.tokens import tokens, value_key
from tests.unit.query.brute import Plain

NOW = datetime(2026, 3, 14, tzinfo=UTC)
CITIES = {"Vienna": (48.2, 16.37), "Paris": (48.86, 2.35), "Suva": (-18.14, 178.44), "Apia": (-13.83, -171.77), "Quito": (-0.18, -78.47)}
PEOPLE = ("Angela Merkel", "Ban Ki-moon")


def article(**fields: object) -> EnrichedArticle:
    """An article of which only what is given matters."""
    given = {"id": "a", "version": 1, "rank": 1, "title": "", "received_at": NOW, "content_hash": "", "change": "new"}
    return EnrichedArticle.model_validate(given | {"language": Language(code="en", confidence=1)} | fields)


def background(shared: Path, number: int) -> list[EnrichedArticle]:
    """The first articles of the background set; sentiment, novelty, places and speakers are drawn by a fixed seed."""
    peer, rng = alert_queries(shared), random.Random(8)
    with gzip.open(shared / "data/articles/background.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [_enriched(json.loads(line), peer, rng) for line in islice(lines, number)]


def _enriched(row: dict[str, str], peer: ModuleType, rng: random.Random) -> EnrichedArticle:
    day = str(peer.day(row["date"]))
    city, person = rng.choice([*CITIES]), rng.choice(PEOPLE)
    lat, lon = (degrees + rng.uniform(-2, 2) for degrees in CITIES[city])
    lon = (lon + 180) % 360 - 180
    return article(
        id=row["id"], title=row["title"] or "", body=(row["body"] or "").split("\n\n"), source=row["source"],
        published_at=PublishedDate(value=f"{day[:4]}-{day[4:6]}-{day[6:]}", precision="day", source="text") if len(day) == 8 else None,
        topics=[Topic(qcode="medtop:04000000", label=row["topic"], score=1, by="test")] if row["topic"] else [],
        change=rng.choice(["new", "update", "correction"]),
        sentiment=Sentiment(score=rng.uniform(-1, 1), label="neutral") if rng.random() < 0.8 else None,
        story=StoryRef(id=f"s{rng.randrange(9)}", novelty=rng.random()) if rng.random() < 0.8 else None,
        entities=[Entity(name=person, type="person", wikidata="Q94746073")] if rng.random() < 0.5 else [],
        quotes=[Quote(text="", start=0, end=0, speaker=Speaker(name=person))] if rng.random() < 0.3 else [],
        places=[Place(name=city, lat=lat, lon=lon)] if rng.random() < 0.7 else [],
    )  # fmt: skip


def plain(a: EnrichedArticle) -> Plain:
    """What the judge sees of an article, taken from the record by other means than the matcher's."""
    named = [("source", a.source), ("lang", a.language.code), ("change", a.change), ("status", a.status)]
    named += [("topic", value) for topic in a.topics for value in (topic.qcode, topic.label)]
    named += [(kind, value) for e in a.entities for value in (e.name, e.wikidata) for kind in ("entity", "person")]
    named += [("quoted", quote.speaker.name) for quote in a.quotes if quote.speaker]
    named += [("place", place.name) for place in a.places]
    named += [("story", a.story.id)] if a.story else []
    named += [("is", "original"), ("is", a.change)]
    title, body = tokens(a.title), tokens(a.text)
    numbers: dict[str, float] = {"words": len(title) + len(body)}
    if a.published_at:
        numbers["date"] = int(a.published_at.value.replace("-", ""))
    if a.sentiment:
        numbers["sentiment"] = a.sentiment.score
    if a.story:
        numbers["novelty"] = a.story.novelty
    values = {f"{name}:{value_key(value)}" for name, value in named if value}
    return Plain(title, body, values, numbers, [geo.centre(place.lat, place.lon) for place in a.places])


def alert_queries(shared: Path) -> ModuleType:
    """The generator of saved searches that lies beside the data."""
    source = (shared / "eval/alert_queries.py").read_text(encoding="utf-8")
    module = ModuleType("alert_queries")
    exec(compile(source, "alert_queries.py", "exec"), module.__dict__)
    return module


def queries(shared: Path, folder: Path, number: int, seed: int, learnt_from: int = 8000) -> list[str]:
    """Saved searches of the generator, every third with one of the fields that it does not know."""
    some = folder / "some.jsonl"
    with gzip.open(shared / "data/articles/background.jsonl.gz", "rt", encoding="utf-8") as lines:
        some.write_text("".join(islice(lines, learnt_from)), encoding="utf-8")
    generator = alert_queries(shared).Generator(str(some), seed)
    rng = random.Random(seed)
    found = []
    for index in range(number):
        _, text = generator.query()
        if index % 3 == 0:
            text = f"({text}) {rng.choice(['AND', 'AND', 'OR', 'AND NOT'])} {_more(rng, generator)}"
        found.append(text)
    return found


def _more(rng: random.Random, generator: object) -> str:
    lat, lon = CITIES[rng.choice([*CITIES])]
    word, other = (generator.term.draw(rng) for _ in range(2))  # type: ignore[attr-defined]
    return rng.choice(
        [
            f"sentiment:[{rng.uniform(-1, 0):.2f} TO *]",
            f"sentiment:[* TO {rng.uniform(-1, 1):.2f}]",
            f"novelty:[{rng.random():.3f} TO 1]",
            f"near:{lat},{lon},{rng.choice([5, 50, 150, 300, 1000])}",
            f'quoted:"{rng.choice(PEOPLE)}"',
            "person:Q94746073",
            f"is:{rng.choice(['original', 'update', 'correction', 'copy'])}",
            f"body:{word}",
            f"body:{word[:3]}*",
            f"title:{word[:3]}*",
            f'body:"{word} {other}"',
            f"{word} NEAR/{rng.randint(1, 30)} {other}",
            f'"the {word} the"~{rng.randint(1, 12)}',
            f'title:"{word} {other}"~3',
            f"(NOT {word} AND NOT {other})",
            f"story:s{rng.randrange(9)}",
            "date:2017",
            f"place:{rng.choice([*CITIES])}",
        ]
    )
