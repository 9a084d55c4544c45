"""A set of saved searches: what it finds, and what it leaves behind."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.query import Document, QueryError, SearchSet
from streams.query.near import within_slop
from streams.query.parse import parse
from tests.unit.query.brute import Plain, meets
from tests.unit.query.test_parse import QUERIES, WORDS, written

COLUMNS = st.lists(WORDS | st.just("b12"), max_size=12)
VALUES = st.sets(st.sampled_from(["source:a1", "source:b1", "topic:a1"]))


@settings(max_examples=300)
@given(st.lists(QUERIES, max_size=8), st.lists(st.tuples(COLUMNS, COLUMNS, VALUES), max_size=4))
def test_finds_what_the_plainest_reading_finds(queries, articles):
    searches, filed = SearchSet(), {}
    for number, query in enumerate(queries):
        try:
            searches.add(str(number), written(query))
            filed[str(number)] = query
        except QueryError:
            continue
    for title, body, values in articles:
        seen = Plain(title, body, values, {"words": len(title) + len(body)}, [])
        found = searches.match_document(Document(title, body, frozenset(values)))
        assert found == sorted(id for id, query in filed.items() if meets(query, seen))
    _leaves_nothing_behind(searches, filed)


def _leaves_nothing_behind(searches: SearchSet, filed: dict) -> None:
    for id in filed:
        searches.remove(id)
        searches.remove(id)
    assert len(searches) == 0
    searches._filing.sort()
    assert searches._filing._rows.size == 0
    assert not searches._vocabulary._reaches
    assert not searches._vocabulary._lengths


@given(st.lists(st.sampled_from("abc"), max_size=10), st.lists(st.sampled_from("abc"), min_size=2, max_size=4), st.integers(0, 8))
def test_slop_is_exact_with_words_that_repeat(column, words, slop):
    places = {word: [at for at, each in enumerate(column) if each == word] for word in column}
    seen = Plain([], column, set(), {}, [])
    assert within_slop(places, tuple(words), slop) == meets(parse(f'body:"{" ".join(words)}"~{slop}'), seen)


def test_slop_over_repetitive_text_takes_a_moment():
    """Fifty thousand candidates of each word and no match: quadratic work would take minutes."""
    column = ["a", "x", "x", "x"] * 50_000 + ["b", "x", "x", "x"] * 50_000
    places = {word: [at for at, each in enumerate(column) if each == word] for word in "ab"}
    assert not within_slop(places, ("b", "a", "a", "b", "a"), 9)


def test_replacing_a_search_forgets_its_old_query():
    searches = SearchSet()
    searches.add("s", "flood")
    searches.add("s", "fire OR smoke")
    assert searches.match_document(Document(["flood"], [])) == []
    assert searches.match_document(Document(["smoke"], [])) == ["s"]


def test_a_query_that_is_refused_leaves_the_old_one():
    searches = SearchSet()
    searches.add("s", "flood")
    with pytest.raises(QueryError, match="saved search"):
        searches.add("s", "NOT flood")
    assert searches.match_document(Document(["flood"], [])) == ["s"]


def test_many_searches_under_one_word_are_found_again_after_filing_anew():
    """More than a handful under one word are looked up by their second word; articles teach which word is rare."""
    searches = SearchSet()
    for number in range(100):
        searches.add(f"s{number:02}", f"storm AND w{number}")
    for number in [*range(100)] * 3:
        assert searches.match_document(Document([], ["storm", f"w{number}"])) == [f"s{number:02}"]
