"""Bytes into text, and text into clean text: encodings lie, control characters sneak in, nothing is cut off."""

import base64
import binascii
import codecs
import re
import unicodedata

import numpy as np
from charset_normalizer import from_bytes

from schemas import RawArticle
from streams.errors import TooLarge, Unreadable
from streams.models.blocks.letters import ELSE, WORDS_APART

WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")
"""A word, or a character of a script without spaces."""
NEITHER = re.compile(r"[\W_]+")
"""What is neither letter nor digit."""
LIMIT = 8 * 1024 * 1024
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\ufeff\ud800-\udfff]")
META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
DECLARED = re.compile(r"charset=\"?([\w.:-]{2,40})", re.I)
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def content_of(raw: RawArticle) -> tuple[str, list[str]]:
    """The article's content as text, and flags for what had to be mended.

    Raises Unreadable for broken base64, TooLarge above 8 MiB.
    """
    if raw.content_base64 is None:
        return _checked(raw.content or ""), []
    try:
        data = base64.b64decode(raw.content_base64, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Unreadable(f"content_base64: {error}") from error
    if len(data) > LIMIT:
        raise TooLarge(f"content_base64: {len(data)} bytes, over the limit of {LIMIT}")
    return decode(data, raw.content_type)


def _checked(content: str) -> str:
    if len(content) > LIMIT:
        raise TooLarge(f"content: {len(content)} characters, over the limit of {LIMIT}")
    return content


def decode(data: bytes, declared: str | None) -> tuple[str, list[str]]:
    """By BOM, UTF-8, the page's meta, the declared type, then detection: the first that reads it without error."""
    for mark, name in BOMS:
        if data.startswith(mark):
            return data.decode(name, "replace"), []
    candidates = ["utf-8"]
    if found := META.search(data[:4096]):
        candidates.append(found[1].decode("latin-1"))
    if found_declared := DECLARED.search(declared or ""):
        candidates.append(found_declared[1])
    for name in candidates:
        try:
            return data.decode(name), []
        except (UnicodeDecodeError, LookupError):
            continue
    best = from_bytes(data[:200_000]).best()
    guessed = best.encoding if best else "utf-8"
    return data.decode(guessed, "replace"), ["encoding_guessed"]


def mended(text: str) -> tuple[str, list[str]]:
    """NFC, without control characters and lone surrogates; never shorter than that makes it."""
    freed, flags = freed_of_control(text)
    return composed(freed), flags


def freed_of_control(text: str) -> tuple[str, list[str]]:
    """Without control characters and lone surrogates, and a flag where there were some; every line ends in a line feed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    text = text.replace("\ufeff", "") if "\ufeff" in text else text
    if not _has_control(text):
        return text, []
    return CONTROL.sub("", text.replace("\u2029", "\n")), ["control_characters"]


def composed(text: str) -> str:
    """NFC."""
    return text if text.isascii() or unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _has_control(text: str) -> bool:
    """Whether CONTROL finds anything, by bytes: a small part of the time on a large page."""
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return True
    codes = np.frombuffer(data, np.uint8)
    low = codes[codes < 0x20]
    return bool(((low != 9) & (low != 10) & (low != 13)).any()) or b"\x7f" in data or "\u2028" in text or "\u2029" in text


def word_count(text: str) -> int:
    """How many times WORD matches."""
    try:
        return len(text.encode("cp1252").translate(WORDS_APART).split())
    except UnicodeEncodeError:
        return len(WORD.findall(text))


def plain(text: str) -> str:
    """Letters and digits only, folded: what two spellings of one title have in common."""
    folded = (text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold()
    try:
        return folded.encode("cp1252").translate(None, ELSE).decode("cp1252")
    except UnicodeEncodeError:
        return NEITHER.sub("", folded)


def squeezed(text: str) -> str:
    """One line: every run of white space is one space."""
    return " ".join(text.split())
