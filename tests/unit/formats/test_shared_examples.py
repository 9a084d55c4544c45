"""Every public example of a format and every feed is read, or refused in words."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import orjson

from streams import formats
from streams.errors import Poison
from streams.steps.clean import clean

NOW = datetime(2026, 3, 15, tzinfo=UTC)


def outcome(value: bytes) -> str:
    """`read`, or the words of the refusal; any other error is a failure of the test."""
    try:
        articles = formats.read(value, {})
    except Poison as error:
        return str(error)
    for article in articles:
        clean(article, NOW)
    return "read"


def test_every_example_of_the_iptc_is_read_or_refused_in_words(shared: Path) -> None:
    examples = [
        path for path in sorted((shared / "data/formats").rglob("*")) if path.suffix in (".json", ".xml") and "examples" in str(path)
    ]
    outcomes = {path.name: outcome(path.read_bytes()) for path in examples}
    refused = {name: said for name, said in outcomes.items() if said != "read"}
    assert len(examples) > 80
    assert all(said.startswith(("content: ", "record: ")) for said in refused.values())
    items = [path for path in examples if path.suffix == ".json" or b"<newsItem" in path.read_bytes()[:600]]
    assert sum(outcomes[path.name] == "read" for path in items) >= len(items) * 0.85  # the rest are bare metadata


def test_every_feed_is_read_or_refused_in_words(shared: Path) -> None:
    with gzip.open(shared / "data/feeds/feedparser.jsonl.gz") as lines:
        values = [orjson.loads(line)["xml_latin1"].encode("latin-1") for line in lines]
    outcomes = [outcome(value) for value in values]
    refused = [said for said in outcomes if said != "read"]
    assert len(values) > 1000
    assert all(said.startswith("content: ") for said in refused)
    assert outcomes.count("read") > 400  # more than half of them test the channel and have no entry
