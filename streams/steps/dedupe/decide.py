"""What an article is: seen already, a new version, a correction, a kill, a copy of which original, part of which story.

Pure: reads the memory, returns a decision; the caller folds its facts. Ranks never look at arrival, so any order and any
repetition of versions ends in the same state.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from schemas import Change, ClassifiedArticle, DedupedArticle, Differences, Duplicate, Story, StoryEvent, StoryRef
from streams.outcome import Drop
from streams.steps.dedupe.copies import Match, beside
from streams.steps.dedupe.differences import differences
from streams.steps.dedupe.fact import TITLE, Fact
from streams.steps.dedupe.known import Known
from streams.steps.dedupe.memory import Memory
from streams.steps.dedupe.sketch import Sketch
from streams.steps.dedupe.telling import Place, announced, apart, closed, placed

CORRECTED = re.compile(
    r"^\W*(?:corrections?|corrected|clarification|editor['’]s note|korrektur|berichtigung|richtigstellung|rectificatif|correction|erratum|"
    r"corrección|fe de (?:errores|erratas)|rettifica|errata|correção|rectificatie|sprostowanie|исправлен\w*|уточнен\w*|виправлен\w*|訂正|更正)\b",
    re.I,
)
LIVE = re.compile(r"\blive\b|liveblog|liveticker|en direct|en vivo|in diretta|ao vivo", re.I)
REUSED = 0.2
"""Below this containment both ways a known URL carries another article."""
LONG_ENOUGH = 80
"""Words that both texts need before their lack of common text means anything."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The record that goes on, or the drop; what to remember; what to tell of the story."""

    outcome: DedupedArticle | Drop
    facts: tuple[Fact, ...] = ()
    stories: tuple[Story, ...] = ()
    events: tuple[StoryEvent, ...] = ()


def decide(memory: Memory, article: ClassifiedArticle, sketch: bytes, origin: str, now: datetime) -> Decision:
    """Total over every article; raises Unreadable only for a broken sketch."""
    decision = _decided(memory, article, sketch, origin, now)
    if not decision.facts:
        return decision
    fact = decision.facts[0]
    changed = {event.story for event in decision.events} | ({fact.story.id} if fact.story else set())
    stories, events = closed(memory, fact.at, changed, now)
    return replace(decision, stories=(*decision.stories, *stories), events=(*decision.events, *events))


def _decided(memory: Memory, article: ClassifiedArticle, sketch: bytes, origin: str, now: datetime) -> Decision:
    seen = Sketch.from_bytes(sketch)
    named = memory.named([*article.aliases[:1], f"id:{article.id}", *article.aliases[1:]])
    killed = article.status == "canceled"
    known = next((each for each in named if killed or _is_same_article(each, article, seen)), None)
    if named and not known:
        article = article.model_copy(update={"id": f"{article.id}-{article.content_hash[:6]}"})
        known = memory.get(article.id)
    if known:
        article = article.model_copy(update={"id": known.id})
        if article.rank in known:
            return _again(known, article, origin)
        if refused := _refused(known, article):
            return Decision(refused, _remembered(refused, article, origin, now))
    elif article.status == "canceled":
        early = Drop("early_kill", "no version of the article came before it")
        return Decision(early, (_fact(article, origin, now, "kill", dropped="early_kill"),))
    if article.embargoed_until and article.embargoed_until > now and article.status == "usable":
        return Decision(Drop("embargoed", article.embargoed_until.isoformat()))
    return _new_version(memory, known, article, seen, sketch, origin, now)


def _is_same_article(known: Known, article: ClassifiedArticle, seen: Sketch) -> bool:
    """Whether a known URL still carries the article it did (its name leads to the latest). Live blogs change all the time."""
    theirs = known.text
    if article.rank in known or LIVE.search(article.title):
        return True
    if min(seen.words, theirs.words) < LONG_ENOUGH or known.newest.title == article.title:
        return True
    reach = min(seen.prints[-1], int(theirs.prints[-1]))  # a short text is sampled further than a long one
    ours, held = ({mark for mark in prints if mark <= reach} for prints in (seen.prints, theirs.prints.tolist()))
    return len(ours & held) >= REUSED * min(len(ours), len(held))


def _again(known: Known, article: ClassifiedArticle, origin: str) -> Decision:
    """The same origin gets the same decision; another one with the same version is a redelivery."""
    fact = known.version(article.rank)
    if fact.origin != origin:
        return Decision(Drop("redelivery", fact.article))
    if fact.dropped:
        return Decision(Drop(fact.dropped, fact.article))
    return Decision(_record(article, fact.change, fact.differences, fact.duplicate, fact.story))


