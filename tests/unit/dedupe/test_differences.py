"""What a version says it changed against the one before."""

import pytest

from schemas import DedupedArticle, Differences
from streams.steps.dedupe import Memory
from tests.unit.dedupe.test_decide import TEXT, article, feed

EDITED = [TEXT[0].replace("tells", "says"), *TEXT[1:]]
COUNTED = [TEXT[0].replace("10 votes", "12 votes"), *TEXT[1:]]
LONGER = [*TEXT, "The mayor of Westmark then thanked the builders for their patience and went home early."]


@pytest.mark.parametrize(
    ("body", "title", "found"),
    [
        (EDITED, "Council votes", Differences(added=1, removed=1, trivial=True)),
        (EDITED, "COUNCIL VOTES!", Differences(added=1, removed=1, trivial=True)),
        (EDITED, "Council votes again", Differences(headline=True, added=1, removed=1)),
        (COUNTED, "Council votes", Differences(added=1, removed=1, numbers=2)),
        (LONGER, "Council votes", Differences(added=1)),
        (TEXT[:-1], "Council votes", Differences(removed=1, numbers=2)),
        ([LONGER[-1]] * 7, "Council votes", Differences(added=7, removed=7, numbers=14)),
    ],
    ids=["a word", "case", "headline", "figure", "paragraph more", "paragraph less", "another text"],
)
def test_an_update(body: list[str], title: str, found: Differences) -> None:
    memory = Memory()
    feed(memory, article(), "1")
    decision = feed(memory, article(version=2, body=body, title=title), "2")
    assert isinstance(decision.outcome, DedupedArticle)
    assert decision.outcome.differences is not None
    assert decision.outcome.differences.model_dump(exclude={"numbers"}) == found.model_dump(exclude={"numbers"})
    assert (decision.outcome.differences.numbers > 0) == (found.numbers > 0)
    assert feed(memory, article(version=2, body=body, title=title), "2").outcome == decision.outcome


def test_a_first_version_and_a_kill_have_none() -> None:
    memory = Memory()
    for given in (article(), article(version=2, status="canceled")):
        outcome = feed(memory, given, str(given.version)).outcome
        assert isinstance(outcome, DedupedArticle)
        assert outcome.differences is None
