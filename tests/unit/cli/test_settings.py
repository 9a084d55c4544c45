"""Variables that are empty are not set, and a token is never empty."""

import pytest
from pydantic import ValidationError

from streams.settings import Settings


def test_an_empty_variable_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSLOOM_TOKEN", "")
    monkeypatch.setenv("NEWSLOOM_METRICS_PORT", "")
    settings = Settings()
    assert settings.token is None
    assert settings.metrics_port is None


def test_a_token_that_is_empty_protects_nothing_and_is_refused() -> None:
    with pytest.raises(ValidationError, match="token"):
        Settings(token="")  # type: ignore[arg-type]


def test_a_secret_is_read_from_its_file(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "newsloom_token").write_text("sesame\n")
    token = Settings(_secrets_dir=tmp_path).token
    assert token is not None
    assert token.get_secret_value() == "sesame"
