"""The topic resource and its head."""

from streams.models.topics import broader, chain, top_scores


def test_every_chain_ends_at_a_top_level() -> None:
    assert all(broader()[chain(code)[-1]] is None for code in broader())


def test_an_unknown_code_has_no_chain() -> None:
    assert chain("medtop:99999999") == []


def test_scores_sum_to_one_and_a_text_without_words_has_none() -> None:
    assert abs(sum(top_scores("The striker scored twice in the cup final").values()) - 1) < 1e-4
    assert top_scores("") == {}
