"""Alerts by e-mail, through a real SMTP server."""

import email
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default

import pytest

from schemas import Alert, Channel
from streams.errors import Misused, Transient
from streams.sinks.alerting.outbox import Message
from streams.sinks.alerting.unsubscribing import Leaving
from streams.sinks.alerting.unsubscribing import read as read_link
from streams.sinks.email import Mailbox, send_mail, written
from tests.unit.sinks.mailing import mail_server
from tests.unit.sinks.test_outbox import NOW
from tests.unit.sinks.test_outbox import alert as plain

DESK = Channel(kind="email", to="desk@example.org")


def message(*alerts: Alert, why: str = "now") -> Message:
    return Message("m1", DESK, alerts, ("0:1",) * len(alerts), why, 0, NOW)  # type: ignore[arg-type]


def alert(title: str = "Flood <b>&", **fields: object) -> Alert:
    found = plain("a", title=title)
    about = found.article.model_copy(update={"url": "https://example.org/1?a=1&b=2", "summary": ["It rained."], "source": "Post"})
    return found.model_copy(update={"article": about} | fields)


def box(port: int) -> Mailbox:
    return Mailbox("127.0.0.1", "alerts@news.example", port, "none", console="https://console.example/")


def read(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=default)  # type: ignore[return-value]


async def test_a_mail_is_text_and_html_and_says_how_to_leave() -> None:
    async with mail_server() as server:
        await send_mail(message(alert()), box(server.port))
    ((sender, to, raw),) = server.mails
    assert ("alerts@news.example" in sender, "desk@example.org" in to) == (True, True)
    mail = read(raw)
    assert mail["Subject"] == "Floods: Flood <b>&"
    assert mail["Message-ID"] == "<m1@news.example>"
    assert mail["List-Unsubscribe"] == "<mailto:alerts@news.example?subject=unsubscribe%20f>"
    text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))  # type: ignore[union-attr]
    assert "It rained." in text
    assert "https://example.org/1?a=1&b=2" in text
    assert "https://console.example/searches/f" in text
    assert '<a href="https://example.org/1?a=1&amp;b=2">Flood &lt;b&gt;&amp;</a>' in html


@pytest.mark.parametrize(("console", "by_click"), [("https://console.example/", True), ("http://127.0.0.1:8420", False)])
def test_a_click_is_enough_to_leave(console: str, by_click: bool) -> None:
    mailbox = replace(box(1), console=console, key=b"key")
    mail = written(message(alert()), mailbox, datetime.now(UTC))
    first, _, second = mail["List-Unsubscribe"].partition(", ")
    assert second == "<mailto:alerts@news.example?subject=unsubscribe%20f>"
    where = first.strip("<>")
    assert read_link(where.partition("token=")[2], b"key") == Leaving("default/f", DESK.key)
    assert mail["List-Unsubscribe-Post"] == ("List-Unsubscribe=One-Click" if by_click else None)
    assert where in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("says", "kind"),
    [
        ({"rcpt": b"550 no such user"}, Misused),
        ({"rcpt": b"451 greylisted"}, Transient),
        ({"mail": b"553 not you"}, Misused),
        ({"data": b"452 full"}, Transient),
        ({"ehlo": b"421 busy", "helo": b"421 busy"}, Transient),
    ],
)
async def test_what_may_pass_is_told_from_what_will_not(says: dict[str, bytes], kind: type[Exception]) -> None:
    async with mail_server(**says) as server:
        with pytest.raises(kind):
            await send_mail(message(alert()), box(server.port))


async def test_a_server_that_is_not_there_may_come_back() -> None:
    async with mail_server() as server:
        port = server.port
    with pytest.raises(Transient):
        await send_mail(message(alert()), box(port))


async def test_without_a_server_it_says_which_settings_are_missing() -> None:
    with pytest.raises(Misused, match="NEWSLOOM_SMTP_HOST"):
        await send_mail(message(alert()), None)


def test_nothing_in_a_title_becomes_a_header() -> None:
    mail = written(message(alert("One\r\nBcc: all@example.org\r\n\r\nTwo")), box(1), datetime(2026, 3, 14, tzinfo=UTC))
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Floods: One Bcc: all@example.org Two"


def test_a_retraction_has_no_link_to_what_must_not_be_used() -> None:
    mail = written(message(alert(kind="retraction")), box(1), NOW)
    assert mail["Subject"] == "Floods: Withdrawn: Flood <b>&"
    assert "example.org/1" not in mail.as_string()
    assert "do not use it" in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_a_digest_counts_and_lists() -> None:
    many = [alert(f"Title {number}") for number in range(30)]
    mail = written(message(*many, why="digest"), box(1), NOW)
    assert mail["Subject"] == "Floods: 30 articles"
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert ("Title 24" in text, "Title 25" in text, "and 5 more" in text) == (True, False, True)


@pytest.mark.parametrize("to", ["nobody", "a@b@c", "a b@c", "a@b\nBcc: c@d", "<a@b>", "a@b,c@d", "@b", "a@"])
def test_what_is_no_address_is_refused(to: str) -> None:
    with pytest.raises(ValueError, match="NAME@HOST"):
        Channel(kind="email", to=to)
