"""A cache folder that cannot be used is said in one sentence."""

from pathlib import Path

import pytest

from streams.embedded.jars import kafka_jars
from streams.errors import Misused


def test_a_cache_that_is_no_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cache").write_text("a file where a folder should be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with pytest.raises(Misused, match=r"cannot be kept in .*/cache/newsloom \(Not a directory\).*XDG_CACHE_HOME"):
        kafka_jars()
