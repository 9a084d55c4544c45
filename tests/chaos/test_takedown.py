"""Forgetting an article, and the audit that finds what was taken away by hand."""

import asyncio
from collections.abc import Callable

import orjson
import pytest
from click.testing import CliRunner, Result

from streams.cli import newsloom
from streams.pipeline import ENRICHED, FINGERPRINTS, RAW
from streams.settings import Settings
from streams.sinks.archive import Archive
from streams.sinks.index import Index
from tests.chaos.harness import ROLES, Fleet, article, records, send, wait

pytestmark = [pytest.mark.chaos, pytest.mark.broker, pytest.mark.timeout(240)]


def call(settings: Settings, *arguments: str) -> Result:
    env = {"NEWSLOOM_BROKER": settings.broker, "NEWSLOOM_DATA": str(settings.data)}
    return CliRunner(env=env).invoke(newsloom, list(arguments))


def report(settings: Settings) -> tuple[int, dict]:
    found = call(settings, "audit", "--json", "--older-than", "0")
    return found.exit_code, orjson.loads(found.output)


def test_forgotten_means_gone_everywhere_and_for_good(fleet: Fleet, seen: Callable[[str, str], None]) -> None:
    settings = fleet.settings
    for name, command in ROLES.items():
        fleet.start(name, command)
    texts = {ref: f"The harbour of {ref} was closed for {ref} days after the storm of {ref}." for ref in ("oslo", "porto", "izmir")}
    values = [article(ref, content=text, url=f"https://example.org/{ref}.html", title=f"Harbour of {ref}") for ref, text in texts.items()]
    asyncio.run(send(settings, RAW.name, values))
    archive, index = Archive.writer(settings.data / "archive"), Index.reader(settings.data / "index")
    wait(lambda: archive.origins_ended() == 3, 90)
    assert report(settings)[0] == 0
    (victim,) = index.search("porto").hits
    told = call(settings, "forget", "https://example.org/porto.html", "--reason", "a test", "--yes")
    assert told.exit_code == 0
    assert "news.raw " in told.output
    wait(lambda: archive.article(victim) is None and not index.search("porto").hits, 20)
    assert archive.versions(victim) == []
    stored = b"".join(path.read_bytes() for path in sorted((settings.data / "archive").iterdir()))
    assert b"storm of porto" in values[1]
    newest = {message.key: message.value for message in asyncio.run(records(settings, ENRICHED.name))}
    assert newest[victim.encode()] is None
    facts = {message.key: message.value for message in asyncio.run(records(settings, FINGERPRINTS.name))}
    assert [value for key, value in facts.items() if key.startswith(victim.encode())] == [None]
    asyncio.run(send(settings, RAW.name, [values[1]]))
    wait(lambda: archive.origins_ended() == 4, 60)
    code, ledger = report(settings)
    assert (code, ledger["states"]["forgotten"], ledger["states"]["dropped: forgotten"]) == (0, 1, 1)
    fleet.stop()
    stored = b"".join(path.read_bytes() for path in sorted((settings.data / "archive").iterdir()) if path.suffix == ".sqlite")
    assert b"storm of porto" not in stored
    seen("F1", "an article forgotten by URL left index, archive, enriched and fingerprints; sent again it was refused")


def test_the_audit_finds_an_article_that_was_removed_by_hand(fleet: Fleet, seen: Callable[[str, str], None]) -> None:
    settings = fleet.settings
    for name, command in ROLES.items():
        fleet.start(name, command)
    asyncio.run(
        send(settings, RAW.name, [article(ref, content=f"The {ref} ran over the {ref} hill and away.") for ref in ("hare", "lynx")])
    )
    archive = (
        Archive.reader(settings.data / "archive") if (settings.data / "archive").exists() else Archive.writer(settings.data / "archive")
    )
    wait(lambda: archive.origins_ended() == 2, 90)
    assert report(settings)[0] == 0
    fleet.stop()
    victim = archive.shown()[0]
    index = Index.writer(settings.data / "index")
    index.remove(victim)
    index.commit()
    code, ledger = report(settings)
    assert (code, ledger["missing_from_index"]) == (1, [victim])
    asyncio.run(send(settings, RAW.name, [article("late")]))
    code, ledger = report(settings)
    assert [each["origin"].split(":")[0] for each in ledger["unaccounted"]] == [RAW.name]
    seen("A1", "audit named an article taken out of the index by hand, and a raw record that no worker had seen")
