"""Copies and stories as predictions for the evaluators, what deciding costs, and what the memory weighs.

E=../shared/eval; A=../shared/data/articles/background.jsonl.gz; V=../shared/data/events/EVENTS.jsonl.gz
python $E/neardup.py build $A $V /tmp/nd
OMP_NUM_THREADS=1 python -m tests.benchmarks.dedupe copies /tmp/nd/stream.jsonl > copies.jsonl
python $E/neardup.py score /tmp/nd/gold.jsonl copies.jsonl
python $E/stories.py stream $V $A /tmp/stories.jsonl --squeeze 30
OMP_NUM_THREADS=1 python -m tests.benchmarks.dedupe stories /tmp/stories.jsonl > stories.jsonl
python $E/stories.py score $V stories.jsonl
python -m tests.benchmarks.dedupe pairs /tmp/stories.jsonl $V pairs.npz   # what streams.models.stories.train reads
"""

import gzip
import json
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from schemas import ClassifiedArticle, DedupedArticle, RawArticle
from streams.outcome import Drop
from streams.steps.clean import clean
from streams.steps.dedupe import Fact, Memory, decide, sketch
from streams.steps.dedupe.sketch import Sketch

START = datetime(2026, 1, 1, tzinfo=UTC)


def articles(path: str) -> Iterator[tuple[str, ClassifiedArticle]]:
    """In the order of arrival: a stream of stories has its hours, one of copies comes a second apart."""
    with Path(path).open(encoding="utf-8") as lines:
        for number, row in enumerate(map(json.loads, lines)):
            raw = RawArticle(content=row["body"], content_type="text/plain", title=row["title"], source=row["source"], uri=row["id"])
            found = clean(raw, _arrival(row["date"]) or START + timedelta(seconds=number))
            if not isinstance(found, Drop):
                yield row["id"], ClassifiedArticle.model_validate(dict(found))


def _arrival(date: str | None) -> datetime | None:
    return datetime.fromisoformat(date).replace(tzinfo=UTC) if date and "T" in date else None


def pairs(stream: str, events: str, out: str) -> None:
    """Each article of an event beside its candidates, and whether editors put both into that event."""
    with gzip.open(events, "rt", encoding="utf-8") as lines:
        event = {row["id"]: row["event"] for row in map(json.loads, lines)}
    memory, names, found, same = Memory(), dict[str, str](), list[np.ndarray](), list[bool]()
    for number, (id, article) in enumerate(articles(stream)):
        mark = sketch(article)
        held, alike = memory.stories.terms.compared(Sketch.from_bytes(mark), article.received_at)
        names[article.id] = id
        if held and event.get(id) is not None:
            found.append(np.stack(alike, axis=1))
            same += [event.get(names[memory.stories.terms.members.article(each)]) == event[id] for each in held]
        for fact in decide(memory, article, mark, f"news.raw:0:{number}", article.received_at).facts:
            memory.fold(fact)
    np.savez_compressed(out, pairs=np.concatenate(found).astype(np.float32), same=np.array(same))


def main(kind: str, path: str) -> None:
    memory, names, spent, facts, number = Memory(), {}, 0.0, [], 0
    for id, article in articles(path):
        mark = sketch(article)
        began = time.process_time()
        decision = decide(memory, article, mark, f"news.raw:0:{number}", article.received_at)
        for fact in decision.facts:
            memory.fold(fact)
        spent, number = spent + time.process_time() - began, number + 1
        facts += [fact.to_json() for fact in decision.facts]
        names[article.id] = id
        if kind == "copies":
            of = decision.outcome.duplicate.of if isinstance(decision.outcome, DedupedArticle) and decision.outcome.duplicate else None
            if isinstance(decision.outcome, Drop):
                of = decision.outcome.detail
            print(json.dumps({"id": id, "duplicate_of": names.get(of) if of else None}))
        else:
            story = decision.outcome.story if isinstance(decision.outcome, DedupedArticle) else None
            print(json.dumps({"id": id, "story": story.id if story else id}))
    began = time.process_time()
    again = Memory()
    for line in facts:
        again.fold(Fact.from_json(line))
    rebuilt = time.process_time() - began
    each, again_each = 1000 * spent / number, 1000 * rebuilt / len(facts)
    sys.stderr.write(f"{number} articles: {each:.2f} ms CPU each to decide and fold, {again_each:.3f} ms to fold again\n")


if __name__ == "__main__":
    pairs(*sys.argv[2:]) if sys.argv[1] == "pairs" else main(*sys.argv[1:])
