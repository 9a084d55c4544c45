"""`POST /v1/articles`: raw articles from publishers without Kafka. Each is judged and answered for by itself."""

import asyncio
import json
import zlib
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse

from schemas.headers import CONTENT_TYPE, LANE, PUBLISHER, RAW_FIELD
from streams import formats
from streams.console.desk import desk_of
from streams.errors import Poison, TooLarge, Unreadable
from streams.pipeline import RAW_LIMIT

router = APIRouter(tags=["Publish"])

BODY_LIMIT = 4 * RAW_LIMIT
MOST = 10_000
"""Articles in one request."""
LINES = ("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines", "application/json-seq")
OURS = {f"{RAW_FIELD}{mark}" for mark in formats.MARKS} - {LANE}
"""Headers that only the pipeline may set."""

Headers = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Part:
    """One article of a request: its bytes as sent and, where it cannot be taken, why."""

    value: bytes
    refusal: Poison | None = None


TAKEN = {"content": {"application/json": {"schema": {"type": "object"}}}}
TEXT = {"type": "string", "minLength": 1}
SOMETHING = [
    *({"required": [name], "properties": {name: TEXT}} for name in ("content", "content_base64", "title")),
    *({"required": ["status", name], "properties": {"status": {"enum": ["canceled", "withheld"]}, name: TEXT}} for name in ("uri", "url")),
]
SAYS_SOMETHING = {"type": "object", "anyOf": SOMETHING}
SENT = {
    "required": True,
    "content": {
        "application/json": {"schema": {"allOf": [{"$ref": "#/components/schemas/RawArticle"}, SAYS_SOMETHING]}},
        "application/x-ndjson": {"schema": {"type": "string", "minLength": 1}},
        "*/*": {"schema": {"type": "string", "format": "binary", "minLength": 1}},
    },
}


@router.post(
    "/articles",
    status_code=202,
    summary="Publish raw articles",
    responses={202: TAKEN, 207: {"description": "Some were refused.", **TAKEN}},
    openapi_extra={"requestBody": SENT},
)
async def ingest(request: Request) -> JSONResponse:
    """One JSON object, an array, JSON Lines, a CloudEvent, a feed or a bare page; gzip is welcome; 8 MiB an article.

    202 once the broker has acknowledged every article, 207 where some were refused: `results` says which and why.
    Where none could be taken the answer is a problem (400 or 413) with the same `results`.
    What is sent with a publisher's key has that publisher as its source.
    """
    body, headers = await _body(request), _headers(request)
    parts, headers = await asyncio.to_thread(_judged, body, headers)
    good = [part for part in parts if part.refusal is None]
    origins = iter(await desk_of(request).publish([(part.value, headers) for part in good]) if good else [])
    results = [_result(number, part, origins) for number, part in enumerate(parts)]
    answer = {"accepted": len(good), "refused": len(parts) - len(good), "results": results}
    if good:
        return JSONResponse(answer, 202 if len(good) == len(parts) else 207)
    first = results[0]
    title, status = first["title"], first["status"]
    problem = {"type": "about:blank", "title": title, "status": status, "detail": first["detail"], **answer}
    return JSONResponse(problem, status, media_type="application/problem+json")


def _result(number: int, part: Part, origins: Any) -> dict[str, Any]:
    if part.refusal is None:
        return {"index": number, "status": 202, "origin": next(origins)}
    too_large = isinstance(part.refusal, TooLarge)
    status, title = (413, "Content Too Large") if too_large else (400, "Bad Request")
    return {"index": number, "status": status, "title": title, "detail": str(part.refusal)}


def _headers(request: Request) -> Headers:
    """What travels with the articles: the content type, and what the publisher knows. Header bytes stay as they came."""
    kept = {name: value.encode("latin-1") for name, value in request.headers.items() if name.startswith(RAW_FIELD) and name not in OURS}
    publisher = getattr(request.state, "publisher", None)
    whose = {PUBLISHER: publisher.encode()} if publisher else {}
    return {CONTENT_TYPE: request.headers.get("content-type", "application/json").encode("latin-1"), **kept, **whose}


