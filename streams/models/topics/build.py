"""Build mediatopics.jsonl.gz and head.npz. Run: python -m streams.models.topics.build DATA_FOLDER (see CARD.md)."""

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression  # type: ignore[import-not-found]

from streams.models.embedding import embed

HERE = Path(__file__).parent
PER_SOURCE = 7_000
ALLSIDES = {
    "01": "arts_and_entertainment culture media_bias",
    "02": "supreme_court gun_control_and_gun_rights violence_in_america fbi justice criminal_justice death_penalty "
    "justice_department sexual_misconduct",
    "03": "disaster",
    "04": "economy_and_jobs trade taxes banking_and_finance economic_policy business energy agriculture transportation "
    "federal_budget fiscal_cliff",
    "05": "education",
    "06": "environment animal_welfare",
    "07": "healthcare coronavirus ebola opioid_crisis public_health",
    "09": "labor",
    "10": "food holidays",
    "11": "elections politics white_house us_senate us_house us_congress impeachment republican_party foreign_policy",
    "12": "religion_and_faith",
    "13": "technology science cybersecurity",
    "14": "immigration race_and_racism lgbt_rights civil_rights family_and_marriage housing_and_homelessness",
    "15": "sports",
    "16": "middle_east national_security terrorism us_military defense isis north_korea",
}
TOP_OF = {name: f"medtop:{top}000000" for top, names in ALLSIDES.items() for name in names.split()}


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def parent(value: Any) -> str | None:
    first = value[0] if isinstance(value, list) and value else value
    return "medtop:" + first.rsplit("/", 1)[-1].rsplit(":", 1)[-1] if first else None


def concepts(data: Path) -> list[dict[str, Any]]:
    live = [row for row in rows(data / "topics" / "iptc-mediatopics.jsonl.gz") if not row.get("retired")]
    return [row | {"broader": parent(row["broader"])} for row in live]


def top_of(code: str, broader: dict[str, str | None]) -> str:
    while up := broader.get(code):
        code = up
    return code


def examples(data: Path, live: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield (text, top-level code): labels with definitions, then articles under their publisher's topic."""
    broader = {row["qcode"]: row["broader"] for row in live}
    for row in live:
        yield f"{row['label']}. {row.get('definition') or ''}", top_of(row["qcode"], broader)
    for name in ("events/allsides", "articles/background"):
        taken = 0
        for row in rows(data / f"{name}.jsonl.gz"):
            if row.get("topic") in TOP_OF and taken < PER_SOURCE:
                taken += 1
                yield f"{row['title']}. {row['body'][:1600]}", TOP_OF[row["topic"]]


def main() -> None:
    data = Path(sys.argv[1])
    live = concepts(data)
    lines = [json.dumps({k: row[k] for k in ("qcode", "label", "broader")}, sort_keys=True) for row in live]
    (HERE / "mediatopics.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))
    texts, tops = zip(*examples(data, live), strict=True)
    matrix = np.stack([embed(text) for text in texts])
    model = LogisticRegression(C=8, max_iter=60, class_weight=None).fit(matrix, tops)
    np.savez_compressed(
        HERE / "head.npz",
        weights=model.coef_.astype(np.float32),
        bias=model.intercept_.astype(np.float32),
        tops=np.array(model.classes_, dtype="U16"),
    )
    print(len(texts), "examples, training accuracy", round(model.score(matrix, tops), 3))


if __name__ == "__main__":
    main()
