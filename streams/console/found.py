"""What a search shows: a page of hits with excerpts, what they have in common, and everything about one entity."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from streams.console.desk import Desk
from streams.console.excerpt import Excerpt
from streams.query import parse
from streams.query.tree import Or
from streams.sinks.paging import mark, marks, with_seen

Row = dict[str, Any]

BRIEF = (
    "id", "title", "url", "source", "published_at", "language", "topics", "story", "story_size", "duplicate", "summary", "indexed_at",
)  # fmt: skip
SAMPLE = 200
"""Newest hits over which companions are counted."""


def briefly(row: Row) -> Row:
    """What a list shows of an article."""
    return {name: row.get(name) for name in BRIEF}


def found(desk: Desk, query: str, sort: str, limit: int, cursor: str | None, collapse: bool = False) -> Row:
    """A page of hits, each with the words that were found in it. Raises QueryError.

    With `collapse` each story is shown once, by the first of its articles in this order: later pages leave it out too.
    """
    page = desk.index.search(query, sort=sort, limit=limit, cursor=cursor)
    rows, following = desk.archive.articles(page.hits), page.cursor
    if collapse and sort == "relevance":
        rows = _once_a_story(rows, marks(cursor))
        following = with_seen(following, {f"story:{story}" for row in rows if (story := _story(row))}) if following else None
    elif collapse:
        rows = [row for row in rows if not (story := _story(row)) or _newest(desk, query, story) == row["id"]]
    excerpt = Excerpt(parse(query) if query.strip() else None)
    hits = [briefly(row) | {"excerpt": excerpt.of(row)} for row in rows]
    return {"total": page.total, "cursor": following, "hits": hits}


def _story(row: Row) -> str | None:
    found: str | None = (row.get("story") or {}).get("id")
    return found


def _once_a_story(rows: list[Row], seen: frozenset[bytes]) -> list[Row]:
    """The first of each story that was not shown on a page before."""
    kept: dict[str, Row] = {}
    for row in rows:
        story = _story(row)
        if story is None or mark(f"story:{story}") not in seen:
            kept.setdefault(f"story:{story}" if story else row["id"], row)
    return [*kept.values()]


def _newest(desk: Desk, query: str, story: str) -> str:
    return desk.index.search(narrowed(query, "story", story), sort="date", limit=1).hits[0]


def facets(desk: Desk, query: str, hits: int) -> Row:
    """What all hits have in common: `over` says how many they are, `counted` of how many the numbers are: where that is
    less they are estimates. `hits` is what the search found in all. Raises QueryError.

    Each value has the query that narrows this one to it, null where this one does so already.
    """
    counted = desk.index.counts(query, over=hits)
    found: Row = {"over": counted.over, "counted": counted.counted}
    for field, values in counted.values.items():
        found[field] = [
            {"value": value, "name": name, "number": number, "query": _narrowing(query, field, value)} for (value, name), number in values
        ]
    found["day"] = [
        {"value": iso(day), "name": iso(day), "number": number, "query": _narrowing(query, "date", str(day))}
        for day, number in sorted(counted.days.items(), reverse=True)[:14]
    ]
    return found


def iso(day: int) -> str:
    """yyyymmdd with hyphens."""
    text = f"{day:08}"
    return f"{text[:4]}-{text[4:6]}-{text[6:]}"


def _narrowing(query: str, field: str, value: str) -> str | None:
    return None if _clause(field, value) in query else narrowed(query, field, value)


def narrowed(query: str, field: str, value: str) -> str:
    """The query that finds only those of its hits that have this value."""
    clause = _clause(field, value)
    whole = f"({query})" if query.strip() and isinstance(parse(query), Or) else query
    return f"{whole} AND {clause}" if query.strip() else clause


def _clause(field: str, value: str) -> str:
    return f"{field}:{value}" if field == "date" else f'{field}:"{value.replace(chr(34), "")}"'


def about_entity(desk: Desk, id: str, limit: int, cursor: str | None) -> Row | None:
    """An entity by id or by name: the articles that name it, its words and its company in the newest of them."""
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
    beside = [pair for row in rows for pair in named_in(row) if wanted.casefold() not in map(str.casefold, pair)]
    return {
        "id": id,
        "name": Counter(each["name"] for each in own).most_common(1)[0][0],
        "type": Counter(each["type"] for each in own).most_common(1)[0][0],
        "known_as": next((each["id"] for each in own if each.get("id")), None),
        "wikidata": next((each["wikidata"] for each in own if each.get("wikidata")), None),
        "roles": list({each["role"].casefold(): each["role"] for each in own if each.get("role")}.values())[:5],
        "over": len(rows),
        "company": counted(beside),
        "quotes": quotes[:20],
        **page,
    }


def _is(named: Row | None, wanted: str) -> bool:
    return named is not None and wanted.casefold() in [(named.get(key) or "").casefold() for key in ("name", "id", "wikidata")]


def named_in(row: Row) -> set[tuple[str, str]]:
    """What an article names: id, where there is one, and name."""
    return {(each.get("id") or each.get("wikidata") or each["name"], each["name"]) for each in row.get("entities") or []}


def counted(pairs: Iterable[tuple[str, str]], most: int = 8) -> list[Row]:
    """The commonest values with a name for each, most frequent first."""
    number: Counter[str] = Counter()
    names: dict[str, str] = {}
    for value, name in pairs:
        number[value] += 1
        names.setdefault(value, name)
    ranked = sorted(number.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
    return [{"value": value, "name": names[value], "number": count} for value, count in ranked]
