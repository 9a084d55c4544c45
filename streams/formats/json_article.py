"""The raw-article contract as a JSON object, and the CloudEvent in structured mode around any document."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

import orjson

from schemas import RawArticle
from streams.errors import Unreadable
from streams.formats.article import article
from streams.formats.binary import binary_kind

LARGEST_VERSION = 2**63
CONTRACT = ("content", "content_base64", "title", "status")


def contract_article(loaded: dict[str, Any], fields: Mapping[str, str]) -> RawArticle:
    """Raises Unreadable; the message names the field."""
    version = loaded.get("version")
    if isinstance(version, int | float) and not isinstance(version, bool) and abs(version) >= LARGEST_VERSION:
        raise Unreadable(f"version: {version:.3g} is beyond 64 bits; send it as a string")
    packed = loaded.get("content_base64")
    if isinstance(packed, str) and (kind := _packed_kind(packed)):
        raise Unreadable(f"content_base64: {kind}, not an article")
    return article(fields, loaded)


def _packed_kind(packed: str) -> str | None:
    """Only what is surely a file of another kind; broken base64 is for `clean` to name."""
    try:
        kind = binary_kind(base64.b64decode(packed[:1200].encode("ascii", "replace"), validate=False))
    except (binascii.Error, ValueError):
        return None
    return None if kind == "binary data of no known kind" else kind


def is_event(loaded: Mapping[str, Any]) -> bool:
    return "specversion" in loaded and ("data" in loaded or "data_base64" in loaded)


def event_payload(event: Mapping[str, Any]) -> tuple[bytes, str, dict[str, str]]:
    """The bytes in a CloudEvent, their content type, and its source. Raises Unreadable for broken data.

    CloudEvents 1.0, JSON format, section 3.1: `data` is JSON or text, `data_base64` binary.
    """
    kind = event.get("datacontenttype")
    source = event.get("source")
    fields = {"source": source} if isinstance(source, str) and source else {}
    return _data(event), kind.lower() if isinstance(kind, str) else "", fields


def _data(event: Mapping[str, Any]) -> bytes:
    packed, data = event.get("data_base64"), event.get("data")
    if isinstance(packed, str):
        try:
            return base64.b64decode(packed, validate=True)
        except (binascii.Error, ValueError) as error:
            raise Unreadable(f"data_base64: {error}") from error
    if isinstance(data, str):
        return data.encode("utf-8", "replace")
    if isinstance(data, dict | list):
        return orjson.dumps(data)
    raise Unreadable("data: expected an object or a string")
