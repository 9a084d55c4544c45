"""The containers run what there is: commands, settings, files and each other's names."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from click.testing import CliRunner

from streams import pipeline
from streams.cli import newsloom
from streams.cli.up import ROLES
from streams.settings import Settings

DEPLOY = Path(__file__).parents[3] / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "newsloom"}


def test_it_is_a_compose_file() -> None:
    schema = json.loads(Path(__file__).with_name("compose-spec.json").read_text())  # from compose-spec/compose-go, Apache-2.0
    jsonschema.validate(COMPOSE, schema)


def test_there_is_a_container_for_each_role() -> None:
    assert set(OURS) == {*ROLES, "serve", "topics", "opensearch-sink"}


@pytest.mark.parametrize("name", OURS)
def test_it_runs_a_command_there_is(name: str) -> None:
    assert CliRunner().invoke(newsloom, [*OURS[name]["command"], "--help"]).exit_code == 0


@pytest.mark.parametrize("name", OURS)
def test_it_runs_without_privileges(name: str) -> None:
    service = OURS[name]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert "privileged" not in service


def test_the_image_is_not_roots() -> None:
    lines = (DEPLOY / "Dockerfile").read_text().splitlines()
    (user,) = [line.split()[1] for line in lines if line.startswith("USER ")]
    assert int(user) > 0


def test_every_setting_and_secret_is_one_of_ours() -> None:
    known = {f"NEWSLOOM_{name.upper()}" for name in Settings.model_fields}
    set_here = {name for service in OURS.values() for name in service["environment"] if name.startswith("NEWSLOOM_")}
    in_image = set(re.findall(r"\b(NEWSLOOM_\w+)=", (DEPLOY / "Dockerfile").read_text()))
    secret = {secret.upper() for service in OURS.values() for secret in service["secrets"]}
    assert set_here | in_image | secret <= known


def test_every_file_that_is_mounted_is_here() -> None:
    mounts = [mount for service in SERVICES.values() for mount in service.get("volumes", [])]
    for mount in mounts:
        source = mount.split(":")[0]
        assert (DEPLOY / source).is_dir() if source.startswith(".") else source in COMPOSE["volumes"]


def test_the_broker_takes_the_largest_record() -> None:
    largest = max(int(topic.config["max.message.bytes"]) for topic in pipeline.TOPICS)
    assert SERVICES["kafka"]["environment"]["KAFKA_MESSAGE_MAX_BYTES"] >= largest


def test_what_is_published_listens_on_loopback_only() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert len(ports) == 3
    assert all(port.startswith("127.0.0.1:") for port in ports)
