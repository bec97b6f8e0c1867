"""`ruby-fsm doctor` names each fault that is planted, and its mend; real files, ports and HTTP."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from ruby_fsm.adapters.clock import SystemClock
from ruby_fsm.adapters.db import migrate
from ruby_fsm.cli.doctor.checks import CHECKS, page
from ruby_fsm.cli.doctor.command import doctor, examine
from ruby_fsm.cli.doctor.finding import Check, Finding, Patient, State
from ruby_fsm.cli.doctor.remote import judged
from ruby_fsm.cli.hosting import LOOPBACK, hosted, listening, port_of
from ruby_fsm.config.load import default_path
from ruby_fsm.simulator import Simulator
from ruby_fsm.simulator.rest_permissions import EVERYWHERE
from tests.chat_server import chat_server, hung, whole
from tests.config.given import REAL
from tests.fakes_clock import VirtualClock
from tests.served import OURS, serving

DOCS = Path(__file__).parents[2] / "docs" / "reference"
HUSH = "hush-hush-hush-hush-hush"
ACCOUNT = REAL["TWILIO_ACCOUNT_SID"]


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing of this machine's environment; a folder of its own."""
    for name in os.environ:
        if name.startswith(OURS):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def free_port() -> int:
    with socket.create_server((LOOPBACK, 0)) as bound:
        number: int = bound.getsockname()[1]
        return number


async def found(port: int | None = None, *, offline: bool = False) -> dict[str, Finding]:
    return await examine(LOOPBACK, port or free_port(), offline=offline)


def set_all(monkeypatch: pytest.MonkeyPatch, given: dict[str, str]) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)


async def against_twilio(
    monkeypatch: pytest.MonkeyPatch,
    at: int = 0,
    *,
    tests_only: bool = False,
    countries: frozenset[str] = EVERYWHERE,
    **changed: str,
) -> dict[str, Finding]:
    bound = listening(LOOPBACK, 0)
    given = {**REAL, "TWILIO_API_BASE_URL": f"http://{LOOPBACK}:{port_of(bound)}", **changed}
    set_all(monkeypatch, given)
    async with httpx.AsyncClient() as http:
        token = REAL["TWILIO_AUTH_TOKEN"]
        simulator = Simulator(
            *(ACCOUNT, token), http=http, callee_for=nobody, test_credentials=tests_only
        )
        simulator.countries = countries
        async with hosted(simulator.app, bound):
            clock = VirtualClock(at) if at else SystemClock()
            return await examine(LOOPBACK, free_port(), offline=False, clock=clock)


def nobody(_: str) -> Any:
    raise AssertionError("doctor calls nobody")