async def _body(request: Request) -> bytes:
    chunks, size = [], 0
    async for chunk in request.stream():
        chunks.append(chunk)
        size += len(chunk)
        if size > BODY_LIMIT:
            raise HTTPException(413, f"a request of more than {BODY_LIMIT} bytes")
    body = b"".join(chunks)
    if request.headers.get("content-encoding") == "gzip":
        body = await asyncio.to_thread(_unpacked, body)
    if not body.strip():
        raise HTTPException(400, "an empty body")
    return body


def _unpacked(body: bytes) -> bytes:
    unpacker = zlib.decompressobj(31)
    try:
        body = unpacker.decompress(body, BODY_LIMIT + 1)
    except zlib.error as error:
        raise HTTPException(400, f"broken gzip: {error}") from error
    if len(body) > BODY_LIMIT:
        raise HTTPException(413, f"the body unfolds to more than {BODY_LIMIT} bytes")
    if not unpacker.eof or unpacker.unused_data:
        raise HTTPException(400, "the gzip body is cut off, or has more than one member")
    return body


def _judged(body: bytes, headers: Headers) -> tuple[list[Part], Headers]:
    """The request's articles, and the headers that each of them is published with."""
    values, kind = _split(body, headers[CONTENT_TYPE])
    if len(values) > MOST:
        raise TooLarge(f"{len(values)} articles in one request, at most {MOST}")
    if not values:
        raise Unreadable("no article in the body")
    headers = {**headers, CONTENT_TYPE: kind}
    return [Part(value, _refusal(value, headers)) for value in values], headers


def _refusal(value: bytes, headers: Headers) -> Poison | None:
    """Why `clean` could not read this record, found out before it is published. Pages are left to `clean`."""
    if len(value) > RAW_LIMIT:
        return TooLarge(f"an article of {len(value)} bytes, at most {RAW_LIMIT}")
    if b"json" not in headers[CONTENT_TYPE]:
        return None
    try:
        formats.read(value, headers)
    except Poison as error:
        return error
    return None


def _split(body: bytes, kind: bytes) -> tuple[list[bytes], bytes]:
    """The articles in a body, each as it was sent, and the content type of one of them."""
    media = kind.partition(b";")[0].strip().lower().decode("latin-1")
    if media in LINES:
        return [line for line in body.replace(b"\x1e", b"").splitlines() if line.strip()], b"application/json"
    if "json" in media and body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"[":
        return _elements(body), kind.replace(b"cloudevents-batch+json", b"cloudevents+json")
    return [body], kind


def _elements(body: bytes) -> list[bytes]:
    """The elements of a JSON array, byte for byte. Raises Unreadable where it is no array: no element has a sure end then."""
    text = body.decode("utf-8", "surrogateescape")
    decoder = json.JSONDecoder()
    found: list[bytes] = []
    at = _after_space(text, text.index("[") + 1)
    try:
        while text[at : at + 1] != "]":
            if found:
                at = _after_space(text, _past(text, at, ","))
            _, end = decoder.raw_decode(text, at)
            found.append(text[at:end].encode("utf-8", "surrogateescape"))
            at = _after_space(text, end)
    except json.JSONDecodeError as error:
        raise Unreadable(f"content: not JSON ({error})") from error
    except RecursionError:
        raise TooLarge("content: JSON nested too deep") from None
    if text[at + 1 :].strip():
        raise Unreadable(f"content: not JSON (something follows the array at character {at + 1})")
    return found


def _past(text: str, at: int, mark: str) -> int:
    if text[at : at + 1] != mark:
        raise json.JSONDecodeError(f"Expecting '{mark}' delimiter", text, at)
    return at + 1


def _after_space(text: str, at: int) -> int:
    while text[at : at + 1] in (" ", "\t", "\r", "\n"):
        at += 1
    return at
