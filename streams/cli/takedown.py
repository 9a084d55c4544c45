"""Taking an article down, and proving that nothing is lost: `newsloom forget` and `newsloom audit`."""

import asyncio
import getpass
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import click
import orjson

from schemas import Story, Takedown
from streams.delivery.audit import unaccounted
from streams.delivery.takedowns import forget as order
from streams.embedded.running import with_running_broker
from streams.errors import Misused
from streams.settings import Settings
from streams.sinks.archive import Archive
from streams.sinks.index import Index


@click.command(
    epilog="\b\nExamples:\n  newsloom forget 5f0c2a9be1d34477\n  newsloom forget https://example.org/a.html --reason 'court order'"
)
@click.argument("name", metavar="ID|URL")
@click.option("--reason", help="Kept with the order.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def forget(name: str, reason: str | None, yes: bool) -> None:
    """Erase an article everywhere and keep it from coming back.

    Its text, versions, fingerprints and alerts leave the index, the archive and every compacted topic. What other
    topics hold until their retention ends is listed with its date.
    """
    settings = with_running_broker(Settings())
    with Archive.reader(settings.data / "archive") as archive:
        takedown, ranks, title = _found(archive, name, reason)
        story = _without(archive, takedown.article)
    if not yes:
        click.confirm(f"forget {title!r} ({takedown.article}) for good?", abort=True)
    left = asyncio.run(order(settings, takedown, ranks, story))
    click.echo(f"ordered: {takedown.article} is erased from index, archive, fingerprints and alerts, and refused from now on")
    click.echo("until their retention ends these topics may hold copies:")
    for remains in left:
        click.echo(f"  {remains.topic:<20} {remains.until:%Y-%m-%d %H:%M} UTC")


def _found(archive: Archive, name: str, reason: str | None) -> tuple[Takedown, list[int], str]:
    row = archive.article(name) or archive.by_url(name)
    if row is None and "/" in name:
        raise Misused(f"no article of the archive has the URL {name}; `newsloom search` finds its id")
    article = row["id"] if row else name
    aliases = sorted({*(row or {}).get("aliases", []), f"id:{article}"})
    by = f"{getpass.getuser()}"
    takedown = Takedown(article=article, aliases=aliases, reason=reason, by=by, at=datetime.now(UTC))
    return takedown, [version["rank"] for version in archive.versions(article)], (row or {}).get("title", "an unknown article")


def _without(archive: Archive, article: str) -> tuple[str, Story | None] | None:
    """The article's story and its next revision, told by the other members; None for a story of it alone."""
    row = archive.article(article)
    found = archive.whole_story(row["story"]["id"]) if row and row["story"] else None
    if row is None or found is None:
        return None
    story = Story.model_validate(found)
    others = [member for member in archive.members(story.id) if member["id"] != article]
    if not others:
        return story.id, None
    title = story.title if story.title != row["title"] else others[0]["title"]
    left = {"title": title, "revision": story.revision + 1, "size": len(others), "articles": [member["id"] for member in others]}
    return story.id, story.model_copy(update=left)


@click.command(epilog="\b\nExamples:\n  newsloom audit\n  newsloom audit --older-than 30 --json | jq .unaccounted")
@click.option("--older-than", default=60.0, show_default=True, help="Seconds that an article may be on its way.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a table.")
def audit(older_than: float, as_json: bool) -> None:
    """Read topics, archive and index, and print the ledger: every article taken in, and where it is now.

    Exits 1 where one is unaccounted for, or where archive and index do not hold the same.
    """
    settings = with_running_broker(Settings())
    report = asyncio.run(_report(settings, older_than))
    click.echo(orjson.dumps(report, option=orjson.OPT_INDENT_2) if as_json else _table(report))
    sys.exit(1 if report["unaccounted"] or report["missing_from_index"] or report["only_in_index"] else 0)


async def _report(settings: Settings, older_than: float) -> dict[str, Any]:
    with Archive.reader(settings.data / "archive") as archive:
        taken, missing = await unaccounted(settings, archive.ended())
        late = [asdict(each) for each in missing if each.age_seconds >= older_than]
        index = Index.reader(settings.data / "index")
        shown = archive.shown()
        gone = sorted(index.missing(shown))
        return {
            "accepted": taken,
            "states": archive.account(),
            "on_their_way": len(missing) - len(late),
            "unaccounted": late,
            "archived": len(shown),
            "missing_from_index": gone,
            "only_in_index": max(0, index.size() - len(shown) + len(gone)),
        }


def _table(report: dict[str, Any]) -> str:
    lines = [f"{report['accepted']:>9}  accepted, as the raw topics hold them"]
    lines += [f"{number:>9}  {state}" for state, number in report["states"].items()]
    lines += [f"{report['on_their_way']:>9}  on their way", f"{len(report['unaccounted']):>9}  unaccounted"]
    lines += [f"           {each['origin']}  {each['age_seconds']} s old" for each in report["unaccounted"][:20]]
    lines.append(f"{report['archived']:>9}  articles to be found")
    lines.append(f"{len(report['missing_from_index']):>9}  of them missing from the index")
    lines += [f"           {each}" for each in report["missing_from_index"][:20]]
    lines.append(f"{report['only_in_index']:>9}  only in the index")
    return "\n".join(lines)
