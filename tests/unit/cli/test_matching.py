"""`newsloom match`: searches over files."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from streams.cli import newsloom
from streams.errors import Misused

TEXT = "The river rose above its banks on Monday night and flooded the old town, the mayor said. Hundreds had to leave their homes. " * 3
RAW = [
    {"ref": "flood", "title": "Flood in the old town", "content": TEXT, "source": "BBC News", "published_at": "2026-03-14"},
    {"title": "Cup final", "content": "The home side won the final by two goals to one after extra time, in front of a full house. " * 4},
]


def match(folder: Path, searches: dict[str, str], lines: list[object], *arguments: str) -> Result:
    (folder / "s.jsonl").write_text("".join(json.dumps({"id": id, "query": query}) + "\n" for id, query in searches.items()))
    (folder / "a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return CliRunner().invoke(newsloom, ["match", str(folder / "s.jsonl"), str(folder / "a.jsonl"), *arguments])


def found(result: Result) -> dict[str, list[str]]:
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert all(set(line) == {"ref", "matches"} for line in lines)
    return {line["ref"]: line["matches"] for line in lines}


def test_raw_articles_are_cleaned_first(tmp_path: Path) -> None:
    searches = {"b": "river AND source:bbc_news", "a": 'title:flood AND "old town" AND date:[20260101 TO *]', "c": "goals"}
    result = match(tmp_path, searches, RAW, "--workers", "1")
    assert result.exit_code == 0, result.output
    assert found(result) == {"flood": ["a", "b"], "a.jsonl:2": ["c"]}


def test_runs_the_steps_whose_facts_are_asked_for(tmp_path: Path) -> None:
    result = match(tmp_path, {"new": "river AND is:original", "copy": "river AND is:copy"}, RAW, "--workers", "1")
    assert found(result) == {"flood": ["new"], "a.jsonl:2": []}


def test_articles_of_the_evaluators_and_records_are_matched_as_they_stand(tmp_path: Path) -> None:
    plain = {"id": "p", "title": "Flood", "body": "Read more. The river rose.", "source": "BBC News", "date": "3/14/19"}
    words = {"id": "w", "title": ["flood"], "body": ["the", "river", "rose"], "source": "bbc_news", "lang": "en", "date": 20190314}
    record = {
        "id": "r", "version": 1, "rank": 1, "title": "Flood", "received_at": "2026-03-14T00:00:00Z", "content_hash": "",
        "language": {"code": "en", "confidence": 1}, "body": ["The river rose."], "source": "BBC News", "change": "new",
    }  # fmt: skip
    searches = {"near": '"rose river"~2 AND source:bbc_news AND lang:en', "day": "flood AND date:2019-03-14", "more": "read"}
    dropped = {"ref": "d", "outcome": "drop", "reason": "no_text", "record": None}
    result = match(tmp_path, searches, [plain, words, record, {"ref": "o", "outcome": "record", "record": record}, dropped])
    assert found(result) == {"p": ["day", "more", "near"], "w": ["day", "near"], "r": ["near"], "o": ["near"], "d": []}


def test_a_refused_search_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    result = match(tmp_path, {"bad": "a AND b OR c", "bare": "flood *", "good": "river"}, RAW[:1], "--workers", "1")
    assert found(result) == {"flood": ["good"]}
    assert "search bad is refused: AND and OR are mixed: add parentheses (at character 9)" in result.stderr
    assert "search bare is refused: there is no word here (at character 7)" in result.stderr
    assert result.exit_code == 1


@pytest.mark.parametrize("line", ["{", "[1]", '{"id": 1}'])
def test_a_line_that_is_no_search_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "s.jsonl").write_text(f'{{"id": "a", "query": "b"}}\n{line}\n')
    result = CliRunner().invoke(newsloom, ["match", str(tmp_path / "s.jsonl"), str(tmp_path / "s.jsonl")])
    assert isinstance(result.exception, Misused)
    assert "s.jsonl:2" in str(result.exception)
