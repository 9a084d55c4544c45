"""`newsloom keys`: who may publish over HTTP, and as which source."""

from datetime import UTC, datetime

import click

from streams.console.keys import Keys
from streams.errors import Misused
from streams.settings import Settings


@click.group(epilog="\b\nExamples:\n  newsloom keys add 'Westmark Post'\n  newsloom keys list\n  newsloom keys revoke 1f0c2a9b")
def keys() -> None:
    """Keys of publishers for `POST /v1/articles`.

    What is sent with a key has its source, whatever it says itself. A change counts from the next request on.
    """


@keys.command()
@click.argument("source")
def add(source: str) -> None:
    """Make a key for SOURCE and print it; it cannot be shown again."""
    if not source.strip():
        raise Misused("a key needs the name of its source")
    click.echo(_keys().add(source.strip(), datetime.now(UTC).date().isoformat()))


@keys.command("list")
def list_() -> None:
    """The keys that count: id, day they were made, source."""
    for key in _keys().all():
        click.echo(f"{key.id}  {key.made}  {key.source}")


@keys.command()
@click.argument("name", metavar="ID|SOURCE")
def revoke(name: str) -> None:
    """Revoke one key, or all of a source."""
    gone = _keys().revoke(name)
    if not gone:
        raise Misused(f"no key has the id or source {name}; `newsloom keys list` shows them")
    for key in gone:
        click.echo(f"revoked {key.id} of {key.source}")


def _keys() -> Keys:
    return Keys(Settings().data)
