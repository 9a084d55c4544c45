"""ninjs 1.x, 2.x and 3.x (IPTC News in JSON), and what agencies make of it: names in any case, words beyond the lists."""

import re
from collections.abc import Mapping
from typing import Any

from schemas import RawArticle
from streams.formats.article import article, images_of, objects, status_of, text, texts, topic_code, version_of

MARKS = (
    "versioncreated", "firstcreated", "contentcreated", "pubstatus", "representationtype", "bodies", "headlines", "descriptions",
    "headline", "byline", "slugline", "bodyxhtml", "bodytext", "bodyhtml", "bodynitf", "usageterms", "ednote", "$standard", "standard",
    "altids", "descriptiontext", "mimetype", "renditions", "associations", "eventdetails", "plandetails",
)  # fmt: skip
MARKUP = re.compile(r"<(?:p|div|br|section|h\d|ul|table|body|nitf|span|a)\b", re.I)
WRAPPERS = ("item", "newsitem", "ninjs", "data")
"""Agencies' APIs put the item one or two levels down."""


def ninjs_item(loaded: Mapping[str, Any]) -> dict[str, Any] | None:
    """The item with its names in one spelling; None where this is no ninjs."""
    for _ in range(3):
        item = {_name(key): value for key, value in loaded.items()}
        marks = sum(mark in item for mark in MARKS)
        if "content" not in item and "contentbase64" not in item and ("uri" in item or marks > 1) and marks:
            return item
        inner = [each for name in WRAPPERS if isinstance(each := item.get(name), dict)]
        if not inner:
            return None
        loaded = inner[0]
    return None


def _name(key: str) -> str:
    """`versionCreated`, `version_created` and `versioncreated` are one name."""
    return key.lower().replace("_", "").replace("-", "")


def ninjs_article(item: dict[str, Any], fields: Mapping[str, str]) -> RawArticle:
    """`item` as `ninjs_item` gives it. Raises Unreadable, naming the field, where there is neither headline nor text."""
    status, flags = status_of(item.get("pubstatus") or item.get("status"))
    body, markup = _body(item)
    standfirst = text(_main(_several(item, "description"))[0])
    codes, names = _subjects(item)
    told = {
        "uri": text(item.get("uri")) or text(item.get("guid")),
        "url": text(item.get("url")) or text(item.get("canonicalurl")),
        "source": _source(item),
        "version": version_of(item.get("version")),
        "status": status,
        "embargoed_until": text(item.get("embargoed")) or text(item.get("embargoeduntil")),
        "language": text(item.get("language")),
        "title": text(_main(_several(item, "headline"))[0]) or text(item.get("title")) or (text(item.get("slugline")) if body else None),
        "authors": _authors(item),
        "published_at": text(item.get("firstcreated")) or text(item.get("contentcreated")) or text(item.get("versioncreated")),
        "modified_at": text(item.get("versioncreated")) or text(item.get("contentmodified")),
        "subjects": codes,
        "keywords": list(dict.fromkeys([*texts(item.get("keywords")), *names])),
        "standfirst": standfirst if body else None,
        "content": body or standfirst,
        "content_type": "text/html" if body and markup else "text/plain",
        "images": _images(item),
        "signals": _signals(item),
        "flags": flags if body or not standfirst else [*flags, "summary_only"],
    }
    return article(fields, told)


def _several(item: dict[str, Any], stem: str) -> list[tuple[str, str, str]]:
    """`(role, content type, value)` of every `stem`, `stem_ROLE` and entry of the list that 2.x has in their place."""
    listed = objects(item.get("bodies" if stem == "body" else f"{stem}s"))
    named = [{_name(key): value for key, value in each.items()} for each in listed]
    found = [(text(each.get("role")) or "", text(each.get("contenttype")) or "", each.get("value")) for each in named]
    found += [(key.removeprefix(stem), "", value) for key, value in item.items() if key.startswith(stem)]
    return [(role, kind, value) for role, kind, value in found if isinstance(value, str) and value.strip()]


def _main(found: list[tuple[str, str, str]]) -> tuple[str | None, str]:
    ranked = sorted(found, key=lambda each: each[0].lower() not in ("main", "", "text", "medium"))
    return (ranked[0][2], ranked[0][1]) if ranked else (None, "")


def _body(item: dict[str, Any]) -> tuple[str | None, bool]:
    """The body with markup where there is one: it keeps the paragraphs apart. Else the longest."""
    found = [(bool(MARKUP.search(value)) or "html" in kind or "html" in role, value) for role, kind, value in _several(item, "body")]
    marked = [value for markup, value in found if markup]
    if marked:
        return max(marked, key=len), True
    return max((value for _, value in found), key=len, default=None), False


def _subjects(item: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Codes as `scheme:code`, IPTC's as `medtop:`; names of what has no code."""
    codes, names = [], []
    for subject in objects(item.get("subjects") or item.get("subject")):
        uri = text(subject.get("uri")) or ""
        code = text(subject.get("code")) or text(subject.get("literal")) or ""
        scheme = text(subject.get("scheme")) or ""
        topic = topic_code(uri or (code if ":" in code else f"{scheme.rstrip('/')}/{code}" if "/" in scheme else f"{scheme}:{code}"))
        codes += [topic] if topic.startswith("medtop:") or (code and ":" in topic.strip(":")) else []
        names += texts(subject)
    return list(dict.fromkeys(codes)), names


def _authors(item: dict[str, Any]) -> list[str]:
    named = texts(item.get("byline")) or texts(item.get("by")) or texts(item.get("bylines"))
    people = [each for each in objects(item.get("people") or item.get("person")) if each.get("rel") in ("author", "creator")]
    return named or texts(people)


def _source(item: dict[str, Any]) -> str | None:
    names = (*texts(item.get("source")), *texts(item.get("provider")), *texts(item.get("infosources") or item.get("infosource")))
    return next(iter(names), None) or text(item.get("copyrightholder"))


def _images(item: dict[str, Any]) -> list[dict[str, Any]]:
    """The largest rendition of the item, where it is a picture, and of each picture that goes with it."""
    related = item.get("associations") or {}
    nodes = objects(list(related.values()) if isinstance(related, dict) else related)
    pictures = [{_name(key): value for key, value in each.items()} for each in (item, *nodes)]
    return images_of((_largest(each), text(_main(_several(each, "description"))[0])) for each in pictures if _is_picture(each))


def _is_picture(item: dict[str, Any]) -> bool:
    return (text(item.get("type")) or "").lower() in ("picture", "image", "photo", "graphic")


def _largest(item: dict[str, Any]) -> str | None:
    kept = item.get("renditions") or {}
    found = objects(list(kept.values()) if isinstance(kept, dict) else kept)
    sized = [(each.get("width") if isinstance(each.get("width"), int) else 0, text(each.get("href"))) for each in found]
    return max(((width or 0, href) for width, href in sized if href), default=(0, None))[1]


def _signals(item: dict[str, Any]) -> list[str]:
    words = texts(item.get("signals") or item.get("signal"), "code") or texts(item.get("signals") or item.get("signal"))
    return [word if ":" in word else f"sig:{word.lower()}" for word in words]
