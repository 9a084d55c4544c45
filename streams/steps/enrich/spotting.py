"""Where names stand in an article: a finder of names, and rules for designations, demonyms and other languages."""

import re

from schemas import CleanArticle
from streams.models.knowledge import candidates, demonym
from streams.models.names import Named, finder_for
from streams.steps.enrich.cutting import cut, is_place
from streams.steps.enrich.foreign import foreign
from streams.steps.enrich.gender import goes_by
from streams.steps.enrich.own_names import with_own
from streams.steps.enrich.spot import Kind, Spot, Within, whole

LONGEST_TEXT = 100_000
"""Code points of the text that are looked at; names past it are left."""
LONGEST_TITLE = 1_000
MOST_SPOTS = 4_000
_APART = "\n\n"

_KINDS: dict[str, Kind] = {"PER": "person", "ORG": "organisation", "LOC": "place", "MISC": "other"}
_CODE = re.compile(r"\b(?!Q[1-4]\b|H[12]\b)[A-Z]{1,5}-?\d{1,4}[A-Z]?\b(?![-.,]\d)")
_CAPITALS = re.compile(r"\b(?<![-./@#&])[A-Z]{3,8}\b(?![-./@]\w)")
_SHOUTED = re.compile(r"[A-Z]{2,}\W{1,2}$")
_HEADED = re.compile(
    r"\b([A-Z][a-z]{2,20}(?:-\d{1,3})?) (?:[a-z-]{3,12} )?"
    r"(?:program(?:me)?|format|initiative|missile|rocket|system|tank|drone|fighter|satellite|telescope|spacecraft)s?\b"
)
_OFFICE = re.compile(r"\b(?:[Mm]inister|[Ss]ecretary|[Dd]irector|[Cc]hief|[Cc]ommissioner|[Hh]ead) (?:of|for) $")
_FIRST_OF_THREE = re.compile(r"\S+\s+(?=\S+\s+\S)")
"""A word that ends a title, not begins a name: Secretary of STATE Jane Doe."""
_BELONGING = re.compile(r"[\w-]*(?:ans?|ish|ese|ists?|ics?|crats?|ites?|lims?|lems?|tives?|ew(?:s|ish)?|ikhs?|indus?|urds?|erals?)")
"""Words of belonging to a people, a faith or a party: not things by themselves."""
_BASED = re.compile(r"(.+)-(?:based|born|led|backed|made|run|held|controlled|occupied|owned|trained|area|bound)")
_WORD = re.compile(r"\b[A-Z]\w{2,20}\b")
_PLAIN = frozenset("CEO CFO COO CTO USD EUR GBP GMT UTC EST EDT PDT PST FAQ PDF URL DIY ATM VIP MBA PHD GDP IPO AND THE FOR NOT".split())
_UNITS = frozenset({"Celsius", "Fahrenheit"})
_NOT_NAMES = frozenset("The This That These Those New Such Each Our Their Its His Her Some Any All Other Most Many Another Both".split())


def spots(article: CleanArticle) -> list[Spot]:
    """Every name found, title first, in order, none overlapping another in the same part."""
    title, text = article.title[:LONGEST_TITLE], article.text[:LONGEST_TEXT]
    language = article.language.code
    names = _names(text, title, language)
    if names is None:
        found, guesses = foreign(text, "text", language), foreign(title, "title", language)
    else:
        found, guesses = _ruled(text, "text", names[0], language), _ruled(title, "title", names[1], language)
    found = with_own(text, "text", found)
    return [*_in_title(title, with_own(title, "title", guesses), found), *found][:MOST_SPOTS]


def _names(text: str, title: str, language: str) -> tuple[list[Named], list[Named]] | None:
    """What the finder for this language sees in text and title, read as one document; None where nothing reads it."""
    finder = finder_for(language)
    if finder is None:
        return None
    apart = len(text) + len(_APART)
    found = finder(f"{text}{_APART}{title}" if title else text, language)
    inside = [name for name in found if name.end <= len(text)]
    return inside, [Named(name.start - apart, name.end - apart, name.kind) for name in found if name.start >= apart]


def _in_title(title: str, guesses: list[Spot], text: list[Spot]) -> list[Spot]:
    """Headlines capitalise every word, which misleads the tagger: the text's names count first, then safe guesses."""
    kinds = {spot.surface: spot for spot in reversed(text) if len(spot.surface) > 2}
    taken: list[Spot] = []
    for surface, known in sorted(kinds.items(), key=lambda pair: (-len(pair[0]), pair[0]))[:300]:
        at = title.find(surface)
        if at >= 0 and whole(title, at, at + len(surface)):
            _add(taken, Spot(surface, at, at + len(surface), "title", known.kind, known.known))
    for guess in guesses:
        if not text or guess.known or (len(candidates(guess.surface)) > 0 and guess.kind != "other"):
            _add(taken, guess)
    return sorted(taken, key=lambda spot: spot.start)


