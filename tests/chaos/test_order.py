"""Every order in which versions and a kill may come, some of them twice: one final state on a real broker."""

import asyncio
from collections.abc import Callable, Iterator
from itertools import permutations
from typing import Any

import pytest

from streams.pipeline import RAW
from streams.sinks.archive import Archive
from streams.sinks.index import Index
from tests.chaos.harness import ROLES, Fleet, article, send, wait
from tests.chaos.test_takedown import report

pytestmark = [pytest.mark.chaos, pytest.mark.broker, pytest.mark.timeout(300)]
PLACES = (
    "Aarhus Bergen Cork Dover Essen Florence Ghent Hull Izmir Jena Kiel Lille Malmo Nantes Oslo Porto Quimper Riga Siena Turku "
    "Ulm Vigo Wexford Ystad Zagreb Arles Basel Caen Delft Evora"
).split()
STATES = {
    "v1": {"version": 1, "title": "first"},
    "v2": {"version": 2, "title": "second"},
    "v3": {"version": 3, "title": "third"},
    "kill": {"version": 2, "status": "canceled"},
}


def about(place: str, **fields: Any) -> bytes:
    """An article about a place."""
    text = f"In {place} the council of {place} met at the {place} hall. Everyone in {place} came, and {place} went home at {place} time."
    return article(place, content=text, uri=f"urn:order:{place}", **fields)


def told(place: str, state: str) -> bytes:
    """One version of the article about a place, or its kill."""
    fields = dict(STATES[state])
    if "title" in fields:
        fields["title"] = f"{place} council, {fields['title']} telling"
    return about(place, **fields)


def orders() -> Iterator[tuple[str, tuple[str, ...]]]:
    """A place for each order: those with a kill, then those without. The first to come comes again at the end."""
    names = iter(PLACES)
    for order in (*permutations(STATES), *permutations(["v1", "v2", "v3"])):
        yield next(names), (*order, order[0])


def test_every_order_ends_alike(fleet: Fleet, seen: Callable[[str, str], None]) -> None:
    settings, each = fleet.settings, list(orders())
    for name, command in ROLES.items():
        fleet.start(name, command)
    values = [told(place, order[turn]) for turn in range(5) for place, order in each if turn < len(order)]
    asyncio.run(send(settings, RAW.name, values, partition=0))
    archive, index = Archive.writer(settings.data / "archive"), Index.reader(settings.data / "index")
    wait(lambda: archive.origins_ended() == len(values), 120)
    code, ledger = report(settings)
    assert (code, ledger["unaccounted"]) == (0, [])
    killed = [place for place, order in each if "kill" in order]
    left = [place for place, order in each if "kill" not in order]
    wait(lambda: len(index.search("council", limit=100).hits) == len(left), 20)
    assert {place: index.search(f"title:{place}").hits for place in killed} == {place: [] for place in killed}
    assert {place: [archive.article(id)["title"] for id in index.search(f"title:{place}").hits] for place in left} == {
        place: [f"{place} council, third telling"] for place in left
    }
    states = ledger["states"]
    for kind in ("killed", "older versions", "redeliveries"):
        assert states[kind], kind
    seen("C9", f"{len(each)} orders of three versions and a kill, repeats among them, end alike: {states}")