def _refused(known: Known, article: ClassifiedArticle) -> Drop | None:
    newest = known.newest_for(article.source)
    if newest is None:
        return None
    killed = article.status == "canceled"
    if killed and known.source and article.source != known.source:
        return Drop("not_own_source", f"a kill of {known.source}'s article from {article.source}")
    if newest.status == "canceled":
        return Drop("older_version", "the article was killed")
    if article.rank < newest.rank and not killed:
        return Drop("older_version", f"version {newest.rank} is known")
    if article.content_hash == newest.content_hash and article.status == newest.status and not killed:
        return Drop("redelivery", f"the same content as version {newest.rank}")
    return None


def _remembered(refused: Drop, article: ClassifiedArticle, origin: str, now: datetime) -> tuple[Fact, ...]:
    """A newer version with the text of the newest says nothing new, but no version below it may replace that text."""
    if refused.reason != "redelivery":
        return ()
    return (_fact(article, origin, now, "redelivery", dropped="redelivery"),)


def _fact(article: ClassifiedArticle, origin: str, now: datetime, change: Change, **more: Any) -> Fact:
    return Fact(
        article=article.id,
        rank=article.rank,
        origin=origin,
        aliases=[f"id:{article.id}", *article.aliases],
        source=article.source,
        status=article.status,
        title=article.title[:TITLE],
        language=article.language.code,
        content_hash=article.content_hash,
        change=change,
        at=min(article.received_at, now),  # a date in the future must not age the window
        **more,
    )


def _new_version(
    memory: Memory,
    known: Known | None,
    article: ClassifiedArticle,
    seen: Sketch,
    sketch: bytes,
    origin: str,
    now: datetime,
) -> Decision:
    change = _change(known, article)
    changed = _differences(known, article, seen) if known and change in ("update", "correction") else None
    match = memory.copies.find(seen, leave_out=known.number if known else None) if article.body and change != "kill" else None
    duplicate = _duplicate(memory, match, article, seen)
    if known and known.newest.duplicate and change != "kill":
        duplicate = _beside(known.newest.duplicate, memory.get(known.newest.duplicate.of), seen)
    told = article.body and change != "kill"
    place = placed(memory, article, seen, known, duplicate) if told else None
    packed = Fact.wrapped(sketch) if told else ""
    more = _joining(place) if place else _parting(memory, article.id, min(article.received_at, now)) if change == "kill" else {}
    fact = _fact(article, origin, now, change, differences=changed, duplicate=duplicate, sketch=packed, **more)
    stories, events = announced(place, fact, now, memory.stories.place) if place else apart(memory, fact, now)
    return Decision(_record(article, change, changed, duplicate, fact.story), (fact,), stories, events)


def _joining(place: Place) -> dict[str, Any]:
    merges = [other.id for other in place.merges]
    return {"headline": place.headline, "counted": place.counted, "story": place.ref, "merges": merges}


def _parting(memory: Memory, article: str, at: datetime) -> dict[str, Any]:
    """A kill takes apart what the article alone held together."""
    found = memory.stories.parts_by(article, memory.due(at))
    return {"splits": found[1]} if found else {}


def _change(known: Known | None, article: ClassifiedArticle) -> Change:
    if article.status == "canceled":
        return "kill"
    if known is None or known.source is None:
        return "new"
    edges = [article.title, *article.body[:2], *article.body[-2:]]
    if "sig:correction" in article.signals:
        return "correction"
    return "correction" if any(CORRECTED.match(text) for text in edges) else "update"


def _differences(known: Known, article: ClassifiedArticle, seen: Sketch) -> Differences | None:
    return differences(known.text, seen, known.newest.title, article.title[:TITLE])


def _duplicate(memory: Memory, match: Match | None, article: ClassifiedArticle, seen: Sketch) -> Duplicate | None:
    """The first of the copies, whole (`same`), mostly (`near`), or with much more around one of them (`contained`)."""
    other = memory.known(match.other) if match else None
    if match is None or other is None:
        return None
    newest = other.newest
    first = newest.duplicate.of if newest.duplicate else other.id
    if first == article.id:
        return None  # a new version of the original looks like its copies
    same = newest.content_hash == article.content_hash or min(match.inside, match.covers) >= 0.98
    kind: Any = "same" if same else "near" if match.inside >= 0.5 else "contained"
    containment = max(match.inside, match.covers)
    return _beside(Duplicate(of=first, kind=kind, containment=containment), other if first == other.id else memory.get(first), seen)


def _beside(duplicate: Duplicate, original: Known | None, seen: Sketch) -> Duplicate:
    """The same with what the text has in common with its original, as far as that is known."""
    found = beside(seen, original.text) if original else None
    return duplicate.model_copy(update=found._asdict()) if found else duplicate


def _record(
    article: ClassifiedArticle, change: Change, changed: Differences | None, duplicate: Duplicate | None, story: StoryRef | None
) -> DedupedArticle:
    fields = {**dict(article), **(article.model_extra or {})}
    return DedupedArticle.model_construct(**fields, change=change, differences=changed, duplicate=duplicate, story=story)
