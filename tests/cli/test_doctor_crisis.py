"""Claims about a start with real telephones: there is a human to tell, or a sentence says so."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from ruby_fsm.adapters.clock import SystemClock
from ruby_fsm.cli.demo import banner
from ruby_fsm.cli.doctor.finding import Patient, State
from ruby_fsm.cli.doctor.local import crisis, crisis_lines
from ruby_fsm.config.load import load
from ruby_fsm.config.schema import Config
from tests.app.escalation_kit import config_with, step, text_with
from tests.config.given import REAL, settings_of
from tests.fakes_clock import VirtualClock
from tests.served import OURS, clean_environment

TODAY_MS = 1_790_000_000_000  # 2026-09-21
SMS = (step("nurse", "sms"),)


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith(OURS):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def patient(
    monkeypatch: pytest.MonkeyPatch, config: Config, given: dict[str, str] = REAL
) -> Patient:
    settings, http = settings_of(monkeypatch, given), httpx.AsyncClient()
    return Patient(settings, (), config, (), "127.0.0.1", 8080, http, SystemClock())


async def test_doctor_fails_where_no_human_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    found = await crisis(patient(monkeypatch, load()))

    assert found.state is State.FAIL
    assert "crisis.paths.moderate: with real telephones a human must be reached" in found.found
    assert "bring-a-human" in found.mend


async def test_doctor_names_who_is_told_and_how(monkeypatch: pytest.MonkeyPatch) -> None:
    found = await crisis(patient(monkeypatch, config_with(*SMS)))

    assert found.state is State.WARN  # there is nobody to connect with
    assert "told: nurse by sms" in found.found
    assert "+1500" not in found.found


@pytest.mark.parametrize(
    ("checked", "state"),
    [("", State.WARN), ("2025-01-31", State.WARN), ("2026-09-01", State.OK)],
)
async def test_doctor_warns_of_a_line_that_nobody_has_seen_for_a_year(
    monkeypatch: pytest.MonkeyPatch, checked: str, state: State
) -> None:
    config = load()
    line = config.crisis_lines[0].model_copy(update={"checked": checked})
    seen = patient(monkeypatch, config.model_copy(update={"crisis_lines": (line,)}))

    found = await crisis_lines(replace(seen, clock=VirtualClock(TODAY_MS)))

    assert found.state is state
    assert (line.name in found.found) is (state is State.WARN)


def calling_brazil(config: Config) -> Config:
    regions = {**config.dial_policy.regions, "BR": 0.3}
    policy = config.dial_policy.model_copy(update={"regions": regions})
    return config.model_copy(update={"dial_policy": policy})


@pytest.mark.parametrize(("given", "state"), [(REAL, State.FAIL), ({}, State.WARN)])
async def test_a_country_without_words_fails_with_real_telephones_and_warns_without(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], state: State
) -> None:
    config = calling_brazil(config_with(*SMS))

    found = await crisis(patient(monkeypatch, config, given))

    assert found.state is state
    assert "languages.en.regions: BR missing" in found.found
    assert "languages.es.regions: BR missing" in found.found


def serve(folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    given = {**REAL, "RUBY_DATA": str(folder / "data"), **more}
    return subprocess.run(
        [sys.executable, "-m", "ruby_fsm", "serve", "--port", "0"],
        env=clean_environment(**given),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_25_config_with_real_telephones_and_no_human_there_is_no_start(tmp_path: Path) -> None:
    ended = serve(tmp_path)

    assert ended.returncode == 78
    assert ended.stdout == ""
    for level in ("moderate", "high", "imminent"):
        assert f"crisis.paths.{level}: with real telephones a human" in ended.stderr
    assert "contacts: {on call: {sms: '+15005550006'}}" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_with_real_telephones_there_is_no_start_where_a_country_has_no_words(
    tmp_path: Path,
) -> None:
    text = text_with(SMS).replace("MX: 0.3}", "MX: 0.3, BR: 0.3}")
    (tmp_path / "config.yaml").write_text(text, encoding="utf-8")

    ended = serve(tmp_path, RUBY_CONFIG=str(tmp_path / "config.yaml"))

    assert ended.returncode == 78
    assert "languages.es.regions: BR missing" in ended.stderr
    assert "take them out of dial_policy.regions" in ended.stderr


def test_a_demo_warns_of_such_a_country_and_rings_all_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = text_with(SMS).replace("MX: 0.3}", "MX: 0.3, BR: 0.3}")
    (tmp_path / "config.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("RUBY_CONFIG", str(tmp_path / "config.yaml"))

    said = banner()

    assert "Warning: languages.en.regions: BR missing" in said
    assert "no real call is placed" in said


def test_25_config_a_channel_without_its_secret_is_no_start(tmp_path: Path) -> None:
    contacts = {"desk": {"webhook": "https://alerts.example.org/ruby"}}
    text = text_with([step("desk", "webhook")], contacts)
    (tmp_path / "config.yaml").write_text(text, encoding="utf-8")

    ended = serve(tmp_path, RUBY_CONFIG=str(tmp_path / "config.yaml"))

    assert ended.returncode == 78
    assert "RUBY_ALERT_WEBHOOK_KEY: missing, but crisis.paths tells by webhook" in ended.stderr
