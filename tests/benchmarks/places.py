"""Where toponyms of the Local-Global Lexicon are put, beside population alone, and the CPU time it took.

OMP_NUM_THREADS=1 python -m tests.benchmarks.places ../shared/data/geo/lgl.xml.gz

Counted are toponyms with a position that overlap a mention of an entity of ours. `accuracy@161 km`: placed within 100
miles; one left unplaced counts as wrong. `common alone` takes the commonest meaning of the same mention.
"""

import gzip
import math
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from xml.etree import ElementTree

from schemas import CleanArticle, Language
from streams.models.knowledge import candidates
from streams.models.knowledge.regions import region
from streams.steps.enrich.entities import find_entities
from streams.steps.enrich.places import find_places

Point = tuple[float, float]
NEAR_KM = 161.0


def articles(path: str) -> Iterator[tuple[CleanArticle, list[tuple[int, int, Point]]]]:
    """Each text as it is, and its toponyms with their true positions."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        root = ElementTree.parse(file).getroot()
    for node in root.iter("article"):
        text, found = node.findtext("text") or "", []
        for toponym in node.iter("toponym"):
            if (tag := toponym.find("gaztag")) is not None:
                point = (float(tag.findtext("lat") or 0), float(tag.findtext("lon") or 0))
                found.append((int(toponym.findtext("start") or 0), int(toponym.findtext("end") or 0), point))
        yield (
            CleanArticle.model_construct(
                id=node.get("docid"), title="", text=text, body=[text], language=Language(code="en", confidence=1.0),
                url=node.findtext("url"), source=node.findtext("domain"), received_at=datetime(2026, 1, 1, tzinfo=UTC),
            ),
            found,
        )  # fmt: skip


def kilometres(one: Point, other: Point) -> float:
    """Great-circle distance (haversine)."""
    (a, b), (c, d) = ((math.radians(x), math.radians(y)) for x, y in (one, other))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(half)))


def commonest(name: str) -> Point | None:
    """The first meaning with a position; of states the same middles as ours, so that only the choice is compared."""
    known = next(((c.lat, c.lon) for c in candidates(name) if c.lat is not None and c.lon is not None), None)
    state = region(name)
    return known or ((state.lat, state.lon) if state else None)


def main(path: str) -> None:
    ours, theirs, gold, spent, count = list[float](), list[float](), 0, 0.0, 0
    for article, toponyms in articles(path):
        entities = find_entities(article)
        began = time.process_time()
        places = {place.name: (place.lat, place.lon) for place in find_places(article, entities)}
        spent, count = spent + time.process_time() - began, count + 1
        gold += len(toponyms)
        mentions = [(m.start, m.end, e.name) for e in entities if e.type == "place" for m in e.mentions]
        for start, end, true in toponyms:
            name = next((name for low, high, name in mentions if low < end and start < high), None)
            if name is not None:
                ours.append(kilometres(place, true) if (place := places.get(name)) else math.inf)
                theirs.append(kilometres(alone, true) if (alone := commonest(name)) else math.inf)
    print(f"{gold} toponyms, {len(ours)} found as places ({len(ours) / gold:.3f}), {1000 * spent / count:.2f} ms CPU an article")
    for name, errors in (("find_places", ours), ("common alone", theirs)):
        right = sum(error <= NEAR_KM for error in errors) / len(errors)
        placed = [error for error in errors if error < math.inf]
        median, share = statistics.median(placed), len(placed) / len(errors)
        print(f"{name:<13} accuracy@161 km {right:.3f}, median error {median:.0f} km, placed {share:.3f}")


if __name__ == "__main__":
    main(sys.argv[1])
