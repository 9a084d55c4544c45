"""Searching the cluster: the same queries, pages and cursors as the index on one machine."""

from typing import Any

import httpx

from streams.errors import Misused, Transient
from streams.query import parse
from streams.sinks.index import FURTHEST, MOST_HITS, Page
from streams.sinks.opensearch.dsl import dsl

Json = dict[str, Any]


class ScaledIndex:
    """Reads what the sink wrote behind `alias`. Raises Transient while the cluster does not answer."""

    def __init__(self, client: httpx.Client, alias: str) -> None:
        self._client, self._alias = client, alias

    def search(self, query: str, *, sort: str = "relevance", limit: int = 20, cursor: str | None = None) -> Page:
        """Raises QueryError, naming the character, for what is no query. An empty query finds everything.

        By date a page begins after the last hit of the one before, and none is skipped or shown twice while indexing
        goes on. By relevance the cursor is the number of hits shown.
        """
        limit = max(1, min(limit, MOST_HITS))
        wanted = dsl(parse(query)) if query.strip() else {"match_all": {}}
        body: Json = {
            "query": {"bool": {"must": [wanted], "filter": [{"term": {"shown": True}}]}},
            "size": limit,
            "track_total_hits": True,
            "_source": False,
            "docvalue_fields": ["id"],
        }
        return self._by_date(body, cursor) if sort == "date" else self._by_relevance(body, cursor)

    def _by_date(self, body: Json, cursor: str | None) -> Page:
        after = {"search_after": _place(cursor)} if cursor else {}
        found = self._ask(body | after | {"sort": [{"indexed_at": "desc"}, {"id": "desc"}]})["hits"]
        hits = found["hits"]
        last = "~".join(map(str, hits[-1]["sort"])) if len(hits) == body["size"] else None
        return Page([hit["_id"] for hit in hits], found["total"]["value"], last)

    def _by_relevance(self, body: Json, cursor: str | None) -> Page:
        start = int(cursor or 0)
        if start > FURTHEST:
            raise Misused(f"cursor: by relevance no further than {FURTHEST} hits; sort by date to go on")
        found = self._ask(body | {"from": start, "sort": ["_score", {"id": "asc"}]})["hits"]
        hits, total = [hit["_id"] for hit in found["hits"]], found["total"]["value"]
        shown = start + len(hits)
        return Page(hits, total, str(shown) if hits and shown < total else None)

    def size(self) -> int:
        """Articles that a search may find."""
        return int(self._ask({"query": {"term": {"shown": True}}, "size": 0, "track_total_hits": True})["hits"]["total"]["value"])

    def _ask(self, body: Json) -> Json:
        try:
            answer = self._client.post(f"/{self._alias}/_search", json=body)
        except httpx.HTTPError as error:
            raise Transient(f"OpenSearch does not answer: {str(error) or type(error).__name__}") from error
        if answer.status_code == 400:
            raise Misused(f"the archive cannot answer this query: {answer.text[:300]}")
        if answer.status_code == 404:  # nothing was written yet
            return {"hits": {"hits": [], "total": {"value": 0}}}
        if answer.status_code != 200:
            raise Transient(f"OpenSearch answered {answer.status_code}: {answer.text[:200]}")
        found: Json = answer.json()
        return found


def _place(cursor: str) -> list[Any]:
    stamp, mark, id = cursor.partition("~")
    if not mark or not stamp.isdigit():
        raise Misused("cursor: not one that a page by date gave")
    return [int(stamp), id]
