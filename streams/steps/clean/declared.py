"""What a page's JSON-LD says of its article (schema.org), whatever it is wrapped in."""

import re
from collections.abc import Iterator
from typing import Any

import orjson
from lxml import etree

from streams.steps.clean.text import squeezed

ARTICLE = re.compile(r"article|report|blogposting|newsitem|review|liveblog|advertisercontent", re.I)
LIVE = re.compile(r"liveblog", re.I)
OPENED, CLOSED = ("<!--", "//<![CDATA[", "/*<![CDATA[*/"), ("-->", "//]]>", "/*]]>*/", ";")
"""What old sites put around a script."""
MOST_SCRIPTS, LONGEST, DEEPEST, MOST_NODES = 400, 500_000, 5, 500
Node = dict[str, Any]


def articles(scripts: list[etree._Element]) -> list[Node]:
    """Every article in the scripts; what they only refer to (`@id`: authors, images, publishers) is put in its place."""
    nodes = [node for script in scripts[:MOST_SCRIPTS] for node in _nodes(_loaded(script), 0)][:MOST_NODES]
    known = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and "name" in node}
    found = [_resolved(node, known) for node in nodes if ARTICLE.search(str(node.get("@type", "")))]
    people = [node for node in nodes if "Person" in str(node.get("@type"))]
    if len(people) == 1 and not any(node.get("author") for node in found):
        found.append({"author": people[0]})
    return found


def _loaded(script: etree._Element) -> Any:
    if "ld+json" not in (script.get("type") or "") or not script.text or len(script.text) > LONGEST:
        return None
    given = script.text.strip()
    for mark in OPENED:
        given = given.removeprefix(mark).lstrip()
    for mark in CLOSED:
        given = given.removesuffix(mark).rstrip()
    try:
        return orjson.loads(given)
    except orjson.JSONDecodeError:
        return _mended(given)


def _mended(text: str) -> Any:
    """Line breaks inside strings are what breaks most of them."""
    try:
        return orjson.loads(squeezed(text))
    except orjson.JSONDecodeError:
        return None


def _nodes(node: Any, depth: int) -> Iterator[Node]:
    if depth > DEEPEST:
        return
    if isinstance(node, list):
        for each in node[:50]:
            yield from _nodes(each, depth + 1)
    elif isinstance(node, dict):
        yield node
        for name in ("@graph", "mainEntity", "mainEntityOfPage", "author", "publisher"):
            yield from _nodes(node.get(name), depth + 1)


def _resolved(node: Node, known: dict[str, Node]) -> Node:
    def named(value: Any) -> Any:
        if isinstance(value, list):
            return [named(each) for each in value[:20]]
        if isinstance(value, dict) and "name" not in value:
            return known.get(str(value.get("@id")), value)
        return value

    return node | {name: named(node[name]) for name in ("author", "creator", "publisher") if name in node}


def people(value: Any) -> list[Any]:
    """Of authors those that are not declared to be organisations."""
    given = value if isinstance(value, list) else [value]
    return [each for each in given[:20] if not (isinstance(each, dict) and "rganization" in str(each.get("@type", "")))]


def text(value: Any) -> str | None:
    """The first string of a value, on one line."""
    if isinstance(value, list):
        value = value[0] if value else None
    return squeezed(value)[:4000] or None if isinstance(value, str) else None


def images(value: Any) -> list[tuple[str, str | None, str | None]]:
    """URL, caption and alternative text of each image, out of strings, objects and lists of them."""
    if isinstance(value, list):
        return [image for each in value[:20] for image in images(each)]
    if isinstance(value, dict):
        url = text(value.get("url")) or text(value.get("contentUrl"))
        return [(url, text(value.get("caption")) or text(value.get("description")), None)] if url and url.startswith("http") else []
    return [(value.strip(), None, None)] if isinstance(value, str) and value.strip().startswith("http") else []
