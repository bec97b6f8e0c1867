"""The files of `deploy/` name only what the service has: settings, options, files, metrics."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import rich_click as click
from ruamel.yaml import YAML

from ruby_fsm.adapters.twilio.urls import Urls
from ruby_fsm.app.links import Links
from ruby_fsm.app.measures import MEASURES, Kind
from ruby_fsm.cli.serve import serve
from ruby_fsm.config.settings import Settings
from ruby_fsm.config.sources import SECRETS

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
RUNBOOK = "docs/how-to/when-an-alert-fires.md"
NAMES = {name.upper() for name in Settings.model_fields}
# What Docker and systemd are told besides.
THEIRS = {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"}
SETTING = re.compile(r"\b((?:RUBY|TWILIO|BACKEND)_[A-Z_]+)\b")


def read(path: str) -> Any:
    return YAML(typ="safe").load((DEPLOY / path).read_text(encoding="utf-8"))


def alerts() -> Iterator[Mapping[str, Any]]:
    for group in read("prometheus/alerts.yml")["groups"]:
        yield from group["rules"]


def series() -> set[str]:
    """Every name that a scrape may hold."""
    parts = {one.name + end for one in MEASURES if one.kind is Kind.HISTOGRAM for end in ENDS}
    return parts | {one.name for one in MEASURES}


ENDS = ("_bucket", "_sum", "_count")
FILES = [path for path in DEPLOY.rglob("*") if path.is_file()]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_setting_that_is_named_is_one_of_ours(path: Path) -> None:
    for name in SETTING.findall(path.read_text(encoding="utf-8")):
        assert name in NAMES or name.removesuffix("_FILE") in NAMES, name


def test_what_comes_as_a_file_is_a_secret_that_may_come_so() -> None:
    given = read("compose.yaml")["services"]["ruby"]["environment"]
    secrets = set(read("compose.yaml")["secrets"])
    for name, value in given.items():
        if name.endswith("_FILE"):
            assert name.removesuffix("_FILE").lower() in SECRETS
            assert value.removeprefix("/run/secrets/") in secrets


def test_every_secret_of_compose_is_declared_and_used() -> None:
    compose = read("compose.yaml")
    used = {name for one in compose["services"].values() for name in one.get("secrets", [])}

    assert used == set(compose["secrets"])


def options_of(words: list[str]) -> set[str]:
    return {word for word in words if word.startswith("--")}


def test_what_is_started_knows_its_options() -> None:
    known = {name for one in serve.params if isinstance(one, click.Option) for name in one.opts}
    docker = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    unit = (DEPLOY / "systemd/ruby-fsm.service").read_text(encoding="utf-8")
    started = re.search(r"^CMD (\[.*\])$", docker, re.MULTILINE)
    line = re.search(r"^ExecStart=(.*)$", unit, re.MULTILINE)
    assert started
    assert line

    for words in (YAML(typ="safe").load(started[1]), shlex.split(line[1])[1:]):
        assert words[0] == "serve"
        assert options_of(words) <= known


def test_what_the_image_copies_is_there() -> None:
    docker = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    for line in re.findall(r"^COPY (?!--from)(.*)$", docker, re.MULTILINE):
        *sources, _ = line.split()
        assert all((ROOT / source).exists() for source in sources), line


def test_the_image_runs_as_nobody_and_compose_lets_it_write_its_data_alone() -> None:
    docker = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    ruby = read("compose.yaml")["services"]["ruby"]

    assert "USER 10001" in docker
    assert ruby["read_only"] is True
    assert ruby["volumes"] == ["data:/data"]
    assert all(port.startswith("127.0.0.1:") for port in ruby["ports"])


def by_caddy(path: str) -> bool:
    text = (DEPLOY / "proxy/Caddyfile").read_text(encoding="utf-8")
    (paths,) = re.findall(r"^\t@open path (.*)$", text, re.MULTILINE)
    return any(fnmatch(path, pattern) for pattern in paths.split())


def by_nginx(path: str) -> bool:
    text = (DEPLOY / "proxy/nginx.conf").read_text(encoding="utf-8")
    return any(re.search(one, path) for one in re.findall(r"location ~ (\S+) \{", text))


@pytest.mark.parametrize("goes_through", [by_caddy, by_nginx])
def test_a_proxy_lets_all_through_that_is_called_from_outside(
    goes_through: Callable[[str], bool],
) -> None:
    outside = [urlsplit(Links("https://x", b"").of("ES" + "0" * 32, 1, 0)).path]
    outside += [urlsplit(Urls("https://x").answer("CL1", 1)).path, "/voice/webhook/sms"]
    outside += ["/ai-calling/initiate-ai-call", "/phone/call/CL1/status", "/voice/conversations"]
    inside = ["/metrics", "/livez", "/readyz", "/docs", "/docs-files/index.html", "/"]

    assert [path for path in outside if not goes_through(path)] == []
    assert [path for path in inside if goes_through(path)] == []


@pytest.mark.parametrize("rule", [*alerts()], ids=lambda rule: rule["alert"])
def test_an_alert_names_series_that_are_there_and_its_page(rule: Mapping[str, Any]) -> None:
    named = set(re.findall(r"\bruby_[a-z_]+", rule["expr"]))
    heads = re.findall(r"^## (\w+)$", (ROOT / RUNBOOK).read_text(encoding="utf-8"), re.MULTILINE)

    assert named
    assert named <= series()
    assert rule["labels"]["severity"] in {"page", "ticket"}
    assert rule["annotations"]["runbook"] == f"{RUNBOOK}#{rule['alert'].lower()}"
    assert rule["alert"] in heads
    assert rule["expr"].count("(") == rule["expr"].count(")")


def test_a_label_an_alert_asks_for_is_one_of_its_series() -> None:
    labels = {one.name: set(one.labels) for one in MEASURES}
    for rule in alerts():
        for name, asked in re.findall(r"\b(ruby_[a-z_]+)\{(\w+)", rule["expr"]):
            assert asked in labels[name], rule["alert"]


def test_every_page_of_the_runbook_has_its_alert() -> None:
    heads = re.findall(r"^## (\w+)$", (ROOT / RUNBOOK).read_text(encoding="utf-8"), re.MULTILINE)

    assert heads == [rule["alert"] for rule in alerts()]


def test_the_scrape_asks_where_the_service_answers() -> None:
    (job,) = read("prometheus/prometheus.yml")["scrape_configs"]

    assert job["metrics_path"] == "/metrics"
    assert job["static_configs"] == [{"targets": ["ruby:8080"]}]
