"""`newsloom poll`: feeds into the live lane."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from streams.delivery.clients import producer
from streams.delivery.envelope import Output
from streams.delivery.publish import publish
from streams.embedded.running import with_running_broker
from streams.pipeline import RAW
from streams.settings import Settings
from streams.sources.feed_state import FeedState
from streams.sources.feed_states import FeedStates
from streams.sources.opml import Feed, feeds_in
from streams.sources.poll import Manners, Poller


@click.command(
    epilog="""\b
Examples:
  newsloom poll feeds.opml
  newsloom poll feeds.opml --once
  newsloom poll feeds.opml --health
"""
)
@click.argument("path", type=click.Path(path_type=Path), metavar="OPML")
@click.option("--every", type=click.FloatRange(1, 1440), default=10.0, show_default=True, help="Minutes between two turns of a feed.")
@click.option("--once", is_flag=True, help="Ask each feed whose time has come, then stop.")
@click.option("--health", is_flag=True, help="Show how each feed does, and ask none.")
def poll(path: Path, every: float, once: bool, health: bool) -> None:
    """Poll the feeds that an OPML file (or a file of URLs) lists, and publish their new entries.

    Conditional requests, one at a time per server; feeds that fail are asked less and less often, and those that are
    gone (410) never again. What was seen is kept in the data folder, so that a restart asks nothing twice.
    """
    settings = Settings()
    feeds = feeds_in(path)
    states = FeedStates(settings.data / "feeds.sqlite")
    try:
        if health:
            _show(feeds, states)
        else:
            asyncio.run(_poll(with_running_broker(settings), feeds, states, Manners(timedelta(minutes=every)), once))
    finally:
        states.close()


async def _poll(settings: Settings, feeds: list[Feed], states: FeedStates, manners: Manners, once: bool) -> None:
    client = producer(settings)
    await client.start()

    async def published(records: list[tuple[bytes, dict[str, bytes]]]) -> None:
        await publish(client, (Output(RAW.name, None, value, headers) for value, headers in records))

    poller = Poller(feeds, states, published, manners, lambda state: click.echo(told(state, datetime.now(UTC)), err=True))
    try:
        if once:
            click.echo(f"published {await poller.once()} entries")
        else:
            await poller.forever()
    finally:
        await client.stop()


def _show(feeds: list[Feed], states: FeedStates) -> None:
    now = datetime.now(UTC)
    for feed in feeds:
        click.echo(told(states.of(feed.url), now))


def told(state: FeedState, now: datetime) -> str:
    """One line on how a feed does."""
    if state.gone:
        word = "gone"
    elif state.failures:
        word = f"failed {state.failures} times: {state.problem}"
    else:
        word = f"answered {state.status}" if state.status else "not asked yet"
    again = "" if state.gone else f", again in {max((state.next_at - now).total_seconds(), 0) / 60:.0f} min"
    moved = f", moved to {state.url}" if state.url != state.asked else ""
    return f"{state.asked}: {word}, {state.articles} entries so far{again}{moved}"
