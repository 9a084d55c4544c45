"""Train the name tagger: `python -m streams.models.names.train SILVER ARTICLES GOLD_FOLDER KNOWLEDGE [MINUTES]`.

Needs torch (not a dependency of the product). The method is distillation: a small convolution over hashed word types
learns silver labels over news and human labels whose licences allow shipping weights. Writes weights.npz beside it.
"""

import gzip
import json
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from streams.models.names.features import BITS, SIZES, slot, table
from streams.models.names.words import sentences

TAGS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC")
KINDS = {"PER": 1, "ORG": 3, "LOC": 5}
WIDTH, LAYERS, RATE, BATCH = 64, 2, 3e-3, 5000
GOLD = [
    "wikigold",
    "btc",
    "wnut17-train-dev",
    "gum-news",
    "gum-interview",
    "gum-academic",
    "gum-court",
    "re3d-centcom",
    "re3d-uk_government",
    "re3d-us_state_department",
    "re3d-au-dfat",
]
"""Human-labelled sets without a share-alike duty."""
CERTAIN = 0.6
Example = tuple[list[str], list[int]]


def lines(path: Path) -> Iterator[Any]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def gazetteer(path: Path) -> np.ndarray:
    """Bitmap of words that stand in names of places, countries and people."""
    bits = np.zeros(BITS, np.uint8)
    for row in lines(path):
        parts = row["label"].split()
        if row["type"] == "place" and (row["prior"] > -0.3 or row.get("pop", 0) > 30000):
            flag = 2 if row.get("desc", "").find("country") >= 0 or row["prior"] > 5 else 1
            marks = [(part, flag) for part in parts]
        elif row["type"] == "person" and len(parts) > 1:
            marks = [(parts[0], 4), (parts[-1], 8)]
        else:
            continue
        for part, flag in marks:
            if len(part) > 2 and part[0].isupper():
                bits[slot(part)] |= flag
    return bits


def silver(labels: Path, articles: Path, limit: int) -> Iterator[Example]:
    """Sentences of the articles with the teacher's tags; uncertain spans and skipped sentences are left out."""
    by_id = {row["id"]: row for row in lines(labels)}
    for _, article in zip(range(limit), lines(articles), strict=False):
        spans = by_id.get(article["id"])
        if spans is None:
            continue
        tags: dict[int, int] = {}
        unsure = [tuple(span) for span in spans["skip"]]
        for start, end, kind, certainty in spans["spans"]:
            if certainty < CERTAIN:
                unsure.append((start, end))
            elif kind in KINDS:
                tags[start] = KINDS[kind]
                tags.update(dict.fromkeys(range(start + 1, end), KINDS[kind] + 1))
        dark = {place for start, end in unsure for place in range(start, end)}
        for sentence in sentences(article["body"]):
            if not any(start in dark for start, _ in sentence):
                yield [article["body"][s:e] for s, e in sentence], [tags.get(s, 0) for s, _ in sentence]


def gold(folder: Path) -> Iterator[Example]:
    for name in GOLD:
        for row in lines(folder / f"{name}.jsonl.gz"):
            yield row["tokens"][:120], [TAGS.index(t) if t in TAGS else 0 for t in row["tags"][:120]]


def varied(examples: Iterable[Example], random: np.random.Generator) -> Iterator[Example]:
    """Each example, some sentences without names left out, and now and then again in capitals or title case."""
    for words, tags in examples:
        if not any(tags) and random.random() < 0.5:
            continue
        yield words, tags
        chance = random.random()
        if chance < 0.04:
            yield [word.upper() for word in words], tags
        elif chance < 0.09:
            yield [word[:1].upper() + word[1:] for word in words], tags


