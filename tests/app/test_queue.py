"""Who is dialled, and when: tries again, slots, pace, and people who may not be called."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from ruby_fsm.app.records import Attempt, Job
from ruby_fsm.core.call import CallState, EndReason
from ruby_fsm.core.events import AttemptScheduled, DialRefused
from ruby_fsm.simulator import Answer, Digits, Outcome
from tests.app.kit import (
    PHRASES,
    call_of,
    heard,
    listening,
    quick,
    ringing,
    rows_of,
    says,
)
from tests.world import TO_NUMBER, Ruby

OTHER, THIRD, FOURTH = "+14155550111", "+14155550122", "+14155550133"
LOST = httpx.ReadTimeout("lost")


def dials(it: Ruby) -> list[dict[str, str]]:
    return it.rest.made("POST", "/Calls.json")


async def attempts(it: Ruby, call_id: str) -> list[Attempt]:
    return list(await it.parts.store.reader.attempts(call_id))


def dial_job(call_id: str, attempt: int = 1) -> Job:
    return Job(f"dial:{call_id}:{attempt}", 0, "dial", {"call": call_id, "attempt": attempt})


# --- tries again --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("outcome", "reason"),
    [(Outcome.BUSY, EndReason.BUSY), (Outcome.NO_ANSWER, EndReason.NO_ANSWER)],
)
async def test_busy_and_no_answer_are_tried_after_5_and_30_minutes_three_times_in_all(
    tmp_path: Path, outcome: Outcome, reason: EndReason
) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await ringing(it)
        for wait_s in (300, 1800):
            person.answer(Answer(outcome, after_s=0))
            await it.pass_time(wait_s - 1)
            assert person.asked is None
            await it.pass_time(2)
            assert person.asked is not None, "it rings again"
        person.answer(Answer(outcome, after_s=0))
        await it.pass_time(4000)

        call = await call_of(it, call_id)
        assert (call.attempt, call.end_reason) == (3, reason)
        assert len(dials(it)) == 3
        assert len(await rows_of(it, call_id, AttemptScheduled)) == 2
        made = await attempts(it, call_id)
        assert all(one.freed_ms is not None for one in made)
        assert [one.status for one in made] == [outcome.value] * 3


async def test_a_retry_survives_a_crash_while_it_waits(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await ringing(it)
        person.answer(Answer(Outcome.BUSY, after_s=0))
        await it.pass_time(100)
        await it.crash()

        await it.pass_time(202)

        assert (await call_of(it, call_id)).attempt == 2
        assert len(dials(it)) == 2


# --- slots, pace, the queue ---------------------------------------------------------------------
async def test_32_free_a_slot_is_freed_once_and_handed_to_the_next_in_line(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        first, person = await ringing(it)
        await ringing(it, OTHER)
        third = await it.initiate(THIRD)
        fourth = await it.initiate(FOURTH, priority="high")
        await it.pass_time(3)
        assert [dial["To"] for dial in dials(it)] == [TO_NUMBER, OTHER]
        assert (third["waiting_for"], fourth["queue_position"]) == ("capacity", 1)

        person.answer(Answer(Outcome.UNREACHABLE, after_s=0))
        await it.calm()

        assert [dial["To"] for dial in dials(it)] == [TO_NUMBER, OTHER, FOURTH]
        freed = (await attempts(it, first))[0].freed_ms
        sid = it.sid(first)
        form = {"CallSid": sid, "CallStatus": "completed", "SequenceNumber": "9"}
        await it.hook("status", f"call={first}&attempt=1", form)
        await it.pass_time(2)
        assert (await attempts(it, first))[0].freed_ms == freed
        assert len(dials(it)) == 3


async def test_the_pace_is_one_new_call_a_second(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        await ringing(it)
        second = await it.initiate(OTHER)

        assert second["waiting_for"] == "pace"
        assert len(dials(it)) == 1
        await it.pass_time(1)
        assert len(dials(it)) == 2


async def test_a_call_that_waits_a_day_in_the_queue_ends_as_expired_without_a_dial(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path) as it:
        await ringing(it)
        await ringing(it, OTHER)
        for to in (TO_NUMBER, OTHER):
            it.callees[to].answer(Answer(after_s=0))
        waiting = (await it.initiate(THIRD))["call_id"]
        await it.stop()
        await it.clock.advance(86_400)
        await it.start()

        await it.pass_time(10)

        call = await call_of(it, waiting)
        assert (call.state, call.end_reason) == (CallState.ENDED, EndReason.EXPIRED)
        assert all(dial["To"] != THIRD for dial in dials(it))


async def test_a_call_wanted_later_is_dialled_then_and_not_before(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        later = await it.initiate(not_before="2026-01-05T18:10:00Z")
        assert later["waiting_for"] == "not_before"

        await it.pass_time(599)
        assert dials(it) == []
        await it.pass_time(2)
        assert len(dials(it)) == 1


# --- people who may not be called ---------------------------------------------------------------
async def test_27_opt_out_cancels_what_is_queued_and_refuses_what_is_new(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        await ringing(it, OTHER)
        queued = (await it.initiate())["call_id"]

        await says(it, person, Digits("8"))

        assert heard(person)[-1] == PHRASES.opt_out
        call = await call_of(it, queued)
        assert (call.state, call.end_reason) == (CallState.ENDED, EndReason.SUPPRESSED)
        assert len(await rows_of(it, queued, DialRefused)) == 1
        refused = await initiate(it)
        assert (refused.status_code, refused.json()["type"]) == (
            403,
            "urn:ruby-fsm:problem:policy-suppressed",
        )
        await it.pass_time(600)
        assert [dial["To"] for dial in dials(it)].count(TO_NUMBER) == 1
        assert (await call_of(it, call_id)).end_reason is EndReason.OPT_OUT


async def test_27_opt_out_is_checked_once_more_before_each_dial(tmp_path: Path) -> None:
    """Suppressed while the next attempt waits: the retry is refused, not dialled."""
    async with quick(tmp_path) as it:
        call_id, person = await ringing(it)
        person.answer(Answer(Outcome.BUSY, after_s=0))
        await it.pass_time(10)
        await it.parts.store.units.run(lambda unit: unit.suppress(TO_NUMBER, 0, "import"))

        await it.pass_time(400)

        assert len(dials(it)) == 1
        assert (await call_of(it, call_id)).end_reason is EndReason.SUPPRESSED
        assert all(one.freed_ms is not None for one in await attempts(it, call_id) if one.slot_ms)


async def initiate(it: Ruby, to: str = TO_NUMBER) -> httpx.Response:
    return await it.drive(it.api.post("/ai-calling/initiate-ai-call", json={"to_number": to}))
