"""Two versions of a step side by side, and what an archived article was before a step."""

import os
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner

from schemas import ClassifiedArticle, CleanArticle, DedupedArticle
from streams.cli import newsloom
from streams.cli.versions import difference, is_older, made_by, tallied
from tests.newsroom import open_newsroom

ROW = {"id": "a", "title": "Flood", "topics": [{"qcode": "medtop:1", "by": "medtop@1"}], "annotators": ["names@2"], "story_size": 3}


@pytest.mark.parametrize(
    ("version", "expected"),
    [(("names", 2), False), (("names", 3), True), (("medtop", 2), True), (("medtop", 1), False), (("new", 0), True)],
)
def test_an_article_is_older_where_an_older_version_annotated_it_or_none(version: tuple[str, int], expected: bool) -> None:
    assert is_older(ROW, version) is expected


def test_a_difference_names_what_goes_and_what_comes_and_no_more() -> None:
    before = {**ROW, "entities": [{"name": "Aarhus"}, {"name": "Essen"}], "genre": None, "summary": ["One."]}
    after = {
        "topics": ROW["topics"],
        "entities": [{"name": "Essen", "salience": 0.5}, {"name": "Ghent"}],
        "genre": "report",
        "summary": ["One."],
    }
    found = difference(before, after)
    assert found.fields == {"entities": {"gone": ["Aarhus"], "new": ["Ghent"]}, "genre": {"gone": [], "new": ["report"]}}
    assert list(tallied([found])) == [
        "entities         1 articles   gone: Aarhus ×1   new: Ghent ×1",
        "genre            1 articles   gone: nothing   new: report ×1",
    ]


@pytest.mark.parametrize(("model", "kept", "left"), [(CleanArticle, "body", "topics"), (DedupedArticle, "change", "entities")])
def test_what_later_steps_and_the_archive_added_is_left_out(tmp_path: Path, model: type[ClassifiedArticle], kept: str, left: str) -> None:
    newsroom = open_newsroom(tmp_path)
    row = next(newsroom.archive.records())
    made = made_by(model, row)
    assert kept in made
    assert not {left, "indexed_at", "story_size"} & set(made)
    assert model.model_validate(made).to_json()


@pytest.mark.parametrize("step", ["classify", "enrich"])
def test_the_same_version_changes_nothing_and_another_is_shown(tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "NEWSLOOM_DATA", str(tmp_path))
    newsroom = open_newsroom(tmp_path)
    same = CliRunner().invoke(newsloom, ["diff-versions", "--step", step])
    assert same.output.startswith("0 of ")
    row = next(each for each in newsroom.archive.records() if each["topics"] and each["entities"])
    other = orjson.dumps({**row, "topics": [], "entities": []})
    newsroom.archive._db.execute("UPDATE articles SET record = ? WHERE id = ?", (other, row["id"]))
    result = CliRunner().invoke(newsloom, ["diff-versions", "--step", step, "--json"])
    (line,) = result.output.splitlines()
    found = orjson.loads(line)
    assert found["id"] == row["id"]
    assert set(found["fields"]) == {"topics" if step == "classify" else "entities"}
