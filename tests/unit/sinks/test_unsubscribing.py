"""Links by which receivers leave: signed here, and for one search and one receiver only."""

from pathlib import Path

import pytest

from streams.errors import Misused
from streams.sinks.alerting.unsubscribing import Leaving, link, read, signing_key

LEAVING = Leaving("default/floods", "email|desk@example.org")


def token(key: bytes) -> str:
    return link("https://console.example/", key, LEAVING).partition("token=")[2]


def test_a_link_says_who_leaves_what() -> None:
    assert link("https://console.example/", b"key", LEAVING).startswith("https://console.example/unsubscribe?token=")
    assert read(token(b"key"), b"key") == LEAVING


@pytest.mark.parametrize("wrong", ["", "x", "W10.", token(b"other"), token(b"key")[:-1], "x" + token(b"key"), "é." + "0" * 32])
def test_what_was_not_signed_here_is_refused(wrong: str) -> None:
    with pytest.raises(Misused, match="not one of ours"):
        read(wrong, b"key")


def test_the_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    first = signing_key(tmp_path / "data")
    assert signing_key(tmp_path / "data") == first
    assert len(first) == 32
    (only,) = (tmp_path / "data").iterdir()
    assert only.stat().st_mode & 0o077 == 0
