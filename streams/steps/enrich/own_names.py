"""Names of the operator's own entities, found by how they are written."""

from streams.models.knowledge import candidates, own_names
from streams.models.knowledge.table import FIRST_WORD
from streams.steps.enrich.spot import Spot, Within, whole


def with_own(text: str, within: Within, found: list[Spot]) -> list[Spot]:
    """The names with those of the operator's own entities, which stand wherever they are written; of two that overlap
    the longer stays, and the operator's of two alike."""
    names = own_names()
    if not names:
        return found
    ranked = sorted([*_own(text, within, names), *found], key=lambda spot: (spot.start - spot.end, not (spot.known and spot.known.own)))
    covered = bytearray(len(text) + 1)
    kept: list[Spot] = []
    for spot in ranked:
        if not any(covered[spot.start : spot.end]):
            covered[spot.start : spot.end] = b"\1" * (spot.end - spot.start)
            kept.append(spot)
    return sorted(kept, key=lambda spot: spot.start)


def _own(text: str, within: Within, names: dict[str, tuple[str, ...]]) -> list[Spot]:
    found: list[Spot] = []
    for match in FIRST_WORD.finditer(text):
        at = match.start()
        name = next((name for name in names.get(match.group(), ()) if text.startswith(name, at) and whole(text, at, at + len(name))), None)
        if name and not (found and found[-1].end > at):
            known = candidates(name)[0]
            found.append(Spot(name, at, at + len(name), within, known.type, known))
    return found
