"""Which alerts an article raises, and that the same alert has the same id."""

from datetime import timedelta

import pytest

from schemas import Alert, Differences, Duplicate, EnrichedArticle, SavedSearch
from streams.query import SearchSet
from streams.sinks.alerting import raise_alerts
from tests.unit.query.articles import NOW, article

FLOOD = SavedSearch(id="f", name="Floods", query="flood", created_at=NOW, updated_at=NOW)
RIVER = SavedSearch(id="r", name="Rivers", query="river", created_at=NOW, updated_at=NOW)
SAVED = {search.key: search for search in (FLOOD, RIVER)}


def raised(seen: EnrichedArticle, before: tuple[SavedSearch, ...] = (), *, backfill: bool = False) -> list[Alert]:
    searches = SearchSet()
    for key, search in SAVED.items():
        searches.add(key, search.query)
    return raise_alerts(seen, searches, SAVED, lambda _: list(before), NOW, backfill=backfill)


def told(alerts: list[Alert]) -> list[tuple[str, str]]:
    return [(alert.kind, alert.search) for alert in alerts]


def test_each_search_is_told_once() -> None:
    seen = article(title="Flood", body=["The river rose."])
    assert told(raised(seen)) == [("match", "f"), ("match", "r")]
    assert told(raised(seen, (FLOOD,))) == [("match", "r")]


def test_the_same_alert_has_the_same_id_and_another_has_another() -> None:
    first, again = raised(article(title="flood")), raised(article(title="flood", version=2, change="update"))
    assert [alert.id for alert in first] == [alert.id for alert in again]
    corrections = [raised(article(title="flood", version=v, change="correction"), (FLOOD,))[0].id for v in (2, 3)]
    assert len({first[0].id, *corrections}) == 3


@pytest.mark.parametrize("change", ["update", "correction"])
def test_new_versions_follow_up_to_those_told_even_if_they_match_no_more(change: str) -> None:
    assert told(raised(article(title="river", change=change), (FLOOD,))) == [(change, "f"), ("match", "r")]


@pytest.mark.parametrize("seen", [article(title="x", change="kill"), article(title="x", status="canceled")], ids=["kill", "canceled"])
def test_a_kill_is_told_to_those_who_were_told(seen: EnrichedArticle) -> None:
    assert told(raised(seen, (RIVER, FLOOD))) == [("retraction", "f"), ("retraction", "r")]


def test_a_copy_alerts_nobody_but_a_correction_that_is_a_copy_still_follows_up() -> None:
    copied = Duplicate(of="b", kind="near", containment=1)
    assert raised(article(title="flood", duplicate=copied)) == []
    assert told(raised(article(title="flood river", duplicate=copied, change="correction"), (FLOOD,))) == [("correction", "f")]
    contained = Duplicate(of="b", kind="contained", containment=0.9)
    assert told(raised(article(title="flood", duplicate=contained))) == [("match", "f")]


def test_the_embargo_is_kept_to_the_second() -> None:
    assert raised(article(title="flood", embargoed_until=NOW + timedelta(seconds=1))) == []
    assert raised(article(title="flood", embargoed_until=NOW))


@pytest.mark.parametrize("seen", [article(title="flood", change="redelivery"), article(title="flood", status="withheld")])
def test_redeliveries_and_what_is_withheld_alert_nobody(seen: EnrichedArticle) -> None:
    assert raised(seen) == []


def test_backfill_never_alerts() -> None:
    assert raised(article(title="flood"), backfill=True) == []
    assert raised(article(title="flood", change="kill"), (FLOOD,), backfill=True) == []


def test_letters_that_were_mended_are_told_to_nobody_but_in_a_correction() -> None:
    letters = Differences(added=1, removed=1, trivial=True)
    assert told(raised(article(title="flood", change="update", differences=letters), (FLOOD,))) == []
    assert told(raised(article(title="flood", change="correction", differences=letters), (FLOOD,))) == [("correction", "f")]
    assert told(raised(article(title="flood", change="update", differences=Differences(added=1)), (FLOOD,))) == [("update", "f")]
