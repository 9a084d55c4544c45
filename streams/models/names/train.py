"""Train the name tagger: `python -m streams.models.names.train SILVER ARTICLES KNOWLEDGE DEMONYMS [SEED]`.

Needs torch (not a dependency of the product). Distillation: a small network over hashed word types learns a teacher's
labels over news, the same news with names exchanged, and made-up sport reports. Writes weights.npz beside it; the same
arguments on the same machine give the same weights.
"""

import json
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from streams.models.names.features import SIZES, piece_rows, pieces, table
from streams.models.names.tagger import Weights
from streams.models.names.train_lists import gazetteer, pools
from streams.models.names.train_sport import reports
from streams.models.names.train_swaps import swapped
from streams.models.names.train_texts import TAGS, Document, Sentence, joined, silver

WIDTH, SPAN, BATCH, STEPS, RATE = 64, 5, 5000, 4000, 3e-3
SWAPPED, JOINED, REPORTS = 0.4, 0.5, 4000
FREQUENT = 20_000
"""Word types whose vectors are stored: 93 of 100 words of news."""
LONGEST = 100
"""Words of a sentence that are used."""


class Coded(NamedTuple):
    """A document as numbers: word ids (0 between sentences), tags, weights."""

    ids: np.ndarray
    tags: np.ndarray
    weights: np.ndarray


