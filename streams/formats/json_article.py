"""JSON: the raw-article contract, a structured CloudEvent around it, or a list of them."""

import json
import re
from typing import Any

import orjson
from pydantic import ValidationError

from schemas import RawArticle
from streams.errors import TooLarge, Unreadable, first_problem

MOST = 1000
"""Articles in one record."""
DEEPEST = 64
SURROGATE = re.compile(r"[\ud800-\udfff]")


def json_articles(value: bytes, fields: dict[str, str]) -> list[RawArticle]:
    """Raises Unreadable for what is no JSON or names no article; the message names the field."""
    loaded = _loaded(value)
    found = loaded if isinstance(loaded, list) else [loaded]
    if len(found) > MOST:
        raise TooLarge(f"content: {len(found)} articles in one record, at most {MOST}")
    if not found:
        raise Unreadable("content: an empty list of articles")
    return [_article(each, fields) for each in found]


def _loaded(value: bytes) -> Any:
    _check_depth(value)
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError as strict:
        try:
            # lone surrogates and broken UTF-8 are repaired, visibly: the mark is U+FFFD
            return _mended(json.loads(value.decode("utf-8", "replace")))
        except (ValueError, RecursionError):
            raise Unreadable(f"content: not JSON ({strict})") from strict


def _check_depth(value: bytes) -> None:
    """A bound before parsing: brackets in strings only make it stricter, and only far above any article."""
    if value.count(b"[") + value.count(b"{") < DEEPEST:
        return
    depth = 0
    for mark in re.finditer(rb'"(?:[^"\\]|\\.)*+"|[\[\]{}]', value):
        sign = mark.group()
        depth += 1 if sign in b"[{" else -1 if sign in b"]}" else 0
        if depth > DEEPEST:
            raise TooLarge(f"content: JSON nested deeper than {DEEPEST}")


def _mended(loaded: Any) -> Any:
    if isinstance(loaded, str):
        return SURROGATE.sub("\ufffd", loaded)
    if isinstance(loaded, list):
        return [_mended(each) for each in loaded]
    if isinstance(loaded, dict):
        return {SURROGATE.sub("\ufffd", key): _mended(each) for key, each in loaded.items()}
    return loaded


def _article(loaded: Any, fields: dict[str, str]) -> RawArticle:
    if not isinstance(loaded, dict):
        raise Unreadable(f"content: expected a JSON object, not {type(loaded).__name__}")
    if "specversion" in loaded and "data" in loaded:
        return _event(loaded, fields)
    try:
        return RawArticle.model_validate(fields | loaded)
    except ValidationError as error:
        raise Unreadable(first_problem(error)) from error


def _event(event: dict[str, Any], fields: dict[str, str]) -> RawArticle:
    """A CloudEvent in structured mode: its data is the article, its source the source."""
    data = event["data"]
    if isinstance(data, str):
        data = {"content": data, "content_type": event.get("datacontenttype", "text/plain")}
    if not isinstance(data, dict):
        raise Unreadable("data: expected an object or a string")
    return _article({"source": event.get("source"), **data}, fields)
