"""XML from outside: no entities, no network, no DTD, bounded before parsing and by depth while parsing."""

import html
import re
from html.entities import html5

from lxml import etree

from streams.errors import TooLarge, Unreadable

MOST_TAGS = 200_000
ENTITY = re.compile(rb"<!ENTITY")
NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
ROOT = re.compile(rb"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)[\s/>]")
BEFORE = re.compile(rb"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[[^\]]*\])?\s*>)", re.S | re.I)
OWN = (b"amp", b"lt", b"gt", b"quot", b"apos")

BLOCKS = {
    "p": "p", "hl2": "h2", "h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "bq": "blockquote", "blockquote": "blockquote",
    "ul": "ul", "ol": "ol", "li": "li", "table": "table", "tr": "tr", "td": "td", "th": "th", "pre": "pre", "br": "br",
    "dl": "dl", "dt": "dt", "dd": "dd", "block": "div", "div": "div", "section": "section",
}  # fmt: skip
"""Elements of NITF and XHTML that shape a text, by the HTML they become; others give their words only."""
SILENT = ("media", "script", "style", "figure", "svg", "iframe", "object", "body.end", "note")


def root_name(value: bytes) -> str | None:
    """The local name of the first element, without parsing; None where there is none near the start."""
    at = 3 if value.startswith(b"\xef\xbb\xbf") else 0
    for _ in range(50):
        if not (before := BEFORE.match(value[at : at + 20_000])):
            break
        at += before.end()
    found = ROOT.match(value[at : at + 2000].lstrip())
    return found[2].decode() if found else None


def parsed(value: bytes) -> tuple[etree._Element, list[str]]:
    """The root, and a flag where the XML had to be mended. Raises Unreadable for declared entities and for no XML."""
    refuse_entities(value)
    if value.count(b"<") > MOST_TAGS:
        raise TooLarge(f"content: more than {MOST_TAGS} tags")
    value = NAMED.sub(_numbered, value.lstrip())
    try:
        return _parse(value, recover=False), []
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        if "depth" in str(error).lower():
            raise TooLarge(f"content: XML nested too deep ({error})") from error
        try:
            return _parse(value, recover=True), ["mended_xml"]
        except (etree.XMLSyntaxError, ValueError, LookupError):
            raise Unreadable(f"content: not XML ({error})") from error


def refuse_entities(value: bytes) -> None:
    """Raises Unreadable where the document declares entities, which no news format needs."""
    if ENTITY.search(value):
        raise Unreadable("content: XML that declares entities is refused")


def _parse(value: bytes, *, recover: bool) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True, recover=recover
    )
    root = etree.fromstring(value, parser)
    if root is None:
        raise ValueError("no element")
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
    return root


def _numbered(name: re.Match[bytes]) -> bytes:
    """`&nbsp;` as `&#160;`: DTDs that would declare it are not read."""
    found = html5.get(f"{name[1].decode()};")
    if name[1] in OWN or not found:
        return name[0] if name[1] in OWN else b"&amp;" + name[0][1:]
    return "".join(f"&#{ord(each)};" for each in found).encode()


def words(element: etree._Element | None) -> str | None:
    """The text of an element on one line."""
    return (" ".join(spoken(element).split()) or None) if element is not None else None


def spoken(element: etree._Element) -> str:
    """The text of an element as it stands."""
    return "".join(str(part) for part in element.itertext())


def first(element: etree._Element, *paths: str) -> etree._Element | None:
    """The first element that one of the paths finds, in the order of the paths."""
    return next((found for path in paths for found in element.iterfind(path)), None)


def as_html(element: etree._Element) -> str:
    """What an element of NITF or XHTML contains, as plain HTML: blocks kept, marks within a sentence dropped.

    The parser's bound on depth (256) bounds the recursion.
    """
    parts = [html.escape(element.text or "", quote=False)]
    for child in element.iterchildren(etree.Element):
        if child.tag not in SILENT:
            tag = BLOCKS.get(str(child.tag).lower())
            inner = as_html(child)
            parts.append(f"<{tag}>{inner}</{tag}>" if tag and tag != "br" else "<br>" if tag else inner)
        parts.append(html.escape(child.tail or "", quote=False))
    return "".join(parts)
