"""NewsML-G2 (IPTC): a newsItem, a packageItem, or a newsMessage around several."""

from collections.abc import Mapping
from typing import Any

from lxml import etree

from schemas import RawArticle
from streams.errors import TooLarge, Unreadable
from streams.formats.article import MOST, article, images_of, status_of, topic_code, version_of
from streams.formats.nitf import nitf_told
from streams.formats.xml import as_html, first, parsed, spoken, words

ITEMS = ("newsItem", "packageItem")
ROOTS = (*ITEMS, "newsMessage", "conceptItem", "knowledgeItem", "planningItem", "catalogItem")
FRAGMENTS = ("contentSet", "contentMeta", "itemMeta", "itemSet", "groupSet", "assert", "NewsML")
"""Pieces of an item, and NewsML 1.x: an article that is one of these has lost its identity."""
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def newsml_g2_articles(value: bytes, fields: Mapping[str, str]) -> list[RawArticle]:
    """The articles in the items; packages only where they come without their items.

    Raises Unreadable for items that carry no article (concepts, plans, catalogs), TooLarge above a thousand.
    """
    root, flags = parsed(value)
    items = [root] if root.tag in ITEMS else list(root.iterfind(".//itemSet/newsItem")) or list(root.iterfind(".//itemSet/packageItem"))
    if len(items) > MOST:
        raise TooLarge(f"itemSet: {len(items)} items, at most {MOST}")
    if not items:
        raise Unreadable(f"content: a NewsML-G2 {root.tag} carries no article")
    told = [_told(item) for item in items]
    return [article(fields, each | {"flags": [*each["flags"], *flags]}, one_of_many=len(told) > 1) for each in told]


def _told(item: etree._Element) -> dict[str, Any]:
    status, flags = status_of(_code(item.find("itemMeta/pubStatus")))
    inside = _content(item)
    standfirst = _described(item, "summary") or words(item.find("contentMeta/description"))
    codes, names = _subjects(item)
    content = inside.get("content")
    own = {
        "uri": item.get("guid"),
        "url": _link(item),
        "source": _provider(item),
        "version": version_of(item.get("version")),
        "status": status,
        "embargoed_until": words(item.find("itemMeta/embargoed")),
        "language": item.get(XML_LANG) or _attribute(item.find("contentMeta/language"), "tag"),
        "title": _title(item),
        "authors": _authors(item),
        "published_at": words(first(item, "itemMeta/firstCreated", "contentMeta/contentCreated", "itemMeta/versionCreated")),
        "modified_at": words(first(item, "itemMeta/versionCreated", "contentMeta/contentModified")),
        "subjects": codes,
        "keywords": list(dict.fromkeys([*(words(each) or "" for each in item.iterfind("contentMeta/keyword")), *names])),
        "standfirst": standfirst if content else None,
        "content": content or standfirst,
        "content_type": inside.get("content_type") if content else "text/plain",
        "images": _images(item),
        "signals": [code for each in item.iterfind("itemMeta/signal") if (code := _code(each))],
    }
    flags += [] if content or not standfirst else ["summary_only"]
    flags += ["package"] if item.tag == "packageItem" else []
    return inside | {name: value for name, value in own.items() if value} | {"flags": flags}


def _attribute(element: etree._Element | None, *names: str) -> str | None:
    return next((value for name in names if element is not None and (value := element.get(name))), None)


def _code(element: etree._Element | None) -> str | None:
    """The `qcode`; of a `uri` in IPTC's own vocabularies the same written as a qcode."""
    uri = _attribute(element, "uri") or ""
    for path, scheme in (("/signal/", "sig"), ("/pubstatusg2/", "stat"), ("/mediatopic/", "medtop")):
        if path in uri:
            return f"{scheme}:{uri.rsplit('/', 1)[-1]}"
    return _attribute(element, "qcode", "literal") or uri or None


def _title(item: etree._Element) -> str | None:
    heads = item.findall("contentMeta/headline")
    main = next((each for each in heads if "main" in (each.get("role") or "")), heads[0] if heads else None)
    return words(main) or words(item.find("itemMeta/title"))


def _described(item: etree._Element, role: str) -> str | None:
    return next((words(each) for each in item.iterfind("contentMeta/description") if role in (each.get("role") or "")), None)


def _link(item: etree._Element) -> str | None:
    """The page that shows the item, where a link says so."""
    for link in item.iterfind("itemMeta/link"):
        target = _attribute(link, "href") or ""
        if target.startswith("http") and ("web" in (link.get("rel") or "").lower() or "html" in (link.get("contenttype") or "")):
            return target
    return None


def _provider(item: etree._Element) -> str | None:
    provider = item.find("itemMeta/provider")
    named = words(first(provider, "name")) if provider is not None else None
    return named or _attribute(provider, "literal", "qcode", "uri") or words(item.find("contentMeta/infoSource/name"))


def _authors(item: etree._Element) -> list[str]:
    by = [words(each) for each in item.iterfind("contentMeta/by")]
    creators = [words(each) for each in item.iterfind("contentMeta/creator/name")]
    return [name.removeprefix("By ").removeprefix("by ") for name in (by or creators) if name]


def _subjects(item: etree._Element) -> tuple[list[str], list[str]]:
    """Codes, Media Topics as `medtop:NNNNNNNN` (also where only `sameAs` says so), and names."""
    codes, names = [], []
    for subject in item.iterfind("contentMeta/subject"):
        found = [code for each in (subject, *subject.iterfind("sameAs")) if (code := _code(each))]
        topics = [topic_code(code) for code in found]
        codes += [code for code in topics if code.startswith("medtop:")] or topics[:1]
        names += [name for name in [words(subject.find("name"))] if name]
    return list(dict.fromkeys(codes)), list(dict.fromkeys(names))


def _content(item: etree._Element) -> dict[str, Any]:
    """The text, and what NITF inside says: an item's own metadata goes before it."""
    nitf = first(item, "contentSet/inlineXML/nitf")
    if nitf is not None:
        return {name: value for name, value in nitf_told(nitf).items() if value}
    markup = first(item, "contentSet/inlineXML/html/body", "contentSet/inlineXML/body", "contentSet/inlineXML/div", "contentSet/inlineXML")
    if markup is not None and (inner := as_html(markup).strip()):
        return {"content": f"<article>{inner}</article>", "content_type": "text/html"}
    data = item.find("contentSet/inlineData")
    if data is not None and words(data):
        kind = (data.get("contenttype") or "text/plain").lower()
        return {"content": spoken(data).strip(), "content_type": "text/html" if "html" in kind else "text/plain"}
    return _members(item)


def _members(item: etree._Element) -> dict[str, Any]:
    """A package tells what it refers to: each item's title and description."""
    lines = []
    for ref in item.iterfind(".//groupSet/group/itemRef"):
        told = [part for part in (words(ref.find("title")), words(ref.find("description"))) if part]
        lines += [". ".join(told)] if told else []
    return {"content": "\n\n".join(lines), "content_type": "text/plain"} if lines else {}


def _images(item: etree._Element) -> list[dict[str, Any]]:
    remote = [each for each in item.iterfind("contentSet/remoteContent") if "image" in (each.get("contenttype") or "")]
    largest = sorted(remote, key=lambda each: int(each.get("width") or 0) if (each.get("width") or "0").isdecimal() else 0)
    caption = _described(item, "caption") or words(item.find("contentMeta/description"))
    return images_of((each.get("href"), caption) for each in largest[-1:])
