"""Alerts by e-mail: text and HTML, with a way to leave in its head."""

import asyncio
import smtplib
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from typing import Literal

from streams.errors import Misused, Transient
from streams.sinks.alerting.outbox import Message
from streams.sinks.alerting.unsubscribing import Leaving, link
from streams.sinks.alerting.wording import Line, headline, lines, more

SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Mailbox:
    """The server that mail goes out through, and whom it is from."""

    host: str
    sender: str
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    username: str | None = None
    password: str | None = None
    console: str | None = None
    """Address under which people reach the console."""
    key: bytes | None = None
    """Signs the links by which receivers leave; without it and a console there are none."""


async def send_mail(message: Message, mailbox: Mailbox | None) -> None:
    """Returns once the server took it. Raises Transient for what may pass, Misused for what will not."""
    if mailbox is None:
        raise Misused("e-mail needs NEWSLOOM_SMTP_HOST and NEWSLOOM_SMTP_FROM")
    mail = written(message, mailbox, datetime.now(UTC))
    try:
        await asyncio.to_thread(_hand_over, mail, mailbox)
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        raise _judged(code, said) from error
    except smtplib.SMTPResponseException as error:
        raise _judged(error.smtp_code, error.smtp_error) from error
    except (smtplib.SMTPException, OSError) as error:
        raise Transient(f"{mailbox.host}: {str(error) or type(error).__name__}") from error


def _judged(code: int, said: bytes | str) -> Transient | Misused:
    text = f"the mail server answered {code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}"[:300]
    return Misused(text) if 550 <= code < 560 else Transient(text)


def _hand_over(mail: EmailMessage, mailbox: Mailbox) -> None:
    context = ssl.create_default_context()
    if mailbox.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(mailbox.host, mailbox.port, timeout=SECONDS, context=context)
    else:
        server = smtplib.SMTP(mailbox.host, mailbox.port, timeout=SECONDS)
    with server:
        if mailbox.security == "starttls":
            server.starttls(context=context)
        if mailbox.username:
            server.login(mailbox.username, mailbox.password or "")
        server.send_message(mail)


def written(message: Message, mailbox: Mailbox, now: datetime) -> EmailMessage:
    """The mail. Its Message-ID is the message's own, so that a mailbox that gets it twice may show it once."""
    mail = EmailMessage(policy=SMTP)
    host = mailbox.sender.partition("@")[2]
    mail["From"] = Address("newsloom", addr_spec=mailbox.sender)
    mail["To"] = Address(addr_spec=message.channel.to)
    mail["Subject"] = _one_line(headline(message))
    mail["Date"] = now
    mail["Message-ID"] = f"<{message.id}@{host}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["List-Id"] = f"{_one_line(message.alerts[0].search_name)} <{message.alerts[0].search}.newsloom.{host}>"
    by_mail, leave = f"<mailto:{mailbox.sender}?subject=unsubscribe%20{message.alerts[0].search}>", _leave(message, mailbox)
    mail["List-Unsubscribe"] = f"<{leave}>, {by_mail}" if leave else by_mail
    if leave and leave.startswith("https://"):
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(_text(message, mailbox))
    mail.add_alternative(_html(message, mailbox), subtype="html")
    return mail


def _leave(message: Message, mailbox: Mailbox) -> str | None:
    """Where the receiver leaves by one click (RFC 8058)."""
    if mailbox.console is None or mailbox.key is None:
        return None
    return link(mailbox.console, mailbox.key, Leaving(message.alerts[0].search_key, message.channel.key))


def _one_line(text: str) -> str:
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())[:300]


def _text(message: Message, mailbox: Mailbox) -> str:
    parts = [_text_line(line) for line in lines(message)] + ([more(message)] if more(message) else [])
    return "\n\n".join([*parts, _foot(message, mailbox)]) + "\n"


def _text_line(line: Line) -> str:
    return "\n".join(filter(None, [f"{line.mark}: {line.title}" if line.mark else line.title, line.facts, line.summary, line.url]))


def _foot(message: Message, mailbox: Mailbox) -> str:
    first = message.alerts[0]
    where = f"\n{mailbox.console.rstrip('/')}/searches/{first.search}" if mailbox.console else ""
    leave = _leave(message, mailbox)
    how = f"\nNo more of it: {leave}" if leave else ""
    return f"-- \nYou get this because of the saved search {first.search_name}: {first.query}{where}{how}"


def _html(message: Message, mailbox: Mailbox) -> str:
    rows = "".join(map(_html_line, lines(message)))
    left = f"<p>{escape(more(message))}</p>" if more(message) else ""
    foot = escape(_foot(message, mailbox).removeprefix("-- \n")).replace("\n", "<br>")
    return (
        '<!doctype html><html><body style="font:16px/1.5 system-ui,sans-serif;max-width:40rem">'
        f'{rows}{left}<p style="color:#666;font-size:14px;border-top:1px solid #ddd;padding-top:8px">{foot}</p></body></html>'
    )


def _html_line(line: Line) -> str:
    title = f'<a href="{escape(line.url)}">{escape(line.title)}</a>' if line.url else escape(line.title)
    mark = f"{escape(line.mark)}: " if line.mark else ""
    summary = f"<br>{escape(line.summary)}" if line.summary else ""
    return f'<p><b>{mark}{title}</b><br><span style="color:#666">{escape(line.facts)}</span>{summary}</p>'
