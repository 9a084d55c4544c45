"""The contract for publishers and consumers, generated: JSON Schema per record and one AsyncAPI 3 document."""

from typing import Any

import schemas
from schemas import Record, headers
from streams.pipeline import BACKFILL, RAW, TOPICS, Topic

RECORDS: dict[str, type[Record]] = {
    record.__name__: record
    for record in (
        schemas.RawArticle,
        schemas.CleanArticle,
        schemas.ClassifiedArticle,
        schemas.DedupedArticle,
        schemas.EnrichedArticle,
        schemas.Story,
        schemas.StoryEvent,
        schemas.SavedSearch,
        schemas.Alert,
        schemas.TrailEntry,
        schemas.DeadLetter,
        schemas.Takedown,
    )
}


def json_schema(name: str) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of one record, as it is written. Raises KeyError for an unknown name."""
    generated: dict[str, Any] = RECORDS[name].model_json_schema(mode="serialization", ref_template="#/components/schemas/{model}")
    return generated


def standalone_schema(name: str) -> dict[str, Any]:
    """The same with its references inside itself."""
    generated: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return generated | RECORDS[name].model_json_schema(mode="serialization")


def asyncapi(version: str) -> dict[str, Any]:
    """AsyncAPI 3.0: a channel and a message per topic, with Kafka bindings 0.5.0."""
    used = [topic for topic in TOPICS if topic.record]
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "newsloom",
            "version": version,
            "description": "News articles on Kafka, from raw to enriched.",
        },
        "defaultContentType": "application/json",
        "channels": {topic.name: _channel(topic) for topic in used},
        "operations": {_operation(topic): _role(topic) for topic in used},
        "components": {
            "messages": {_message_name(topic): _message(topic) for topic in used},
            "schemas": _schemas(),
        },
    }


def _channel(topic: Topic) -> dict[str, Any]:
    retention = -1 if topic.compacted or topic.retention_ms is None else topic.retention_ms
    settings = {
        "cleanup.policy": ["compact"] if topic.compacted else ["delete"],
        "retention.ms": retention,
        "max.message.bytes": int(topic.config["max.message.bytes"]),
    }
    binding = {"partitions": topic.partitions, "topicConfiguration": settings, "bindingVersion": "0.5.0"}
    return {
        "address": topic.name,
        "description": topic.about,
        "messages": {_message_name(topic): {"$ref": f"#/components/messages/{_message_name(topic)}"}},
        "bindings": {"kafka": binding},
    }


def _operation(topic: Topic) -> str:
    verb = "receive" if topic in (RAW, BACKFILL) else "send"
    return verb + "".join(part.capitalize() for part in topic.name.replace("-", ".").split("."))


def _role(topic: Topic) -> dict[str, Any]:
    """newsloom receives raw articles and sends everything else."""
    return {
        "action": "receive" if topic in (RAW, BACKFILL) else "send",
        "channel": {"$ref": f"#/channels/{topic.name}"},
        "messages": [{"$ref": f"#/channels/{topic.name}/messages/{_message_name(topic)}"}],
    }


def _message_name(topic: Topic) -> str:
    return topic.name.replace(".", "-")


def _message(topic: Topic) -> dict[str, Any]:
    assert topic.record is not None  # noqa: S101  # only topics with a record come here
    return {
        "name": topic.record.__name__,
        "summary": topic.about,
        "contentType": "application/json",
        "headers": {
            "type": "object",
            "properties": {name: {"type": "string"} for name in (headers.CE_ID, headers.CE_TYPE, headers.ORIGIN)},
        },
        "payload": {"$ref": f"#/components/schemas/{topic.record.__name__}"},
        "bindings": {"kafka": {"key": {"type": "string"}, "bindingVersion": "0.5.0"}},
    }


def _schemas() -> dict[str, Any]:
    """Every record and what it is made of, flat."""
    found: dict[str, Any] = {}
    for name in RECORDS:
        generated = json_schema(name)
        found |= generated.pop("$defs", {})
        found[name] = generated
    return found
