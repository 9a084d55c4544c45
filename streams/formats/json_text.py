"""JSON from outside into values: bounded in depth before parsing, and mended, visibly, where its characters are broken."""

import json
import re
from typing import Any

import orjson

from streams.errors import TooLarge, Unreadable

DEEPEST = 64
SURROGATE = re.compile(r"[\ud800-\udfff]")
START = re.compile(rb"""\s*(?:\{\s*["}]|\[\s*(?:[\[{"\]\d-]|null|true|false))""")
"""How JSON begins; `{headline}` and `[Photo: …]` begin a text."""


def looks_like_json(value: bytes) -> bool:
    return bool(START.match(value.removeprefix(b"\xef\xbb\xbf")))


def loaded(value: bytes) -> tuple[Any, list[str]]:
    """The value, and flags for what was mended. Raises Unreadable for what is no JSON, TooLarge for what nests too deep."""
    value = value.removeprefix(b"\xef\xbb\xbf")
    _check_depth(value)
    try:
        return orjson.loads(value), []
    except orjson.JSONDecodeError as strict:
        try:
            return _mended(value)
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


def _mended(value: bytes) -> tuple[Any, list[str]]:
    """Lone surrogates and broken UTF-8 become U+FFFD, and the article says so."""
    flags = []
    try:
        text = value.decode()
    except UnicodeDecodeError:
        text = value.decode("utf-8", "replace")
        flags.append("invalid_utf8")
    found, lone = _without_surrogates(json.loads(text))
    return found, [*flags, "lone_surrogates"] if lone else flags


def _without_surrogates(found: Any) -> tuple[Any, bool]:
    if isinstance(found, str):
        mended = SURROGATE.sub("\ufffd", found)
        return mended, mended != found
    if isinstance(found, list):
        pairs = [_without_surrogates(each) for each in found]
        return [each for each, _ in pairs], any(lone for _, lone in pairs)
    if isinstance(found, dict):
        named = {SURROGATE.sub("\ufffd", name): _without_surrogates(each) for name, each in found.items()}
        return {name: each for name, (each, _) in named.items()}, any(lone for _, lone in named.values())
    return found, False
