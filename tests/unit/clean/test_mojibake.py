"""Text that was read in the wrong encoding somewhere is turned back where that is certain, and sound text is never touched."""

from datetime import UTC, datetime

import pytest

from schemas import CleanArticle, RawArticle
from streams.steps.clean import clean
from streams.steps.clean.mojibake import is_broken, repaired
from tests.unit.clean.textdumps import DUMPS

NOW = datetime(2026, 3, 15, tzinfo=UTC)
FRENCH = "Le café de la gare a fermé à l’été : « Déjà ! », s’étonne la mère d’Anaïs, née à Orléans en 1987."
SOUND = [
    FRENCH,
    "SÃO PAULO: AS MANHÃS E AS IRMÃS, Ã©poca à parte; NÃO HÁ PÃES – “Ã” é uma letra.",
    "Người Việt Nam ở Huế, Đà Nẵng và thành phố Hồ Chí Minh: “Ậ” là một chữ.",
    "Российские поезда идут в Рязань; «Рі» и «СЃ» тут не случайны? Розы, Сёстры, Рёв.",
    "Рівненська область, Січень, Різдво: «Сєвєродонецьк».",
    "Ærø, Åland, Çanakkale, Łódź, Þingvellir, İzmir – 20 °C, 5 µm, ½ £.",
]


def broken(text: str, encoding: str) -> str:
    return text.encode().decode(encoding)


def cleaned(content: str, **told: str) -> CleanArticle:
    found = clean(RawArticle(content=content, **told), NOW)
    assert isinstance(found, CleanArticle)
    return found


@pytest.mark.parametrize(
    ("meant", "encoding"),
    [
        (FRENCH.replace("à", "a").replace("’", "'"), "cp1252"),
        (FRENCH, "latin-1"),
        ("It’s a “night ferry” – says the mayor…", "latin-1"),
        ("Für Menschen gefährlich: die Straßen", "cp1252"),
        ("Zvláštní pocit příští rok", "latin-1"),
        ("Привет, мир", "cp1251"),
        ("夜の船が港を出た。", "latin-1"),
    ],
)
def test_utf_8_read_as_another_encoding_is_turned_back(meant: str, encoding: str) -> None:
    sent = broken(meant, encoding)
    assert is_broken(sent)
    assert repaired(sent) == (meant, ["mojibake_repaired"])


@pytest.mark.parametrize("text", SOUND)
def test_sound_text_is_not_touched(text: str) -> None:
    assert repaired(text) == (text, [])


@pytest.mark.parametrize("dump", DUMPS, ids=lambda dump: dump.language)
def test_nor_is_any_language(dump: object) -> None:
    text = dump.text  # type: ignore[attr-defined]
    assert repaired(text) == (text, [])


@pytest.mark.parametrize(
    "text", ["Le caf\x8e de la gare", "voilÃ le travail, dÃ©jÃ fini", "worked \x80\x94to reduce", f"dÃ©jÃ\xa0 vu, {FRENCH}"]
)
def test_what_is_broken_in_part_or_lost_bytes_stays(text: str) -> None:
    assert repaired(text) == (text, [])


def test_a_page_and_its_title_are_repaired_before_they_are_read_and_say_so() -> None:
    body = [f"{FRENCH} {line}" for line in ("Le quai était désert.", "On y viendra à pied.", "Le maire a promis un café.")]
    html = f"<html><body><article><h1>Le café fermé</h1>{''.join(f'<p>{line}</p>' for line in body)}</article></body></html>"
    found = cleaned(broken(html, "latin-1"), content_type="text/html", title=broken("Le café fermé", "latin-1"))
    assert found.body == body
    assert found.title == "Le café fermé"
    assert found.flags == ["mojibake_repaired"]
    assert cleaned(html, content_type="text/html").flags == []
