"""The sample articles: written for this project, about invented events; the publishers are invented too."""

import json
from importlib import resources
from typing import Any


def articles() -> list[dict[str, Any]]:
    """Raw articles in sending order, with time tokens still in them."""
    text = (resources.files("streams.embedded.samples") / "articles.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]
