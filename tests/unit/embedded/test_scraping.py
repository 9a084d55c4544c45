"""A role shows its own metrics where a port is set, and to nobody without the token."""

import pytest
from httpx import get
from pydantic import SecretStr

from streams import telemetry
from streams.embedded.kafka import free_port
from streams.embedded.scraping import scraped
from streams.errors import Misused
from streams.settings import Settings


def test_without_a_port_nothing_listens() -> None:
    with scraped(Settings(metrics_port=None)) as port:
        assert port is None


def test_metrics_need_the_token_and_health_does_not() -> None:
    telemetry.STARTED.labels("here").set(1)
    with scraped(Settings(metrics_port=free_port(), token=SecretStr("sesame"))) as port:
        there = f"http://127.0.0.1:{port}"
        assert get(f"{there}/metrics").status_code == 401
        assert get(f"{there}/metrics", headers={"authorization": b"Bearer s\xe9same"}).status_code == 401
        shown = get(f"{there}/metrics", headers={"authorization": "Bearer sesame"})
        assert 'newsloom_started_timestamp_seconds{role="here"} 1.0' in shown.text
        assert get(f"{there}/healthz").text == "ok\n"
        assert get(f"{there}/other").status_code == 404


def test_beyond_loopback_a_token_is_required() -> None:
    with pytest.raises(Misused, match="NEWSLOOM_TOKEN"), scraped(Settings(host="0.0.0.0", metrics_port=free_port(), token=None)):
        pass


def test_a_port_that_is_taken_is_said_in_one_sentence() -> None:
    with scraped(Settings(metrics_port=free_port())) as port, pytest.raises(Misused, match=str(port)), scraped(Settings(metrics_port=port)):
        pass
