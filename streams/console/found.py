"""What a search shows: a page of hits with excerpts, what they have in common, and everything about one entity."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from streams.console.desk import Desk
from streams.console.excerpt import Excerpt
from streams.query import parse
from streams.query.tree import Or

Row = dict[str, Any]

BRIEF = (
    "id", "title", "url", "source", "published_at", "language", "topics", "story", "story_size", "duplicate", "summary", "indexed_at",
)  # fmt: skip
SAMPLE = 200
"""Newest hits over which facets and companions are counted."""


def briefly(row: Row) -> Row:
    """What a list shows of an article."""
    return {name: row.get(name) for name in BRIEF}


def found(desk: Desk, query: str, sort: str, limit: int, cursor: str | None) -> Row:
    """A page of hits, each with the words that were found in it. Raises QueryError."""
    page = desk.index.search(query, sort=sort, limit=limit, cursor=cursor)
    excerpt = Excerpt(parse(query) if query.strip() else None)
    hits = [briefly(row) | {"excerpt": excerpt.of(row)} for row in desk.archive.articles(page.hits)]
    return {"total": page.total, "cursor": page.cursor, "hits": hits}


def facets(desk: Desk, query: str) -> Row:
    """Sources, languages, topics and names of the newest hits: `over` says of how many. Raises QueryError.

    Each value has the query that narrows this one to it, null where this one does so already.
    """
    rows = desk.archive.articles(desk.index.search(query, sort="date", limit=SAMPLE).hits)
    counted = {
        "source": _counted((row["source"], row["source"]) for row in rows if row.get("source")),
        "lang": _counted((row["language"]["code"], row["language"]["code"]) for row in rows),
        "topic": _counted((topic["qcode"], topic["label"]) for row in rows for topic in row.get("topics") or []),
        "entity": _counted(named for row in rows for named in _named(row)),
    }
    narrowing = {field: [{**each, "query": _narrowed(query, field, each["value"])} for each in found] for field, found in counted.items()}
    return {"over": len(rows), **narrowing}


def _narrowed(query: str, field: str, value: str) -> str | None:
    clause = f'{field}:"{value.replace(chr(34), "")}"'
    if clause in query:
        return None
    whole = f"({query})" if query.strip() and isinstance(parse(query), Or) else query
    return f"{whole} AND {clause}" if query.strip() else clause


def about_entity(desk: Desk, id: str, limit: int, cursor: str | None) -> Row | None:
    """An entity by Wikidata id or by name: the articles that name it, its words and its company in the newest of them."""
    wanted = id.replace('"', "").strip()
    if not wanted:
        return None
    query = f'entity:"{wanted}"'
    page = found(desk, query, "date", limit, cursor)
    rows = desk.archive.articles(desk.index.search(query, sort="date", limit=SAMPLE).hits)
    own = [each for row in rows for each in row.get("entities") or [] if _is(each, wanted)]
    if not own:
        return None
    spoken = [(row, quote) for row in rows for quote in row.get("quotes") or [] if quote.get("direct", True)]
    quotes = [{**quote, "article": briefly(row)} for row, quote in spoken if _is(quote.get("speaker"), wanted)]
    beside = [pair for row in rows for pair in _named(row) if wanted.casefold() not in map(str.casefold, pair)]
    return {
        "id": id,
        "name": Counter(each["name"] for each in own).most_common(1)[0][0],
        "type": Counter(each["type"] for each in own).most_common(1)[0][0],
        "wikidata": next((each["wikidata"] for each in own if each.get("wikidata")), None),
        "roles": list({each["role"].casefold(): each["role"] for each in own if each.get("role")}.values())[:5],
        "over": len(rows),
        "company": _counted(beside),
        "quotes": quotes[:20],
        **page,
    }


def _is(named: Row | None, wanted: str) -> bool:
    return named is not None and wanted.casefold() in (named["name"].casefold(), (named.get("wikidata") or "").casefold())


def _named(row: Row) -> set[tuple[str, str]]:
    return {(each.get("wikidata") or each["name"], each["name"]) for each in row.get("entities") or []}


def _counted(pairs: Iterable[tuple[str, str]], most: int = 8) -> list[Row]:
    """The commonest values with a name for each, most frequent first."""
    number: Counter[str] = Counter()
    names: dict[str, str] = {}
    for value, name in pairs:
        number[value] += 1
        names.setdefault(value, name)
    ranked = sorted(number.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
    return [{"value": value, "name": names[value], "number": count} for value, count in ranked]
