"""What dedupe compares instead of texts: sampled fingerprints, numbers, and the terms a story is told in.

Fingerprints: FracMinHash, one in 32 of the hashed 5-word shingles (Irber et al. 2022), at least the 32 smallest; for
scripts without spaces the words are characters. Computed upstream in parallel; travels as a header.
"""

import re
import zlib
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import orjson
from numpy.typing import NDArray

from schemas import CleanArticle
from streams.errors import Unreadable
from streams.steps.clean.text import WORD

NUMBER = re.compile(r"\d[\d.,:]*\d|\d")
NAME = re.compile(r"(?<![.!?”\"] )\b[A-Z][\w’'-]+")
SHINGLE, SCALE, LEAST, MOST = 5, 32, 32, 1024
STORY_WORDS, STORY_TERMS, NAMES = 350, 60, 20
PARAGRAPHS = 300
LONGEST = 200_000
TERM_SPACE = 1 << 20
_M1, _M2, _M3 = (np.uint64(number) for number in (0x9E3779B97F4A7C15, 0xFF51AFD7ED558CCD, 0xC2B2AE3D27D4EB4F))
STOP = frozenset(
    """
    the a an and or but of to in on at for with by from as is are was were be been has have had that this these those it its he she
    they his her their we you i not no will would can could said say says after before over about into out up who which what when
    where how than more also mr ms mrs der die das und den von zu mit sich des auf für ist im dem nicht ein eine als auch es le la les
    de et un une du en que qui dans pour sur au par plus el los las y del por con una para se lo il di che e o os da do em não um uma
    """.split()
)


@dataclass(frozen=True)
class Sketch:
    """Fingerprints (sorted, 32 bits), hashed numbers, and term weights by hashed term, heaviest first."""

    prints: tuple[int, ...]
    numbers: frozenset[int]
    title: dict[int, float]
    body: dict[int, float]
    names: dict[int, float]
    words: int
    paragraphs: tuple[int, ...] = ()
    """Hashes of the paragraphs' words in order: spaces, marks and case say nothing."""

    def to_bytes(self) -> bytes:
        terms = [[list(part), [round(weight, 2) for weight in part.values()]] for part in (self.title, self.body, self.names)]
        return orjson.dumps([2, self.prints, sorted(self.numbers), *terms, self.words, self.paragraphs])

    @classmethod
    @lru_cache(maxsize=8)  # what was decided of is folded next
    def from_bytes(cls, data: bytes) -> "Sketch":
        """Raises Unreadable for anything `to_bytes` did not write."""
        try:
            _, prints, numbers, title, body, names, words, *more = orjson.loads(data)
            parts = [dict(zip(keys, weights, strict=True)) for keys, weights in (title, body, names)]
            return cls(
                tuple(map(int, prints)),
                frozenset(map(int, numbers)),
                parts[0],
                parts[1],
                parts[2],
                int(words),
                tuple(map(int, more[0] if more else ())),
            )
        except (ValueError, TypeError) as error:
            raise Unreadable(f"sketch: {error}") from error


def sketch(article: CleanArticle) -> bytes:
    """The sketch of an article, 1 to 4 KB."""
    text = article.text[:LONGEST]
    paragraphs = [WORD.findall(paragraph) for paragraph in text.lower().split("\n\n")]
    words = [word for paragraph in paragraphs for word in paragraph]
    head = WORD.findall(article.title.lower())
    names = NAME.findall(f"{article.title}. " + text[: STORY_WORDS * 7])
    return Sketch(
        prints=tuple(fingerprints(words)),
        numbers=frozenset(zlib.crc32(number.encode()) for number in NUMBER.findall(text)[:400]),
        title=_terms(head, STORY_TERMS),
        body=_terms(words[:STORY_WORDS] + head * 2, STORY_TERMS),
        names=_terms([name.lower() for name in names], NAMES),
        words=len(words),
        paragraphs=tuple(zlib.crc32(" ".join(paragraph).encode()) for paragraph in paragraphs[:PARAGRAPHS]),
    ).to_bytes()


def fingerprints(words: list[str]) -> list[int]:
    """The smallest hashes of the shingles, ascending, by their upper 32 bits: texts that share a shingle share its draw."""
    if not words:
        return []
    hashed = np.array([zlib.crc32(word.encode()) for word in words], dtype=np.uint64)
    if len(hashed) < SHINGLE:
        hashed = np.pad(hashed, (0, SHINGLE - len(hashed)))
    unique = np.unique(_mixed(hashed))
    sampled = int(np.searchsorted(unique, np.uint64(2**64 // SCALE)))
    kept = unique[: min(MOST, max(sampled, min(LEAST, len(unique))))]
    found: list[int] = np.unique((kept >> np.uint64(32)).astype(np.uint32)).tolist()
    return found


def _mixed(hashed: NDArray[np.uint64]) -> NDArray[np.uint64]:
    count = len(hashed) - SHINGLE + 1
    mixed = hashed[:count] * _M1
    for step in range(1, SHINGLE):
        mixed = (mixed ^ (mixed >> np.uint64(29))) * _M3 + hashed[step : step + count] * _M1
    mixed ^= mixed >> np.uint64(33)
    mixed *= _M2
    return mixed ^ (mixed >> np.uint64(29))


def _terms(words: list[str], most: int) -> dict[int, float]:
    """Hashed terms with 1 + log of their count; rarity is the reader's to weigh."""
    counts = Counter(word for word in words if word not in STOP and (len(word) > 1 or not word.isascii()))
    return {zlib.crc32(word.encode()) % TERM_SPACE: 1 + float(np.log(count)) for word, count in counts.most_common(most)}
