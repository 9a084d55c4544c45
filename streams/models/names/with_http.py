"""Names by a service of the operator's own: POST {"text", "language"}, answered by {"names": [{"start", "end", "type"}]}.

Offsets are code points; type is person, organisation, place or other, or what other models call these. `version` in the
answer stands in the annotator's name. A service that is down, slow or answers anything else gives no names but Transient:
the article waits and is tried again. One that says the request itself is wrong (400, 413, 422) is believed.
"""

import math
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import orjson
import stamina

from streams.errors import Poison, Transient
from streams.models.names.finding import Named, checked

TIMEOUT = httpx.Timeout(3.0, connect=2.0)
"""Seconds between bytes, and to connect."""
LONGEST = 4.0
"""Seconds for a whole answer, however it drips."""
LARGEST = 4 * 1024 * 1024
"""Bytes of an answer."""
MOST = 10_000
_REFUSED = (400, 413, 422)
ATTEMPTS = 2


class WithHttp:
    """Asked about every language. `version` is what the service last said it was."""

    languages: frozenset[str] | None = None

    def __init__(self, address: str) -> None:
        self._address, self._host, self._version = address, urlsplit(address).netloc.rpartition("@")[2], "1"
        self._client = httpx.Client(timeout=TIMEOUT, follow_redirects=False)

    @property
    def mark(self) -> str:
        return f"http:{self._host}@{self._version}"

    def __call__(self, text: str, language: str) -> list[Named]:
        if not text.strip():
            return []
        for attempt in stamina.retry_context(on=Transient, attempts=ATTEMPTS, wait_initial=0.2, wait_max=1.0):
            with attempt:
                return self._asked(text, language)
        raise AssertionError  # the last attempt has raised

    def _asked(self, text: str, language: str) -> list[Named]:
        answer = self._answer(orjson.dumps({"text": text, "language": language}))
        try:
            told: dict[str, Any] = orjson.loads(answer)
            names = told["names"]
            if len(names) > MOST:
                raise ValueError(f"{len(names)} names")
            found = checked(text, ((_place(one["start"]), _place(one["end"]), str(one["type"])) for one in names))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Transient(f"{self._host} gave no names: {error!r}") from error
        self._version = str(told.get("version") or "1")[:40]
        return found

    def _answer(self, content: bytes) -> bytes:
        headers = {"content-type": "application/json", "accept": "application/json"}
        try:
            with self._client.stream("POST", self._address, content=content, headers=headers) as response:
                body = b"".join(self._bounded(response))
        except httpx.HTTPError as error:
            raise Transient(f"{self._host}: {str(error) or type(error).__name__}") from error
        if response.status_code in _REFUSED:
            raise Poison(f"{self._host} refused the text with {response.status_code}: {body[:200]!r}")
        if response.status_code != 200:
            raise Transient(f"{self._host} answered {response.status_code}")
        return body

    def _bounded(self, response: httpx.Response) -> Iterator[bytes]:
        size, until = 0, time.monotonic() + LONGEST
        for part in response.iter_bytes():
            size += len(part)
            if size > LARGEST or time.monotonic() > until:
                raise Transient(f"{self._host}: an answer over {LARGEST} bytes or {LONGEST} s")
            yield part


def _place(number: object) -> int:
    """A whole number, and no truth value."""
    if isinstance(number, bool) or not isinstance(number, int) or not math.isfinite(number):
        raise TypeError(f"{number!r} is no offset")
    return number
