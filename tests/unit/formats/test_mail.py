"""Newsletters by mail, with text of our own."""

from email.message import EmailMessage

import pytest

from schemas import RawArticle
from streams import formats
from streams.errors import Poison

HTML = "<html><body><p>Tre färjor väntade på torsdagen.</p></body></html>"


def newsletter() -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Hamnbladet – morgon <desk@hw.example>"
    message["To"] = "reader@else.example"
    message["Subject"] = "Färjorna väntar på isen"
    message["Date"] = "Thu, 12 Mar 2026 09:00:00 +0100"
    message["Message-ID"] = "<7@hw.example>"
    message["List-Unsubscribe"] = "<https://hw.example/u>"
    message["Archived-At"] = "<https://hw.example/brev/7>"
    message.set_content("Tre färjor väntade på torsdagen.")
    message.add_alternative(HTML, subtype="html")
    message["Content-Language"] = "sv"
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="is.png")
    return message


def read(value: bytes, kind: bytes = b"") -> RawArticle:
    (article,) = formats.read(value, {"content-type": kind})
    return article


@pytest.mark.parametrize("kind", [b"", b"message/rfc822", b"text/plain"])
@pytest.mark.parametrize("policy_line", ["\n", "\r\n"])
def test_a_newsletter_becomes_an_article(kind: bytes, policy_line: str) -> None:
    message = newsletter()
    article = read(message.as_bytes(policy=message.policy.clone(linesep=policy_line)), kind)
    assert article.model_dump(exclude_none=True, exclude_defaults=True) == {
        "uri": "mid:7@hw.example",
        "url": "https://hw.example/brev/7",
        "source": "Hamnbladet – morgon",
        "title": "Färjorna väntar på isen",
        "language": "sv",
        "published_at": "Thu, 12 Mar 2026 09:00:00 +0100",
        "content": article.content,
        "content_type": "text/html",
        "flags": ["newsletter"],
    }
    assert "Tre färjor väntade" in (article.content or "")


def test_a_text_that_speaks_of_a_sender_is_no_mail() -> None:
    article = read(b"From: the harbour\nSubject: ice\n\nThe ferries wait.")
    assert article.content_type == "text/plain"


@pytest.mark.parametrize("charset", ["no-such-charset", "utf-8", "latin-1"])
def test_a_charset_that_lies_costs_no_letter(charset: str) -> None:
    head = f"From: a@b.example\nMessage-ID: <1>\nSubject: =?utf-8?q?=C3?= x\nContent-Type: text/plain; charset={charset}\n\n"
    assert "caf" in (read(head.encode() + "café".encode("cp1252")).content or "")


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Färja".encode(), "Färja"),
        (b"=?utf-8?b?RsOkcmph?=", "Färja"),
        (b"=?\x80utf-8?q?A?=", "=?\ufffdutf-8?q?A?="),
        (b"=?no-such?q?A?=", "=?no-such?q?A?="),
    ],
)
def test_a_subject_is_read_however_it_is_written(subject: bytes, expected: str) -> None:
    assert read(b"From: a@b.example\nMessage-ID: <1>\nSubject: " + subject + b"\n\nWords.").title == expected


def test_parts_without_end_are_refused() -> None:
    head = b"From: a@b.example\nMessage-ID: <1>\nContent-Type: multipart/mixed; boundary=x\n\n"
    with pytest.raises(Poison, match="too many parts"):
        read(head + b"--x\n\npart\n" * 5000)
    nested = b"".join(b"--%d\nContent-Type: multipart/mixed; boundary=%d\n\n" % (n, n + 1) for n in range(700))
    with pytest.raises(Poison):
        read(head.replace(b"boundary=x", b"boundary=0") + nested)
