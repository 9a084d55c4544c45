"""Files that are no text, by their first bytes: named, so that a dead letter says what was sent."""

import re

KINDS = (
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"BM", "a BMP image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive (or an Office document)"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstandard archive"),
    (b"ID3", "an MP3 recording"),
    (b"OggS", "an Ogg recording"),
    (b"fLaC", "a FLAC recording"),
    (b"\x1aE\xdf\xa3", "a Matroska video"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
)
WORDS = (b"BM", b"ID3", b"BZh", b"GIF8", b"PAR1")
"""Marks that a text may begin with: they count only where control characters follow."""
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def binary_kind(value: bytes) -> str | None:
    """What kind of file this is, for a person; None for what may be text."""
    start = value[:1000]
    controls = len(CONTROL.findall(start))
    for mark, kind in KINDS:
        if start.startswith(mark) and (mark not in WORDS or controls > 5):
            return kind
    if start[4:8] == b"ftyp":
        return "an MP4 video or HEIF image"
    if start[:4] == b"RIFF" and start[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return f"a {start[8:12].decode().strip()} file"
    return "binary data of no known kind" if controls > len(start) * 0.3 else None
