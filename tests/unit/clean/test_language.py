"""Which language an article is in, and whether it is in one."""

from datetime import UTC, datetime

import pytest

from schemas import CleanArticle, RawArticle
from streams.steps.clean import clean
from streams.steps.clean.language import identify
from tests.unit.clean.textdumps import DUMPS

NOW = datetime(2026, 3, 15, tzinfo=UTC)
BODIES = {dump.language: dump.body for dump in DUMPS}


def flags(*paragraphs: str) -> list[str]:
    found = clean(RawArticle(content="\n\n".join(paragraphs), content_type="text/plain"), NOW)
    assert isinstance(found, CleanArticle)
    return found.flags


def test_an_article_in_two_languages_says_so() -> None:
    assert "mixed_language" in flags(*BODIES["en"], *BODIES["de"])
    assert "mixed_language" in flags(*BODIES["ru"], *BODIES["en"])
    assert "mixed_language" in flags(*(line for pair in zip(BODIES["fr"], BODIES["es"], strict=False) for line in pair))


@pytest.mark.parametrize("language", BODIES)
def test_an_article_in_one_language_is_not_mixed(language: str) -> None:
    assert "mixed_language" not in flags(*BODIES[language])


def test_one_quotation_makes_no_mixed_article() -> None:
    assert "mixed_language" not in flags(*BODIES["en"], BODIES["fr"][0], *BODIES["en"][::-1])


def test_a_headline_in_another_language_does_not_decide() -> None:
    assert identify("\n".join([BODIES["en"][0][:140], *BODIES["de"]]), None).code == "de"


def test_what_is_too_short_is_unknown() -> None:
    assert identify("Ja, 12!", None).code == "und"
    assert identify("Ja, 12!", "de-AT").code == "de"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Ka tīmata te hui i te ahiahi, ā, ka haere mai ngā tāngata katoa o te kāinga ki te whakarongo.", "mi"),
        ("Batho ba le bantsi ba ne ba tla kwa kopanong mme ba bua ka dilo tse di botlhokwa tsa motse.", "tn"),
        ("Vanhu vo tala va tile eka nhlengeletano leyi naswona va vulavurile hi timhaka ta muganga.", "ts"),
        ("Kerajaan akan menyediakan kemudahan kepada semua pelajar kerana ia amat penting untuk mereka.", "ms"),
        ("Pemerintah akan memberikan bantuan kepada mahasiswa karena hal itu sangat penting bagi mereka.", "id"),
    ],
)
def test_languages_that_only_their_words_tell(text: str, code: str) -> None:
    assert identify(text, None).code == code


@pytest.mark.parametrize(
    ("text", "code"), [("안녕하세요", "ko"), ("Καλημέρα!", "el"), ("สวัสดี", "th"), ("こんにちは", "ja"), ("네!", "und"), ("Да!", "und")]
)
def test_a_script_of_one_language_tells_it_in_a_few_letters(text: str, code: str) -> None:
    assert identify(text, None).code == code
    assert identify(text, "de").code == "de"


def test_bokmal_has_one_name() -> None:
    text = "Kurset passer for deg som skal sørge for støtte til brukere av nettverk og programmer i kommunen."
    assert identify(text, None).code == identify(text, "no").code == "nb"
