"""Damage on disk is found before anything is built on it."""

import os
from pathlib import Path

import pytest

from streams.sinks.archive import Archive
from streams.sinks.archive.tables import VERSION
from streams.sinks.index import Index
from streams.sinks.integrity import archive_damage, index_damage, set_aside
from tests.unit.embedded.articles import enriched


def filled(folder: Path) -> Path:
    index = Index.writer(folder)
    for number in range(50):
        index.put(enriched(f"id-{number}", f"Report {number}", f"The town of {number} counted {number} boats."), number + 1)
    index.commit()
    return folder


def test_what_was_written_is_sound(tmp_path: Path) -> None:
    assert index_damage(filled(tmp_path / "index")) is None
    Archive.writer(tmp_path / "archive").close()
    assert archive_damage(tmp_path / "archive", VERSION) is None


def test_nothing_at_all_is_sound(tmp_path: Path) -> None:
    assert index_damage(tmp_path / "index") is None
    assert archive_damage(tmp_path / "archive", VERSION) is None


@pytest.mark.parametrize("harm", ["flip", "cut", "delete", "list"])
def test_harm_to_the_index_is_seen(tmp_path: Path, harm: str) -> None:
    folder = filled(tmp_path / "index")
    largest = max(folder.glob("*.*"), key=lambda path: path.stat().st_size if path.suffix != ".json" else 0)
    if harm == "flip":
        with largest.open("r+b") as file:
            file.seek(largest.stat().st_size // 3)
            byte = file.read(1)
            file.seek(-1, os.SEEK_CUR)
            file.write(bytes([byte[0] ^ 0x10]))
    elif harm == "cut":
        os.truncate(largest, largest.stat().st_size // 2)
    elif harm == "delete":
        for path in folder.glob(f"{largest.stem}.*"):
            path.unlink()
    else:
        (folder / "meta.json").unlink()
    assert index_damage(folder)


def test_harm_to_the_archive_is_seen_and_it_can_be_set_aside(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    Archive.writer(folder).close()
    with (folder / "archive.sqlite").open("r+b") as file:
        file.seek(20)
        file.write(b"\xff" * 4000)
    assert archive_damage(folder, VERSION)
    assert set_aside(folder).name.startswith("archive.damaged-")
    assert not folder.exists()


def test_an_archive_of_another_version_is_not_built_upon(tmp_path: Path) -> None:
    Archive.writer(tmp_path).close()
    assert f"version {VERSION}, not {VERSION + 1}" in (archive_damage(tmp_path, VERSION + 1) or "")


def test_a_reader_follows_the_archive_that_takes_the_place_of_a_damaged_one(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    Archive.writer(folder).close()
    reader = Archive.reader(folder)
    assert reader.shown() == []
    set_aside(folder)
    with Archive.writer(folder) as new:
        article = enriched("a", "Bridge opens", "The bridge of Westmark opens today.")
        new.put(article, article.to_json())
    assert reader.shown() == ["a"]
