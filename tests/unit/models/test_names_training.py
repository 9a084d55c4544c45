"""What the texts promise that the name tagger learns from."""

import numpy as np

from streams.models.names.train_lists import Pools
from streams.models.names.train_sport import reports
from streams.models.names.train_swaps import names, swapped
from streams.models.names.train_texts import Sentence, joined

POOLS = Pools(
    given=["Alva", "Bodil"],
    family=["Quist", "Rask"],
    countries=["Norway", "Chile"],
    cities=["Bergen", "Temuco"],
    regions=["Kerry"],
    organisations=["Nordlys", "Havfisk"],
    clubs=["Brann", "Viking"],
    competitions=["Nordic Cup"],
    demonyms=["Norwegian"],
)


def test_a_person_is_exchanged_throughout_and_keeps_the_surname() -> None:
    """One person stays one person."""
    random = np.random.default_rng(3)
    full = Sentence("Ada Lincoln spoke .".split(), [1, 2, 0, 0], [0.9, 0.9, 1.0, 1.0])
    later = Sentence("Then Lincoln left .".split(), [0, 1, 0, 0], [1.0, 0.8, 1.0, 1.0])
    for _ in range(20):
        first, second = swapped([full, later], POOLS, random)
        assert first.words[2:] == ["spoke", "."]
        assert [len(part) for part in first] == [4, 4, 4]
        if first.words[1] != "Lincoln":
            assert first.words[1] == second.words[1]


def test_names_beside_one_another_are_two() -> None:
    """A first tag begins a name."""
    assert names(Sentence("Ada Lincoln Oslo".split(), [1, 2, 5], [1.0] * 3)) == [(0, 2), (2, 3)]


def test_hyphens_and_initials_are_joined_and_negations_parted() -> None:
    """Other tokenisers' words, with the tags that belong to them."""
    words = ["J", ".", "Quist", "isn't", "Oslo", "-", "based"]
    found = joined([Sentence(words, [1, 2, 2, 0, 5, 0, 0], [1.0] * 7)])[0]
    assert found.words == ["J.", "Quist", "is", "n't", "Oslo-based"]
    assert found.tags == [1, 2, 0, 0, 7]


def test_a_report_is_made_of_tagged_words_only() -> None:
    """No slot of a template is left, and a tag inside follows one of its kind."""
    for report in reports(POOLS, 20, np.random.default_rng(0)):
        for words, tags, weights in report:
            assert len(words) == len(tags) == len(weights)
            assert not {"U", "Q", "q", "E", "G", "L"} & set(words)
            assert all(tag % 2 or not tag or before in (tag, tag - 1) for before, tag in zip([0, *tags], tags, strict=False))
