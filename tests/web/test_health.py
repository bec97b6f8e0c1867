"""Health tells the truth: 200 only if a write works and whatever must tick has ticked."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from ruby_fsm.app.health import HealthCheck
from tests.fakes_clock import NOON_MS, VirtualClock
from tests.web.kit import ruby
from tests.world import Ruby

CALLING, PHONE = "/ai-calling/health", "/phone/health"
PARTS = ("database", "dispatcher", "watchdog", "chat", "escalations")


async def told(it: Ruby, path: str, status: int) -> dict[str, Any]:
    answer = await it.drive(it.api.get(path), at_most_s=5)
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/health+json"
    body: dict[str, Any] = answer.json()
    assert set(body) == {"status", "components"}
    assert all(set(part) == {"ok", "detail"} for part in body["components"].values())
    return body


@pytest.mark.contract("rest.health")
async def test_the_calling_side_is_fit_part_by_part(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        await it.pass_time(6)
        body = await told(it, CALLING, 200)

        assert body["status"] == "ok"
        assert set(body["components"]) == {*PARTS}
        assert all(part["ok"] for part in body["components"].values())


@pytest.mark.contract("rest.health")
async def test_it_fails_while_a_write_fails_and_recovers(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        await it.pass_time(6)
        it.gate.is_away = True
        body = await told(it, CALLING, 503)
        it.gate.is_away = False

        assert body["status"] == "failing"
        assert "write" in body["components"]["database"]["detail"]
        assert (await told(it, CALLING, 200))["status"] == "ok"


@pytest.mark.contract("rest.health")
async def test_it_answers_while_a_write_hangs(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        await it.pass_time(6)
        it.gate.hold()
        asked = asyncio.create_task(it.api.get(CALLING))
        for _ in range(8):
            await it.clock.advance(0.5)
        answer = await asked
        it.gate.release()

        assert answer.status_code == 503
        assert "3 s" in answer.json()["components"]["database"]["detail"]


@pytest.mark.contract("rest.health")
@pytest.mark.parametrize("part", ["dispatcher", "watchdog"])
@pytest.mark.parametrize("ticked_ms", [0, NOON_MS], ids=["never", "once"])
async def test_it_fails_when_what_must_tick_has_not(part: str, ticked_ms: int) -> None:
    clock = VirtualClock(NOON_MS)

    class Works:
        async def run(self, _: object) -> int:
            return 0

    class Silent:
        async def status(self, _: str) -> str:
            return ""

    def ticked(name: str) -> int:
        return ticked_ms if name == part else clock.now_ms()

    health = HealthCheck(
        units=Works(),  # type: ignore[arg-type]  # all that is asked of it
        phone=Silent(),  # type: ignore[arg-type]  # likewise
        clock=clock,
        engine_ticked=lambda: ticked("dispatcher"),
        watchdog_ticked=lambda: ticked("watchdog"),
        carrier="sim",
        chat=lambda: "companion",
    )
    at_first = await health.calling()
    clock.advance(31)
    found = await health.calling()

    assert at_first.status == "ok"
    assert found.status == "failing"
    assert [name for name, component in found.components.items() if not component.ok] == [part]
    assert "31 s" in found.components[part].detail


@pytest.mark.contract("rest.phone_health")
async def test_the_telephone_side_is_probed_beforehand_and_never_while_one_waits(
    tmp_path: Path,
) -> None:
    async with ruby(tmp_path) as it:
        await it.calm()
        before = len(it.rest.requests)
        bodies = [await told(it, PHONE, 200) for _ in range(3)]

        assert bodies[0]["components"] == {
            "carrier": {"ok": True, "detail": "sim"},
            "rest": {"ok": True, "detail": ""},
        }
        assert len(it.rest.requests) == before


@pytest.mark.contract("rest.phone_health")
async def test_the_telephone_side_fails_with_twilio_and_recovers(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        await it.calm()
        it.rest.faults = [503] * 8
        await it.pass_time(61)
        failing = await told(it, PHONE, 503)
        it.rest.faults = []
        await it.pass_time(61)

        assert "Twilio" in failing["components"]["rest"]["detail"]
        assert (await told(it, PHONE, 200))["status"] == "ok"


async def test_a_probe_that_stopped_is_told_after_three_missed_ones(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        await it.calm()
        it.parts.health._probed_ms -= 200_000

        assert "200 s" in (await told(it, PHONE, 503))["components"]["rest"]["detail"]
