"""The search index on this machine: tantivy, fed with our own tokens, asked through its query builder.

One writer; readers in other processes see what it committed. `text` holds the words of title and body, the fields
`title` and `body` their positions as well: a phrase in the text is one in either, so none spans both.
"""

from collections import Counter
from itertools import product
from pathlib import Path
from typing import Any, Self

import tantivy

from schemas import EnrichedArticle
from streams.errors import Misused
from streams.query import Document, Query, geo, parse
from streams.query.tokens import tokens
from streams.query.tree import And, Field, Geo, Not, Or, Phrase, Prefix, Range, Term
from streams.sinks import facets
from streams.sinks.facets import Counts
from streams.sinks.paging import MOST_HITS, Page, best_unseen

MOST = 1e18
"""Beyond every number of an article."""
MOST_ORDERS = 4000
"""Ways to place the words of a phrase with slop: 3 words within 35, 4 within 9."""
NUMBERS = ("date", "words", "sentiment", "novelty")
"""Dates as yyyymmdd, so that no year is out of range."""
MOST_TELLING = 16
"""Words by which articles are found to be alike."""
MUST, SHOULD, MUST_NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot


def _schema() -> tantivy.Schema:
    build = tantivy.SchemaBuilder()
    build.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    build.add_text_field("text", tokenizer_name="ours", index_option="freq")
    for name in ("title", "body"):
        build.add_text_field(name, tokenizer_name="ours", index_option="position")
    build.add_text_field("values", tokenizer_name="raw", index_option="basic")
    for name in NUMBERS:
        build.add_float_field(name, indexed=True, fast=True)
    build.add_integer_field("indexed_at", stored=True, indexed=True, fast=True)
    build.add_integer_field("day", indexed=True, fast=True)
    build.add_integer_field("slice", indexed=True)
    for name in facets.FIELDS:
        build.add_text_field(f"by_{name}", tokenizer_name="raw", index_option="basic", fast=True)
    return build.build()


