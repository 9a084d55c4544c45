"""Alerts reach a receiver that misbehaves, and never one that is inside."""

import asyncio
import hashlib
import hmac
import json
import shutil
import socket
import ssl
import subprocess
import tracemalloc
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from schemas import Alert, AlertedArticle, Channel
from streams.errors import Misused, Transient
from streams.sinks import outside
from streams.sinks.alerting.outbox import Message
from streams.sinks.outside import Busy, Outside, check_address
from streams.sinks.webhook import post_webhook
from tests.unit.sinks.receiving import answer, dribble, huge, scripted, silence

OK = answer(200)


NOW = datetime(2026, 3, 14, tzinfo=UTC)


def alert(id: str, **fields: object) -> Alert:
    given = {"id": id, "kind": "match", "search": "s", "search_name": "Floods", "query": "flood", "raised_at": NOW}
    return Alert.model_validate({"article": AlertedArticle(id="x", version=1, title="Flood")} | given | fields)


def message(url: str, secret: str | None = None, alerts: tuple[Alert, ...] = (alert("a1"),), why: str = "now") -> Message:
    channel = Channel.model_construct(kind="webhook", to=url, secret=secret)
    return Message("m1", channel, alerts, ("0:1",) * len(alerts), why, 0, NOW)  # type: ignore[arg-type]


@dataclass
class Receiver:
    """Sends through the guard; what was wrong, or None."""

    outside: Outside

    async def deliver(self, sent: Message) -> str | None:
        try:
            return await post_webhook(sent, self.outside)
        except (Misused, Transient) as error:
            return str(error)


@pytest.fixture
async def receiver():
    """May reach loopback, as the servers here are."""
    one = Outside(allow_private=True)
    yield Receiver(one)
    await one.close()


@pytest.fixture
async def guarded(monkeypatch):
    """Takes the loopback address of the servers here for one outside, and guards all others."""
    real = outside.is_outside
    monkeypatch.setattr(outside, "is_outside", lambda address: address == "127.0.0.1" or real(address))
    one = Outside(allow_private=False)
    yield Receiver(one)
    await one.close()


async def test_sends_a_signed_cloud_event(receiver):
    async with scripted(OK) as server:
        assert await receiver.deliver(message(f"http://127.0.0.1:{server.port}/hook?x=1", secret="s3cret")) is None
    (request,) = server.requests
    assert request.line == "POST /hook?x=1 HTTP/1.1"
    assert request.headers["content-type"] == "application/cloudevents+json"
    assert request.headers["idempotency-key"] == "m1"
    event = json.loads(request.body)
    assert (event["specversion"], event["id"], event["type"]) == ("1.0", "a1", "newsloom.alert.match.v1")
    assert event["data"]["article"]["title"] == "Flood"
    assert b"s3cret" not in request.body
    signed = f"{request.headers['x-newsloom-timestamp']}.".encode() + request.body
    expected = hmac.new(b"s3cret", signed, hashlib.sha256).hexdigest()
    assert request.headers["x-newsloom-signature"] == f"sha256={expected}"


async def test_says_what_was_wrong(receiver):
    async with scripted(answer(503)) as server:
        reason = await receiver.deliver(message(f"http://127.0.0.1:{server.port}/"))
    assert reason == "127.0.0.1 answered 503"
    assert len(server.requests) == 1


async def test_several_alerts_are_one_event(receiver):
    both = (alert("a1"), alert("a2", kind="correction"))
    async with scripted(OK) as server:
        assert await receiver.deliver(message(f"http://127.0.0.1:{server.port}/", alerts=both, why="digest")) is None
    event = json.loads(server.requests[0].body)
    assert (event["id"], event["type"]) == ("m1", "newsloom.alert.digest.v1")
    assert [(each["id"], each["kind"]) for each in event["data"]["alerts"]] == [("a1", "match"), ("a2", "correction")]


async def test_a_receiver_says_when_it_wants_more(receiver):
    async with scripted(answer(429, **{"retry-after": "17"})) as server:
        with pytest.raises(Busy) as told:
            await post_webhook(message(f"http://127.0.0.1:{server.port}/"), receiver.outside)
    assert told.value.wait.total_seconds() == 17


@pytest.mark.parametrize("status", [301, 302, 303, 400, 401, 404, 410])
async def test_does_not_repeat_what_will_not_pass(receiver, status):
    async with scripted(answer(status)) as server:
        assert await receiver.deliver(message(f"http://127.0.0.1:{server.port}/")) == f"127.0.0.1 answered {status}"
    assert len(server.requests) == 1


