"""The stores of this machine as the topics have them: damage is found before anything is written, and made good.

The archive is a fold of topics, the index one of the archive. A damaged one is set aside and built anew.
"""

import asyncio
from pathlib import Path

import structlog
from aiokafka import TopicPartition

from schemas import EnrichedArticle
from streams import pipeline
from streams.delivery.clients import ends, reader
from streams.delivery.groups import go_on_at
from streams.settings import Settings
from streams.sinks.archive import Archive
from streams.sinks.archive.tables import VERSION
from streams.sinks.index import Index
from streams.sinks.integrity import archive_damage, index_damage, set_aside

log = structlog.get_logger()

GROUP = "newsloom-index"
FOLDED = (pipeline.ENRICHED, pipeline.STORIES, pipeline.STORY_EVENTS, pipeline.TRAIL, pipeline.ALERTS, pipeline.FORGOTTEN)


async def open_stores(settings: Settings) -> tuple[Archive, Index]:
    """The archive and the index, sound and of one mind; an archive that is new is read from the start of the topics."""
    archive = await _archive(settings)
    index = await asyncio.to_thread(_index, settings.data / "index", archive)
    return archive, index


async def _archive(settings: Settings) -> Archive:
    folder = settings.data / "archive"
    damage = await asyncio.to_thread(archive_damage, folder, VERSION)
    if damage:
        log.error("the archive is damaged: set aside, and built anew from the topics", damage=damage, kept=str(set_aside(folder)))
    archive = Archive.writer(folder)
    if not archive.follows_topics:
        await _read_from_the_start(settings)
        archive.follow_topics()
    return archive


async def _read_from_the_start(settings: Settings) -> None:
    look = reader(settings)
    await look.start()
    try:
        places: list[TopicPartition] = [place for topic in FOLDED for place in await ends(look, topic.name)]
        starts = await look.beginning_offsets(places)
    finally:
        await look.stop()
    await go_on_at(settings, GROUP, starts)


def _index(folder: Path, archive: Archive) -> Index:
    damage = index_damage(folder)
    if damage:
        log.error("the index is damaged: set aside, and built anew from the archive", damage=damage, kept=str(set_aside(folder)))
    try:
        index = Index.writer(folder)
    except ValueError as error:  # tantivy: written with another schema
        log.warning("the index is of another version: set aside, and built anew", error=str(error), kept=str(set_aside(folder)))
        index = Index.writer(folder)
    shown = archive.shown()
    if index.size() != len(shown):
        missing = sorted(index.missing(shown))
        for article in missing:
            _put_again(archive, index, article)
        index.commit()
        log.warning("the index was brought up to the archive", articles=len(missing))
    return index


def _put_again(archive: Archive, index: Index, article: str) -> None:
    row = archive.article(article)
    if row:
        stamp = row.pop("indexed_at")
        index.put(EnrichedArticle.model_validate(row), stamp)