class Index:
    """`Index.writer(folder)` for the one that writes, `Index.reader(folder)` for everybody else."""

    def __init__(self, folder: Path, writes: bool) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._schema = _schema()
        self._index = tantivy.Index(self._schema, path=str(folder))
        spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer("ours", spaces)
        self._writer = self._index.writer(heap_size=64_000_000, num_threads=1) if writes else None

    @classmethod
    def writer(cls, folder: Path) -> Self:
        return cls(folder, writes=True)

    @classmethod
    def reader(cls, folder: Path) -> Self:
        return cls(folder, writes=False)

    def put(self, article: EnrichedArticle, indexed_at: int) -> None:
        """Replace whatever is there under its id; what is killed or withheld is only taken out."""
        assert self._writer is not None  # noqa: S101  # only the writer's owner calls this
        self._writer.delete_documents("id", article.id)
        if article.status == "usable":
            self._writer.add_document(self._document(article, indexed_at))

    def remove(self, article: str) -> None:
        """Take an article out."""
        assert self._writer is not None  # noqa: S101
        self._writer.delete_documents("id", article)

    def size(self) -> int:
        """Articles that a search may find."""
        self._index.reload()
        return int(self._index.searcher().num_docs)

    def missing(self, articles: list[str]) -> set[str]:
        """Those of these ids that are not in the index."""
        self._index.reload()
        searcher = self._index.searcher()
        gone: set[str] = set()
        for start in range(0, len(articles), 500):
            part = articles[start : start + 500]
            wanted = tantivy.Query.term_set_query(self._schema, "id", part)
            found = searcher.search(wanted, len(part)).hits
            gone |= set(part) - {str(searcher.doc(address)["id"][0]) for _, address in found}
        return gone

    def commit(self) -> None:
        """What was put is found from now on, here and in other processes."""
        assert self._writer is not None  # noqa: S101
        self._writer.commit()

    def _document(self, article: EnrichedArticle, indexed_at: int) -> tantivy.Document:
        seen = Document.of(article)
        title, body = " ".join(seen.title), " ".join(seen.body)
        document = tantivy.Document()
        document.add_text("id", article.id)
        document.add_text("text", title)
        document.add_text("text", body)
        document.add_text("title", title)
        document.add_text("body", body)
        cells = {f"at:{cell}" for place in article.places for cell in geo.cells(place.lat, place.lon)}
        for value in seen.values | cells:
            document.add_text("values", value)
        for name, number in seen.numbers.items():
            document.add_float(name, number)
        document.add_integer("indexed_at", indexed_at)
        document.add_integer("day", facets.day(article))
        document.add_integer("slice", facets.slice_of(article.id))
        for name, marked in facets.values_of(article).items():
            for value in marked:
                document.add_text(f"by_{name}", value)
        return document

    def search(self, query: str, *, sort: str = "relevance", limit: int = 20, cursor: str | None = None) -> Page:
        """Raises QueryError, naming the character, for what is no query. An empty query finds everything.

        By date the cursor is the `indexed_at` of the last hit, by relevance what was shown (see paging.py): pages never
        skip or repeat while indexing goes on.
        """
        searcher, built = self._asked(query)
        limit = max(1, min(limit, MOST_HITS))
        if sort == "date":
            return self._by_date(searcher, built, limit, cursor)

        def look(number: int) -> tuple[list[str], int]:
            found = searcher.search(built, number)
            return [str(searcher.doc(address)["id"][0]) for _, address in found.hits], int(found.count)

        return best_unseen(look, limit, cursor)

    def _asked(self, query: str) -> tuple[Any, Any]:
        """What is committed by now, and the query in its terms."""
        self._index.reload()
        return self._index.searcher(), self._built(parse(query)) if query.strip() else tantivy.Query.all_query()

    def _by_date(self, searcher: Any, built: Any, limit: int, cursor: str | None) -> Page:
        wanted = built
        if cursor:
            wanted = tantivy.Query.boolean_query([(MUST, built), (MUST, self._between("indexed_at", 0, stamp_of(cursor) - 1))])
        found = searcher.search(wanted, limit, order_by_field="indexed_at", order=tantivy.Order.Desc)
        total = int(searcher.search(built, 1).count if cursor else found.count)
        documents = [searcher.doc(address) for _, address in found.hits]
        last = str(documents[-1]["indexed_at"][0]) if len(documents) == limit else None
        return Page([str(document["id"][0]) for document in documents], total, last)

    def _between(self, field: str, least: int, most: int) -> Any:
        return tantivy.Query.range_query(self._schema, field, tantivy.FieldType.Integer, least, most)

    def counts(self, query: str, most: int = 8, over: int | None = None) -> Counts:
        """What all hits have in common, of very many an estimate; `over` is how many they are, if known. Raises QueryError."""
        searcher, built = self._asked(query)
        over = int(searcher.search(built, 1).count) if over is None else over
        return facets.counts(searcher.aggregate(self._sample(built, facets.slices_for(over)), facets.asked(most)), over, most)

    def _sample(self, built: Any, slices: int) -> Any:
        if slices == facets.SLICES:
            return built
        wanted = tantivy.Query.term_set_query(self._schema, "slice", [*range(slices)])
        return tantivy.Query.boolean_query([(MUST, built), (MUST, wanted)])

    def by_day(self, query: str, span: tuple[int, int]) -> dict[int, int]:
        """Hits of each day of a span (yyyymmdd, both included). Raises QueryError."""
        searcher, built = self._asked(query)
        return facets.days(searcher.aggregate(self._within(built, span), facets.asked_days()))

    def commonest(self, name: str, query: str, most: int, span: tuple[int, int]) -> list[str]:
        """The commonest marked values of one field."""
        searcher, built = self._asked(query)
        found = searcher.aggregate(self._within(built, span), {"value": {"terms": {"field": f"by_{name}", "size": most}}})
        return [bucket["key"] for bucket in found["value"]["buckets"]]

    def daily(self, name: str, marked: list[str], query: str, span: tuple[int, int]) -> dict[str, dict[int, int]]:
        """Articles of each day for each of these marked values."""
        searcher, built = self._asked(query)
        return facets.daily(searcher.aggregate(self._within(built, span), facets.asked_daily(name, marked))) if marked else {}

    def _within(self, built: Any, span: tuple[int, int]) -> Any:
        return tantivy.Query.boolean_query([(MUST, built), (MUST, self._between("day", *span))])

    def similar(self, article: EnrichedArticle, limit: int = 10) -> list[str]:
        """Articles that share most of its rarest words, best first, itself and its copies not among them."""
        self._index.reload()
        searcher = self._index.searcher()
        shares = {word: searcher.doc_freq("text", word) / max(1, searcher.num_docs) for word in telling(article)}
        words = sorted((word for word, share in shares.items() if share > 0), key=lambda word: (shares[word], word))[:MOST_TELLING]
        if not words:
            return []
        either = [(SHOULD, tantivy.Query.term_query(self._schema, "text", word)) for word in words]
        built = tantivy.Query.boolean_query([(MUST, tantivy.Query.boolean_query(either)), (MUST, self._built(parse("is:original")))])
        hits = searcher.search(built, limit + 1).hits
        return [id for _, address in hits if (id := str(searcher.doc(address)["id"][0])) != article.id][:limit]

    def _built(self, query: Query) -> Any:
        """The tree in tantivy's own terms."""
        make = tantivy.Query
        match query:
            case Term(word, field):
                return make.term_query(self._schema, field, word)
            case Phrase(words, slop, "text"):
                return make.boolean_query([(SHOULD, self._phrase(field, words, slop)) for field in ("title", "body")])
            case Phrase(words, slop, field):
                return self._phrase(field, words, slop)
            case Prefix(start, field):
                return make.regex_query(self._schema, field, _literal(start) + ".*")
            case Field(name, value):
                return make.term_query(self._schema, "values", f"{name}:{value}")
            case Range(name, low, high):
                kind, least, most = tantivy.FieldType.Float, -MOST if low is None else low, MOST if high is None else high
                return make.range_query(self._schema, name, kind, least, most)
            case Geo(lat, lon, km):
                return make.term_set_query(self._schema, "values", [f"at:{cell}" for cell in geo.covering(lat, lon, km)])
            case And(parts):
                everything = [(MUST, make.all_query())] if all(isinstance(part, Not) for part in parts) else []
                return make.boolean_query([*everything, *(self._clause(part) for part in parts)])
            case Or(parts):
                return make.boolean_query([(SHOULD, self._built(part)) for part in parts])
            case Not(part):
                return make.boolean_query([(MUST, make.all_query()), (MUST_NOT, self._built(part))])

    def _clause(self, part: Query) -> tuple[Any, Any]:
        return (MUST_NOT, self._built(part.part)) if isinstance(part, Not) else (MUST, self._built(part))

    def _phrase(self, field: str, words: tuple[str, ...], slop: int) -> Any:
        """tantivy's own slop is right for two different words; of three it misses some matches, of one twice it invents some."""
        make = tantivy.Query
        if slop == 0 or (len(words) == 2 and words[0] != words[1]):
            return make.phrase_query(self._schema, field, list[str | tuple[int, str]](words), slop=slop)
        orders = [make.phrase_query(self._schema, field, list[str | tuple[int, str]](order)) for order in _orders(words, slop)]
        every = [(MUST, make.term_query(self._schema, field, word)) for word in sorted(set(words))]
        return make.boolean_query([*every, (MUST, make.boolean_query([(SHOULD, order) for order in orders]))])


