"""What the topics are trained on: texts of the data folder and what is known of each (training only; sources in CARD.md)."""

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
HELD_BACK = HERE.parents[2] / "tests" / "benchmarks" / "topics.jsonl"
"""Articles labelled by hand for the benchmark: never trained on."""
LEAD_WORDS = 32
ALLSIDES = {
    "01": "arts_and_entertainment culture media_bias",
    "02": "supreme_court gun_control_and_gun_rights violence_in_america fbi justice criminal_justice death_penalty "
    "justice_department sexual_misconduct",
    "03": "disaster",
    "04": "economy_and_jobs trade taxes banking_and_finance economic_policy business energy agriculture transportation",
    "05": "education",
    "06": "environment animal_welfare",
    "07": "healthcare coronavirus ebola opioid_crisis public_health",
    "09": "labor",
    "11": "elections politics white_house us_senate us_house us_congress impeachment republican_party foreign_policy "
    "democratic_party campaign_finance federal_budget fiscal_cliff state_department",
    "12": "religion_and_faith",
    "13": "technology science cybersecurity",
    "14": "immigration race_and_racism lgbt_rights civil_rights family_and_marriage housing_and_homelessness abortion",
    "15": "sports",
    "16": "middle_east terrorism us_military isis north_korea",
}
TOP_OF = {name: f"medtop:{top}000000" for top, names in ALLSIDES.items() for name in names.split()}


@dataclass(frozen=True)
class Text:
    """One training text: `short` is what the teacher reads, title and body what the student meets of an article; codes as far as known."""

    kind: str
    short: str
    title: str = ""
    body: str = ""
    known: tuple[str, ...] = field(default=())
    key: str = ""


def texts(data: Path) -> Iterator[Text]:
    """Every training text, always in the same order."""
    yield from _sentences(data)
    for name in ("rss-500", "reuters-128", "msnbc"):
        for row in _rows(data / "linking" / f"{name}.benchmark.jsonl"):
            yield Text("newswire", _words(row["text"], 80))
    yield from _articles(data)
    for row in concepts(data):
        yield Text("label", f"{row['label']}. {row['definition'] or ''}", known=(row["qcode"],))
    yield from _examples()


def concepts(data: Path) -> list[dict[str, Any]]:
    """The live concepts, `broader` as a qcode."""
    live = [row for row in _rows(data / "topics" / "iptc-mediatopics.jsonl.gz") if not row.get("retired")]
    return [row | {"broader": f"medtop:{row['broader'][0].rsplit('/', 1)[-1]}" if row["broader"] else None} for row in live]


def fingerprint(sentence: str) -> str:
    """How `sentences.jsonl` names a sentence, whose text stays in the data folder."""
    return hashlib.sha256(sentence.encode()).hexdigest()[:16]


def _sentences(data: Path) -> Iterator[Text]:
    labelled = {row["sha"]: tuple(row["medtop"]) for row in _rows(HERE / "sentences.jsonl")}
    found: dict[str, None] = {}
    for line in (data / "neardup" / "articles_1000.train").read_text("utf-8").splitlines():
        pieces = re.split(r"(?<=[.!?'\"]) +(?=[A-Z`\"'])", line.split(" ", 1)[1])
        found |= dict.fromkeys(piece.strip() for piece in pieces if len(piece.strip()) > 50)
    for sentence in found:
        key = fingerprint(sentence)
        yield Text("sentence" if key in labelled else "newswire", sentence, known=labelled.get(key, ()), key=key)


def _articles(data: Path) -> Iterator[Text]:
    held = {row["id"] for row in _rows(HELD_BACK)}
    judged = {row["id"]: tuple(row["medtop"]) for row in _rows(HERE / "articles.jsonl")}
    for name in ("events/allsides", "articles/background"):
        for row in _rows(data / f"{name}.jsonl.gz"):
            known = judged.get(row["id"], (TOP_OF[row["topic"]],) if row["topic"] in TOP_OF else ())
            kind = "held back" if row["id"] in held else "judged" if row["id"] in judged else "article"
            yield Text(kind, f"{row['title']}. {_words(row['body'], LEAD_WORDS)}", row["title"], row["body"], known)


def _examples() -> Iterator[Text]:
    for line in (HERE / "examples.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            codes, text = line.split(" | ", 1)
            yield Text("example", text, known=tuple(f"medtop:{code}" for code in codes.split() if code != "none"))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _words(text: str, count: int) -> str:
    return " ".join(text.split()[:count])
