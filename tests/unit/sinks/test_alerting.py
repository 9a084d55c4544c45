"""Which alerts an article raises, and that the same alert has the same id."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import Alert, Channel, Differences, Duplicate, EnrichedArticle, Policy, SavedSearch, StoryRef, Webhook
from streams.query import SearchSet
from streams.sinks.alerting import Raised, Told, raise_alerts
from tests.unit.query.articles import NOW, article

FLOOD = SavedSearch(id="f", name="Floods", query="flood", created_at=NOW, updated_at=NOW)
RIVER = SavedSearch(id="r", name="Rivers", query="river", created_at=NOW, updated_at=NOW)
COPY = Duplicate(of="b", kind="near", containment=1)


def decided(seen: EnrichedArticle, known: Told | None = None, saved: Iterable[SavedSearch] = (FLOOD, RIVER), **more: bool) -> Raised:
    searches = SearchSet()
    for search in saved:
        searches.add(search.key, search.query)
    return raise_alerts(seen, searches, {search.key: search for search in saved}, known or Told(), NOW, **more)


def raised(seen: EnrichedArticle, known: Told | None = None, saved: Iterable[SavedSearch] = (FLOOD, RIVER), **more: bool) -> list[Alert]:
    return decided(seen, known, saved, **more).alerts


def told(alerts: list[Alert]) -> list[tuple[str, str]]:
    return [(alert.kind, alert.search) for alert in alerts]


def before(*searches: SavedSearch, rank: int = 0) -> Told:
    """Each was told of the article's version of that rank."""
    alerts = [raised(article(title="flood river", rank=rank), saved=[search])[0] for search in searches]
    return Told({alert.search_key: alert for alert in alerts})


def by_story(**policy: object) -> SavedSearch:
    return FLOOD.model_copy(update={"policy": Policy.model_validate({"per": "story"} | policy)})


def test_each_search_is_told_once() -> None:
    seen = article(title="Flood", body=["The river rose."])
    assert told(raised(seen)) == [("match", "f"), ("match", "r")]
    assert told(raised(seen, before(FLOOD))) == [("match", "r")]


def test_the_same_record_again_raises_the_same_alerts() -> None:
    """A worker that died before its alerts were acknowledged reads the record again."""
    seen = article(title="flood")
    first = raised(seen)
    assert raised(seen, Told({alert.search_key: alert for alert in first}, story=frozenset(["default/f"]))) == first


def test_the_same_alert_has_the_same_id_and_another_has_another() -> None:
    first, again = raised(article(title="flood")), raised(article(title="flood", rank=2, change="update"))
    assert [alert.id for alert in first] == [alert.id for alert in again]
    corrections = [raised(article(title="flood", rank=rank, change="correction"), before(FLOOD))[0].id for rank in (2, 3)]
    assert len({first[0].id, *corrections}) == 3


@pytest.mark.parametrize("change", ["update", "correction"])
def test_new_versions_follow_up_to_those_told_even_if_they_match_no_more(change: str) -> None:
    assert told(raised(article(title="river", change=change), before(FLOOD))) == [(change, "f"), ("match", "r")]


@pytest.mark.parametrize(
    "seen",
    [article(title="x", change="kill"), article(title="x", status="canceled"), article(title="x", status="withheld")],
    ids=["kill", "canceled", "withheld"],
)
def test_a_kill_is_told_to_those_who_were_told(seen: EnrichedArticle) -> None:
    assert told(raised(seen, before(RIVER, FLOOD))) == [("retraction", "f"), ("retraction", "r")]
    assert raised(seen) == []


def test_a_follow_up_goes_to_exactly_those_who_were_told() -> None:
    """Whoever was added since knows nothing of the article; a secret that was changed is the new one."""
    desk, slack = Channel(kind="email", to="desk@example.org"), Channel(kind="slack", to="https://hooks.example/s", secret="old")
    known = before(FLOOD.model_copy(update={"channels": [slack, desk], "webhook": Webhook(url="https://receiver.example/")}))
    now = FLOOD.model_copy(update={"channels": [slack.model_copy(update={"secret": "new"}), Channel(kind="email", to="late@example.org")]})
    (alert,) = raised(article(title="x", change="kill"), known, saved=[now])
    assert [channel.key for channel in alert.receivers] == [
        "slack|https://hooks.example/s",
        "email|desk@example.org",
        "webhook|https://receiver.example/",
    ]
    assert alert.receivers[0].secret == "new"


