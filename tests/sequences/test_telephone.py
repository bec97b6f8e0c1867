"""Sequences of a telephone: rings, answers, hang-ups, refusals, in every order ever seen."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from ruby_fsm.core.call import CallState, EndReason
from ruby_fsm.core.events import CallCompleted, CallFailed, CallRinging, LineUp
from ruby_fsm.simulator import Answer, Status
from tests.app.kit import deliver, listening_by_hand, next_hook, quick, ringing
from tests.sequences.kit import Must, Wire, wired
from tests.world import ACCOUNT, Ruby

QUIET = "i had a quiet day"


def dials(it: Ruby) -> list[dict[str, str]]:
    return it.rest.made("POST", "/Calls.json")


@pytest.mark.sequence("S01")
async def test_s01_the_happy_path(tmp_path: Path, must: Must) -> None:
    async with wired(tmp_path) as wire:
        for seq, word in enumerate(("initiated", "ringing", "in-progress")):
            await wire.status(word, seq)
        await wire.answer()
        await wire.gather(QUIET)
        await wire.gather("goodbye")
        assert "<Hangup" in wire.twiml
        await wire.status("completed", 3, CallDuration="61")

        with must("exactly one ended transition"):
            assert (await wire.moves()).count("ended") == 1
            assert (await wire.call()).end_reason is EndReason.GOODBYE
        with must("duration stored from CallDuration (seconds)"):
            assert (await wire.made()).duration_s == 61


@pytest.mark.sequence("S02")
async def test_s02_only_completed_is_told(tmp_path: Path, must: Must) -> None:
    async with wired(tmp_path) as wire:
        await wire.answer()
        await wire.gather(QUIET)
        await wire.status("completed", 0, CallDuration="9")

        with must(
            "call reaches ended although no initiated/ringing/in-progress ever arrived",
        ):
            assert (await wire.call()).state is CallState.ENDED


@pytest.mark.sequence("S03")
async def test_s03_status_events_out_of_order(tmp_path: Path, must: Must) -> None:
    async with wired(tmp_path) as wire:
        await wire.answer()
        for word, seq in (("in-progress", 2), ("initiated", 0), ("ringing", 1)):
            await wire.status(word, seq)
            assert (await wire.call()).state is CallState.GREETING
            assert (await wire.made()).status == "in-progress"
        await wire.status("completed", 3)

        with must("never move backwards; order by SequenceNumber, not arrival"):
            assert await wire.moves() == ["greeting", "ended"]
            assert (await wire.made()).status == "completed"


@pytest.mark.sequence("S04")
async def test_s04_completed_before_in_progress(tmp_path: Path, must: Must) -> None:
    async with wired(tmp_path) as wire:
        await wire.answer()
        await wire.status("completed", 3)
        await wire.status("in-progress", 2)

        with must("late event recorded, state stays ended"):
            assert len(await wire.rows(LineUp)) == 1
            assert (await wire.call()).state is CallState.ENDED
            assert (await wire.made()).status == "completed"


@pytest.mark.sequence("S05")
async def test_s05_the_answer_comes_before_its_status(tmp_path: Path, must: Must) -> None:
    async with wired(tmp_path) as wire:
        await wire.answer()
        with must("answer itself means in-progress; do not wait for status"):
            assert (await wire.call()).state is CallState.GREETING
            assert "<Gather" in wire.twiml
        greeted = wire.twiml
        await wire.status("ringing", 1)
        await wire.status("in-progress", 2)

        assert wire.twiml == greeted
        assert (await wire.call()).state is CallState.GREETING


@pytest.mark.sequence("S06")
async def test_s06_the_answer_overtakes_our_own_create(tmp_path: Path, must: Must) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        wire = await placed_unheard(it)
        reply = await wire.answer()

        with must(
            "answer must not 404: correlate by our call id in the URL query, bind the sid",
        ):
            assert reply.status_code == 200
            assert "<Gather" in reply.text
            assert (await wire.made()).sid == wire.sid
            assert (await wire.call()).state is CallState.GREETING


@pytest.mark.sequence("S07")
async def test_s07_a_status_overtakes_our_own_create(tmp_path: Path, must: Must) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        wire = await placed_unheard(it)
        calls = len(await it.parts.store.reader.recent(9, ""))
        await wire.status("ringing", 1)
        assert (await wire.made()).sid == wire.sid

        form = {"CallSid": "CA" + "e" * 32, "CallStatus": "initiated", "SequenceNumber": "0"}
        nobody = await it.hook("status", "", form)

        with must(
            "correlate by our call id in the URL query; "
            "without any id of ours: counted, nothing created",
        ):
            assert nobody.status_code == 204
            assert len(await wire.rows(CallRinging)) == 1
            assert len(await it.parts.store.reader.recent(9, "")) == calls
            assert it.parts.counts["unknown_call"] == 1


@pytest.mark.sequence("S08")
async def test_s08_a_create_that_was_heard_and_not_answered(tmp_path: Path, must: Must) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        wire = await placed_unheard(it)
        await wire.answer()
        await it.pass_time(120)
        assert len(dials(it)) == 1, "a read timeout is never dialled again"

    for fault in (429, httpx.ConnectError("never sent")):
        async with quick(tmp_path / str(fault), by_hand=True) as it:
            it.rest.faults = [fault]
            await it.initiate()
            await it.pass_time(5)
            assert len(dials(it)) == 2
            assert len(it.calls()) == 1

    with must(
        "no second call placed by a blind retry; 429/20429 and connect errors are retryable, "
        "read timeouts are not",
    ):
        assert len(it.calls()) == 1


@pytest.mark.sequence("S09")
@pytest.mark.parametrize("attempts", [1, 3])
async def test_s09_busy(tmp_path: Path, must: Must, attempts: int) -> None:
    async with wired(tmp_path) as wire:
        await only_attempt_left(wire, attempts)
        await wire.status("initiated", 0)
        await wire.status("busy", 1, SipResponseCode="486")

        with must(
            "no greeting ran, no duration; ended(busy) when no attempt is left, "
            "else queued for the next attempt",
        ):
            assert await tried_again_or_ended(wire, EndReason.BUSY) == (attempts == 1)
            assert "greeting" not in await wire.moves()
            made = (await wire.it.parts.store.reader.attempts(wire.call_id))[0]
            assert (made.status, made.duration_s) == ("busy", None)


@pytest.mark.sequence("S10")
@pytest.mark.parametrize("attempts", [1, 3])
async def test_s10_no_answer(tmp_path: Path, must: Must, attempts: int) -> None:
    async with wired(tmp_path) as wire:
        await only_attempt_left(wire, attempts)
        await wire.status("initiated", 0)
        await wire.status("ringing", 1)
        await wire.status("no-answer", 2, SipResponseCode="487")

        with must(
            "ended(no-answer) when no attempt is left, else queued for the next attempt",
        ):
            assert await tried_again_or_ended(wire, EndReason.NO_ANSWER) == (attempts == 1)


@pytest.mark.sequence("S11")
@pytest.mark.parametrize(
    ("told", "code"),
    [({"SipResponseCode": "404"}, "404"), ({"ErrorCode": "32009"}, "32009"), ({}, "")],
)
async def test_s11_failed(tmp_path: Path, must: Must, told: dict[str, str], code: str) -> None:
    async with wired(tmp_path) as wire:
        await wire.status("initiated", 0)
        await wire.status("failed", 1, **told)

        with must("ended(failed) with code"):
            (row,) = await wire.rows(CallFailed)
            assert isinstance(row.event, CallFailed)
            assert row.event.code == code
            assert (await wire.call()).end_reason is EndReason.FAILED


@pytest.mark.sequence("S12")
async def test_s12_canceled_by_us_while_it_rings(tmp_path: Path, must: Must) -> None:
    async with wired(tmp_path) as wire:
        await end(wire)
        assert wire.it.calls()[0].status is Status.CANCELED
        await wire.status("canceled", 1)
        reply = await wire.answer()

        with must("ended(canceled); a crossing answer must still be survived"):
            call = await wire.call()
            assert (call.state, call.end_reason) == (CallState.ENDED, EndReason.CANCELED)
            assert reply.status_code == 200
            assert "<Hangup" in reply.text


@pytest.mark.sequence("S13")
async def test_s13_a_cancel_races_with_the_answer(tmp_path: Path, must: Must) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        call_id, person = await ringing(it)
        person.answer(Answer(after_s=0))
        await it.calm()
        assert it.calls()[0].status is Status.IN_PROGRESS
        await end(Wire(it, call_id))
        await it.pass_time(30)

        with must(
            "canceled does not touch an in-progress call: fall back to Status=completed",
        ):
            sent = [form["Status"] for form in it.rest.made("POST", f"{it.sid(call_id)}.json")]
            assert sent[-1] == "completed"
            assert it.calls()[0].status is Status.COMPLETED


@pytest.mark.sequence("S14")
async def test_s14_ended_twice_and_after_the_hang_up(tmp_path: Path, must: Must) -> None:
    async with quick(tmp_path) as it:
        call_id, _ = await ringing(it)
        it.simulator.line(it.sid(call_id)).hang_up()
        wire = Wire(it, call_id)
        await it.parts.phone.hang_up(it.sid(call_id), cancel=False)

        with must("21220 on end == already ended: success, idempotent"):
            assert [await end(wire), await end(wire)] == [200, 200]
            assert (await wire.moves()).count("ended") == 1


@pytest.mark.sequence("S15")
async def test_s15_hung_up_while_ruby_speaks(tmp_path: Path, must: Must) -> None:
    async with wired(tmp_path) as wire:
        await wire.answer()
        await wire.status("completed", 3, CallDuration="2")

        with must("no gather ever arrives; closing skipped, ended"):
            assert await wire.moves() == ["greeting", "ended"]
            assert (await wire.call()).end_reason is EndReason.HUNG_UP


@pytest.mark.sequence("S40")
async def test_s40_twilio_s_own_limit(tmp_path: Path, must: Must) -> None:
    async with wired(tmp_path) as wire:
        await wire.answer()
        assert "TimeLimit" not in dials(wire.it)[0], "so Twilio's own holds: four hours"
        await wire.status("completed", 3, CallDuration="14400")

        with must("ended(time_limit) when CallDuration >= limit"):
            assert (await wire.call()).end_reason is EndReason.TIME_LIMIT


@pytest.mark.sequence("S48")
async def test_s48_no_terminal_callback_ever_comes(tmp_path: Path, must: Must) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        call_id, person = await ringing(it)
        person.answer(Answer(after_s=0))
        await deliver(it, await next_hook(it, "answer"))
        it.simulator.line(it.sid(call_id)).hang_up()
        await it.calm()
        for delivery in it.simulator.desk.pending:
            it.simulator.desk.drop(delivery)
        assert (await Wire(it, call_id).call()).is_live

        await it.pass_time(300)

        with must(
            "reaper: REST fetch (eventually consistent) after TimeLimit+margin, then end",
        ):
            assert it.rest.made("GET", f"/Calls/{it.sid(call_id)}.json")
            assert (await Wire(it, call_id).call()).state is CallState.ENDED


@pytest.mark.sequence("S49")
async def test_s49_twilio_s_rest_side_disagrees_with_its_webhooks(
    tmp_path: Path, must: Must
) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        call_id, _ = await listening_by_hand(it)
        wire = Wire(it, call_id)
        await wire.status("completed", 9, CallDuration="30")
        assert it.calls()[0].status is Status.IN_PROGRESS, "a fetch would still say so"
        await it.pass_time(600)

        with must("webhook wins; fetch is eventually consistent"):
            assert (await wire.call()).state is CallState.ENDED
            assert (await wire.made()).status == "completed"


@pytest.mark.sequence("S50")
async def test_s50_queued_for_long_at_twilio(tmp_path: Path, must: Must) -> None:
    async with wired(tmp_path) as wire:
        before = (await wire.call()).alive_until_ms
        await wire.it.pass_time(45)
        await wire.status("initiated", 0)
        await wire.status("ringing", 1)

        with must("our ring timeout starts at initiated, not at create"):
            call = await wire.call()
            assert call.alive_until_ms - before >= 40_000
            assert call.state is CallState.QUEUED


@pytest.mark.sequence("S51")
@pytest.mark.parametrize(
    ("fault", "code", "again"),
    [
        ((400, 21211), "21211", False),
        ((400, 21217), "21217", False),
        ((400, 21214), "21214", False),
        ((400, 21215), "21215", False),
        ((400, 21216), "21216", False),
        ((400, 21210), "21210", False),
        ((401, 20003), "20003", False),
        ((403, 20008), "20008", False),
        ((429, 20429), "", True),
    ],
)
async def test_s51_a_create_is_refused(
    tmp_path: Path, must: Must, fault: tuple[int, int], code: str, again: bool
) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        it.rest.faults = [fault]
        call_id = (await it.initiate())["call_id"]
        await it.pass_time(70)
        wire = Wire(it, call_id)

        with must("queued -> ended(failed) with code, only 429/5xx retried"):
            assert len(dials(it)) == (2 if again else 1)
            call = await wire.call()
            assert (call.end_reason is EndReason.FAILED) == (not again)
            failed = [row.event for row in await wire.rows(CallFailed)]
            assert [one.code for one in failed if isinstance(one, CallFailed)] == [code][
                : not again
            ]


@pytest.mark.sequence("S54")
async def test_s54_the_other_spelling_of_canceled(tmp_path: Path, must: Must) -> None:
    async with wired(tmp_path) as wire:
        await wire.status("cancelled", 1)

        with must("normalised to canceled"):
            call = await wire.call()
            assert (call.state, call.end_reason) == (CallState.ENDED, EndReason.CANCELED)
            assert (await wire.made()).status == "canceled"


@pytest.mark.sequence("S55")
async def test_s55_a_status_of_another_account(tmp_path: Path, must: Must) -> None:
    async with wired(tmp_path) as wire:
        other = ACCOUNT[:-4] + "ffff"
        reply = await wire.status("completed", 3, AccountSid=other)

        with must("403/ignored even when signed by another configured token"):
            assert reply.status_code == 403
            assert await wire.rows(CallCompleted) == []
            assert (await wire.call()).state is CallState.QUEUED


# --- ways there ----------------------------------------------------------------------------------
async def placed_unheard(it: Ruby) -> Wire:
    """A call that Twilio has and whose 201 never reached us."""
    it.rest.faults = [httpx.ReadTimeout("lost")]
    wire = Wire(it, (await it.initiate())["call_id"])
    assert (await wire.made()).sid == ""
    return wire


async def only_attempt_left(wire: Wire, left: int) -> None:
    """Use up attempts until `left` remain, each ended as busy and tried again."""
    most = wire.it.parts.settler.policies.numbers.attempts
    for n in range(1, most - left + 1):
        await wire.status("busy", 1)
        assert (await wire.call()).attempt == n + 1
        due_in_s = ((await wire.call()).due_ms - wire.it.clock.now_ms()) / 1000
        await wire.it.pass_time(due_in_s + 1)
        wire.attempt = n + 1


async def tried_again_or_ended(wire: Wire, reason: EndReason) -> bool:
    """True for an end; a call that is tried again waits for its next attempt."""
    call = await wire.call()
    if call.state is CallState.QUEUED:
        assert call.attempt == wire.attempt + 1
        assert call.due_ms > wire.it.clock.now_ms()
        return False
    assert (call.state, call.end_reason) == (CallState.ENDED, reason)
    return True


async def end(wire: Wire) -> int:
    path = f"/ai-calling/call/{wire.call_id}/end"
    answer = await wire.it.drive(wire.it.api.post(path))
    await wire.it.calm()
    return answer.status_code
