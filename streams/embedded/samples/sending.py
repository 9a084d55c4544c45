"""Sends the samples to a running newsloom."""

from datetime import datetime, timedelta

import orjson

from schemas import SavedSearch
from streams.delivery.clients import producer
from streams.delivery.envelope import Output
from streams.delivery.publish import publish
from streams.embedded.samples.articles import articles
from streams.pipeline import RAW, SEARCHES
from streams.settings import Settings

SEARCHES_KEPT = (
    ("harbour-tunnel", "Harbour tunnel", '"harbour tunnel" OR hafentunnel'),
    ("german", "German news", "lang:de"),
    ("floods", "Floods", "flood* OR crue OR inundación OR hochwasser"),
)


def sample_searches(now: datetime) -> list[SavedSearch]:
    """Three saved searches that the samples meet."""
    return [SavedSearch(id=id, name=name, query=query, created_at=now, updated_at=now) for id, name, query in SEARCHES_KEPT]


def sample_articles(now: datetime) -> list[bytes]:
    """Raw records in sending order; `{now}`, `{now-2h}`, `{now+20s}` in them become times."""
    times = {
        "{now}": now,
        "{now-2h}": now - timedelta(hours=2),
        "{now-1h}": now - timedelta(hours=1),
        "{now+20s}": now + timedelta(seconds=20),
    }
    found = []
    for article in articles():
        text = orjson.dumps(article).decode()
        for token, moment in times.items():
            text = text.replace(token, moment.strftime("%Y-%m-%dT%H:%M:%SZ"))
        found.append(text.encode())
    return found


async def send_samples(settings: Settings, now: datetime) -> int:
    """Searches first, so that they watch the articles; how many articles were sent."""
    client = producer(settings)
    await client.start()
    try:
        searches = sample_searches(now)
        await publish(client, [Output(SEARCHES.name, each.key.encode(), each.to_json()) for each in searches])
        records = sample_articles(now)
        await publish(client, [Output(RAW.name, None, record, {"content-type": b"application/json"}) for record in records])
    finally:
        await client.stop()
    return len(records)
