"""The contract that `newsloom schema` prints is AsyncAPI 3 to the letter of its schema."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from jsonschema import Draft7Validator, Draft202012Validator

from streams.cli.contract import RECORDS, asyncapi, standalone_schema

SPECIFICATION = Draft7Validator(orjson.loads((Path(__file__).parent / "asyncapi/3.0.0.json").read_bytes()))


def problems(document: dict[str, Any]) -> list[str]:
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in SPECIFICATION.iter_errors(document)]


def test_the_document_is_valid_asyncapi() -> None:
    assert problems(asyncapi("1.2.3")) == []


@pytest.mark.parametrize(
    "wrong", [{"channels": {"news.raw": {"adress": "news.raw"}}}, {"operations": {"x": {"action": "eat"}}}, {"info": {}}]
)
def test_the_check_finds_a_document_that_is_not(wrong: dict[str, Any]) -> None:
    assert problems(asyncapi("1.2.3") | wrong)


@pytest.mark.parametrize("name", RECORDS)
def test_every_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(standalone_schema(name))
