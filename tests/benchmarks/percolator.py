"""OpenSearch's percolator over the same searches and the same words, a peer of `matching.py`."""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import httpx
import orjson

from streams.query import parse
from streams.sinks.opensearch import template
from streams.sinks.opensearch.documents import line
from streams.sinks.opensearch.dsl import dsl
from tests.opensearch import PERCOLATING, running

MOST = 20
"""Articles it is asked about: with 100,000 searches it takes some two seconds for each."""
AT_ONCE = 2_000
"""Searches written together."""


def percolated(script: Path, folder: Path, queries: Path, articles: Path, limit: int) -> dict[str, list[str]]:
    """The searches that each of the first articles meets; prints documents per CPU second of the node."""
    folder.mkdir()
    with running(script, folder, PERCOLATING, "java") as url, httpx.Client(base_url=url, timeout=300, trust_env=False) as node:
        _fill(node, queries)
        with articles.open(encoding="utf-8") as lines:
            rows = [json.loads(each) for each in islice(lines, min(limit, MOST))]
        found: dict[str, list[str]] = {}
        for repeat in range(2):
            before = _cpu_seconds(node)
            found = {str(row["id"]): _met(node, row) for row in rows}
            print(f"percolator: rep={repeat} {len(rows) / (_cpu_seconds(node) - before):.2f} documents per CPU second", flush=True)
        return found


def _fill(node: httpx.Client, queries: Path) -> None:
    made = template("searches")["template"]
    made["settings"]["index"] |= {"max_result_window": 1_000_000, "refresh_interval": "-1", "auto_expand_replicas": False}
    made["settings"]["index"]["number_of_replicas"] = 0
    made["mappings"]["properties"]["query"] = {"type": "percolator"}
    node.put("/searches", json={"settings": made["settings"], "mappings": made["mappings"]}).raise_for_status()
    actions = _actions(queries)
    while part := b"".join(islice(actions, AT_ONCE)):
        answer = node.post("/searches/_bulk", content=part, headers={"content-type": "application/x-ndjson"})
        assert not answer.raise_for_status().json()["errors"], answer.text[:500]
    node.post("/searches/_refresh").raise_for_status()


def _actions(queries: Path) -> Iterator[bytes]:
    with queries.open("rb") as lines:
        for search in map(orjson.loads, lines):
            name, query = {"index": {"_id": search["id"]}}, {"query": dsl(parse(search["query"]))}
            yield orjson.dumps(name) + b"\n" + orjson.dumps(query) + b"\n"


def _met(node: httpx.Client, row: dict[str, Any]) -> list[str]:
    title, body = line(row["title"]), line(row["body"])
    values = [f"{name}:{row[name]}" for name in ("source", "topic", "lang")]
    document = {"text": [title, body], "title": title, "body": body, "values": values}
    document |= {"date": row["date"], "words": len(row["title"]) + len(row["body"])}
    asked = {"size": 1_000_000, "_source": False, "query": {"percolate": {"field": "query", "document": document}}}
    answer = node.post("/searches/_search", json=asked).raise_for_status().json()
    return sorted(hit["_id"] for hit in answer["hits"]["hits"])


def _cpu_seconds(node: httpx.Client) -> float:
    (told,) = node.get("/_nodes/stats/process").raise_for_status().json()["nodes"].values()
    return float(told["process"]["cpu"]["total_in_millis"]) / 1000
