"""Leaving by one click (RFC 8058): a link that names a search and a receiver, signed, so that it opens nothing else."""

import base64
import binascii
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

import orjson

from streams.errors import Misused

PATH = "/unsubscribe"
NAME = "unsubscribe.key"


@dataclass(frozen=True, slots=True)
class Leaving:
    """Who is told no more of what: a search's key (`tenant/id`) and a channel's."""

    search: str
    channel: str


def signing_key(data: Path) -> bytes:
    """The key of this installation, made at first; links must outlive the console's token."""
    path = data / NAME
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{NAME}.{os.getpid()}")
        fresh.touch(0o600)
        fresh.write_bytes(secrets.token_bytes(32))
        try:
            os.link(fresh, path)  # whoever comes first has made it
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_bytes()


def link(console: str, key: bytes, leaving: Leaving) -> str:
    """The address that mails carry."""
    about = base64.urlsafe_b64encode(orjson.dumps([leaving.search, leaving.channel])).decode().rstrip("=")
    return f"{console.rstrip('/')}{PATH}?token={about}.{_signature(key, about)}"


def read(token: str, key: bytes) -> Leaving:
    """Raises Misused for what was not signed here."""
    about, _, signature = token.partition(".")
    if not hmac.compare_digest(signature.encode(), _signature(key, about).encode()):
        raise Misused("this link is not one of ours, or a part of it is missing")
    try:
        return Leaving(*orjson.loads(base64.urlsafe_b64decode(about + "=" * (-len(about) % 4))))
    except (binascii.Error, ValueError, TypeError) as error:
        raise Misused("this link is not one of ours, or a part of it is missing") from error


def _signature(key: bytes, about: str) -> str:
    return hmac.new(key, f"unsubscribe {about}".encode(), hashlib.sha256).hexdigest()[:32]
