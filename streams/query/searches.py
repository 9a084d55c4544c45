"""All saved searches against one article at once."""

import gc
from itertools import islice
from sys import intern

from schemas import EnrichedArticle
from streams.query.compile import Test, compiled
from streams.query.cover import Frequencies, cover
from streams.query.document import Document
from streams.query.features import Vocabulary
from streams.query.parse import parse
from streams.query.tree import Query

_COMPILED = 400_000
"""Compiled queries kept; the oldest makes room, and is compiled again when it is next a candidate."""
_SMALL = 16
"""Second features that are looked through one by one; more are looked up."""
_REFILED = 4
"""Searches filed anew with each article while what was learnt since they were filed is put to use."""

Entry = int | list[int]
"""Slots filed at one place; `~slot` where the query still has to be tried."""


def matches(query: Query, document: Document) -> bool:
    """Whether one article meets one query."""
    return compiled(query)(Vocabulary([query]).features(document), document)


class SearchSet:
    """Saved searches by id, each filed by its rarest required feature and then its second-rarest.

    Where those are the whole query the article's features alone decide; other candidates are tried. `frequencies` says
    what is rare; it goes on learning from the articles that are matched, and searches are filed anew, a few with each
    article, whenever it has seen four times as many.
    """

    def __init__(self, frequencies: Frequencies | None = None) -> None:
        self.frequencies = frequencies or Frequencies()
        self._vocabulary = Vocabulary()
        self._ids: list[str] = []
        self._texts: list[str] = []
        self._filed: list[tuple[str, ...]] = []
        self._slots: dict[str, int] = {}
        self._free: list[int] = []
        self._one: dict[str, Entry] = {}
        self._two: dict[str, tuple[str | int, ...] | dict[str, Entry]] = {}
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
        self._filed.append(())
        return len(self._ids) - 1

    def remove(self, id: str) -> None:
        """Forget a search; one that is not there is no error."""
        slot = self._slots.pop(id, None)
        if slot is None:
            return
        self._vocabulary.forget(parse(self._texts[slot]))
        self._unfile(slot)
        self._tests.pop(slot, None)
        self._ids[slot] = self._texts[slot] = ""
        self._free.append(slot)

    def settle(self) -> None:
        """Call once the bulk is loaded: the collector no longer walks over it."""
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
        candidates = self._candidates(features)
        met = {slot for slot in candidates if slot >= 0}
        for slot in candidates:
            if slot < 0 and ~slot not in met and self._test(~slot)(features, document):
                met.add(~slot)
        return sorted([self._ids[slot] for slot in met])

    def _candidates(self, features: set[str]) -> set[int]:
        found: set[int] = set()
        for feature in self._one.keys() & features:
            _gather(found, self._one[feature])
        for feature in self._two.keys() & features:
            seconds = self._two[feature]
            if type(seconds) is tuple:
                pairs = iter(seconds)
                for second in pairs:
                    slot = next(pairs)
                    if second in features:
                        found.add(slot)  # type: ignore[arg-type]  # names and slots take turns
            else:
                for second in seconds.keys() & features:  # type: ignore[union-attr]
                    _gather(found, seconds[second])  # type: ignore[index,arg-type]
        return found

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
                self._unfile(slot)
                self._file(slot, parse(self._texts[slot]))

    def _file(self, slot: int, query: Query) -> bool:
        """Whether being found where it is filed is meeting the query."""
        filed: list[str] = []
        decided = True
        for alternative in cover(query, self.frequencies):
            rarest = sorted(alternative.features, key=lambda f: (self.frequencies.share(f), f))
            first = intern(rarest[0])
            second = intern(rarest[1]) if len(rarest) > 1 else ""
            exact = alternative.exact and len(rarest) < 3
            decided = decided and exact
            self._put(first, second, slot if exact else ~slot)
            filed += (first, second)
        self._filed[slot] = tuple(filed)
        return decided

    def _put(self, first: str, second: str, entry: int) -> None:
        if not second:
            _insert(self._one, first, entry)
            return
        seconds = self._two.get(first, ())
        if isinstance(seconds, tuple) and len(seconds) >= 2 * _SMALL:
            pairs = iter(seconds)
            seconds = self._two[first] = {}
            for name in pairs:
                _insert(seconds, name, next(pairs))  # type: ignore[arg-type]
        if isinstance(seconds, tuple):
            self._two[first] = (*seconds, second, entry)
        else:
            _insert(seconds, second, entry)

    def _unfile(self, slot: int) -> None:
        filed = iter(self._filed[slot])
        for first, second in zip(filed, filed, strict=True):
            if not second:
                _delete(self._one, first, slot)
                continue
            seconds = self._two.get(first)
            if isinstance(seconds, tuple):
                pairs = iter(seconds)
                kept = [x for name in pairs if (entry := next(pairs)) not in (slot, ~slot) or name != second for x in (name, entry)]
                seconds = self._two[first] = tuple(kept)
            elif seconds is not None:
                _delete(seconds, second, slot)
            if not seconds:
                self._two.pop(first, None)
        self._filed[slot] = ()


def _gather(found: set[int], entry: Entry) -> None:
    if type(entry) is list:
        found.update(entry)
    else:
        found.add(entry)  # type: ignore[arg-type]


def _insert(entries: dict[str, Entry], name: str, slot: int) -> None:
    held = entries.get(name)
    if held is None:
        entries[name] = slot
    elif isinstance(held, list):
        held.append(slot)
    else:
        entries[name] = [held, slot]


def _delete(entries: dict[str, Entry], name: str, slot: int) -> None:
    """Take the slot out, in either form; what is not there is no error."""
    held = entries.get(name)
    left = [each for each in (held if isinstance(held, list) else [held]) if each not in (slot, ~slot, None)]
    if left:
        entries[name] = left if len(left) > 1 else left[0]
    else:
        entries.pop(name, None)
