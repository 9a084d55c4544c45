"""A bare page or text, with the headers saying what the publisher knows."""

import base64
from collections.abc import Mapping

from schemas import RawArticle
from streams.formats.article import article

MARKUP = (b"<!doctype html", b"<html", b"<head", b"<body", b"<article", b"<div", b"<p>", b"<h1", b"<meta", b"<!--")


def bare_document(value: bytes, declared: str, fields: Mapping[str, str]) -> RawArticle:
    """The bytes as they are; `clean` decodes them. Raises Unreadable for a field that cannot be."""
    kind = declared if declared and "html" in declared else _kind(value, declared)
    told = {"content_base64": base64.b64encode(value).decode()}
    return article({"content_type": kind, **fields}, told)


def _kind(value: bytes, declared: str) -> str:
    start = value[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(MARKUP) or b"<html" in start:
        return "text/html"
    return declared or "text/plain"
