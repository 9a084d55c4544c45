"""Searching the cluster: the same queries, pages and cursors as the index on one machine."""

from typing import Any

import httpx

from schemas import EnrichedArticle
from streams.errors import Misused, Transient
from streams.query import parse
from streams.sinks.facets import Counts, asked, asked_daily, asked_days, counts, daily, days
from streams.sinks.index import MOST_TELLING, telling
from streams.sinks.opensearch.documents import line
from streams.sinks.opensearch.dsl import dsl
from streams.sinks.paging import MOST_HITS, Page, best_unseen

Json = dict[str, Any]


class ScaledIndex:
    """Reads what the sink wrote behind `alias`. Raises Transient while the cluster does not answer."""

    def __init__(self, client: httpx.Client, alias: str) -> None:
        self._client, self._alias = client, alias

    def search(self, query: str, *, sort: str = "relevance", limit: int = 20, cursor: str | None = None) -> Page:
        """Raises QueryError, naming the character, for what is no query. An empty query finds everything.

        By date a page begins after the last hit of the one before, by relevance it is the best of what was not shown
        (see paging.py): none is skipped or shown twice while indexing goes on.
        """
        limit = max(1, min(limit, MOST_HITS))
        body: Json = {
            "query": _asked(query),
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
        def look(number: int) -> tuple[list[str], int]:
            found = self._ask(body | {"size": number, "sort": ["_score", {"id": "asc"}]})["hits"]
            return [hit["_id"] for hit in found["hits"]], found["total"]["value"]

        return best_unseen(look, body["size"], cursor)

    def counts(self, query: str, most: int = 8, over: int | None = None) -> Counts:
        """What all hits have in common, however many; `over` is how many they are, if known. Raises QueryError."""
        found = self._ask({"query": _asked(query), "size": 0, "track_total_hits": over is None, "aggs": asked(most)})
        if "aggregations" not in found:
            return Counts(0, 0)
        return counts(found["aggregations"], found["hits"]["total"]["value"] if over is None else over, most)

    def by_day(self, query: str, span: tuple[int, int]) -> dict[int, int]:
        """As `Index.by_day`."""
        found = self._ask({"query": _asked(query, span), "size": 0, "aggs": asked_days()})
        return days(found["aggregations"]) if "aggregations" in found else {}

    def commonest(self, name: str, query: str, most: int, span: tuple[int, int]) -> list[str]:
        """As `Index.commonest`."""
        wanted = {"value": {"terms": {"field": f"by_{name}", "size": most}}}
        found = self._ask({"query": _asked(query, span), "size": 0, "aggs": wanted})
        return [bucket["key"] for bucket in found["aggregations"]["value"]["buckets"]] if "aggregations" in found else []

    def daily(self, name: str, marked: list[str], query: str, span: tuple[int, int]) -> dict[str, dict[int, int]]:
        """As `Index.daily`."""
        if not marked:
            return {}
        found = self._ask({"query": _asked(query, span), "size": 0, "aggs": asked_daily(name, marked)})
        return daily(found["aggregations"]) if "aggregations" in found else {}

    def similar(self, article: EnrichedArticle, limit: int = 10) -> list[str]:
        """As `Index.similar`, by the cluster's own choice among the telling words."""
        alike = {
            "more_like_this": {
                "fields": ["text"],
                "like": line(telling(article)),
                "min_term_freq": 1,
                "min_doc_freq": 1,
                "max_query_terms": MOST_TELLING,
                "minimum_should_match": 1,
            }
        }
        wanted = {"bool": {"must": [alike], "filter": [{"term": {"shown": True}}, dsl(parse("is:original"))]}}
        hits = self._ask({"query": wanted, "size": limit + 1, "_source": False})["hits"]["hits"]
        return [hit["_id"] for hit in hits if hit["_id"] != article.id][:limit]

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


def _asked(query: str, span: tuple[int, int] | None = None) -> Json:
    wanted = dsl(parse(query)) if query.strip() else {"match_all": {}}
    within = [{"range": {"day": {"gte": span[0], "lte": span[1]}}}] if span else []
    return {"bool": {"must": [wanted], "filter": [{"term": {"shown": True}}, *within]}}


def _place(cursor: str) -> list[Any]:
    stamp, mark, id = cursor.partition("~")
    if not mark or not stamp.isdigit():
        raise Misused("cursor: not one that a page by date gave")
    return [int(stamp), id]
