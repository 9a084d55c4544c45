"""The lines around what was searched for."""

import pytest

from streams.console.excerpt import LINE, Excerpt
from streams.query import parse

LONG = "A word and another. " * 40


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("tunnel", "The Tunnel, the tunnels", ["Tunnel"]),
        ("tun*", "The Tunnel, the tunnels", ["Tunnel", "tunnels"]),
        ("don't", "They don’t know", ["don’t"]),
        ('"harbour tunnel" NOT bridge', "bridge, harbour, tunnel", ["harbour", "tunnel"]),
        ("lang:de", "de", []),
    ],
)
def test_words_are_marked_as_the_index_folds_them(query: str, text: str, marked: list[str]) -> None:
    pieces = Excerpt(parse(query)).of({"title": text, "body": []})["title"]
    assert [piece for piece, wanted in pieces if wanted] == marked
    assert "".join(piece for piece, _ in pieces) == text


def test_the_excerpt_holds_the_first_hit_and_says_where_it_was_cut() -> None:
    row = {"title": "T", "body": ["Nothing here.", LONG + "the tunnel " + LONG]}
    shown = "".join(piece for piece, _ in Excerpt(parse("tunnel")).of(row)["text"])
    assert "tunnel" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < LINE + 10


@pytest.mark.parametrize("text", ["", "港" * 600, "x" * 600, LONG])
def test_without_a_hit_it_is_the_start(text: str) -> None:
    shown = "".join(piece for piece, _ in Excerpt(None).of({"body": [text]})["text"])
    assert shown.rstrip(" …") == text[: len(shown.rstrip(" …"))]
    assert len(shown) <= LINE + 2
