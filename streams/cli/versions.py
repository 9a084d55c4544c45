"""What two versions of a step make of the same article, side by side; pure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from schemas import EnrichedArticle, Record

NAMED_BY = {
    "topics": "qcode", "entities": "name", "places": "name", "quotes": "text", "figures": "value", "dates": "value", "keyphrases": "text",
    "sentiment": "label",
}  # fmt: skip
"""Of what a field lists, what tells one from another: scores and places in the text may move without being news."""
COMPARED = (*NAMED_BY, "genre", "summary")
OF_THE_ARCHIVE = {"indexed_at", "story_size"}
EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Difference:
    """By field what is `gone` and what is `new`; no fields where nothing would change."""

    article: str
    title: str
    fields: dict[str, dict[str, list[str]]]


def made_by(model: type[Record], row: dict[str, Any]) -> dict[str, Any]:
    """An archived article as it was before the steps after `model` added to it."""
    later = set(EnrichedArticle.model_fields) - set(model.model_fields)
    return {name: value for name, value in row.items() if name not in later | OF_THE_ARCHIVE}


def is_older(row: dict[str, Any], version: tuple[str, int]) -> bool:
    """Whether `(annotator, number)` has not annotated an article yet: an older version of it did, or none."""
    name, number = version
    marks = [*row.get("annotators", []), *(topic["by"] for topic in row.get("topics", []))]
    numbers = [int(mark.rpartition("@")[2]) for mark in marks if mark.rpartition("@")[0] == name]
    return max(numbers, default=-1) < number


def difference(before: dict[str, Any], after: dict[str, Any]) -> Difference:
    """Of the fields that `after` has."""
    fields = {}
    for name in (each for each in COMPARED if each in after):
        old, new = Counter(_names(name, before)), Counter(_names(name, after))
        if old != new:
            fields[name] = {"gone": sorted((old - new).elements()), "new": sorted((new - old).elements())}
    return Difference(before["id"], before["title"], fields)


def _names(field: str, row: dict[str, Any]) -> list[str]:
    value = row.get(field)
    if value is None:
        return []
    values = value if isinstance(value, list) else [value]
    return [str(each[NAMED_BY[field]]) if isinstance(each, dict) else str(each) for each in values]


def tallied(changed: Iterable[Difference]) -> Iterator[str]:
    """A line for each field: how many articles change in it, what goes and what comes most often."""
    changed = list(changed)
    for name in COMPARED:
        touched = [each.fields[name] for each in changed if name in each.fields]
        if touched:
            gone, new = (_most(value for each in touched for value in each[kind]) for kind in ("gone", "new"))
            yield f"{name:<11} {len(touched):>6} articles   gone: {gone}   new: {new}"


def _most(values: Iterable[str]) -> str:
    return ", ".join(f"{value[:40]} ×{number}" for value, number in Counter(values).most_common(EXAMPLES)) or "nothing"