def _add(taken: list[Spot], spot: Spot) -> None:
    if all(spot.end <= other.start or other.end <= spot.start for other in taken):
        taken.append(spot)


def _ruled(text: str, within: Within, names: list[Named], language: str) -> list[Spot]:
    tagged = _tagged(text, within, names)
    if language != "en":
        return tagged
    covered = bytearray(len(text) + 1)
    kept: list[Spot] = []
    designations = _designations(text, within)
    around = {at: spot for spot in designations for at in range(spot.start, spot.end)}
    tagged = [_designated(spot, around.get(spot.start)) for spot in tagged if not _inside(spot, around.get(spot.start))]
    for spot in [*tagged, *designations, *_demonyms(text, within)]:
        if not any(covered[spot.start : spot.end]):
            covered[spot.start : spot.end] = b"\1" * (spot.end - spot.start)
            kept.append(spot)
    return sorted(kept, key=lambda spot: spot.start)


def _inside(spot: Spot, designation: Spot | None) -> bool:
    """Whether the tagger saw no more than a part of a designation, such as XR of XR-7."""
    return designation is not None and spot.end <= designation.end and spot.surface != designation.surface


def _designated(spot: Spot, designation: Spot | None) -> Spot:
    """A lone word before `format`, `missile` and the like names that, even where it looks like somebody's, and without it."""
    if (
        designation is not None
        and spot.surface.startswith(designation.surface + " ")
        and spot.surface[len(designation.surface) :].islower()
    ):
        return designation
    same = designation is not None and spot.surface == designation.surface and not spot.surface.isupper()
    return spot._replace(kind="other") if same and spot.kind == "person" else spot


def _tagged(text: str, within: Within, names: list[Named]) -> list[Spot]:
    kept = []
    for start, end, kind in (part for name in names for part in cut(text, name)):
        if kind == "PER" and (first := _FIRST_OF_THREE.match(text, start, end)) and _OFFICE.search(text, max(0, start - 40), start):
            start = first.end()
        surface = text[start:end]
        if kind == "MISC" and (based := _BASED.fullmatch(surface)):
            kept += _place(Spot(based.group(1), start, start + based.end(1), within, "place"))
        elif _CODE.fullmatch(surface):
            kept.append(Spot(surface, start, end, within, "other"))
        elif surface[0].isalnum() and not surface.islower() and surface not in _UNITS and not _belonging(surface, kind):
            kept.append(Spot(surface, start, end, within, _KINDS[kind], goes_by=goes_by(text, start) if kind == "PER" else None))
    return kept


def _place(spot: Spot) -> list[Spot]:
    """The spot where the table has a place of that name."""
    return [spot] if is_place(spot.surface) and not demonym(spot.surface) else []


def _belonging(surface: str, kind: str) -> bool:
    """Whether this only says where somebody belongs: a demonym, or of other names a word for a faith or a party."""
    return demonym(surface) is not None or (kind == "MISC" and bool(_BELONGING.fullmatch(surface)))


def _designations(text: str, within: Within) -> list[Spot]:
    """Codes (letters with digits), acronyms among words in lower case, and names of programmes and weapons."""
    found = [Spot(m.group(), m.start(), m.end(), within, "other") for m in _CODE.finditer(text)]
    for match in _CAPITALS.finditer(text):
        if match.group() not in _PLAIN and not _shouted(text, *match.span()) and within == "text":
            found.append(Spot(match.group(), match.start(), match.end(), within, "other"))
    for match in _HEADED.finditer(text):
        name = match.group(1)
        plain = name in _NOT_NAMES or demonym(name) or _opens_sentence(text, match.start())
        if not plain and within == "text":
            found.append(Spot(name, match.start(1), match.end(1), within, "other"))
    return found


def _shouted(text: str, start: int, end: int) -> bool:
    """Whether a word beside it is in capitals too: a headline, not an acronym."""
    return bool(_SHOUTED.search(text, max(0, start - 12), start)) or text[end + 1 : end + 3].isupper()


def _opens_sentence(text: str, at: int) -> bool:
    before = text[max(0, at - 3) : at].rstrip(" \"“‘'(")
    return not before or before[-1] in ".!?:\n"


def _demonyms(text: str, within: Within) -> list[Spot]:
    found = []
    for match in _WORD.finditer(text):
        known = demonym(match.group())
        if known and known.country:
            found.append(Spot(match.group(), match.start(), match.end(), within, "place", known))
    return found
