"""The topic resource, its head and the publishers' words for topics."""

import pytest

from streams.models.topics import broader, chain, labels, passages, said, scores
from streams.models.topics.words import TABLE, named, plain


def test_every_chain_ends_at_a_top_level() -> None:
    assert all(broader()[chain(code)[-1]] is None for code in broader())


def test_an_unknown_code_has_no_chain() -> None:
    assert chain("medtop:99999999") == []


def test_an_old_subject_code_leads_to_the_concept_that_replaced_it() -> None:
    assert chain("subj:16003000") == ["medtop:20000065", "medtop:16000000"]


def test_the_head_knows_the_two_upper_levels_and_no_concept_scores_above_its_broader_one() -> None:
    found = scores("Cup final decided late", "The striker scored twice in the cup final and the coach praised the goalkeeper.")
    assert set(found) == {code for code in labels() if len(chain(code)) <= 2}
    assert all(found[code] <= found[chain(code)[-1]] for code in found)
    assert max(found, key=lambda code: found[code]) == "medtop:15000000"


def test_what_is_said_comes_after_what_is_broader() -> None:
    codes = [code for code, _ in said("Cup final decided late", "The striker scored twice in the cup final. " * 20)]
    assert codes[0] == "medtop:15000000"
    assert all(codes.index(chain(code)[-1]) <= codes.index(code) for code in codes)


def test_a_text_without_words_has_no_scores() -> None:
    assert scores("") == {}
    assert said("") == []


def test_a_long_text_is_read_in_passages_up_to_a_bound_and_none_of_it_is_left_out() -> None:
    assert passages("Title", "") == ["Title"]
    assert passages("Title", "Short text.") == ["Title. Short text."]
    assert len(passages("Title", "word " * 10_000)) == 5
    for length in range(1, 400, 7):
        assert "".join(passages("Title", "word " * length)) == f"Title. {'word ' * length}"[:1600]


def test_every_code_of_the_table_is_a_live_concept_of_the_two_upper_levels() -> None:
    assert all(1 <= len(chain(f"medtop:{code}")) <= 2 for code in TABLE)


def test_no_word_of_the_table_stands_for_two_concepts() -> None:
    words = [plain(word) for names in TABLE.values() for word in set(map(plain, names.split()))]
    assert sorted(word for word in set(words) if words.count(word) > 1) == []


@pytest.mark.parametrize(
    ("name", "top"),
    [
        ("Wirtschaft", "04"),
        ("Économie", "04"),
        ("deportes", "15"),
        ("Fußball", "15"),
        ("kultur", "01"),
        ("Politikk", "11"),
        ("meteo", "17"),
    ],
)
def test_a_section_is_named_in_several_languages(name: str, top: str) -> None:
    assert chain(str(named(name)))[-1] == f"medtop:{top}000000"


def test_umlauts_are_read_as_addresses_write_them() -> None:
    assert named("aussenpolitik") == named("Außenpolitik") == "medtop:20000638"
    assert named("muenchen") is None
    assert named("maerkte") == named("markte") == named("Märkte")
