"""How a name is made comparable: what the build writes and what a lookup asks must agree."""

import hashlib
import re
import unicodedata

_LONGEST = 120


def normalised(name: str) -> str:
    """The name without accents, dots, a leading `the` and needless space. Short capitals (US, WHO) keep their case,
    so that they are not the words `us` and `who`."""
    plain = name[:_LONGEST].replace("’", "'").replace(".", "")
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if c != "." and not unicodedata.combining(c))
    words = plain.split()
    if len(words) > 1 and words[0].lower() == "the":
        words = words[1:]
    joined = " ".join(words)
    return joined if len(joined) <= 4 and joined.isupper() else joined.casefold()


def key(name: str) -> int:
    """64 bits that stand for a normalised name."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")


def slug(name: str) -> str:
    """The name in small letters without accents, its words between hyphens."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return "-".join(re.findall(r"\w+", plain))