class Network(nn.Module):
    """Word types to vectors, two gated convolutions over them, seven tags. Mirrors tagger.py."""

    def __init__(self) -> None:
        super().__init__()
        self.tables = nn.ModuleList([nn.Embedding(size, WIDTH) for size in SIZES])
        for each in self.tables:
            nn.init.normal_(each.weight, std=0.1)
        self.norm, self.norm2, self.mix = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH), nn.Linear(WIDTH, 2 * WIDTH)
        self.convs = nn.ModuleList([nn.Linear(3 * WIDTH, 2 * WIDTH) for _ in range(LAYERS)])
        self.norms = nn.ModuleList([nn.LayerNorm(WIDTH) for _ in range(LAYERS)])
        self.out, self.drop = nn.Linear(WIDTH, len(TAGS)), nn.Dropout(0.1)

    def forward(self, types: torch.Tensor, where: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        x = self.norm(sum(each(types[:, i]) for i, each in enumerate(self.tables)))
        x = self.norm2(x + functional.glu(self.mix(self.drop(x))))
        x = self.drop(x[where])
        for conv, norm in zip(self.convs, self.norms, strict=True):
            y = functional.pad(x * mask, (0, 0, 1, 1))
            y = functional.glu(conv(torch.cat([y[:-2], y[1:-1], y[2:]], dim=1)))
            x = norm(x + self.drop(y))
        return self.out(x)


def batches(examples: list[Example], random: np.random.Generator) -> Iterator[list[Example]]:
    while True:
        batch, size = [], 0
        for index in random.permutation(len(examples)):
            batch.append(examples[index])
            size += len(batch[-1][0])
            if size > BATCH:
                yield batch
                batch, size = [], 0


def train(examples: list[Example], bits: np.ndarray, minutes: float) -> Network:
    """Cross-entropy with AdamW and a linear fall of the rate over the wall-clock minutes given."""
    torch.manual_seed(0)
    random = np.random.default_rng(0)
    vocabulary = {w: i for i, w in enumerate(dict.fromkeys(w for words, _ in examples for w in words))}
    types = table(list(vocabulary), bits)
    coded = [(np.array([vocabulary[w] for w in words]), np.array(tags)) for words, tags in examples]
    net = Network()
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, betas=(0.9, 0.98), weight_decay=0.0, fused=True)
    began = time.monotonic()
    for step, batch in enumerate(batches(coded, random)):
        done = (time.monotonic() - began) / 60 / minutes
        if done >= 1:
            break
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1, (step + 1) / 150) * max(0.01, 1 - done)
        loss = _loss(net, batch, types, random)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        if step % 200 == 0:
            print(step, round(done, 3), round(loss.item(), 4), flush=True)
    return net


def _loss(net: Network, batch: list[Any], types: np.ndarray, random: np.random.Generator) -> torch.Tensor:
    gap = np.array([-1])
    flat = np.concatenate([part for ids, _ in batch for part in (ids, gap)])
    target = np.concatenate([part for _, tags in batch for part in (tags, gap)])
    seen, where = np.unique(flat.clip(0), return_inverse=True)
    rows = types[seen].astype(np.int64)
    dropped = random.random(len(rows))
    rows[dropped < 0.15, 0] = 0
    rows[(dropped < 0.1) | (dropped > 0.93), 8] = 0
    mask = torch.from_numpy((flat >= 0).astype(np.float32))[:, None]
    scores = net(torch.from_numpy(rows), torch.from_numpy(where), mask)
    return functional.cross_entropy(scores, torch.from_numpy(target), ignore_index=-1)


def save(net: Network, bits: np.ndarray, path: Path) -> None:
    arrays = {name: value.numpy().astype(np.float16) for name, value in net.state_dict().items()}
    np.savez_compressed(path, lists=bits, **arrays)


def main(labels: str, articles: str, folder: str, knowledge: str, minutes: str = "3") -> None:
    torch.set_num_threads(2)
    random = np.random.default_rng(0)
    bits = gazetteer(Path(knowledge))
    examples = list(varied(silver(Path(labels), Path(articles), 4000), random))
    people = list(gold(Path(folder)))
    print(len(examples), "silver", len(people), "gold sentences", flush=True)
    net = train(examples + list(varied(people, random)) * 2, bits, float(minutes))
    save(net, bits, Path(__file__).with_name("weights.npz"))


if __name__ == "__main__":
    main(*sys.argv[1:])