def test_a_search_that_is_gone_is_told_of_corrections_and_kills_but_not_of_updates() -> None:
    for change, expected in (("update", []), ("correction", ["correction"]), ("kill", ["retraction"])):
        assert [alert.kind for alert in raised(article(title="x", change=change), before(FLOOD), saved=[RIVER])] == expected


def test_a_copy_alerts_nobody_but_a_correction_that_is_a_copy_still_follows_up() -> None:
    assert raised(article(title="flood", duplicate=COPY)) == []
    assert told(raised(article(title="flood river", duplicate=COPY, change="correction"), before(FLOOD))) == [("correction", "f")]
    contained = Duplicate(of="b", kind="contained", containment=0.9)
    assert told(raised(article(title="flood", duplicate=contained))) == [("match", "f")]
    wanted = FLOOD.model_copy(update={"policy": Policy(copies=True)})
    assert told(raised(article(title="flood", duplicate=COPY), saved=[wanted])) == [("match", "f")]


def test_a_search_by_story_is_told_of_each_story_once() -> None:
    first, second = (article(id=id, title="flood", story=StoryRef(id="s")) for id in "ab")
    ids = {raised(seen, saved=[by_story()])[0].id for seen in (first, second)}
    assert len(ids) == 1
    assert raised(second, Told(story=frozenset(["default/f"])), saved=[by_story()]) == []
    assert told(raised(second, Told(story=frozenset(["default/f"])))) == [("match", "f")]


def test_a_story_without_enough_sources_waits_for_them_and_a_copy_may_bring_them() -> None:
    three = by_story(least_sources=3)
    seen = decided(article(title="flood", story=StoryRef(id="s", sources=2)), saved=[three])
    assert (seen.alerts, seen.waiting) == ([], ["default/f"])
    brought = article(id="b", title="water", story=StoryRef(id="s", sources=3), duplicate=COPY)
    assert raised(brought, saved=[three]) == []
    assert told(raised(brought, Told(waiting=frozenset(["default/f"])), saved=[three])) == [("match", "f")]
    assert raised(brought, Told(waiting=frozenset(["default/f"]), story=frozenset(["default/f"])), saved=[three]) == []


def test_the_embargo_is_kept_to_the_second() -> None:
    assert raised(article(title="flood", embargoed_until=NOW + timedelta(seconds=1))) == []
    assert raised(article(title="flood", embargoed_until=NOW))


@pytest.mark.parametrize("seen", [article(title="flood", change="redelivery"), article(title="flood", status="withheld")])
def test_redeliveries_and_what_is_withheld_alert_nobody(seen: EnrichedArticle) -> None:
    assert raised(seen) == []


def test_backfill_never_alerts() -> None:
    assert raised(article(title="flood"), backfill=True) == []
    assert raised(article(title="flood", change="kill"), before(FLOOD), backfill=True) == []


def test_letters_that_were_mended_are_told_to_nobody_but_in_a_correction() -> None:
    letters = Differences(added=1, removed=1, trivial=True)
    assert told(raised(article(title="flood", change="update", differences=letters), before(FLOOD))) == []
    assert told(raised(article(title="flood", change="correction", differences=letters), before(FLOOD))) == [("correction", "f")]
    assert told(raised(article(title="flood", change="update", differences=Differences(added=1)), before(FLOOD))) == [("update", "f")]


@settings(deadline=None)
@given(
    st.sampled_from(["new", "update", "correction", "kill"]),
    st.sampled_from([None, COPY]),
    st.integers(1, 4),
    st.sampled_from(["article", "story"]),
    st.booleans(),
    st.integers(1, 4),
)
def test_deciding_twice_changes_nothing(change: str, duplicate: Duplicate | None, sources: int, per: str, copies: bool, least: int) -> None:
    search = by_story(per=per, copies=copies, least_sources=least)
    seen = article(title="flood", change=change, duplicate=duplicate, story=StoryRef(id="s", sources=sources))
    first = decided(seen, saved=[search])
    after = Told(
        {alert.search_key: alert for alert in first.alerts if alert.kind == "match"},
        frozenset(alert.search_key for alert in first.alerts),
        frozenset(first.waiting),
    )
    assert decided(seen, after, saved=[search]) == first
