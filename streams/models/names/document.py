"""One document, one meaning: what a name is in most places it is everywhere, and its missed repeats are found.

A surface form takes its majority kind; a lone surname of somebody named in full is that person; a word that is a name
elsewhere in the document is one here too, unless capitals beside it say that it is part of something else.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence

from streams.models.names.tagger import Kind, Tagged

_CLEAR = 0.6
"""Share of a form's mentions that the majority needs to overrule the rest."""
_SHORTEST = 3

Form = tuple[str, ...]


def agree(sentences: Sequence[list[str]], tagged: Sequence[list[Tagged]]) -> list[list[Tagged]]:
    """The names of each sentence, made to agree over the document; in order, never overlapping."""
    counts: dict[Form, Counter[Kind]] = defaultdict(Counter)
    surnames: Counter[str] = Counter()
    for words, spans in zip(sentences, tagged, strict=True):
        for span in spans:
            counts[tuple(words[span.start : span.end])][span.kind] += 1
            if span.kind == "PER" and span.end - span.start > 1:
                surnames[words[span.end - 1]] += 1
    majority = {form: _majority(form, kinds, surnames) for form, kinds in counts.items()}
    repeats = _repeats(counts, majority, surnames)
    return [_one(words, spans, majority, repeats) for words, spans in zip(sentences, tagged, strict=True)]


def _majority(form: Form, kinds: Counter[Kind], surnames: Counter[str]) -> tuple[Kind, float]:
    """The kind most mentions have, and their share; a surname counts for its person."""
    kind, times = max(sorted(kinds.items()), key=lambda pair: pair[1])
    if len(form) == 1 and form[0] in surnames and kinds["PER"] + surnames[form[0]] >= times:
        return "PER", 1.0
    return kind, times / kinds.total()


def _repeats(counts: dict[Form, Counter[Kind]], majority: dict[Form, tuple[Kind, float]], surnames: Counter[str]) -> dict[str, Kind]:
    """Single words that are names wherever they stand alone."""
    found: dict[str, Kind] = {
        form[0]: majority[form][0]
        for form, kinds in counts.items()
        if len(form) == 1 and majority[form][1] >= _CLEAR and kinds.total() >= 2 and _could_be(form[0])
    }
    for surname in surnames:
        if (surname,) not in counts and _could_be(surname):
            found.setdefault(surname, "PER")
    return found


def _could_be(word: str) -> bool:
    return len(word) >= _SHORTEST and word[0].isupper()


def _one(words: list[str], spans: list[Tagged], majority: dict[Form, tuple[Kind, float]], repeats: dict[str, Kind]) -> list[Tagged]:
    kept = []
    for span in spans:
        kind, share = majority[tuple(words[span.start : span.end])]
        kept.append(span._replace(kind=kind) if share > _CLEAR else span)
    if not any(word in repeats for word in words):
        return kept
    taken = {place for span in spans for place in range(span.start, span.end)}
    for place, word in enumerate(words):
        if word in repeats and place not in taken and not _beside_a_name(words, place, taken):
            kept.append(Tagged(place, place + 1, repeats[word]))
    return sorted(kept)


def _beside_a_name(words: list[str], place: int, taken: set[int]) -> bool:
    """Whether a neighbour is a name or capitalised; the first word of a sentence is capitalised anyway."""
    before = place > 0 and (place - 1 in taken or (place > 1 and words[place - 1][:1].isupper()))
    after = place + 1 < len(words) and (place + 1 in taken or words[place + 1][:1].isupper())
    return before or after
