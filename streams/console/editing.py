"""A saved search as a form's fields, and back."""

from collections.abc import Mapping
from typing import Any

from schemas import SavedSearch
from streams.errors import Misused

EMPTY = {
    "id": "", "name": "", "query": "", "per": "article", "least_sources": "1", "copies": "", "zone": "UTC",
    "quiet_start": "", "quiet_end": "", "throttle_most": "", "throttle_minutes": "60", "digest": "", "digest_at": "07:00",
    "digest_count": "", "burst_articles": "", "burst_minutes": "15", "channels": "",
}  # fmt: skip
"""Every field and what it is at first."""
KINDS = ("webhook", "slack", "teams", "email")


def fields(given: Mapping[str, Any]) -> dict[str, str]:
    """What was typed in, or the form's own beginnings."""
    return {name: str(given.get(name, start)) for name, start in EMPTY.items()}


def asked(form: Mapping[str, str]) -> dict[str, Any]:
    """The request that saves the form; what cannot be right is left to it to refuse. Raises Misused for a receiver of no kind."""
    digest = {key: value for key, value in (("every", form["digest"]), ("count", form["digest_count"])) if value}
    policy: dict[str, Any] = {
        "per": form["per"],
        "copies": form["copies"] == "on",
        "least_sources": form["least_sources"] or 1,
        "zone": form["zone"].strip() or "UTC",
        "quiet": {"start": form["quiet_start"], "end": form["quiet_end"]} if form["quiet_start"] or form["quiet_end"] else None,
        "throttle": {"most": form["throttle_most"], "minutes": form["throttle_minutes"]} if form["throttle_most"] else None,
        "digest": {**digest, "at": form["digest_at"] or "07:00"} if digest else None,
        "burst": {"articles": form["burst_articles"], "minutes": form["burst_minutes"]} if form["burst_articles"] else None,
    }
    channels = [_channel(line) for line in form["channels"].splitlines() if line.strip()]
    return {"id": form["id"] or None, "name": form["name"], "query": form["query"], "channels": channels, "policy": policy}


def _channel(line: str) -> dict[str, str | None]:
    """`slack https://…`, `email desk@example.org`, `webhook https://… SECRET`; an address alone says what it is."""
    parts = line.split()
    if parts[0] not in KINDS:
        parts.insert(0, "webhook" if parts[0].startswith(("https://", "http://")) else "email")
    if not 2 <= len(parts) <= 3:
        raise Misused(f"receivers: {line.strip()!r} is not KIND ADDRESS, such as slack https://hooks.slack.com/… or email desk@example.org")
    return {"kind": parts[0], "to": parts[1], "secret": parts[2] if len(parts) == 3 else None}


def filled(search: SavedSearch) -> dict[str, str]:
    """The form of a search that is there; secrets stay inside."""
    policy = search.policy
    known = {
        "id": search.id,
        "name": search.name,
        "query": search.query,
        "per": policy.per,
        "least_sources": policy.least_sources,
        "copies": "on" if policy.copies else "",
        "zone": policy.zone,
        "channels": "\n".join(f"{channel.kind} {channel.shown}" for channel in search.receivers),
    }
    if policy.quiet:
        known |= {"quiet_start": policy.quiet.start, "quiet_end": policy.quiet.end}
    if policy.throttle:
        known |= {"throttle_most": policy.throttle.most, "throttle_minutes": policy.throttle.minutes}
    if policy.digest:
        known |= {"digest": policy.digest.every or "", "digest_at": policy.digest.at, "digest_count": policy.digest.count or ""}
    if policy.burst:
        known |= {"burst_articles": policy.burst.articles, "burst_minutes": policy.burst.minutes}
    return fields(known)


def told(search: SavedSearch) -> list[str]:
    """What its policy asks for, a few words each."""
    policy = search.policy
    found = ["once a story" if policy.by_story else "", "copies too" if policy.copies else ""]
    found.append(f"from {policy.least_sources} sources on" if policy.least_sources > 1 else "")
    if policy.digest:
        every = f"each {policy.digest.every}" if policy.digest.every else ""
        found.append("digest " + " or ".join(filter(None, [every, f"of {policy.digest.count}" if policy.digest.count else ""])))
    found.append(f"quiet {policy.quiet.start}–{policy.quiet.end} {policy.zone}" if policy.quiet else "")
    found.append(f"at most {policy.throttle.most} in {policy.throttle.minutes} min" if policy.throttle else "")
    found.append(f"burst of {policy.burst.articles} in {policy.burst.minutes} min" if policy.burst else "")
    return [each for each in found if each]