@pytest.mark.parametrize("act", [silence, dribble], ids=["silence", "dribble"])
async def test_a_slow_receiver_is_left(receiver, monkeypatch, act):
    monkeypatch.setattr(outside, "SECONDS", 1.0)
    async with asyncio.timeout(10), scripted(act) as server:
        assert (await receiver.deliver(message(f"http://127.0.0.1:{server.port}/"))).startswith("127.0.0.1: ")
    assert len(server.requests) == 1


async def test_an_answer_without_end_is_not_read(receiver):
    tracemalloc.start()
    async with asyncio.timeout(10), scripted(huge) as server:
        assert await receiver.deliver(message(f"http://127.0.0.1:{server.port}/")) is None
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8_000_000


async def test_follows_a_redirect_that_repeats_the_request(guarded):
    async with scripted(OK) as there, scripted(answer(308, location=f"http://127.0.0.1:{there.port}/new")) as here:
        assert await guarded.deliver(message(f"http://127.0.0.1:{here.port}/old")) is None
    assert there.requests[0].line == "POST /new HTTP/1.1"
    assert there.requests[0].body == here.requests[0].body


@pytest.mark.parametrize(
    "inside",
    [
        "http://169.254.169.254/latest/meta-data",
        "http://10.0.0.1/",
        "http://[::1]:80/",
        "http://localhost:1/",
        "http://167772161/",
        "http://0x0a.1/",
    ],
)
async def test_a_redirect_inside_is_refused(guarded, inside, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", names(socket.getaddrinfo, {"localhost": "127.0.0.2"}))
    async with scripted(answer(307, location=inside)) as server:
        assert "private addresses" in await guarded.deliver(message(f"http://127.0.0.1:{server.port}/"))
    assert len(server.requests) == 1


@pytest.mark.parametrize("elsewhere", ["file:///etc/passwd", "gopher://127.0.0.1/", ""])
async def test_redirects_stay_with_http_and_end(guarded, elsewhere):
    async with scripted(answer(307, location=elsewhere)) as server:
        assert await guarded.deliver(message(f"http://127.0.0.1:{server.port}/")) is not None
    assert len(server.requests) <= outside.REDIRECTS + 1


def names(real, table):
    """Name resolution in which `table` comes first."""

    def resolve(host, port, *arguments, **options):
        return real(table.get(host, host), port, *arguments, **options)

    return resolve


async def test_connects_to_the_address_that_was_checked(guarded, monkeypatch):
    """A name that answers otherwise when asked again gains nothing: it is asked once an attempt."""
    asked = []

    def resolve(host, port, *arguments, **options):
        asked.append(host)
        return real((asked.count(host) == 1 and host == "hooks.example" and "127.0.0.1") or host, port, *arguments, **options)

    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    async with scripted(OK) as server:
        assert await guarded.deliver(message(f"http://hooks.example:{server.port}/")) is None
    assert asked.count("hooks.example") == 1
    assert server.requests[0].headers["host"] == f"hooks.example:{server.port}"


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255",
     "::1", "::", "fe80::1", "fd00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "localhost", "2130706433", "0x7f.1"],
)  # fmt: skip
def test_addresses_inside_are_refused(host):
    with pytest.raises(Misused, match="private addresses"):
        check_address(host, 80, allow_private=False)


@pytest.mark.parametrize("host", ["1.1.1.1", "2606:4700:4700::1111", "64:ff9b::101:101"])
def test_addresses_outside_are_not(host):
    assert check_address(host, 443, allow_private=False) == host


@pytest.mark.parametrize("url", ["ftp://example.org/", "http://", "nonsense", "http://a b/", "http://[::1/"])
async def test_what_is_no_url_is_said_to_be_none(receiver, url):
    assert await receiver.deliver(message(url))


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    """A server's certificate for 127.0.0.1 that nobody vouches for."""
    if not shutil.which("openssl"):
        pytest.skip("makes its certificate with openssl")
    folder = tmp_path_factory.mktemp("tls")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, *subject]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


async def test_a_certificate_that_nobody_vouches_for_is_refused(receiver, tls, monkeypatch):
    async with scripted(OK, tls=tls) as server:
        assert "CERTIFICATE_VERIFY_FAILED" in await receiver.deliver(message(f"https://127.0.0.1:{server.port}/"))
    assert server.requests == []


async def test_plain_http_where_tls_was_asked_for_is_left(receiver, monkeypatch):
    monkeypatch.setattr(outside, "SECONDS", 0.3)
    async with scripted(OK) as server:
        assert "timeout" in await receiver.deliver(message(f"https://127.0.0.1:{server.port}/"))
    assert server.requests == []
