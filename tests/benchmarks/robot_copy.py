"""Robot copy: reports that fill one form with other facts, in four languages; what of it dedupe wrongly takes for copies.

OMP_NUM_THREADS=1 python -m tests.benchmarks.robot_copy [of each form, 60]

Every item of a form is news of its own; each third is reprinted by another paper, cut or with lines around it, which is
a copy of that item and of no other. The forms were written for this test, after the rule that they try.
"""

import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from schemas import ClassifiedArticle, DedupedArticle, RawArticle
from streams.outcome import Drop
from streams.steps.clean import clean
from streams.steps.dedupe import Memory, decide, sketch
from tests.benchmarks.robot_forms import FORMS, POOLS, REPRINTS

FIELD = re.compile(r"\{(\w+?)(\d?)(?::([^}]*))?\}")


class Item(NamedTuple):
    form: str
    title: str
    body: str
    of: int | None
    """The place in the stream of the item that this one reprints."""


def filled(text: str, language: str, draw: random.Random, known: dict[str, str]) -> str:
    """`{city}` is drawn from a pool, `{n:5-40}` and `{f:1-9}` are numbers, `{pick:a|b}` is one of several; `{city1}` stays."""

    def one(found: re.Match[str]) -> str:
        kind, mark, more = found.groups()
        if mark and f"{kind}{mark}" in known:
            return known[f"{kind}{mark}"]
        value = _drawn(kind, more or "", language, draw)
        if mark:
            known[f"{kind}{mark}"] = value
        return value

    return FIELD.sub(one, text)


def _drawn(kind: str, more: str, language: str, draw: random.Random) -> str:
    if kind == "pick":
        return draw.choice(more.split("|"))
    if kind in ("n", "f"):
        low, high = map(int, more.split("-"))
        if kind == "n":
            return str(draw.randint(low, high))
        return f"{draw.uniform(low, high):.2f}".replace(".", "." if language == "en" else ",")
    return draw.choice(POOLS[kind] if kind in POOLS else POOLS[f"{kind}-{language}"])


def stream(each: int, seed: int = 5) -> list[Item]:
    """In order of arrival: the forms mixed, a reprint soon after its item."""
    draw, items, found = random.Random(seed), [], list[Item]()
    for form, text in FORMS.items():
        for number in range(each):
            items.append((form, number, filled(text, form[-2:], draw, {})))
    draw.shuffle(items)
    for form, number, text in items:
        title, body = text.strip().split("\n", 1)
        found.append(Item(form, title, body.strip(), None))
        if number % 3 == 0:
            found.append(Item(form, title, reprint(body.strip(), form[-2:], draw), len(found) - 1))
    return found


def reprint(body: str, language: str, draw: random.Random) -> str:
    paragraphs = body.split("\n\n")
    before, after = REPRINTS[language]
    kept = paragraphs if len(paragraphs) < 3 or draw.random() < 0.5 else paragraphs[:-1]
    return "\n\n".join([filled(before, language, draw, {}), *kept, filled(after, language, draw, {})])


def arrived(items: list[Item]) -> Iterator[ClassifiedArticle]:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for number, item in enumerate(items):
        raw = RawArticle(content=item.body, content_type="text/plain", title=item.title, source=f"Paper {number % 7}", uri=f"item-{number}")
        found = clean(raw, start + timedelta(minutes=number))
        assert not isinstance(found, Drop), item
        yield ClassifiedArticle.model_validate(dict(found))


def main(each: int) -> None:
    items, memory, places = stream(each), Memory(), dict[str, int]()
    wrong, counts = defaultdict[str, Counter[str]](Counter), Counter[str]()
    for number, (item, article) in enumerate(zip(items, arrived(items), strict=True)):
        places[article.id] = number
        decision = decide(memory, article, sketch(article), f"news.raw:0:{number}", article.received_at)
        for fact in decision.facts:
            memory.fold(fact)
        of = decision.outcome.detail if isinstance(decision.outcome, Drop) else None
        if isinstance(decision.outcome, DedupedArticle) and decision.outcome.duplicate:
            of = decision.outcome.duplicate.of
        linked = places.get(of) if of else None
        counts[f"{item.form} {'reprint' if item.of is not None else 'item'}"] += 1
        if item.of is None:
            wrong[item.form]["wrongly linked"] += linked is not None
        else:
            wrong[item.form]["found"] += linked == item.of
            wrong[item.form]["linked to another"] += linked not in (item.of, None)
    print("| form | wrongly linked | reprints found | reprints linked to another |\n|---|---|---|---|")
    total = Counter[str]()
    for form in FORMS:
        alone, again = counts[f"{form} item"], counts[f"{form} reprint"]
        found = wrong[form]
        total.update(found | Counter({"items": alone, "reprints": again}))
        print(
            f"| {form} | {found['wrongly linked'] / alone:.3f} | {found['found'] / again:.3f} | {found['linked to another'] / again:.3f} |"
        )
    shares = (total["wrongly linked"] / total["items"], total["found"] / total["reprints"], total["linked to another"] / total["reprints"])
    print(f"| all {total['items']} and {total['reprints']} | " + " | ".join(f"{share:.3f}" for share in shares) + " |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
