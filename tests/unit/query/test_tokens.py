"""One reading of words, whichever way it is come by."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from streams.query.tokens import _words, placed_tokens, tokens

LATIN = st.text(
    st.characters(max_codepoint=0x2FF) | st.sampled_from("“”’–…\u2009\u2028€ﬁẞK\u030c\u0307İŉǰ_ \t") | st.characters(), max_size=60
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Trump’s “café” – €50", ["trump", "s", "café", "50"]),
        ("cafe\u0301 Straße", ["café", "strasse"]),
        ("snake_case", ["snake", "case"]),
        ("İstanbul", ["i̇stanbul"]),
        ("Über 東京都", ["über", "東京", "京都"]),
    ],
)
def test_words_of_a_text(text: str, words: list[str]) -> None:
    assert tokens(text) == words


@settings(deadline=None, max_examples=300)
@given(LATIN)
@example("ǰ ŉ Å\u212b")
def test_the_quick_way_for_latin_letters_is_the_general_way(text: str) -> None:
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    if not any(mark >= "\u3040" for mark in folded):
        assert tokens(text) == _words().findall(folded.replace("_", " "))


@settings(deadline=None, max_examples=200)
@given(LATIN.filter(lambda text: unicodedata.is_normalized("NFC", text)))
def test_words_are_where_they_are_said_to_be(text: str) -> None:
    for word, start, end in placed_tokens(text):
        assert word in tokens(text[start:end])
