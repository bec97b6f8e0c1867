"""Forgetting in time: what is old goes wholly, what is not stays whole."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from ruby_fsm.app.ports import Clock
from ruby_fsm.app.purging import DAY_MS, Purge, Retention
from ruby_fsm.simulator import Speech
from tests.app.kit import listening, quick, says
from tests.looking import every_row
from tests.world import Ruby

TO_OTHER = "+14155550143"


def rfc3339(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat()


HOUR_S = 3600
HOUR_MS = HOUR_S * 1000


class Later:
    """The clock of a process that looks back after a while: days in which nothing happened."""

    def __init__(self, clock: Clock, ms: int) -> None:
        self._clock, self._ms = clock, ms

    def now_ms(self) -> int:
        return self._clock.now_ms() + self._ms

    async def sleep(self, seconds: float) -> None:
        await self._clock.sleep(seconds)


def purge(it: Ruby, later_ms: int) -> Purge:
    async def nothing(_: int) -> None:
        pass

    days = Retention(calls_days=30, jobs_days=7)
    return Purge(it.parts.store.units, Later(it.clock, later_ms), days, nothing)


async def over(it: Ruby, to: str) -> str:
    call_id, person = await listening(it, to)
    await says(it, person, Speech("i am in danger i want to kill myself"))
    await it.api.post(
        f"/ai-calling/call/{call_id}/end", json={"force": True, "reason": "the test is over"}
    )
    await it.over()
    return call_id


def tables_with(it: Ruby, call_id: str) -> set[str]:
    place = it.parts.store.place
    return {name for name, rows in every_row(place).items() if call_id in repr(rows)}


async def test_an_old_call_goes_wholly_and_a_newer_one_stays(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        old = await over(it, "+14155550142")
        await it.pass_time(2 * HOUR_S)
        newer = await over(it, TO_OTHER)
        before = tables_with(it, newer)

        forgotten = await purge(it, 30 * DAY_MS - HOUR_MS).once()

        assert forgotten == 1
        assert tables_with(it, old) == {"ruby_audit"}  # which tells who acted, and nothing else
        assert tables_with(it, newer) == before
        assert {"ruby_calls", "ruby_events", "ruby_attempts", "ruby_escalations"} <= before


async def test_a_call_that_is_not_over_is_never_forgotten(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        wanted_ms = it.clock.now_ms() + 29 * DAY_MS
        placed = await it.initiate(not_before=rfc3339(wanted_ms))

        assert await purge(it, 399 * DAY_MS).once() == 0
        assert "ruby_calls" in tables_with(it, placed["call_id"])


async def test_an_idempotency_key_is_kept_longer_than_a_day(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        for to in ("+14155550142", TO_OTHER):
            await it.api.post(
                "/ai-calling/initiate-ai-call",
                json={"to_number": to},
                headers={"Idempotency-Key": to},
            )
            await it.pass_time(2 * HOUR_S)

        await purge(it, 2 * DAY_MS - 3 * HOUR_MS).once()

        assert len(every_row(it.parts.store.place)["ruby_idempotency"]) == 1
