"""UTF-8 that somebody read as another encoding ("CafÃ©"), turned back where that is certain.

Certain is a stretch between two tags or line ends that ftfy's heuristic calls bad, and that as a whole is valid UTF-8 once it is
written in the other encoding. What is broken in part, or has lost bytes, stays as it is.
"""

import re

from ftfy import TextFixerConfig, fix_encoding_and_explain

TOLD = re.compile("[Â-ôРС](?:(?<=[Â-ô])[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|(?<=[РС])[Ђ-Џѐ-џ‘’“”•–—™\xa0-\xbfЁІіґєЅѕї№])")
"""The first byte of a character and one that follows it, as Windows-1252 or Windows-1251 shows them."""
BYTES = (
    re.compile(rb"\xc3[\x82-\xb4][\xc2\xc5\xc6\xcb\xe2]"),
    re.compile(rb"\xd0[\xa0\xa1](?:[\xc2\xe2]|\xd0[\x80-\x8f]|\xd1[\x90-\x9f]|\xd2)"),
)
"""The same in UTF-8."""
STRETCH = re.compile(r"[^<>\n]+")
STRICT = TextFixerConfig(restore_byte_a0=False, replace_lossy_sequences=False, decode_inconsistent_utf8=False, fix_c1_controls=False)


def is_broken(text: str) -> bool:
    """Whether a text may have to be repaired. Seen by bytes, which sound text hardly ever passes."""
    if text.isascii():
        return False
    data = text.encode("utf-8", "replace")
    return any(pattern.search(data) for pattern in BYTES) and TOLD.search(text) is not None


def repaired(text: str) -> tuple[str, list[str]]:
    """The text as it was meant, and a flag where it was not sent so."""
    found = STRETCH.sub(_repaired, text)
    return found, ["mojibake_repaired"] if found != text else []


def _repaired(stretch: re.Match[str]) -> str:
    if not TOLD.search(stretch[0]):
        return stretch[0]
    found = fix_encoding_and_explain(stretch[0], STRICT)
    sound = found.explanation and all(step.parameter.startswith("utf-8") for step in found.explanation if step.action == "decode")
    return found.text if sound else stretch[0]
