"""Saved searches beside Lucene Monitor and OpenSearch's percolator in the same run.

    python -m tests.benchmarks.matching SHARED [SEARCHES] [ARTICLES] [alone]

Prints documents per CPU second of each over the same searches and the same words, and how many documents differ; of ours
also the memory of a search, and the CPU time of adding and removing one between articles. Lucene's peer is AlertPeer.java
beside the data; jars come from Maven Central, and both need a JDK of 11 to 23 (`javac`, `java`) on the path. `alone` leaves the peers out.
"""

import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import jgo

from streams.query import Document, Frequencies, SearchSet
from streams.query.features import Vocabulary
from streams.query.tokens import tokens
from tests.benchmarks.percolator import percolated

JARS = (
    "org.apache.lucene:lucene-monitor:9.11.1+org.apache.lucene:lucene-queryparser:9.11.1"
    "+org.apache.lucene:lucene-analysis-common:9.11.1+com.fasterxml.jackson.core:jackson-databind:2.17.2"
)
CHANGES = 10
"""Searches replaced, and so removed and added, between two articles."""


def main(shared: Path, number: int = 100_000, limit: int = 500, alone: bool = False) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        queries, articles = folder / "queries.jsonl", folder / "articles.jsonl"
        make = [sys.executable, str(shared / "eval/alert_queries.py")]
        background = str(shared / "data/articles/background.jsonl.gz")
        with queries.open("wb") as out:
            subprocess.run([*make, background, str(number), "1"], check=True, stdout=out)
        with articles.open("w", encoding="utf-8") as out:
            lines = subprocess.run([*make, "--docs", background], check=True, capture_output=True, text=True).stdout.splitlines()
            out.writelines(json.dumps(_retokenised(json.loads(line))) + "\n" for line in lines)
        found = ours(queries, articles, limit)
        if alone:
            return
        compared("Lucene Monitor", found, peer(folder, shared, queries, articles, limit))
        compared("percolator", found, percolated(shared / "eval/opensearch_node.py", folder / "node", queries, articles, limit))


def compared(name: str, found: dict[str, list[str]], expected: dict[str, list[str]]) -> None:
    differing = sum(found[id] != expected[id] for id in expected)
    print(f"{name}: {differing} of {len(expected)} documents differ, {sum(map(len, expected.values()))} matches", flush=True)


def _retokenised(row: dict[str, object]) -> dict[str, object]:
    return row | {name: tokens(" ".join(row[name])) for name in ("title", "body")}  # type: ignore[call-overload]


def _document(row: dict[str, object]) -> Document:
    """Tokenised here: the peer's analyser works in its own time too."""
    title, body = (tokens(" ".join(row[name])) for name in ("title", "body"))  # type: ignore[call-overload]
    return Document(title, body, frozenset(f"{k}:{row[k]}" for k in ("source", "topic", "lang")), {"date": row["date"]})  # type: ignore[dict-item]


def ours(queries: Path, articles: Path, limit: int) -> dict[str, list[str]]:
    frequencies, rows = Frequencies(), []
    with articles.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            frequencies.learn(Vocabulary().features(_document(row)))
            rows += [row] if len(rows) < limit else []
    held = resident()
    searches, before = SearchSet(frequencies), time.process_time()
    with queries.open(encoding="utf-8") as lines:
        for line in lines:
            search = json.loads(line)
            searches.add(search["id"], search["query"])
    searches.settle()
    each = (resident() - held) / len(searches)
    print(f"newsloom: {len(searches)} searches loaded in {time.process_time() - before:.1f} CPU-s, {each:.0f} bytes each", flush=True)
    found: dict[str, list[str]] = {}
    for repeat in range(2):
        before = time.process_time()
        found = {str(row["id"]): searches.match_document(_document(row)) for row in rows}
        print(f"newsloom: rep={repeat} {len(rows) / (time.process_time() - before):.0f} documents per CPU second", flush=True)
    changed(searches, queries, rows)
    return found


def changed(searches: SearchSet, queries: Path, rows: list[dict[str, object]]) -> None:
    """Between two articles some searches are removed and added again."""
    spent: dict[str, list[float]] = {"remove": [], "add": []}
    with queries.open(encoding="utf-8") as lines:
        for row in rows:
            for search in map(json.loads, itertools.islice(lines, CHANGES)):
                for name, change in (("remove", lambda s: searches.remove(s["id"])), ("add", lambda s: searches.add(s["id"], s["query"]))):
                    before = time.thread_time()
                    change(search)
                    spent[name].append(1000 * (time.thread_time() - before))
            searches.match_document(_document(row))
    for name, each in spent.items():
        each.sort()
        middle, last = each[len(each) // 2], each[int(len(each) * 0.99)]
        print(f"newsloom: {name} p50 {middle:.3f} p99 {last:.3f} most {each[-1]:.2f} ms of CPU, {len(each)} of them between articles")


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")


def peer(folder: Path, shared: Path, queries: Path, articles: Path, limit: int) -> dict[str, list[str]]:
    jars = jgo.build(JARS, cache_dir=folder / "jgo").path
    classes = ":".join(map(str, itertools.chain([folder], jars.rglob("*.jar"))))
    subprocess.run(["javac", "-cp", classes, "-d", folder, shared / "eval/AlertPeer.java"], check=True)
    out = folder / "peer.tsv"
    java = ["java", "-Xmx6g", "-XX:+UseSerialGC", "-cp", classes, "AlertPeer"]
    subprocess.run([*java, queries, articles, str(limit), "multidf", "1", out, "2"], check=True)
    rows = (line.rstrip("\n").split("\t") for line in out.read_text(encoding="utf-8").splitlines())
    return {id: ids.split() for id, ids in rows}


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, filter(str.isdigit, sys.argv[2:4])), alone="alone" in sys.argv)
