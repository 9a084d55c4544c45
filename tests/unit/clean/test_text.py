"""Text is counted and folded by bytes where that is possible, and that changes nothing."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.steps.clean.text import CONTROL, NEITHER, WORD, freed_of_control, plain, word_count

WESTERN = st.text(st.sampled_from([bytes([code]).decode("cp1252", "ignore") or " " for code in range(256)]))
TEXTS = st.one_of(st.text(), WESTERN)


@given(TEXTS)
def test_words_are_counted_as_they_are_found(text: str) -> None:
    assert word_count(text) == len(WORD.findall(text))


@given(TEXTS)
def test_what_is_plain_has_letters_and_digits_only(text: str) -> None:
    assert plain(text) == NEITHER.sub("", unicodedata.normalize("NFKC", text).casefold())


@given(TEXTS)
def test_control_characters_are_found_wherever_they_stand(text: str) -> None:
    freed, flags = freed_of_control(text)
    assert not CONTROL.search(freed)
    assert bool(flags) is bool(CONTROL.search(text.replace("\r", "\n").replace("\ufeff", "")))


@pytest.mark.parametrize("mark", ["\0", "\x1f", "\x7f", "\u2028", "\u2029", "\ud800"])
def test_each_of_them_is_flagged(mark: str) -> None:
    assert freed_of_control(f"One{mark} line") == ("One\n line" if mark == "\u2029" else "One line", ["control_characters"])
