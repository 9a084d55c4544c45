"""Names agree over a document."""

from streams.models.names.document import agree
from streams.models.names.tagger import Tagged


def test_the_majority_overrules_one_slip() -> None:
    sentences = [["Arsenal", "won"], ["Arsenal", "lost"], ["in", "Arsenal"]]
    tagged = [[Tagged(0, 1, "ORG")], [Tagged(0, 1, "ORG")], [Tagged(1, 2, "LOC")]]
    assert agree(sentences, tagged)[2] == [Tagged(1, 2, "ORG")]


def test_a_surname_is_the_person_named_in_full() -> None:
    sentences = [["Ada", "Lincoln", "spoke"], ["Then", "Lincoln", "left"], ["and", "Lincoln", "slept"]]
    tagged = [[Tagged(0, 2, "PER")], [Tagged(1, 2, "LOC")], []]
    assert agree(sentences, tagged) == [[Tagged(0, 2, "PER")], [Tagged(1, 2, "PER")], []]


def test_a_missed_surname_is_found_where_it_stands_alone() -> None:
    sentences = [["Ada", "Lincoln", "spoke"], ["then", "Lincoln", "left"], ["the", "Lincoln", "Memorial", "stands"]]
    assert agree(sentences, [[Tagged(0, 2, "PER")], [], []]) == [[Tagged(0, 2, "PER")], [Tagged(1, 2, "PER")], []]


def test_a_tie_changes_nothing() -> None:
    sentences = [["Paris", "won"], ["in", "Paris"]]
    tagged = [[Tagged(0, 1, "ORG")], [Tagged(1, 2, "LOC")]]
    assert agree(sentences, tagged) == tagged


def test_nothing_gives_nothing() -> None:
    assert agree([], []) == []
    assert agree([[]], [[]]) == [[]]
