"""What the name tagger promises."""

import time

import pytest

from streams.models.names import sentences, tag, words


def test_words_carry_offsets_and_sentences_break_at_full_stops() -> None:
    """An abbreviation does not end a sentence."""
    text = "Mr. Lee came. He said no."
    assert [text[s[0][0] : s[-1][1]] for s in sentences(text)] == ["Mr. Lee came.", "He said no."]


def test_a_sentence_alone_and_among_others_is_read_alike() -> None:
    """Sentences do not leak into one another."""
    one, two = ["Angela", "Merkel", "visited", "Berlin", "."], ["She", "met", "officials", "in", "Rome", "."]
    assert tag([one, two]) == [*tag([one]), *tag([two])]
    assert [t.kind for t in tag([one])[0]] == ["PER", "LOC"]


def test_words_around_a_hyphen_are_words_of_their_own() -> None:
    """So that the place in London-based can be a name."""
    text = "The London-based painter"
    assert [text[s:e] for s, e in words(text)] == ["The", "London", "-", "based", "painter"]


def test_a_club_named_like_its_city_is_an_organisation_in_a_match_report() -> None:
    """Results and tables are read as sport."""
    found = tag([["Liverpool", "beat", "Everton", "2-1", "on", "Saturday", "."], ["Liverpool", "1", "Everton", "2"]])
    assert [t.kind for sentence in found for t in sentence] == ["ORG"] * 4


def test_an_event_is_neither_person_nor_place() -> None:
    """The fourth kind takes what has a name of its own but is none of the three."""
    found = tag([["She", "sang", "at", "the", "Super", "Bowl", "in", "Houston", "."]])
    assert [t.kind for t in found[0]] == ["MISC", "LOC"]


def test_nothing_gives_nothing() -> None:
    """Empty input is fine."""
    assert tag([]) == []
    assert tag([[]]) == [[]]


@pytest.mark.parametrize("unit", ["a.", "1,", "A-", '("', ". ", "x'", " ", "\n", "1a"])
def test_hostile_text_is_read_in_linear_time(unit: str) -> None:
    """A megabyte-scale run of one pattern stays cheap."""
    began = time.perf_counter()
    sentences(unit * (100_000 // len(unit)))
    assert time.perf_counter() - began < 2
