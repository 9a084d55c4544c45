"""The opensearch role: enriched articles into the cluster, each under the index of the month it was first seen in."""

import time
from collections import OrderedDict
from dataclasses import dataclass, field

import httpx
import orjson
import stamina
from aiokafka import AIOKafkaProducer

from schemas import EnrichedArticle, Takedown
from streams import pipeline, telemetry
from streams.delivery.envelope import Delivery
from streams.delivery.lane import Process
from streams.delivery.perform import emitted, failure
from streams.delivery.publish import publish
from streams.delivery.result import Result
from streams.delivery.routing import route, utc_now
from streams.delivery.stateless import count
from streams.errors import Poison, TooLarge, Transient, Unreadable
from streams.sinks.opensearch import Action, Bulk, Refused, months, template, tombstone, written
from streams.sinks.opensearch.documents import FOR_EVER

STEP = "opensearch"
REMEMBERED = 100_000
"""Articles whose index is known without asking."""


@dataclass
class ScaledIndexer:
    """Batches are written before they are accounted for; what the cluster can never take becomes a dead letter."""

    client: httpx.AsyncClient
    alias: str
    producer: AIOKafkaProducer
    bulk: Bulk = field(init=False)
    _homes: OrderedDict[str, str] = field(default_factory=OrderedDict)
    _last_stamp: int = 0

    def __post_init__(self) -> None:
        self.bulk = Bulk(self.client)

    def routes(self) -> dict[str, Process]:
        return {pipeline.ENRICHED.name: self.articles, pipeline.FORGOTTEN.name: self.takedowns}

    def waits(self) -> tuple[str, ...]:
        """The topic that the cluster holds up, which is no stall of ours."""
        return (pipeline.ENRICHED.name,) if self.bulk.waiting else ()

    async def prepare(self) -> None:
        """Put the index template, as soon as the cluster is there."""
        await self._ask("PUT", f"/_index_template/{self.alias}", template(self.alias))

    async def articles(self, deliveries: list[Delivery]) -> None:
        live = [delivery for delivery in deliveries if delivery.value is not None]
        read = [_read(delivery) for delivery in live]
        known = [article for article in read if isinstance(article, EnrichedArticle)]
        homes = await self._places(known)
        actions = [self._action(article, homes[article.id]) for article in known]
        verdicts = iter(await self.bulk.write(actions))
        now = utc_now()
        for delivery, article in zip(live, read, strict=True):
            result = _result(article, next(verdicts), delivery) if isinstance(article, EnrichedArticle) else article
            count(STEP, result)
            if not isinstance(result.outcome, tuple):
                await publish(self.producer, route(STEP, None, delivery, result, now))
            else:
                telemetry.INGEST_TO_OPENSEARCH.observe(max(0.0, time.time() - delivery.ingested_ms / 1000))

    async def takedowns(self, deliveries: list[Delivery]) -> None:
        """What is ordered to be forgotten leaves nothing but a tombstone that no version can replace."""
        orders = [Takedown.from_json(delivery.value) for delivery in deliveries if delivery.value is not None]
        found = await self._found([order.article for order in orders])
        await self.bulk.write(
            [
                Action(
                    found.get(order.article) or months(self.alias, order.at),
                    order.article,
                    FOR_EVER,
                    orjson.dumps(tombstone(order.article, self._stamp())),
                )
                for order in orders
            ]
        )

    def _action(self, article: EnrichedArticle, index: str) -> Action:
        document = written(article, orjson.loads(article.to_json()), self._stamp())
        return Action(index, article.id, article.rank, orjson.dumps(document))

    def _stamp(self) -> int:
        self._last_stamp = max(self._last_stamp + 1, time.time_ns() // 1000)
        return self._last_stamp

    async def _places(self, articles: list[EnrichedArticle]) -> dict[str, str]:
        """The index of each: of the month it came in where it is new, which is the same however often it is read; else
        the one that has it."""
        fresh = {a.id: months(self.alias, a.received_at) for a in articles if a.change == "new"}
        asked = [a.id for a in articles if a.id not in fresh and a.id not in self._homes]
        found = fresh | (await self._found(asked) if asked else {})
        homes = {a.id: self._homes.get(a.id) or found.get(a.id) or months(self.alias, a.received_at) for a in articles}
        self._homes.update(homes)
        while len(self._homes) > REMEMBERED:
            self._homes.popitem(last=False)
        return homes

    async def _found(self, ids: list[str]) -> dict[str, str]:
        """Where these ids are. A refresh first: another worker may have written them a moment ago."""
        await self._ask("POST", f"/{self.alias}-*/_refresh")
        query = {"size": 2 * len(ids), "_source": False, "query": {"ids": {"values": ids}}}
        answer = await self._ask("POST", f"/{self.alias}-*/_search", query)
        return {hit["_id"]: hit["_index"] for hit in answer.json()["hits"]["hits"]} if ids else {}

    async def _ask(self, method: str, path: str, body: object = None) -> httpx.Response:
        """Waits, as `Bulk.write` does, while the cluster is not there."""
        try:
            async for attempt in stamina.retry_context(on=Transient, attempts=None, timeout=600.0, wait_max=5.0):
                with attempt:
                    self.bulk.waiting = attempt.num > 1
                    return await self._once(method, path, body)
        finally:
            self.bulk.waiting = False
        raise AssertionError("the retry either returns or raises")

    async def _once(self, method: str, path: str, body: object) -> httpx.Response:
        try:
            answer = await self.client.request(method, path, json=body)
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise Transient(f"OpenSearch, {method} {path}: {str(error) or type(error).__name__}") from error
        return answer


def _read(delivery: Delivery) -> EnrichedArticle | Result:
    try:
        return EnrichedArticle.from_json(delivery.value or b"")
    except (Poison, ValueError) as error:
        return Result(failure(error, delivery))


def _result(article: EnrichedArticle, verdict: Refused | None, delivery: Delivery) -> Result:
    if verdict is None:
        return Result((emitted(article, b""),))
    kind = TooLarge if verdict.status == 413 else Unreadable
    return Result(failure(kind(f"OpenSearch refused the document ({verdict.status}): {verdict.message}"), delivery))
