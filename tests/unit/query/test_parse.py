"""The query language says yes, or names the character."""

import pytest

from streams.query import QueryError, parse
from streams.query.tokens import tokens
from streams.query.tree import And, Field, Not, Or, Phrase, Prefix, Range, Term


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("flood river", And((Term("flood"), Term("river")))),
        ("flood OR fire", Or((Term("flood"), Term("fire")))),
        ("flood AND NOT fire", And((Term("flood"), Not(Term("fire"))))),
        ('"prime minister"~3', Phrase(("prime", "minister"), 3)),
        ("elect*", Prefix("elect")),
        ("topic:medtop:04000000", Field("topic", "medtop:04000000")),
        ("date:[2026-01-01 TO *]", Range("date", "2026-01-01", None)),
        ("covid-19", Phrase(("covid", "19"))),
    ],
)
def test_reads(text, tree):
    assert parse(text) == tree


@pytest.mark.parametrize(("text", "position"), [("a AND b OR c", 8), ("(a", 0), ("a)", 1), ('a "b', 2), ("a AND", 5), ("x:y", 0)])
def test_names_the_character(text, position):
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert caught.value.position == position


def test_a_saved_search_must_find_something():
    with pytest.raises(QueryError):
        parse("NOT a", saved=True)


def test_tokens_keep_marks_and_apostrophes_and_cut_cjk_in_bigrams():
    assert tokens("O\u2019Neill CAF\u00c9 \u6771\u4eac\u90fd") == [
        "o'neill",
        "caf\u00e9",
        "\u6771\u4eac",
        "\u4eac\u90fd",
    ]
