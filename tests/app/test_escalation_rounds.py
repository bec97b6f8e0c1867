"""A path is never silently exhausted: it is gone again for a day, and health fails meanwhile."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.app.escalation_kit import acknowledge, config_with, escalation, in_crisis, step, way
from tests.app.kit import quick
from tests.world import Ruby

MINUTE, HOUR = 60, 3600
TWO = (step("nurse", "sms", 60), step("lead", "sms", 60))


async def component(it: Ruby) -> dict[str, Any]:
    answer = await it.drive(it.api.get("/ai-calling/health"))
    found: dict[str, Any] = answer.json()["components"]["escalations"]
    assert (answer.status_code == 200) is found["ok"]
    return found


async def test_23_escalate_the_path_is_gone_again_with_a_growing_wait(tmp_path: Path) -> None:
    async with quick(tmp_path, config=config_with(*TWO)) as it:
        call_id, made = await in_crisis(it)
        await it.pass_time(2 * HOUR)

        taken = (await escalation(it, call_id)).steps
        begun_s = [(one.at_ms - made.opened_ms) // 1000 for one in taken[::2]]
        waits_min = [(b - a - 60) // MINUTE for a, b in pairwise(begun_s)]
        assert waits_min[:6] == [5, 10, 15, 20, 25, 30]
        assert {one.outcome for one in taken} == {"sent"}
        assert [alert.contact for alert in it.alerts.sent[:4]] == ["nurse", "lead"] * 2


async def test_23_escalate_health_fails_from_the_end_of_the_path_until_a_human_has_it(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path, config=config_with(*TWO)) as it:
        _, made = await in_crisis(it)
        await it.pass_time(119)
        assert (await component(it))["ok"]

        await it.pass_time(2)
        failing = await component(it)
        await acknowledge(it, made)

        assert not failing["ok"]
        assert failing["detail"].startswith("1 went through the whole path")
        assert (await component(it))["ok"]


async def test_after_a_day_the_path_rests_and_health_goes_on_failing(tmp_path: Path) -> None:
    async with quick(tmp_path, config=config_with(*TWO)) as it:
        call_id, made = await in_crisis(it)
        await it.pass_time(121)
        begun = replace(await escalation(it, call_id), opened_ms=made.opened_ms - 24 * HOUR * 1000)
        await it.parts.store.units.run(lambda unit: unit.save_escalation(begun))
        with capture_logs() as logs:
            await it.pass_time(HOUR)

        assert [alert.step for alert in it.alerts.sent] == [1, 2, 3, 4]
        assert "escalation_given_up" in {line["event"] for line in logs}
        assert not (await component(it))["ok"]


@pytest.mark.parametrize("act", ["join", "resolve"])
async def test_a_human_on_the_call_has_its_escalations(tmp_path: Path, act: str) -> None:
    async with quick(tmp_path, config=config_with(*TWO)) as it:
        call_id, _ = await in_crisis(it)
        await it.api.post(f"/ai-calling/call/{call_id}/crisis/{act}", json={"reason": "a drill"})
        await it.pass_time(HOUR)

        assert (await escalation(it, call_id)).acknowledged_ms is not None
        assert (await component(it))["ok"]
        assert len(it.alerts.sent) == 1


async def test_a_step_is_taken_as_often_as_it_is_repeated(tmp_path: Path) -> None:
    config = config_with(step("nurse", "sms", 60, repeat=3), step("lead", "sms", 60))
    async with quick(tmp_path, config=config) as it:
        await in_crisis(it)
        await it.pass_time(200)

        assert [alert.contact for alert in it.alerts.sent] == ["nurse"] * 3 + ["lead"]
        assert len({alert.key for alert in it.alerts.sent}) == 4


@pytest.mark.parametrize(
    ("serves", "is_told"),
    [
        ({}, True),
        ({"languages": ["de"]}, False),
        ({"languages": ["en-GB", "en"]}, True),
        ({"regions": ["CA"]}, False),
        ({"regions": ["DE", "US"]}, True),
        ({"hours": {"time_zone": "UTC", "begin": "12:00", "end": "23:00"}}, True),
        ({"hours": {"time_zone": "UTC", "begin": "23:00", "end": "07:00"}}, False),
        ({"hours": {"time_zone": "Pacific/Kiritimati", "end": "12:00", "days": ["tue"]}}, True),
    ],
    ids=str,
)
async def test_a_contact_is_told_of_the_language_region_and_hours_it_serves(
    tmp_path: Path, serves: dict[str, Any], is_told: bool
) -> None:
    """The network's clock begins on Monday, the 5th of January 2026, at 18:00 UTC."""
    contacts = {"nurse": {"sms": "+15005550111", **serves}, "lead": {"sms": "+15005550122"}}
    async with quick(tmp_path, config=config_with(*TWO, contacts=contacts)) as it:
        call_id, _ = await in_crisis(it)
        await it.pass_time(1)

        first = ("nurse", "sms", "sent" if is_told else "off duty")
        assert (await way(it, call_id))[0] == first
        assert it.alerts.sent[0].contact == ("nurse" if is_told else "lead")


async def test_where_nobody_is_on_duty_all_are_told(tmp_path: Path) -> None:
    contacts = {name: {"sms": "+15005550111", "languages": ["de"]} for name in ("nurse", "lead")}
    async with quick(tmp_path, config=config_with(*TWO, contacts=contacts)) as it:
        await in_crisis(it)
        await it.pass_time(61)

        assert [alert.contact for alert in it.alerts.sent] == ["nurse", "lead"]
