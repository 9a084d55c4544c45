"""Keys of publishers for `POST /v1/articles`: each names the source that its holder speaks for, and can be revoked alone.

Keys are random and shown once; the file keeps their SHA-256. It is read again whenever it has changed, so that a key counts, or
no longer counts, from the next request on.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "publishers.json"
SHORT = 8
"""Characters of a key's hash by which people name it."""


@dataclass(frozen=True, slots=True)
class Key:
    """`made` is a day, ISO 8601."""

    source: str
    sha256: str
    made: str

    @property
    def id(self) -> str:
        return self.sha256[:SHORT]


class Keys:
    """Those in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._known: tuple[tuple[int, int, int] | None, list[Key]] = (None, [])

    def all(self) -> list[Key]:
        """Oldest first."""
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return []
        mark = (found.st_mtime_ns, found.st_size, found.st_ino)
        if self._known[0] != mark:
            self._known = (mark, [Key(**row) for row in json.loads(self._path.read_text("utf-8"))])
        return self._known[1]

    def source_of(self, key: str) -> str | None:
        """Whose key it is; as long for one that is none. None for an unknown one."""
        given, source = _hash(key), None
        for known in self.all():
            if hmac.compare_digest(known.sha256, given):
                source = known.source
        return source

    def add(self, source: str, made: str) -> str:
        """A new key for `source`, which may have others."""
        key = secrets.token_urlsafe(32)
        self._write([*self.all(), Key(source, _hash(key), made)])
        return key

    def revoke(self, name: str) -> list[Key]:
        """The keys with this id or source, which are none any more."""
        gone = [key for key in self.all() if name in (key.id, key.source)]
        if gone:
            self._write(key for key in self.all() if key not in gone)
        return gone

    def _write(self, keys: Iterable[Key]) -> None:
        """In one step: whoever reads sees the old keys or the new ones."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_suffix(".new")
        beside.touch(0o600)
        beside.write_text(json.dumps([asdict(key) for key in keys], ensure_ascii=False, indent=1), "utf-8")
        beside.replace(self._path)


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()
