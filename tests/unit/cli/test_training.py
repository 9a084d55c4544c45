"""`newsloom train topics`: from labelled lines to topics on articles."""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from streams.cli import newsloom
from streams.models.topics import own
from streams.settings import Settings
from streams.steps.classify import find_topics
from tests.unit.classify.test_classify import article
from tests.unit.models.test_own_topics import BOATS, BREAD


@pytest.fixture
def using(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    own.own_folder.cache_clear()
    yield monkeypatch
    own.own_folder.cache_clear()


def train(folder: Path, lines: list[object], *arguments: str) -> Result:
    (folder / "labelled.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return CliRunner().invoke(newsloom, ["train", "topics", str(folder / "labelled.jsonl"), "--output", str(folder / "desks"), *arguments])


def lines() -> list[object]:
    found: list[object] = []
    for label, words in (("desk:bread", BREAD), ("medtop:20000822", BOATS)):
        for one, two in pairwise(words):
            found.append({"title": f"The {one}", "text": f"About {two} and {one}.", "topics": [label]})
    return found


def test_reports_each_label_and_its_topics_stand_beside_the_built_in_ones(tmp_path: Path, using: pytest.MonkeyPatch) -> None:
    result = train(tmp_path, lines())
    assert result.exit_code == 0, result.output
    assert "desk:bread" in result.output
    using.setenv("NEWSLOOM_TOPICS", str(tmp_path / "desks"))
    found = find_topics(article(title="The crew hoists the sail", body=["The yacht left the harbour."], section="Weather"))
    assert {"medtop:15000000", "medtop:20000822", "medtop:17000000"} <= {topic.qcode for topic in found}
    assert [t.by[:6] for t in found if t.qcode == "medtop:20000822"] == ["desks@"]


def test_in_place_of_the_built_in_model_only_its_own_labels_are_said(tmp_path: Path, using: pytest.MonkeyPatch) -> None:
    train(tmp_path, lines(), "--instead")
    using.setenv("NEWSLOOM_TOPICS", str(tmp_path / "desks"))
    body = ["The bakery's oven and its rye loaf. The minister voted in parliament."]
    found = find_topics(article(title="Dough, flour and yeast", body=body))
    assert {topic.qcode for topic in found} <= {"desk:bread"}


def test_a_folder_without_topics_is_refused_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="holds no topics"):
        Settings(topics=tmp_path)


def test_a_line_that_is_no_labelled_text_is_named(tmp_path: Path) -> None:
    result = train(tmp_path, [*lines(), {"topics": ["x"]}])
    assert result.exit_code != 0
    assert 'line 23: needs "text" and "topics"' in result.output


def test_too_few_texts_are_refused_with_the_reason(tmp_path: Path) -> None:
    result = train(tmp_path, [{"text": "a", "topics": ["x"]}])
    assert result.exit_code != 0
    assert "no label has 5 texts or more" in result.output
