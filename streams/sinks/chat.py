"""Alerts to the incoming webhooks of Slack and of Microsoft Teams.

Slack: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks; Teams: the Workflows trigger "when a
webhook request is received", which takes an adaptive card.
"""

from typing import Any

import orjson

from streams.sinks.alerting.outbox import Message
from streams.sinks.alerting.wording import Line, headline, lines, more
from streams.sinks.outside import Outside

SECTION = 2900
"""Characters of a section; Slack takes 3,000."""


async def post_slack(message: Message, outside: Outside) -> None:
    """Raises Transient or Misused as `Outside.post` does."""
    await outside.post(message.channel.to, orjson.dumps(slack(message)), _headers(message))


async def post_teams(message: Message, outside: Outside) -> None:
    """Raises Transient or Misused as `Outside.post` does."""
    await outside.post(message.channel.to, orjson.dumps(teams(message)), _headers(message))


def _headers(message: Message) -> dict[str, str]:
    return {"content-type": "application/json", "idempotency-key": message.id}


def slack(message: Message) -> dict[str, Any]:
    """`text` is what a notification shows; nothing in an article can mention anybody or make a link of its own."""
    texts = [_slack_line(line) for line in lines(message)] + ([more(message)] if more(message) else [])
    sections = [{"type": "section", "text": {"type": "mrkdwn", "text": text[:SECTION]}} for text in texts]
    heading = {"type": "header", "text": {"type": "plain_text", "text": headline(message)[:150], "emoji": False}}
    return {"text": _slack(headline(message)), "blocks": [heading, *sections], "unfurl_links": False, "unfurl_media": False}


def _slack_line(line: Line) -> str:
    title = f"<{_slack(line.url.replace('|', '%7C').replace(' ', '%20'))}|{_slack(line.title)}>" if line.url else _slack(line.title)
    mark = f"*{line.mark}:* " if line.mark else ""
    return f"{mark}{title}\n{_slack(line.facts)}" + (f"\n{_slack(line.summary)}" if line.summary else "")


def _slack(text: str) -> str:
    """The three characters that Slack reads as its own."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def teams(message: Message) -> dict[str, Any]:
    """An adaptive card; titles are links by action, for a card's text is Markdown and an article's is not."""
    heading = {"type": "TextBlock", "text": _markdown(headline(message)), "weight": "Bolder", "size": "Medium", "wrap": True}
    left = [{"type": "TextBlock", "text": more(message), "isSubtle": True}] if more(message) else []
    body = [heading, *map(_teams_line, lines(message)), *left]
    card = {"$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.4", "body": body}
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attachment]}


def _teams_line(line: Line) -> dict[str, Any]:
    title = _markdown(f"{line.mark}: {line.title}" if line.mark else line.title)
    items = [
        {"type": "TextBlock", "text": title, "weight": "Bolder", "wrap": True},
        {"type": "TextBlock", "text": _markdown(line.facts), "isSubtle": True, "spacing": "None", "wrap": True},
    ]
    if line.summary:
        items.append({"type": "TextBlock", "text": _markdown(line.summary), "spacing": "Small", "wrap": True})
    container: dict[str, Any] = {"type": "Container", "separator": True, "items": items}
    return container | ({"selectAction": {"type": "Action.OpenUrl", "url": line.url}} if line.url else {})


def _markdown(text: str) -> str:
    """Text as it is, whatever Markdown would make of it."""
    return "".join("\\" + mark if mark in r"\`*_{}[]()#+-!|<>~" else mark for mark in text)
