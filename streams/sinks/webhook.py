"""Alerts to webhooks: signed CloudEvents."""

import hashlib
import hmac
import time

import orjson

from schemas import Alert
from streams.sinks.alerting.outbox import Message
from streams.sinks.outside import Outside


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 over `TIMESTAMP.BODY`, as the header `x-newsloom-signature` carries it."""
    return "sha256=" + hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()


async def post_webhook(message: Message, outside: Outside) -> None:
    """Raises Transient or Misused as `Outside.post` does."""
    body = orjson.dumps(_event(message))
    headers = {
        "content-type": "application/cloudevents+json",
        "idempotency-key": message.id,
        "x-newsloom-timestamp": str(int(time.time())),
    }
    if message.channel.secret:
        headers["x-newsloom-signature"] = signature(message.channel.secret, headers["x-newsloom-timestamp"], body)
    await outside.post(message.channel.to, body, headers)


def _event(message: Message) -> dict[str, object]:
    """One alert as a structured CloudEvent; several as one event of type `digest` with `data.alerts`."""
    first = message.alerts[0]
    single = len(message.alerts) == 1 and message.why != "burst"
    kind = first.kind if single else "burst" if message.why == "burst" else "digest"
    digest = {
        "search": first.search, "search_name": first.search_name, "query": first.query, "alerts": [_public(a) for a in message.alerts],
    }  # fmt: skip
    return {
        "specversion": "1.0",
        "id": first.id if single else message.id,
        "source": "newsloom",
        "type": f"newsloom.alert.{kind}.v1",
        "time": message.alerts[-1].raised_at.isoformat(),
        "datacontenttype": "application/json",
        "data": _public(first) if single else digest,
    }


def _public(alert: Alert) -> orjson.Fragment:
    return orjson.Fragment(alert.model_copy(update={"webhook": None, "channels": []}).to_json())
