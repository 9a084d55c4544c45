"""Every setting, topic, dead letter's reason and command is in the README, or the build fails."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from streams import errors
from streams.cli import COMMANDS, newsloom
from streams.cli.contract import RECORDS, asyncapi, standalone_schema
from streams.pipeline import TOPICS
from streams.settings import Settings

README = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_explained(name: str) -> None:
    assert f"`NEWSLOOM_{name.upper()}`" in README
    assert Settings.model_fields[name].description in README


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_every_topic_is_listed(topic: object) -> None:
    assert f"`{topic.name}` | {topic.partitions} |" in README  # type: ignore[attr-defined]


def test_every_reason_of_a_dead_letter_is_explained() -> None:
    assert {kind.reason for kind in errors.Poison.__subclasses__()} <= set(errors.REASONS)
    for reason in errors.REASONS:
        assert f"| `{reason}` |" in README


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_what_it_does(name: str) -> None:
    result = CliRunner().invoke(newsloom, [name, "--help"])
    assert result.exit_code == 0
    assert len(result.output) > 80


def test_the_asyncapi_document_refers_only_to_what_it_has() -> None:
    document = asyncapi("0")
    assert document["asyncapi"] == "3.0.0"

    def check(node: object) -> None:
        if isinstance(node, dict):
            for key, value in node.items():
                if key == "$ref":
                    target: object = document
                    for part in value.removeprefix("#/").split("/"):
                        target = target[part]  # type: ignore[index]
                check(value)
        if isinstance(node, list):
            for each in node:
                check(each)

    check(document)


@pytest.mark.parametrize("name", RECORDS)
def test_every_record_has_a_schema(name: str) -> None:
    assert standalone_schema(name)["type"] == "object"