class Vocabulary:
    """Numbers for words; 0 is the gap between sentences. `lower[i]` is the number of word i without its capitals."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {"": 0}

    def code(self, words: Iterable[str]) -> list[int]:
        numbers = self.numbers
        return [numbers.setdefault(word, len(numbers)) for word in words]

    def lower(self) -> np.ndarray:
        numbers: dict[str, int] = {}
        return np.array([numbers.setdefault(word.lower(), len(numbers)) for word in self.numbers], np.int32)


def varied(document: Document, random: np.random.Generator) -> Document:
    """Some sentences in capitals or title case, the first more often; hyphenated words joined in some documents."""
    if random.random() < JOINED:
        document = joined(document)
    return [_cased(sentence, random.random(), 0.15 if not place else 0.03) for place, sentence in enumerate(document)]


def _cased(sentence: Sentence, chance: float, share: float) -> Sentence:
    if chance < share:
        return sentence._replace(words=[word.upper() for word in sentence.words])
    if chance < 2 * share:
        return sentence._replace(words=[word[:1].upper() + word[1:] for word in sentence.words])
    return sentence


def parts(document: Document, random: np.random.Generator) -> Iterator[Document]:
    """The document cut into runs of 4 to 40 sentences, the length of short and long articles."""
    at = 0
    while at < len(document):
        size = int(random.integers(4, 41))
        yield document[at : at + size]
        at += size


def coded(document: Document, vocabulary: Vocabulary) -> Coded:
    ids, tags, weights = [0], [0], [0.0]
    for sentence in document:
        ids += [*vocabulary.code(sentence.words[:LONGEST]), 0]
        tags += [*sentence.tags[:LONGEST], 0]
        weights += [*sentence.weights[:LONGEST], 0.0]
    return Coded(np.array(ids, np.int32), np.array(tags, np.int8), np.array(weights, np.float16))


class Network(nn.Module):
    """Word types to vectors, a convolution over five words, the mean over a word's places in the document, a convolution over three.

    The first convolution is linear in the word type, so the tagger keeps its products with the type. Mirrors tagger.py.
    """

    def __init__(self, piece_width: int) -> None:
        super().__init__()
        self.tables = nn.ModuleList([nn.Embedding(size, WIDTH) for size in SIZES])
        for each in self.tables:
            nn.init.normal_(each.weight, std=0.1)
        self.piece = nn.Linear(piece_width, WIDTH)
        self.norm, self.norm2, self.mix = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH), nn.Linear(WIDTH, 2 * WIDTH)
        self.near = nn.Linear(WIDTH, SPAN * 2 * WIDTH, bias=False)
        self.near_bias = nn.Parameter(torch.zeros(2 * WIDTH))
        self.far = nn.Linear(4 * WIDTH, 2 * WIDTH)
        self.norms = nn.ModuleList([nn.LayerNorm(WIDTH) for _ in range(2)])
        self.out, self.drop = nn.Linear(WIDTH, len(TAGS)), nn.Dropout(0.1)

    def forward(
        self, types: torch.Tensor, vectors: torch.Tensor, where: torch.Tensor, same: torch.Tensor, mask: torch.Tensor
    ) -> torch.Tensor:
        x = self.norm(sum(each(types[:, i]) for i, each in enumerate(self.tables)) + self.piece(vectors))
        x = self.drop(self.norm2(x + functional.glu(self.mix(self.drop(x)))))
        y = functional.pad(self.near(x)[where] * mask, (0, 0, SPAN // 2, SPAN // 2))
        y = sum(y[k : k + len(where), 2 * WIDTH * k : 2 * WIDTH * (k + 1)] for k in range(SPAN)) + self.near_bias
        x = self.norms[0](x[where] + self.drop(functional.glu(y))) * mask
        sums = torch.zeros(int(same.max()) + 1, WIDTH).index_add(0, same, x)
        counts = torch.bincount(same).clamp(min=1)[:, None]
        memory = (sums / counts)[same]
        y = functional.pad(x, (0, 0, 1, 1))
        y = functional.glu(self.far(torch.cat([y[:-2], x, y[2:], self.drop(memory)], dim=1)))
        return self.out(self.norms[1](x + self.drop(y)))


def batches(documents: list[Coded], random: np.random.Generator) -> Iterator[list[Coded]]:
    while True:
        batch, size = [], 0
        for index in random.permutation(len(documents)):
            batch.append(documents[index])
            size += len(batch[-1].ids)
            if size > BATCH:
                yield batch
                batch, size = [], 0


class Material(NamedTuple):
    """What training reads: documents, and of each word its features, its piece vector and its number without capitals."""

    documents: list[Coded]
    types: np.ndarray
    vectors: np.ndarray
    lower: np.ndarray


def train(documents: list[Coded], vocabulary: Vocabulary, bits: np.ndarray, seed: int) -> Network:
    """Weighted cross-entropy with AdamW and a linear fall of the rate over STEPS."""
    words, random = list(vocabulary.numbers), np.random.default_rng(seed)
    material = Material(documents, table(words, bits), pieces(words, piece_rows()), vocabulary.lower())
    torch.manual_seed(seed)
    net = Network(material.vectors.shape[1])
    tables = list(net.tables.parameters())
    others = [value for name, value in net.named_parameters() if not name.startswith("tables.")]
    groups = [{"params": tables, "weight_decay": 0.0}, {"params": others, "weight_decay": 0.01}]
    optimiser = torch.optim.AdamW(groups, lr=RATE, betas=(0.9, 0.98), fused=True)
    began, total = time.process_time(), 0.0
    for step, batch in zip(range(STEPS), batches(material.documents, random), strict=False):
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1, (step + 1) / 150) * max(0.01, 1 - step / STEPS)
        loss = _loss(net, batch, material, random)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(others, 1.0)
        optimiser.step()
        total += loss.item()
        if step % 100 == 99:
            print(step + 1, round(total / 100, 4), round(time.process_time() - began), "s CPU", flush=True)
            total = 0.0
    return net.eval()


def _loss(net: Network, batch: list[Coded], material: Material, random: np.random.Generator) -> torch.Tensor:
    ids = np.concatenate([document.ids for document in batch])
    target = torch.from_numpy(np.concatenate([document.tags for document in batch]).astype(np.int64))
    weights = torch.from_numpy(np.concatenate([document.weights for document in batch]).astype(np.float32))
    which = np.repeat(np.arange(len(batch)), [len(document.ids) for document in batch])
    _, same = np.unique(which * np.int64(len(material.lower)) + material.lower[ids], return_inverse=True)
    seen, where = np.unique(ids, return_inverse=True)
    rows = material.types[seen].astype(np.int64)
    dropped = random.random(len(rows))
    rows[dropped < 0.15, 0] = 0
    rows[(dropped < 0.1) | (dropped > 0.93), 8] = 0
    mask = torch.from_numpy((ids > 0).astype(np.float32))[:, None]
    scores = net(torch.from_numpy(rows), torch.from_numpy(material.vectors[seen]), torch.from_numpy(where), torch.from_numpy(same), mask)
    losses = functional.cross_entropy(scores, target, reduction="none")
    return (losses * weights).sum() / weights.sum()


def save(net: Network, bits: np.ndarray, frequent: list[str], path: Path) -> None:
    """Embedding tables as int8 with one scale a row, the rest as it is, and the vectors of frequent word types ready made."""
    arrays: dict[str, np.ndarray] = {}
    for name, value in net.state_dict().items():
        array = value.numpy()
        if name.startswith("tables."):
            scales = np.maximum(np.abs(array).max(axis=1), 1e-9) / 127
            arrays[name], arrays[f"scales.{name}"] = np.rint(array / scales[:, None]).astype(np.int8), scales.astype(np.float32)
        else:
            arrays[name] = array.astype(np.float32)
    np.savez_compressed(path, lists=bits, **arrays)
    ready = Weights(path).types(frequent)
    words = np.frombuffer("\n".join(frequent).encode(), np.uint8)
    np.savez_compressed(path, lists=bits, frequent=words, frequent_vectors=ready.astype(np.float16), **arrays)


def frequent_types(documents: Iterable[Coded], vocabulary: Vocabulary) -> list[str]:
    """The FREQUENT most frequent words, most frequent first."""
    counts = np.bincount(np.concatenate([document.ids for document in documents]), minlength=len(vocabulary.numbers))
    counts[0] = 0
    words = list(vocabulary.numbers)
    return [words[number] for number in np.argsort(-counts, kind="stable")[:FREQUENT]]


def prepared(labels: Path, articles: Path, knowledge: Path, demonyms: list[str], seed: int) -> tuple[list[Coded], Vocabulary]:
    """All documents of one training, in numbers."""
    random, vocabulary = np.random.default_rng(seed), Vocabulary()
    news = list(silver(labels, articles))
    names = pools(knowledge, demonyms, news)
    print(len(news), "articles", {field: len(pool) for field, pool in names._asdict().items()}, flush=True)
    found = []
    for document in (part for article in news for part in parts(article, random)):
        if random.random() < SWAPPED:
            document = swapped(document, names, random)
        found.append(coded(varied(document, random), vocabulary))
    found += [coded(varied(report, random), vocabulary) for report in reports(names, REPORTS, random)]
    print(len(found), "documents", sum(len(each.ids) for each in found), "words", flush=True)
    return found, vocabulary


def main(labels: str, articles: str, knowledge: str, demonyms: str, seed: str = "0") -> None:
    torch.set_num_threads(1)
    adjectives = list(json.loads(Path(demonyms).read_text(encoding="utf-8")))
    documents, vocabulary = prepared(Path(labels), Path(articles), Path(knowledge), adjectives, int(seed))
    bits = gazetteer(Path(knowledge), adjectives)
    net = train(documents, vocabulary, bits, int(seed))
    save(net, bits, frequent_types(documents, vocabulary), Path(__file__).with_name("weights.npz"))


if __name__ == "__main__":
    main(*sys.argv[1:])
