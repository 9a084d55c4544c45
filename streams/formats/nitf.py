"""NITF 3.x (News Industry Text Format): alone, or as the text of a NewsML-G2 item."""

from collections.abc import Mapping
from typing import Any

from lxml import etree

from schemas import RawArticle
from streams.formats.article import article, images_of, topic_code
from streams.formats.xml import as_html, first, parsed, words

SIGNALS = {"correction": "sig:correction", "corr": "sig:correction", "update": "sig:update", "kill": "sig:kill"}


def nitf_articles(value: bytes, fields: Mapping[str, str]) -> list[RawArticle]:
    """One article. Raises Unreadable for what is no XML, or has neither headline nor text."""
    root, flags = parsed(value)
    told = nitf_told(root)
    return [article(fields, told | {"flags": flags})]


def nitf_told(root: etree._Element) -> dict[str, Any]:
    """What an `nitf` element says, by fields of a raw article."""
    head, doc = root.find("head"), root.find("head/docdata")
    body = first(root, "body/body.content", "body")
    markup = as_html(body).strip() if body is not None else ""
    management = (_attribute(doc, ".", "management-status") or "").lower()
    abstract = words(first(root, "body/body.head/abstract"))
    return {
        "uri": _attribute(doc, "doc-id", "id-string"),
        "url": _attribute(doc, "doc-id", "href") or _attribute(head, "pubdata", "ex-ref"),
        "source": _attribute(head, "pubdata", "name") or _attribute(doc, "doc.copyright", "holder") or words(first(root, ".//distributor")),
        "version": _attribute(doc, "du-key", "version"),
        "status": {"canceled": "canceled", "killed": "canceled", "embargoed": None}.get(management),
        "title": _headline(root) or words(first(root, "head/title")),
        "authors": _bylines(root),
        "section": _attribute(head, "pubdata", "position.section"),
        "published_at": _attribute(doc, "date.issue", "norm") or _attribute(head, "pubdata", "date.publication"),
        "modified_at": _attribute(root, "head/revision-history", "norm"),
        "embargoed_until": _attribute(doc, "date.release", "norm") if management == "embargoed" else None,
        "keywords": [key for each in root.iterfind("head/docdata/key-list/keyword") if (key := each.get("key"))],
        "subjects": _subjects(root),
        "standfirst": abstract if markup else None,
        "content": f"<article>{markup}</article>" if markup else abstract,
        "content_type": "text/html" if markup else "text/plain",
        "images": images_of(_images(root)),
        "signals": _signals(doc),
    }


def _attribute(element: etree._Element | None, path: str, name: str) -> str | None:
    found = element.find(path) if element is not None else None
    return (found.get(name) or None) if found is not None else None


def _headline(root: etree._Element) -> str | None:
    return words(first(root, "body/body.head/hedline/hl1", "body/body.head/hedline", ".//hl1"))


def _bylines(root: etree._Element) -> list[str]:
    """The `person` in a byline, else its words without the title and the "By"."""
    found = []
    for byline in root.iterfind("body/body.head/byline"):
        people = [name for person in byline.iterfind(".//person") if (name := words(person))]
        own = " ".join("".join([byline.text or "", *(each.tail or "" for each in byline)]).split()).strip(" ,")
        found += people or ([own.removeprefix("By ").removeprefix("by ")] if own else [])
    return found


def _subjects(root: etree._Element) -> list[str]:
    """`tobject.subject` holds old subject codes or Media Topics; only eight digits of the latter's range are `medtop`."""
    found = []
    for each in root.iterfind("head/tobject/tobject.subject"):
        number = each.get("tobject.subject.refnum")
        if number:
            found.append(f"medtop:{number}" if number.startswith("2000") and len(number) == 8 else f"subj:{number}")
    codes = (each.get("value") or "" for each in root.iterfind(".//classifier") if "medtop" in f"{each.get('type')}{each.get('value')}")
    return found + [topic_code(code if ":" in code or "/" in code else f"medtop:{code}") for code in codes]


def _images(root: etree._Element) -> list[tuple[str | None, str | None]]:
    return [(_attribute(media, "media-reference", "source"), words(media.find("media-caption"))) for media in root.iter("media")]


def _signals(doc: etree._Element | None) -> list[str]:
    words_of = [
        _attribute(doc, "correction", "info") and "correction",
        _attribute(doc, "ed-msg", "msg-type"),
        _attribute(doc, "fixture", "fix-id"),
    ]
    return [SIGNALS[word.lower()] for word in words_of if word and word.lower() in SIGNALS]
