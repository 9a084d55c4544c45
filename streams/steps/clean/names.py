"""Names of authors out of what publishers write: bylines, lists, objects; without roles, agencies' boilerplate and the site's own name."""

import re
from collections.abc import Collection
from html import unescape
from typing import Any

from streams.steps.clean.text import plain, squeezed

NOT_A_NAME = re.compile(
    r"https?:|www\.|@|\d{3}|admin(?:istrator)?$|^(?:root|staff|editor|redaktion|redaction|redacción|unknown|guest|gast|autor(?:in|en)?|authors?|tweet|redakteur)$",
    re.I,
)
LABEL = re.compile(
    r"^(?:(?:(?:written|posted|published|reported|story|words|text|eine? [\w-]+|an? [\w-]+|une? [\w-]+|"
    r"(?:zeige |show |view )?(?:alle |all |more |mehr )?(?:beiträge|artikel|posts|articles)|"
    r"geschrieben|verfasst|erstellt|created|eingetragen|"
    r"gespeichert|publicado|escrito|scritto|écrit|publié|geplaatst|geschreven|skrevet|napisał) )?"
    r"(?:by|von|vom|par|por|di|da|door|av|af|od|przez)|(?:interview|text|autor(?:in|en|es|a)?|auteurs?|autore|author|verfasser(?:in)?|"
    r"redakteur(?:in)?|автор|автори|авторы|作者|記者|文)(?=\s*[:：]|\s+\w))\s*[:：]?\s+",
    re.I,
)
PARTED = re.compile(
    r"\s*(?:[;|/•·–—]|,(?!\s*(?:jr|sr|ph\.?d|md)\b)|\s-\s|\band\b|\bund\b|\bet\b|\by\b|\bog\b|\boch\b|\ben\b|&|、|，)\s*", re.I
)
HANDLE = re.compile(r"(?<=\w)\s+\(?@\w+\)?$")
DATED = re.compile(
    r",?\s+(?:(?:am|on|vom|le|el|il|på|den|at|um)\s+)?(?:\d{1,2}[.:/]|\d{4}\b|\d{1,2}\s)|\s+(?:datum|date|quelle|source|fotos?|photos?|bild|symbolbild)\b",
    re.I,
)
"""Where a byline goes on with a date."""
ORGANISATION = re.compile(
    r"redaktion|redacci|rédaction|redazione|redacao|redação|redactie|editorial|newsroom|"
    r"\b(?:gmbh|e\.? ?v\.?|e\.?g|ag|kg|inc|ltd|llc|plc|se|s\.a|team|staff|news|desk|services?|agenc(?:y|ies|ia)|agentur|"
    r"press(?:e|emitteilung)?|online|magazin(?:e)?|zeitung|verlag|media|institut|verband|stiftung|bundes\w+|ministeri\w+|universit\w+|"
    r"dpa|afp|efe|reuters|apa|ap|sid|epd|kna|contributors?|correspondents?|reporters?|writers?|editors?)\b(?!\.)|"
    r"\.(?:de|com|ch|at|org|net|tv|fr)\b|_team$",
    re.I,
)
NOISE = re.compile(
    r"^(?:am|vom|on|published|veröffentlicht|publiziert|posted|updated|aktualisiert|follow|folgen|view|alle|all|more|mehr|see|about|über|"
    r"profile?|kommentar|share|teilen|zur|zum|foto|photo|bild|image|zur|zum|guest|gast|the|der|die|das|für|for|from|aus|in|im|january|march|montag|monday)\b",
    re.I,
)
CAPITAL = re.compile(
    r"^(?:[^\W\d_a-zß-öø-ÿа-яёіїєґα-ω]\S*|d[aeiou]s?|van|von|vom|zu|zur|der|den|del|la|le|di|el|al|bin|ibn|y|e|ten|ter|of|af|av|dos)$"
)
PERSON = re.compile(r"^[^\W\d_][\w.’'ʼ`-]*(?:\s+[^\W\d_][\w.’'ʼ`-]*){0,4}$")
LONGEST, MOST = 60, 6


def names(found: Any) -> list[str]:
    """Author names out of strings, objects and lists of them, as the publisher tells them."""
    if isinstance(found, dict):
        found = found.get("name")
    if isinstance(found, list):
        return list(dict.fromkeys(name for each in found[:20] for name in names(each)))
    text = squeezed(unescape(found)) if isinstance(found, str) else ""
    return [part for part in _parts(text) if 2 < len(part) <= 80 and not NOT_A_NAME.search(part)]


def persons(found: Any, site: Collection[str] = (), least: int = 1) -> list[str]:
    """The same without organisations and what the site is called (`site`, made plain); only what reads as a name of at least `least` words.

    A place or an agency behind full names ("Ann Lee, Westmark") is left out.
    """
    told = [name for name in names(found) if _reads_as_one(name, least) and not _is_site(name, site)]
    full = [name for name in told if " " in name or not name.isascii()]
    return (full if told and told[0] in full else told)[:MOST]


def _parts(text: str) -> list[str]:
    if text.startswith(("http:", "https:", "www.", "@")):
        return []
    text = HANDLE.sub("", text)
    while (shorter := LABEL.sub("", text)) != text:
        text = shorter
    text = DATED.split(re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", text), 1)[0]
    return [
        squeezed(part).strip(" .:,*") if not re.search(r"\b\w\.$", part) else squeezed(part) for part in PARTED.split(text) if part.strip()
    ]


def _reads_as_one(name: str, least: int) -> bool:
    words = name.split()
    if len(name) > LONGEST or not PERSON.match(name) or ORGANISATION.search(name) or NOISE.match(name):
        return False
    return len(words) >= least and (len(words) == 1 or all(map(CAPITAL.match, words)) or (least == 1 and name.islower()))


def _is_site(name: str, site: Collection[str]) -> bool:
    own = plain(name)
    return any(
        own == each or (len(own) > 4 and " " not in name and own in each) or (len(each) > 5 and each in own) for each in site if each
    )
