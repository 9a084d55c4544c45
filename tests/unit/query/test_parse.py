"""The query language says yes, or names the character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.query import QueryError, parse
from streams.query.tokens import tokens, value_key
from streams.query.tree import And, Field, Geo, Not, Or, Phrase, Prefix, Query, Range, Term


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("flood river", And((Term("flood"), Term("river")))),
        ("flood OR fire", Or((Term("flood"), Term("fire")))),
        ("flood AND NOT fire", And((Term("flood"), Not(Term("fire"))))),
        ("(a AND b) AND (c AND d)", And((Term("a"), Term("b"), Term("c"), Term("d")))),
        ("NOT NOT a", Term("a")),
        ('"prime minister"~3', Phrase(("prime", "minister"), 3)),
        ('title:"prime minister"', Phrase(("prime", "minister"), 0, "title")),
        ("a NEAR/5 b", Or((Phrase(("a", "b"), 4), Phrase(("b", "a"), 4)))),
        ("elect*", Prefix("elect")),
        ("topic:medtop:04000000", Field("topic", "medtop_04000000")),
        ('source:"BBC News"', Field("source", "bbc_news")),
        ("source:bbc_news", Field("source", "bbc_news")),
        ("date:[2026-01-01 TO *]", Range("date", 20260101, None)),
        ("date:[20260101 TO 20261231]", Range("date", 20260101, 20261231)),
        ("date:2026-03", Range("date", 20260300, 20260399)),
        ("words:[300 TO 1500]", Range("words", 300, 1500)),
        ("sentiment:[* TO -0.5]", Range("sentiment", None, -0.5)),
        ("near:48.2,16.37,50", Geo(48.2, 16.37, 50)),
        ("is:update", Field("is", "update")),
        ("covid-19", Phrase(("covid", "19"))),
        ("http://example.org/a", Phrase(("http", "example", "org", "a"))),
        ("  flood  ", Term("flood")),
    ],
)
def test_reads(text: str, tree: Query) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 0),
        ("a AND b OR c", 8),
        ("(a", 0),
        ("a)", 1),
        ('a "b', 2),
        ("a AND", 5),
        ("x:y", 0),
        ("a source:(b)", 9),
        ("flood *", 6),
        ("flood a*", 6),
        ("eco*nom", 0),
        ('"eco* policy"', 0),
        ("flood source:bbc*", 13),
        ("a date:2026-02-30", 7),
        ("date:[2026", 5),
        ("words:many", 6),
        ("is:great", 3),
        ("near:95,0,10", 5),
        ("near:48,16,20000", 5),
        ('"a b"~500', 0),
        ('"a b"~' + "9" * 5000, 0),
        ("a NEAR/" + "9" * 5000 + " b", 2),
        ('a NEAR/5 "b c"', 2),
        ("NEAR a", 0),
        ("a AND AND b", 6),
        ("(" * 500, 33),
        (" OR ".join(["a"] * 10_000), 16_000),
        ("a " * 3000, 4000),
    ],
)
def test_names_the_character(text: str, position: int) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert caught.value.position == position


@pytest.mark.parametrize("text", ["NOT a", "date:[2020 TO *]", "a OR NOT b", "words:[1 TO *] AND sentiment:[0 TO *]"])
def test_a_saved_search_must_find_something(text: str) -> None:
    parse(text)
    with pytest.raises(QueryError):
        parse(text, saved=True)


@given(st.text(alphabet='ab* "()~[]:NOTANDORTO12/-,\u00df\u0301\u6771', max_size=60))
def test_anything_is_read_or_refused_at_a_character(text: str) -> None:
    try:
        parse(text)
    except QueryError as error:
        named = error.position
    else:
        named = 0
    assert 0 <= named <= len(text)


WORDS = st.sampled_from(["a1", "b1", "c1", "\u00e9t\u00e9"])
FIELDS = st.sampled_from(["text", "title", "body"])
LEAVES = st.one_of(
    st.builds(Term, WORDS, FIELDS),
    st.builds(Prefix, WORDS, FIELDS),
    st.builds(Phrase, st.lists(WORDS, min_size=2, max_size=4).map(tuple), st.integers(0, 9), FIELDS),
    st.builds(Field, st.sampled_from(["source", "topic"]), WORDS),
    st.builds(Range, st.just("words"), st.none() | st.integers(-9, 9).map(float), st.none() | st.integers(-9, 9).map(float)),
)


def written(query: Query) -> str:
    """The query as a person would write it."""
    match query:
        case And(parts) | Or(parts):
            return "(" + (" AND " if isinstance(query, And) else " OR ").join(map(written, parts)) + ")"
        case Not(part):
            return f"NOT {written(part)}"
        case Term(word, field):
            return f"{field}:{word}"
        case Prefix(start, field):
            return f"{field}:{start}*"
        case Phrase(words, slop, field):
            return f'{field}:"{" ".join(words)}"~{slop}'
        case Field(name, value):
            return f"{name}:{value}"
        case Range(name, low, high):
            return f"{name}:[{'*' if low is None else low} TO {'*' if high is None else high}]"
    raise TypeError(query)


def grouped(parts: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(parts, min_size=2, max_size=4)
    ands = several.map(lambda many: And(tuple(part for part in many if not isinstance(part, And))))
    ors = several.map(lambda many: Or(tuple(part for part in many if not isinstance(part, Or))))
    nots = parts.filter(lambda part: not isinstance(part, Not)).map(Not)
    return (ands | ors).filter(lambda group: len(group.parts) > 1) | nots


QUERIES: st.SearchStrategy[Query] = st.recursive(LEAVES, grouped, max_leaves=8)


@given(QUERIES)
def test_what_is_written_is_read_back(query: Query) -> None:
    assert parse(written(query)) == query


def test_tokens_part_at_apostrophes_keep_marks_and_cut_cjk_in_bigrams() -> None:
    said = tokens("Trump\u2019s O'Neill CAF\u00c9 cafe\u0301 \u6771\u4eac\u90fd \u0915\u093f_x")
    assert said == ["trump", "s", "o", "neill", "caf\u00e9", "caf\u00e9", "\u6771\u4eac", "\u4eac\u90fd", "\u0915\u093f", "x"]


def test_names_are_compared_by_their_words() -> None:
    assert value_key("Fox News (Online News)") == value_key("fox_news_online_news") == "fox_news_online_news"
