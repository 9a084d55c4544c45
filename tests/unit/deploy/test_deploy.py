"""What deploy/ names exists: commands of the roles, and metrics of the rules."""

import re
from pathlib import Path

import yaml
from click.testing import CliRunner
from prometheus_client.parser import text_string_to_metric_families as parsed

from streams import telemetry
from streams.cli import newsloom

DEPLOY = Path(__file__).parents[3] / "deploy"


def test_every_service_runs_a_command_there_is() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    commands = [service["command"] for service in services.values() if "command" in service]
    assert len(commands) == 8
    for command in commands:
        assert CliRunner().invoke(newsloom, [*command, "--help"]).exit_code == 0


def test_every_metric_in_a_rule_is_exported() -> None:
    rules = yaml.safe_load((DEPLOY / "rules.yml").read_text())
    exported = {family.name for family in parsed(telemetry.exposition().decode())}
    for rule in rules["groups"][0]["rules"]:
        for name in re.findall(r"newsloom_\w+", rule["expr"]):
            assert name.removesuffix("_total") in exported
