"""One article as the memory knows it: the versions decided of, the names it goes by, its newest text."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self

import orjson

from schemas import Status
from streams.steps.dedupe.fact import Fact
from streams.steps.dedupe.shelf import Row


@dataclass(slots=True)
class Known:
    """Its versions by rank, and the source of the first that was no kill. `number` is the place its newest state is kept at."""

    id: str
    at: datetime
    source: str | None = None
    aliases: tuple[str, ...] = ()
    text: Row = field(default_factory=Row)
    number: int | None = None
    _versions: dict[int, dict[str, Any]] = field(default_factory=dict)

    def __contains__(self, rank: int) -> bool:
        return rank in self._versions

    def version(self, rank: int) -> Fact:
        """What was decided of it, without its sketch and its names. Raises KeyError for a rank that is not known."""
        return Fact.model_validate({"article": self.id, **self._versions[rank]})

    def add(self, fact: Fact) -> None:
        """Keep a version, and the names it came under; its source is the article's where there was none."""
        if fact.status != "canceled":
            self.source = self.source or fact.source
        self._versions[fact.rank] = fact.model_dump(mode="json", exclude={"article", "sketch", "aliases"}, exclude_defaults=True)
        self.aliases = tuple(dict.fromkeys([*self.aliases, *fact.aliases]))

    @property
    def newest(self) -> Fact:
        """The version with the highest rank; a kill counts only from the article's own source."""
        return self.newest_for(self.source) or self.version(max(self._versions))

    def newest_for(self, source: str | None) -> Fact | None:
        """The same, were the article `source`'s; None where only others' kills are known."""
        rank = self._newest_for(source)
        return None if rank is None else self.version(rank)

    @property
    def stands(self) -> tuple[int, Status]:
        """Rank and status of the newest."""
        rank = self._newest_for(self.source)
        rank = max(self._versions) if rank is None else rank
        return rank, self._versions[rank].get("status", "usable")

    def _newest_for(self, source: str | None) -> int | None:
        own = self.source or source
        for rank in sorted(self._versions, reverse=True):
            version = self._versions[rank]
            if version.get("status") != "canceled" or own is None or version.get("source") == own:
                return rank
        return None

    @property
    def story(self) -> str | None:
        """The story that the newest of its versions with one is of."""
        told = [rank for rank, version in self._versions.items() if version.get("story")]
        return str(self._versions[max(told)]["story"]["id"]) if told else None

    def opening(self, story: str) -> Fact | None:
        """The version that came first into a story."""
        ranks = (rank for rank, version in self._versions.items() if (version.get("story") or {}).get("id") == story)
        return next((self.version(rank) for rank in ranks), None)

    def kept(self) -> Row:
        """Its text, and everything else as bytes."""
        head = [self.id, self.at.timestamp(), self.source, self.aliases, list(self._versions.values())]
        return self.text._replace(packed=orjson.dumps(head))

    @classmethod
    def of(cls, number: int, row: Row) -> Self:
        """The article that was kept so."""
        id, at, source, aliases, versions = orjson.loads(row.packed)
        by_rank = {version["rank"]: version for version in versions}
        return cls(id, datetime.fromtimestamp(at, UTC), source, tuple(aliases), row, number, by_rank)
