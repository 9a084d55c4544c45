"""Stories in the archive: whatever order their revisions and articles come in, the members are the same."""

import itertools
from datetime import UTC, datetime
from pathlib import Path

import pytest

from schemas import Story, StoryRef
from streams.sinks.archive import Archive
from tests.unit.query.articles import article

AT = datetime(2026, 3, 14, tzinfo=UTC)


def story(id: str, revision: int, **more: object) -> Story:
    known = {"title": id, "size": 2, "independent": 2, "first_seen": AT, "last_seen": AT}
    return Story.model_validate({"id": id, "revision": revision} | known | more)


def put(archive: Archive, each: Story | str) -> None:
    if isinstance(each, Story):
        archive.put_story(each, each.to_json())
    else:
        told = article(id=each, story=StoryRef(id=each[0]))
        archive.put(told, told.to_json())


MERGED = [story("a", 2), story("b", 1), story("b", 2, state="merged", into="a"), story("c", 2, state="merged", into="b"), "a1", "b1", "c1"]


@pytest.mark.parametrize("order", [*itertools.islice(itertools.permutations(range(len(MERGED))), 0, None, 331)])
def test_a_story_has_the_articles_of_its_parts(order: tuple[int, ...], tmp_path: Path) -> None:
    with Archive.writer(tmp_path / "archive") as archive:
        for place in order:
            put(archive, MERGED[place])
        assert {row["id"] for row in archive.members("a")} == {"a1", "b1", "c1"}
        assert {row["id"] for row in archive.members("b")} == {"b1", "c1"}
        assert [row["id"] for row in archive.stories()[0]] == ["a"]
        whole = archive.whole_story("c")
        assert whole
        assert whole["id"] == "a"


def test_a_part_that_stands_for_itself_again_takes_its_articles_with_it(tmp_path: Path) -> None:
    with Archive.writer(tmp_path / "archive") as archive:
        for each in (*MERGED, story("b", 3, out_of="a")):
            put(archive, each)
        assert {row["id"] for row in archive.members("a")} == {"a1"}
        assert {row["id"] for row in archive.stories()[0]} == {"a", "b"}


def test_stories_that_are_part_of_each_other_for_a_moment_end_the_search(tmp_path: Path) -> None:
    with Archive.writer(tmp_path / "archive") as archive:
        for each in (story("a", 1, into="b"), story("b", 1, into="a")):
            put(archive, each)
        assert archive.whole_story("a")
        assert archive.members("a") == []
