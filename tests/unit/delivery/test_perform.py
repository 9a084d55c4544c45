"""What a step's process makes of a record while something outside is down."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from streams.delivery.envelope import Delivery
from streams.delivery.perform import perform_one
from streams.errors import Transient
from streams.pipeline import ENRICH_STEP
from tests.unit.enrich.articles import deduped


def test_what_is_down_is_no_word_about_the_record() -> None:
    """No dead letter: the failure goes to whoever can wait."""

    def asks(_: Any, __: datetime) -> Any:
        raise Transient("the service is down")

    delivery = Delivery("news.deduped", 0, 1, int(datetime.now(UTC).timestamp() * 1000), None, deduped("Text.").to_json(), {})
    with pytest.raises(Transient):
        perform_one(replace(ENRICH_STEP, run=asks), delivery)
