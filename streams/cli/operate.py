"""Looking after a running newsloom: status, dead letters, topics, search."""

import asyncio
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import click
import orjson

from streams.delivery import dead as letters
from streams.embedded.running import with_running_broker
from streams.embedded.serving import account
from streams.embedded.topics import ensure_topics
from streams.settings import Settings
from streams.sinks.archive import Archive
from streams.sinks.index import Index


@click.command(epilog="\b\nExamples:\n  newsloom status\n  newsloom status --json | jq .unaccounted")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a table.")
def status(as_json: bool) -> None:
    """Account for every article sent, and show how far each step is. Exits 1 while any is unaccounted for."""
    settings = with_running_broker(Settings())
    with Archive.reader(settings.data / "archive") as archive:
        report = asyncio.run(account(settings, archive))
    if as_json:
        click.echo(orjson.dumps(report, option=orjson.OPT_INDENT_2))
    else:
        _print(report)
    sys.exit(1 if report["unaccounted"] else 0)


def _print(report: dict[str, object]) -> None:
    click.secho(f"{report['sent']:>9}  sent", bold=True)
    states = report["states"]
    assert isinstance(states, dict)  # noqa: S101  # account() makes it so
    for state, number in states.items():
        click.echo(f"{number:>9}  {state}")
    click.secho(f"{report['unaccounted']:>9}  unaccounted", fg="red" if report["unaccounted"] else "green")
    flow = report["lag"]
    assert isinstance(flow, dict)  # noqa: S101
    click.echo("\n" + "\n".join(f"{step:<10} lag {at['records']:>7} records {at['seconds']:>7} s" for step, at in flow.items()))


MOMENTS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]


@click.group()
def dead() -> None:
    """Records that could not be processed: list them, look at one, put them back."""


def _filtered(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say which letters."""
    for option in (
        click.option("--until", type=click.DateTime(MOMENTS), help="Only letters that last failed before then (UTC)."),
        click.option("--since", type=click.DateTime(MOMENTS), help="Only letters that last failed then or later (UTC)."),
        click.option("--reason", help="Only letters with this reason."),
        click.option("--step", help="Only letters of this step."),
    ):
        command = option(command)
    return command


def _wanted(step: str | None, reason: str | None, since: datetime | None, until: datetime | None) -> letters.Wanted:
    return letters.Wanted(step, reason, since and since.replace(tzinfo=UTC), until and until.replace(tzinfo=UTC))


@dead.command("list", epilog="\b\nExamples:\n  newsloom dead list\n  newsloom dead list --step clean --since 2026-11-24")
@click.option("--limit", default=50, show_default=True)
@_filtered
def dead_list(limit: int, **which: Any) -> None:
    """The newest dead letters: where each is, its step, its reason, how often it died, and what was wrong."""
    for (partition, offset), letter in asyncio.run(letters.letters(with_running_broker(Settings()), limit, _wanted(**which))):
        place = f"{letter.topic}:{letter.partition}:{letter.offset}"
        click.echo(f"{partition}:{offset}\t{letter.step}\t{letter.reason}\t{letter.attempts}\t{place}\t{letter.message[:160]}")


@dead.command("show", epilog="\b\nExample:\n  newsloom dead show 3:14")
@click.argument("place")
def dead_show(place: str) -> None:
    """One letter whole: its headers, then its bytes."""
    found = asyncio.run(letters.letter(with_running_broker(Settings()), _place(place)))
    if found is None:
        raise click.ClickException(f"no dead letter at {place}; `newsloom dead list` names them")
    click.echo(orjson.dumps(found.headers, option=orjson.OPT_INDENT_2))
    click.get_binary_stream("stdout").write(found.value + b"\n")


@dead.command("redrive", epilog="\b\nExamples:\n  newsloom dead redrive 3:14 3:15\n  newsloom dead redrive --all --step enrich --rate 20")
@click.argument("places", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every letter that the other options leave.")
@click.option("--rate", default=200.0, show_default=True, help="Most letters a second.")
@_filtered
def dead_redrive(places: tuple[str, ...], everything: bool, rate: float, **which: Any) -> None:
    """Put letters back on the topic they came from, byte for byte. Doing it twice changes nothing."""
    settings = with_running_broker(Settings())
    wanted = [_place(place) for place in places]
    if everything:
        wanted = [at for at, _ in asyncio.run(letters.letters(settings, sys.maxsize, _wanted(**which)))]
    click.echo(f"put back {asyncio.run(letters.redrive(settings, wanted, rate))}")


def _place(text: str) -> letters.Place:
    try:
        partition, offset = text.split(":")
        return int(partition), int(offset)
    except ValueError:
        raise click.BadParameter(f"{text}: expected PARTITION:OFFSET as `newsloom dead list` prints it") from None


@click.command(epilog="\b\nExample:\n  NEWSLOOM_BROKER=kafka:9092 newsloom topics")
def topics() -> None:
    """Create the topics of the pipeline on the broker; reports what differs, changes nothing that exists."""
    for line in asyncio.run(ensure_topics(with_running_broker(Settings()))):
        click.echo(line)


@click.command(epilog='\b\nExamples:\n  newsloom search "ballistic missile"\n  newsloom search "lang:de AND topic:politics" --sort date')
@click.argument("query")
@click.option("--sort", type=click.Choice(["relevance", "date"]), default="relevance", show_default=True)
@click.option("--limit", default=10, show_default=True)
def search(query: str, sort: str, limit: int) -> None:
    """Search the index on this machine."""
    settings = Settings()
    page = Index.reader(settings.data / "index").search(query, sort=sort, limit=limit)
    with Archive.reader(settings.data / "archive") as archive:
        for row in filter(None, map(archive.article, page.hits)):
            click.echo(f"{row['id']}  {(row.get('published_at') or {}).get('value', '')[:10]:<10}  {row['source'] or '?'}  {row['title']}")
    click.echo(f"{page.total} found", err=True)
