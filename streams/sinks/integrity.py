"""Whether what lies on disk is what was written: SQLite's own check, and the checksums in tantivy's files."""

import sqlite3
import struct
import zlib
from datetime import UTC, datetime
from pathlib import Path

import orjson

MAGIC = 1337
"""The last four bytes of every file that tantivy closes, after the length of its footer."""


def archive_damage(folder: Path, version: int, name: str = "archive.sqlite") -> str | None:
    """What is wrong with the archive in `folder`, or None; a folder without one is sound, one of another `version` is not."""
    path = folder / name
    if not path.exists():
        return None
    try:
        db = sqlite3.connect(path)
        try:
            (told,) = db.execute("PRAGMA quick_check(1)").fetchone()
            (found,) = db.execute("PRAGMA user_version").fetchone()
        finally:
            db.close()
    except sqlite3.DatabaseError as error:
        return f"{path.name}: {error}"
    if told != "ok":
        return f"{path.name}: {told}"
    return None if found == version else f"{path.name}: its tables are of version {found}, not {version}"


def index_damage(folder: Path) -> str | None:
    """The same for the search index: files that its list names and that are gone, cut short or changed."""
    listed = folder / "meta.json"
    if not listed.exists():
        return f"{listed.name} is gone" if folder.exists() and any(folder.iterdir()) else None
    try:
        segments = [segment["segment_id"].replace("-", "") for segment in orjson.loads(listed.read_bytes())["segments"]]
    except (ValueError, KeyError, TypeError):
        return f"{listed.name} cannot be read"
    for segment in segments:
        files = sorted(folder.glob(f"{segment}.*"))
        if not files:
            return f"segment {segment} is gone"
        for path in files:
            if not _is_whole(path):
                return f"{path.name} is not what was written"
    return None


def _is_whole(path: Path) -> bool:
    data = path.read_bytes()
    if len(data) < 8:
        return False
    length, magic = struct.unpack("<II", data[-8:])
    body, footer = data[: -8 - length], data[-8 - length : -8]
    try:
        return bool(magic == MAGIC and orjson.loads(footer)["crc"] == zlib.crc32(body))
    except (ValueError, KeyError, TypeError):
        return False


def set_aside(folder: Path, now: datetime | None = None) -> Path:
    """Rename a damaged folder, so that somebody can look at it; where it is now."""
    stamp = (now or datetime.now(UTC)).strftime("%Y%m%dT%H%M%S%f")
    return folder.rename(folder.with_name(f"{folder.name}.damaged-{stamp}"))