def stamp_of(cursor: str) -> int:
    """Raises Misused for what is no cursor of a page by date."""
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= 18):
        raise Misused("cursor: not one that a page by date gave")
    return int(cursor)


def telling(article: EnrichedArticle) -> list[str]:
    """Words that an article may be known by: those of its title, names and key phrases, and those it says most often."""
    named = " ".join([article.title, *(each.name for each in article.entities), *(each.text for each in article.keyphrases)])
    often = [word for word, times in Counter(tokens(article.text)).most_common(60) if times > 1 and len(word) > 3]
    return list(dict.fromkeys([*(word for word in tokens(named) if len(word) > 2), *often]))[:120]


def _orders(words: tuple[str, ...], slop: int) -> list[list[tuple[int, str]]]:
    """Every way to place the words within the slop, as exact phrases. Raises Misused where there are too many."""
    number = (slop + 1) ** len(words) - slop ** len(words)
    if number > MOST_ORDERS:
        raise Misused(f"{len(words)} words with a slop of {slop} are too many ways to look for in the archive: take fewer, or less slop")
    found = set()
    for late in product(range(slop + 1), repeat=len(words)):
        places = [place + shift for place, shift in enumerate(late)]
        if not min(late) and len(set(places)) == len(words):
            first = min(places)
            found.add(tuple(sorted(zip((place - first for place in places), words, strict=True))))
    return [list(order) for order in sorted(found)]


def _literal(text: str) -> str:
    return "".join(mark if mark.isalnum() else "\\" + mark if mark.isascii() else mark for mark in text)
