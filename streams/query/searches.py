"""All saved searches against one article at once."""

import gc
from itertools import islice

from schemas import EnrichedArticle
from streams.query.compile import Test, compiled
from streams.query.cover import Frequencies, cover
from streams.query.document import Document
from streams.query.features import Vocabulary
from streams.query.filing import Filing, Row
from streams.query.parse import parse
from streams.query.tree import Query

_COMPILED = 400_000
"""Compiled queries kept; the oldest makes room, and is compiled again when it is next a candidate."""
_REFILED = 4
"""Searches filed anew with each article while what was learnt since they were filed is put to use."""


def matches(query: Query, document: Document) -> bool:
    """Whether one article meets one query."""
    return compiled(query)(Vocabulary([query]).features(document), document)


class SearchSet:
    """Saved searches by id, each filed by its rarest required features.

    Where those are the whole query the article's features alone decide; other candidates are tried. `frequencies` says
    what is rare; it goes on learning from the articles that are matched, and searches are filed anew, a few with each
    article, whenever it has seen four times as many.
    """

    def __init__(self, frequencies: Frequencies | None = None) -> None:
        self.frequencies = frequencies or Frequencies()
        self._vocabulary = Vocabulary()
        self._ids: list[str] = []
        self._texts: list[str] = []
        self._slots: dict[str, int] = {}
        self._free: list[int] = []
        self._filing = Filing()
        self._tests: dict[int, Test] = {}
        self._learnt = self.frequencies.articles
        self._round = iter(range(0))

    def __len__(self) -> int:
        return len(self._slots)

    def __contains__(self, id: str) -> bool:
        return id in self._slots

    def add(self, id: str, query: str) -> None:
        """Add or replace. Raises QueryError for what is no query, or none that could be filed."""
        tree = parse(query, saved=True)
        self.remove(id)
        slot = self._free.pop() if self._free else self._grown()
        self._ids[slot], self._texts[slot], self._slots[id] = id, query, slot
        self._vocabulary.learn(tree)
        if not self._file(slot, tree) and len(self._tests) < _COMPILED:
            self._tests[slot] = compiled(tree)

    def _grown(self) -> int:
        self._ids.append("")
        self._texts.append("")
        return len(self._ids) - 1

    def remove(self, id: str) -> None:
        """Forget a search; one that is not there is no error."""
        slot = self._slots.pop(id, None)
        if slot is None:
            return
        self._vocabulary.forget(parse(self._texts[slot]))
        self._filing.drop(slot)
        self._tests.pop(slot, None)
        self._ids[slot] = self._texts[slot] = ""
        self._free.append(slot)

    def settle(self) -> None:
        """Call once the bulk is loaded: the collector no longer walks over it."""
        self._filing.sort()
        gc.collect()
        gc.freeze()

    def match(self, article: EnrichedArticle) -> list[str]:
        """Ids of the searches the article meets, sorted."""
        return self.match_document(Document.of(article))

    def match_document(self, document: Document) -> list[str]:
        """Ids of the searches the article meets, sorted."""
        features = self._vocabulary.features(document)
        self.frequencies.learn(features)
        self._refile()
        met, tried = self._filing.candidates(features)
        for slot in tried - met:
            if self._test(slot)(features, document):
                met.add(slot)
        return sorted([self._ids[slot] for slot in met])

    def _test(self, slot: int) -> Test:
        test = self._tests.get(slot)
        if test is None:
            if len(self._tests) >= _COMPILED:
                del self._tests[next(iter(self._tests))]
            test = self._tests[slot] = compiled(parse(self._texts[slot]))
        return test

    def _refile(self) -> None:
        """File the next few searches anew; begin a round of that whenever four times as many articles were seen."""
        if self.frequencies.articles >= max(100, 4 * self._learnt):
            self._learnt = self.frequencies.articles
            self._round = iter(range(len(self._ids)))
        for slot in islice(self._round, _REFILED):
            if self._ids[slot]:
                self._filing.drop(slot)
                self._file(slot, parse(self._texts[slot]))

    def _file(self, slot: int, query: Query) -> bool:
        """Whether being found where it is filed is meeting the query."""
        rows = [Row(self._rarest_first(each.features), each.exact, tuple(sorted(each.banned))) for each in cover(query, self.frequencies)]
        self._filing.put(slot, rows)
        return all(row.decides for row in rows)

    def _rarest_first(self, features: frozenset[str]) -> tuple[str, ...]:
        if len(features) < 2:
            return tuple(features)
        return tuple(sorted(features, key=lambda feature: (self.frequencies.share(feature), feature)))
