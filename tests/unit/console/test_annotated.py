"""Names and quotes stand where the offsets say, across paragraphs, in any script."""

from hypothesis import given
from hypothesis import strategies as some

from streams.console.annotated import annotated

PARAGRAPHS = ["“Nein,” sagte Ada 🙂 Lovelace.", "“Two", "parts,” she said."]
TEXT = "\n\n".join(PARAGRAPHS)


def at(words: str) -> dict[str, int]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words)}


ADA = {"name": "Ada Lovelace", "type": "person", "mentions": [at("Ada 🙂 Lovelace"), {**at("Nein"), "in": "title"}]}


def test_a_name_inside_a_quote_is_both() -> None:
    quote = {"text": "…", **at("“Nein,” sagte Ada 🙂 Lovelace")}
    first = annotated({"body": PARAGRAPHS, "entities": [ADA], "quotes": [quote]})[0]
    assert [(piece.text, bool(piece.entity), bool(piece.quote)) for piece in first] == [
        ("“Nein,” sagte ", False, True),
        ("Ada 🙂 Lovelace", True, True),
        (".", False, False),
    ]


def test_a_quote_may_run_over_paragraphs() -> None:
    shown = annotated({"body": PARAGRAPHS, "quotes": [at("“Two\n\nparts,”")]})
    assert [[(piece.text, bool(piece.quote)) for piece in pieces] for pieces in shown[1:]] == [
        [("“Two", True)],
        [("parts,”", True), (" she said.", False)],
    ]


spans = some.lists(some.fixed_dictionaries({"start": some.integers(-5, 60), "end": some.integers(-5, 60)}), max_size=6)


@given(some.lists(some.text(max_size=20), max_size=4), spans, spans)
def test_no_character_is_lost_or_doubled_whatever_the_offsets(
    body: list[str], names: list[dict[str, int]], quotes: list[dict[str, int]]
) -> None:
    shown = annotated({"body": body, "entities": [{"mentions": names}], "quotes": quotes})
    assert ["".join(piece.text for piece in pieces) for pieces in shown] == body
