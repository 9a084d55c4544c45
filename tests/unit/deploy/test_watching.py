"""Prometheus scrapes every role, and rules and dashboard ask for metrics that are exported."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families as parsed

from streams import telemetry
from streams.cli.up import ROLES

DEPLOY = Path(__file__).parents[3] / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
PROMETHEUS = yaml.safe_load((DEPLOY / "prometheus" / "prometheus.yml").read_text())
RULES = yaml.safe_load((DEPLOY / "prometheus" / "rules.yml").read_text())["groups"][0]["rules"]
DASHBOARD = json.loads((DEPLOY / "grafana" / "dashboards" / "newsloom.json").read_text())
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
EXPRESSIONS = [rule["expr"] for rule in RULES] + [target["expr"] for panel in PANELS for target in panel["targets"]]
SUFFIXES = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count"), "gauge": ("",)}


def exported() -> set[str]:
    """Every name a query may use."""
    families = parsed(telemetry.exposition({"bbc.example": 1.0}).decode())
    return {family.name + suffix for family in families for suffix in SUFFIXES.get(family.type, ())}


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_a_query_asks_for_metrics_there_are(expression: str) -> None:
    names = set(re.findall(r"\bnewsloom_\w+", expression))
    assert names <= exported()
    assert names or re.search(r"\bup\b", expression)


def test_every_metric_is_on_the_dashboard() -> None:
    asked = {name for panel in PANELS for target in panel["targets"] for name in re.findall(r"\bnewsloom_\w+", target["expr"])}
    families = {name.removesuffix(suffix) for name in asked for suffix in ("_total", "_bucket", "_sum", "_count")}
    exposed = {family.name for family in parsed(telemetry.exposition().decode()) if family.name.startswith("newsloom_")}
    assert {name for name in exposed if not name.endswith("_created")} <= families


def test_panels_lie_side_by_side() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert not cells & taken
        assert max(x for x, _ in cells) < 24
        taken |= cells
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])


def test_the_dashboard_reads_the_source_that_is_provisioned() -> None:
    provisioned: dict[str, Any] = yaml.safe_load((DEPLOY / "grafana/provisioning/datasources/prometheus.yaml").read_text())
    (source,) = provisioned["datasources"]
    asked = {panel["datasource"]["uid"] for panel in PANELS} | {t["datasource"]["uid"] for p in PANELS for t in p["targets"]}
    assert asked == {source["uid"]}
    assert source["url"].split("//")[1].split(":")[0] in COMPOSE["services"]


def test_grafana_finds_the_dashboard_where_it_is_mounted() -> None:
    (provider,) = yaml.safe_load((DEPLOY / "grafana/provisioning/dashboards/newsloom.yaml").read_text())["providers"]
    mounts = dict(volume.split(":")[:2] for volume in COMPOSE["services"]["grafana"]["volumes"])
    assert mounts["./grafana/dashboards"] == provider["options"]["path"]
    assert mounts["./grafana/provisioning"] == "/etc/grafana/provisioning"


def test_every_role_is_scraped_where_it_listens_and_with_the_token() -> None:
    roles, serve = PROMETHEUS["scrape_configs"]
    (found,) = roles["dns_sd_configs"]
    assert set(found["names"]) == set(ROLES)
    for name in ROLES:
        assert int(COMPOSE["services"][name]["environment"]["NEWSLOOM_METRICS_PORT"]) == found["port"]
    assert serve["static_configs"][0]["targets"] == ["serve:8420"]
    assert {job["authorization"]["credentials_file"] for job in (roles, serve)} == {"/run/secrets/newsloom_token"}
    assert "newsloom_token" in COMPOSE["services"]["prometheus"]["secrets"]


@pytest.mark.parametrize("arguments", ["check config --syntax-only prometheus.yml", "check rules rules.yml", "test rules rules_test.yml"])
def test_promtool_agrees(arguments: str) -> None:
    promtool = shutil.which("promtool")
    if not promtool:
        pytest.skip("promtool is not installed")
    done = subprocess.run([promtool, *arguments.split()], cwd=DEPLOY / "prometheus", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
