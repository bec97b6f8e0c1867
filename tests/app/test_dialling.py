"""One placement an attempt: the fence, the answer that was lost, and what Twilio refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from ruby_fsm.app.ports import Unit
from ruby_fsm.app.records import Attempt, Job
from ruby_fsm.core.call import CallState, EndReason
from ruby_fsm.core.events import CallPlaced
from ruby_fsm.simulator import Status
from tests.app.kit import (
    call_of,
    deliver_all,
    quick,
    ringing,
    rows_of,
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


# --- the fence ----------------------------------------------------------------------------------
async def test_26_once_a_dial_job_done_twice_dials_once(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        call_id, _ = await ringing(it)

        await it.parts.dialler.dial(dial_job(call_id))
        await it.parts.dialler.dial(dial_job(call_id))
        await it.pass_time(90)

        assert len(dials(it)) == 1


async def test_26_once_a_crash_after_the_dial_finds_the_call_and_does_not_dial_again(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        place, wait = it.parts.phone.place, it.clock.sleep

        async def place_and_hang(placement: Any) -> str:
            sid = await place(placement)
            await wait(600)
            return sid

        it.parts.dialler.phone.place = place_and_hang  # type: ignore[method-assign]
        placed = await initiate(it)
        call_id = placed.json()["call_id"]
        assert len(dials(it)) == 1
        await it.crash()

        await it.pass_time(4)
        assert (await attempts(it, call_id))[0].sid == ""
        await it.pass_time(2)

        assert (await attempts(it, call_id))[0].sid == it.sid(call_id)
        assert len(dials(it)) == 1
        assert len(await rows_of(it, call_id, CallPlaced)) == 1


async def test_26_once_a_lost_answer_is_looked_for_and_found(tmp_path: Path) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        it.rest.faults = [LOST]
        call_id, _ = await ringing(it)
        assert (await attempts(it, call_id))[0].sid == ""

        await it.pass_time(6)

        assert (await attempts(it, call_id))[0].sid == it.sid(call_id)
        assert len(dials(it)) == 1


async def test_26_once_a_lost_answer_may_be_told_by_a_webhook_first(tmp_path: Path) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        it.rest.faults = [LOST]
        call_id, _ = await ringing(it)

        await deliver_all(it)
        await it.pass_time(90)

        assert (await attempts(it, call_id))[0].sid == it.sid(call_id)
        assert it.rest.made("GET", "/Calls.json") == []


async def test_a_dial_that_twilio_does_not_know_ends_as_unknown_and_is_never_made_again(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path) as it:
        it.rest.faults = [503]
        call_id = (await it.initiate())["call_id"]
        await it.pass_time(59)
        assert (await call_of(it, call_id)).is_live, "looked for twice over a minute"

        await it.pass_time(2)

        call = await call_of(it, call_id)
        assert (call.state, call.end_reason) == (CallState.ENDED, EndReason.UNKNOWN_OUTCOME)
        assert len(it.rest.made("GET", "/Calls.json")) == 2
        assert len(dials(it)) == 1
        assert (await attempts(it, call_id))[0].freed_ms is not None


async def test_31_hangup_a_dial_found_after_its_call_was_ended_is_put_down(tmp_path: Path) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        it.rest.faults = [LOST]
        call_id, _ = await ringing(it)
        await end(it, call_id)
        assert it.calls()[0].status is Status.RINGING

        await it.pass_time(7)

        assert it.calls()[0].status is Status.CANCELED
        assert (await call_of(it, call_id)).end_reason is EndReason.CANCELED


async def test_31_hangup_a_webhook_that_tells_the_sid_of_an_ended_call_puts_the_line_down(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        it.rest.faults = [LOST]
        call_id, _ = await ringing(it)
        await end(it, call_id)

        await deliver_all(it)

        assert it.calls()[0].status is Status.CANCELED


@pytest.mark.parametrize("made", [0, 1], ids=["the first was made", "the second was made"])
async def test_18_bind_a_neighbours_line_is_never_taken_for_ours(tmp_path: Path, made: int) -> None:
    """Two calls to one number, both with a lost answer: which sid is whose can't be told."""
    async with quick(tmp_path, by_hand=True) as it:
        it.rest.faults = [503, LOST] if made else [LOST, 503]
        first = (await it.initiate())["call_id"]
        second = (await it.initiate())["call_id"]
        await it.pass_time(2)
        assert len(it.calls()) == 1

        await it.pass_time(70)

        sids = [(await attempts(it, call_id))[0].sid for call_id in (first, second)]
        assert sids == ["", ""]
        await deliver_all(it)
        sids = [(await attempts(it, call_id))[0].sid for call_id in (first, second)]
        assert sids[made] == it.calls()[0].sid
        assert sids[1 - made] == ""


async def test_18_bind_a_sid_of_another_call_is_not_adopted(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        first, _ = await ringing(it)
        it.rest.faults = [503]
        second = (await it.initiate(OTHER))["call_id"]
        sid, dialler = it.sid(first), it.parts.dialler

        def adopt(unit: Unit) -> bool:
            return dialler.adopt(unit, second, 1, sid)

        assert await it.parts.store.units.run(adopt) is False
        assert (await attempts(it, second))[0].sid == ""
        assert await rows_of(it, second, CallPlaced) == []


# --- refusals -----------------------------------------------------------------------------------
@pytest.mark.parametrize("fault", [429, httpx.ConnectError("never sent")], ids=["429", "no route"])
async def test_a_dial_that_was_surely_not_made_is_made_again(
    tmp_path: Path, fault: Exception | int
) -> None:
    async with quick(tmp_path) as it:
        it.rest.faults = [fault, fault]
        call_id = (await it.initiate())["call_id"]

        await it.pass_time(4)

        assert len(dials(it)) == 3
        assert len(it.calls()) == 1
        assert (await attempts(it, call_id))[0].sid == it.sid(call_id)


async def test_a_number_twilio_refuses_ends_the_call_as_failed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with quick(tmp_path) as it:
        call_id = (await it.initiate("+15005550001"))["call_id"]

        call = await call_of(it, call_id)
        assert (call.state, call.end_reason) == (CallState.ENDED, EndReason.FAILED)
        await it.pass_time(120)
        assert len(dials(it)) == 1
        [told] = [one for one in caplog.messages if one.startswith("dial 1 of call")]
        assert "error 21217: the number called is not valid" in told
        assert "5005550001" not in caplog.text


async def end(it: Ruby, call_id: str) -> None:
    answer = await it.api.post(f"/ai-calling/call/{call_id}/end")
    assert answer.status_code == 200, answer.text
    await it.calm()


async def initiate(it: Ruby, to: str = TO_NUMBER) -> httpx.Response:
    return await it.drive(it.api.post("/ai-calling/initiate-ai-call", json={"to_number": to}))