# --- ten faults ----------------------------------------------------------------------------------
async def test_1_an_old_schema(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    sqlite3.connect(tmp_path / "data" / "ruby.db").close()

    finding = (await found(offline=True))["migrations"]

    assert finding.state is State.WARN
    assert "ruby-fsm db upgrade" in finding.mend


async def test_2_a_data_folder_that_can_not_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("RUBY_DATA", str(tmp_path / "file" / "data"))

    finding = (await found(offline=True))["data"]

    assert finding.state is State.FAIL
    assert "RUBY_DATA" in finding.mend


async def test_3_a_port_that_is_taken() -> None:
    with socket.create_server((LOOPBACK, 0)) as bound:
        finding = (await found(bound.getsockname()[1], offline=True))["port"]

    assert finding.state is State.FAIL
    assert "--port" in finding.mend


async def test_4_a_slip_in_config_yaml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = default_path().read_text().replace("default_language:", "defualt_language:")
    (tmp_path / "mine.yaml").write_text(text)
    monkeypatch.setenv("RUBY_CONFIG", str(tmp_path / "mine.yaml"))

    finding = (await found(offline=True))["config"]

    assert finding.state is State.FAIL
    assert "did you mean 'default_language'" in finding.found
    assert "ruby-fsm config check" in finding.mend


async def test_5_a_missing_hash_key(monkeypatch: pytest.MonkeyPatch) -> None:
    set_all(monkeypatch, {name: value for name, value in REAL.items() if name != "RUBY_HASH_KEY"})

    findings = await found(offline=True)

    assert findings["settings"].state is findings["keys"].state is State.FAIL
    assert "RUBY_HASH_KEY" in findings["settings"].found
    assert "RUBY_HASH_KEY" in findings["keys"].mend


async def test_6_a_public_address_without_https(monkeypatch: pytest.MonkeyPatch) -> None:
    set_all(monkeypatch, {**REAL, "BACKEND_URL": "http://calls.example.org"})

    findings = await found()

    assert findings["public url"].state is State.FAIL
    assert "https" in findings["public url"].mend


async def test_7_a_public_address_that_leads_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    async with chat_server() as other:
        other.answer = lambda _: whole("<html>")
        findings = await against_twilio(monkeypatch, BACKEND_URL=f"http://127.0.0.1:{other.port}")

    assert findings["public url"].state is State.FAIL
    assert "not from a ruby-fsm" in findings["public url"].found
    assert "BACKEND_URL" in findings["public url"].mend


async def test_8_a_wrong_token(monkeypatch: pytest.MonkeyPatch) -> None:
    findings = await against_twilio(monkeypatch, TWILIO_AUTH_TOKEN=HUSH)

    assert findings["twilio account"].state is State.FAIL
    assert "TWILIO_AUTH_TOKEN" in findings["twilio account"].mend


async def test_test_credentials_are_told_from_a_wrong_token(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    findings = await against_twilio(monkeypatch, tests_only=True)

    assert findings["geo permissions"].state is State.SKIP

    assert findings["twilio account"].state is State.WARN
    assert "test credentials" in findings["twilio account"].found


async def test_9_a_number_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    findings = await against_twilio(monkeypatch, TWILIO_FROM_NUMBER="+14155550177")

    assert findings["twilio number"].state is State.FAIL
    assert "TWILIO_FROM_NUMBER" in findings["twilio number"].mend
    assert "+14155550177" not in findings["twilio number"].found


@pytest.mark.parametrize(
    ("permitted", "state", "named"),
    [
        (EVERYWHERE - {"DE", "FR"}, State.WARN, "DE, FR"),
        (frozenset({"US"}), State.WARN, "AT, AU, BE"),
        (frozenset(), State.FAIL, "US"),
    ],
)
async def test_13_a_country_that_twilio_does_not_let_the_account_call(
    monkeypatch: pytest.MonkeyPatch, permitted: frozenset[str], state: State, named: str
) -> None:
    found = (await against_twilio(monkeypatch, countries=permitted))["geo permissions"]

    assert found.state is state
    assert named in found.found
    assert "Geo permissions" in found.mend
    assert "dial_policy.regions" in found.mend


@pytest.mark.parametrize("answer", [lambda: whole({}, 401), lambda: whole({"data": [{"id": "x"}]})])
async def test_10_a_chat_backend_with_a_wrong_key_or_model(
    monkeypatch: pytest.MonkeyPatch, answer: Callable[[], AsyncIterator[bytes]]
) -> None:
    async with chat_server() as server:
        server.answer = lambda _: answer()
        given = {"BACKEND": "openai", "URL": server.url, "MODEL": "some", "API_KEY": HUSH}
        set_all(monkeypatch, {f"RUBY_CHAT_{name}": value for name, value in given.items()})
        finding = (await found())["chat"]

    assert finding.state is State.FAIL
    assert "RUBY_CHAT_API_KEY" in finding.mend
    assert HUSH not in finding.found


async def test_10_a_chat_backend_that_hangs_is_named_and_hides_no_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("ruby_fsm.cli.doctor.remote.CHAT_S", 0.3)
    async with chat_server() as server, chat_server() as spare:
        server.answer = lambda _: hung()
        spare.answer = lambda _: whole({"data": [{"id": "some"}]})
        second = f"{{name: spare, kind: openai, url: '{spare.url}', model: some}}"
        text = default_path().read_text().replace("fallbacks: []", f"fallbacks: [{second}]")
        (tmp_path / "mine.yaml").write_text(text)
        given = {"CHAT_BACKEND": "openai", "CHAT_URL": server.url, "CHAT_MODEL": "some"}
        given["CONFIG"] = str(tmp_path / "mine.yaml")
        set_all(monkeypatch, {f"RUBY_{name}": value for name, value in given.items()})
        finding = (await found())["chat"]

    assert finding.state is State.FAIL
    assert "openai: no answer in time; spare: it answers, and has the model" in finding.found
    assert "RUBY_CHAT_URL" in finding.mend


WEBHOOKS = "webhooks: [{name: crm, url: 'https://HOST/ruby', events: [call.ended]}]"


def with_webhook(folder: Path, host: str) -> dict[str, str]:
    path = folder / "mine.yaml"
    text = default_path().read_text(encoding="utf-8")
    path.write_text(text.replace("webhooks: []", WEBHOOKS.replace("HOST", host)), encoding="utf-8")
    return {"RUBY_CONFIG": str(path)}


async def test_13_a_webhook_without_a_secret_or_whose_host_is_not_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    none = (await found())["webhooks"]
    set_all(monkeypatch, with_webhook(tmp_path, "nobody.invalid"))
    unsigned = (await found())["webhooks"]
    monkeypatch.setenv("RUBY_WEBHOOK_SECRET", f"whsec_{'A' * 43}=")
    lost = (await found())["webhooks"]
    set_all(monkeypatch, with_webhook(tmp_path, "127.0.0.1"))
    fine = (await found())["webhooks"]

    assert none.state is State.SKIP
    assert unsigned.state is State.FAIL
    assert "RUBY_WEBHOOK_SECRET: missing" in unsigned.found
    assert lost.state is State.FAIL
    assert "the host of crm is not found" in lost.found
    assert (fine.state, fine.found.split(";")[0]) == (State.OK, "crm")


async def test_10_a_chat_setting_that_is_missing_is_one_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("RUBY_CHAT_BACKEND", "openai")

    findings = await found()

    assert "RUBY_CHAT_URL: missing" in findings["settings"].found
    assert findings["chat"].state is State.SKIP


@pytest.mark.parametrize(("off_s", "state"), [(0, "ok"), (120, "warn"), (600, "fail")])
def test_11_a_clock_that_is_off(off_s: int, state: str) -> None:
    finding = judged("Mon, 05 Jan 2026 18:00:00 +0000", 1_767_636_000 + off_s)

    assert finding.state == state
    assert state == "ok" or "timedatectl" in finding.mend


async def test_11_it_compares_with_the_carriers_own_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    findings = await against_twilio(monkeypatch, at=SystemClock().now_ms() + 600_000)

    assert findings["clock"].state is State.FAIL


async def test_12_a_damaged_database(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    path = tmp_path / "data" / "ruby.db"
    path.touch()
    migrate.upgrade(path)
    path.write_bytes(path.read_bytes()[:4096] + b"\xff" * 20_000)

    finding = (await found(offline=True))["database"]

    assert finding.state is State.FAIL
    assert "backup" in finding.mend


async def test_no_resources_stop_the_config(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = default_path().read_text().replace("    resources:", "    resorces:")
    (tmp_path / "mine.yaml").write_text(text)
    monkeypatch.setenv("RUBY_CONFIG", str(tmp_path / "mine.yaml"))

    findings = await found(offline=True)

    assert "resources" in findings["config"].found
    assert findings["crisis"].state is State.SKIP


@pytest.mark.parametrize(("host", "state"), [("0.0.0.0", "fail"), ("::1", "ok")])
async def test_no_token_is_well_only_where_serve_takes_it(host: str, state: str) -> None:
    findings = await examine(host, free_port(), offline=True)

    assert findings["token"].state == state
    assert state == "ok" or "RUBY_API_TOKEN" in findings["token"].mend


# --- health --------------------------------------------------------------------------------------
async def test_a_whole_account_is_well(monkeypatch: pytest.MonkeyPatch) -> None:
    findings = await against_twilio(monkeypatch)

    for name in (
        "settings",
        "keys",
        "token",
        "clock",
        "twilio account",
        "twilio number",
        "geo permissions",
    ):
        assert findings[name].state is State.OK, (name, findings[name])


def test_all_is_well_beside_a_service_that_runs(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as service:
        port = service.url.rpartition(":")[2]
        ended = subprocess.run(
            [sys.executable, "-m", "ruby_fsm", "doctor", "--json", "--port", port],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    told = json.loads(ended.stdout)
    states = {one["name"]: one["state"] for one in told["checks"]}
    assert ended.returncode == 0
    assert told["ok"] is True
    assert "fail" not in states.values()
    assert (states["database"], states["port"]) == ("ok", "ok")


# --- telling -------------------------------------------------------------------------------------
def test_it_prints_no_secret_and_no_whole_number(monkeypatch: pytest.MonkeyPatch) -> None:
    set_all(monkeypatch, {**REAL, "TWILIO_API_BASE_URL": "http://127.0.0.1:1"})

    for words in ([], ["--json"]):
        told = CliRunner().invoke(doctor, [*words, "--port", str(free_port())]).output
        assert "python" in told
        for name in ("TWILIO_AUTH_TOKEN", "RUBY_API_TOKEN", "RUBY_HASH_KEY", "TWILIO_FROM_NUMBER"):
            assert REAL[name] not in told


@pytest.mark.contract("commands.doctor")
def test_the_exit_code_tells_a_failure_and_when_asked_a_warning() -> None:
    run = [sys.executable, "-m", "ruby_fsm", "doctor", "--offline", "--port", str(free_port())]

    assert subprocess.run(run, capture_output=True, check=False).returncode == 0
    assert subprocess.run([*run, "--strict"], capture_output=True, check=False).returncode == 1


async def test_a_check_that_breaks_or_hangs_hides_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def broken(_: Patient) -> Finding:
        raise RuntimeError(HUSH)

    async def hanging(_: Patient) -> Finding:
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr("ruby_fsm.cli.doctor.command.LIMIT_S", 0.01)
    checks = (Check("broken", "", broken), Check("hanging", "", hanging), CHECKS[0])

    findings = await examine(LOOPBACK, 1, offline=False, checks=checks)

    assert [finding.state for finding in findings.values()] == ["fail", "fail", "ok"]
    assert HUSH not in str(findings)


async def test_offline_asks_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    async with chat_server() as server:
        given = {"BACKEND": "openai", "URL": server.url, "MODEL": "some"}
        set_all(monkeypatch, {f"RUBY_CHAT_{name}": value for name, value in given.items()})
        findings = await found(offline=True)

    assert {findings[check.name].state for check in CHECKS if check.is_remote} == {State.SKIP}
    assert server.asked == []


def test_its_page_is_written_from_the_code(golden: Callable[[Path, str], None]) -> None:
    golden(DOCS / "doctor.md", page())
