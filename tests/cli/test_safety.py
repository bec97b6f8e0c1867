"""Claims about the yearly report of danger: counts, and nobody in them."""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path

import pytest

from ruby_fsm.app.safety import safety_report, way_of
from ruby_fsm.cli.main import run
from ruby_fsm.simulator import Speech
from tests.account import database_of
from tests.app.escalation_kit import acknowledge, config_with, in_crisis, step
from tests.app.kit import HARMLESS, listening, quick, says
from tests.served import OURS

TWO = config_with(step("nurse", "sms", 60), step("lead", "call", 60))
YEAR_MS = 1_767_225_600_000  # 2026-01-01T00:00Z


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith(OURS):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


async def test_the_report_counts_levels_kinds_channels_and_the_time_it_took(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path, config=TWO) as it:
        _, person = await listening(it, "+14155550101", user_name="Wilhelmina")
        await says(it, person, Speech(HARMLESS))
        _, made = await in_crisis(it, to="+14155550102")
        await it.pass_time(60)
        await acknowledge(it, made)
        found = await safety_report(it.parts.store.reader, YEAR_MS, YEAR_MS * 2)
        before = await safety_report(it.parts.store.reader, 0, YEAR_MS)

    assert (found.calls, found.answered, found.crises) == (2, 2, 1)
    assert found.crises_by_level == {"moderate": 1}
    assert found.crises_by_category == {"ideation": 1}
    assert found.steps_by_channel == {"sms": {"sent": 1}, "call": {"sent": 1}}
    assert (found.escalations, found.acknowledged) == (1, 1)
    assert found.acknowledged_by_way == {"api": 1}
    assert found.median_s == 60
    assert before.calls == 0


@pytest.mark.parametrize("words", [[], ["--json"]], ids=["lines", "json"])
def test_the_command_reads_beside_a_service_and_names_nobody(
    tmp_path: Path,
    words: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("RUBY_DATABASE_URL", database_of(tmp_path / "data"))
    made = asyncio.run(one_danger(tmp_path / "data"))
    capsys.readouterr()

    assert run(["safety", "report", "--year", "2026", *words]) == 0
    told = capsys.readouterr().out

    if words:
        assert json.loads(told)["crises_by_level"] == {"moderate": 1}
    else:
        assert told.splitlines()[:3] == [
            "2026: 1 calls, 1 answered",
            "crises: 1",
            "  by level: moderate 1",
        ]
    assert not [one for one in (*made, "Wilhelmina", "4155550100", "nurse") if one in told]


async def one_danger(data: Path) -> list[str]:
    """The ids of a call in danger."""
    async with quick(data, config=TWO) as it:
        call_id, made = await in_crisis(it, user_name="Wilhelmina")
        return [call_id, made.escalation_id]


def test_without_a_database_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["safety", "report", "--year", "2026"]) == 69
    assert "no database there yet" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("by", "way"),
    [("nurse, by key", "key"), ("a, by b, by link", "link"), ("bootstrap", "api"), ("", "api")],
)
def test_a_way_is_told_from_who_it_was(by: str, way: str) -> None:
    assert way_of(by) == way
