"""Bulk requests, each item's answer taken for itself: an item that may pass later never fails its batch.

200, 201      written
409           something newer is there: as good as written
400, 413 …    this document can never be written: refused, and its neighbours go on
429, 5xx, no answer, half an answer    tried again, with back-off, while the partition waits
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import httpx
import orjson
import stamina
import structlog

from streams.errors import Transient

log = structlog.get_logger()

REQUEST_BYTES = 4 * 1024 * 1024
PATIENCE_SECONDS = 600.0
"""How long a batch is tried; then the worker ends unacked, and is started again."""


@dataclass(frozen=True, slots=True)
class Action:
    """One document to write as `version` of `id`; an older one than is there changes nothing."""

    index: str
    id: str
    version: int
    source: bytes

    @property
    def lines(self) -> bytes:
        where = {"_index": self.index, "_id": self.id, "version": self.version, "version_type": "external_gte"}
        return orjson.dumps({"index": where}) + b"\n" + self.source + b"\n"


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a document can never be written."""

    status: int
    message: str


@dataclass
class Bulk:
    """`write` returns one verdict per action. `waiting` while the cluster does not take them."""

    client: httpx.AsyncClient
    waiting: bool = False
    conflicts: int = 0

    async def write(self, actions: Sequence[Action]) -> list[Refused | None]:
        """None: written, or something newer is there. Raises Transient after PATIENCE_SECONDS."""
        verdicts: dict[int, Refused | None] = {}
        try:
            async for attempt in stamina.retry_context(
                on=Transient, attempts=None, timeout=PATIENCE_SECONDS, wait_initial=0.1, wait_max=5.0, wait_jitter=0.5
            ):
                with attempt:
                    await self._round(actions, verdicts)
        finally:
            self.waiting = False
        return [verdicts[number] for number in range(len(actions))]

    async def _round(self, actions: Sequence[Action], verdicts: dict[int, Refused | None]) -> None:
        """Try what has no verdict yet. Raises Transient where some is left."""
        problem = None
        for chunk in _chunks(actions, [number for number in range(len(actions)) if number not in verdicts]):
            try:
                await self._send(actions, chunk, verdicts)
            except Transient as error:
                problem = error
        if problem:
            self.waiting = True
            log.warning("OpenSearch does not take everything: trying again", left=len(actions) - len(verdicts), problem=str(problem))
            raise problem

    async def _send(self, actions: Sequence[Action], chunk: list[int], verdicts: dict[int, Refused | None]) -> None:
        body = b"".join(actions[number].lines for number in chunk)
        try:
            answer = await self.client.post("/_bulk", content=body, headers={"content-type": "application/x-ndjson"})
        except httpx.HTTPError as error:
            raise Transient(f"no answer: {str(error) or type(error).__name__}") from error
        if answer.status_code == 413:
            await self._halved(actions, chunk, verdicts)
        elif answer.status_code != 200:
            raise Transient(f"the request was answered {answer.status_code}: {answer.text[:200]}")
        else:
            self._read(answer.content, chunk, verdicts)

    async def _halved(self, actions: Sequence[Action], chunk: list[int], verdicts: dict[int, Refused | None]) -> None:
        """The whole request was too large for the cluster: a single document is refused, more are sent apart."""
        if len(chunk) == 1:
            verdicts[chunk[0]] = Refused(413, f"a document of {len(actions[chunk[0]].source)} bytes is over what the cluster takes")
            return
        middle = len(chunk) // 2
        await self._send(actions, chunk[:middle], verdicts)
        await self._send(actions, chunk[middle:], verdicts)

    def _read(self, answer: bytes, chunk: list[int], verdicts: dict[int, Refused | None]) -> None:
        """Raises Transient where an item is to be tried again, or the answer speaks of fewer than were sent."""
        try:
            items = [item["index"] for item in orjson.loads(answer)["items"]]
            told = [(int(item["status"]), item.get("error")) for item in items]
        except (ValueError, KeyError, TypeError) as error:
            raise Transient(f"the answer cannot be read: {error!r}") from error
        again = ""
        for number, (status, problem) in zip(chunk, told, strict=False):
            if status < 300 or status == 409:
                verdicts[number] = None
                self.conflicts += status == 409
            elif status == 429 or status >= 500:
                again = f"an item was answered {status}: {_reason(problem)}"
            else:
                verdicts[number] = Refused(status, _reason(problem))
        if len(told) != len(chunk):
            again = f"{len(chunk)} items were sent and {len(told)} answered"
        if again:
            raise Transient(again)


def _reason(error: object) -> str:
    """OpenSearch's own words, and those of what caused it."""
    if not isinstance(error, dict):
        return str(error)[:300]
    cause = error.get("caused_by")
    said = f"{error.get('type')}: {error.get('reason')}"
    return (f"{said} ({cause.get('reason')})" if isinstance(cause, dict) else said)[:500]


def _chunks(actions: Sequence[Action], numbers: list[int]) -> Iterator[list[int]]:
    """As many at once as fit into REQUEST_BYTES, one at least."""
    chunk: list[int] = []
    size = 0
    for number in numbers:
        length = len(actions[number].source) + 200
        if chunk and size + length > REQUEST_BYTES:
            yield chunk
            chunk, size = [], 0
        chunk.append(number)
        size += length
    if chunk:
        yield chunk
