"""What users of other voice agents complain of, played over the network: the service around it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from urllib.parse import urlencode

import pytest

from ruby_fsm.core.call import CallState, EndReason
from ruby_fsm.simulator import (
    Answer,
    HandCallee,
    HangUp,
    Outcome,
    ScriptedCallee,
    Signer,
    Speech,
    load,
)
from tests.app.kit import HARMLESS, call_of, listening, quick, ringing, says
from tests.world import ACCOUNT, TO_NUMBER, TOKEN, Ruby

SCRIPTS = Path(__file__).parents[1] / "scripts"
MANY = 60


async def end_by(it: Ruby, how: str, call_id: str, person: HandCallee) -> None:
    """One call to its end, in one of the ways there are."""
    outcomes = {"busy": Outcome.BUSY, "machine": Outcome.MACHINE, "failed": Outcome.UNREACHABLE}
    if how in outcomes:
        person.answer(Answer(outcomes[how], after_s=0))
        await it.pass_time(10)
        return
    if how == "refused":
        await it.drive(it.api.post(f"/ai-calling/call/{call_id}/end"))
        await it.calm()
        return
    person.answer(Answer(after_s=0))
    await it.calm()
    ends = {
        "goodbye": Speech("goodbye"),
        "opt-out": Speech("stop calling me"),
        "hangs up": HangUp(),
    }
    await says(it, person, ends[how])
    await it.pass_time(2)


# --- 10, 11 --------------------------------------------------------------------------------------
async def test_10_it_leaks_with_many_calls_in_a_process(tmp_path: Path) -> None:
    """After so many calls one after another nothing is kept of any, and no task is left."""
    async with quick(tmp_path) as it:
        left: list[int] = []
        for n in range(MANY):
            call_id, person = await listening(it, f"+1415555{n:04}")
            it.chat.delay_s = 4.0 if n % 3 == 0 else 0.0
            person.answer(Speech(HARMLESS))
            await it.pass_time(2.6)
            it.simulator.line(it.sid(call_id)).hang_up()
            await it.pass_time(70)
            left.append(len(asyncio.all_tasks()))
        conductor = it.parts.conductor

        assert max(left[1:]) <= left[0]
        assert conductor._in_flight == {}
        assert len(conductor.replier._making) <= 1
        assert conductor.replier._late._kept == {}


WAYS = ["goodbye", "opt-out", "hangs up", "busy", "machine", "failed", "refused"]


@pytest.mark.parametrize("how", WAYS)
async def test_11_it_leaks_places_of_concurrent_calls(tmp_path: Path, how: str) -> None:
    """Two at once, five times over: were one place lost in each, the third would never ring."""
    async with quick(tmp_path) as it:
        for n in range(5):
            call_id, person = await ringing(it, f"+1415555{n:04}")
            await end_by(it, how, call_id, person)
            await it.pass_time(2)

        assert len(it.calls()) == 5


# --- 13 ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("public", ["https://ruby.example.com:8443", "https://ruby.example.com"])
async def test_13_signatures_fail_behind_a_proxy_or_with_a_port(
    tmp_path: Path, public: str
) -> None:
    """Twilio signs the public address; the service sees an inner one, whatever headers say."""
    async with quick(tmp_path, backend_url=public) as it:
        form = {"AccountSid": ACCOUNT, "CallSid": "CA" + "1" * 32, "CallStatus": "in-progress"}
        path = f"/voice/webhook/gather?call=CL{'1' * 32}&at=1"
        headers = {
            **Signer(TOKEN).headers(public + path, form.items()),
            "Content-Type": "application/x-www-form-urlencoded",
            "Host": "10.0.0.7:8080",
            "X-Forwarded-Proto": "http",
            "X-Forwarded-Host": "inner.example:9999",
        }

        answer = await it.drive(it.api.post(path, content=urlencode(form), headers=headers))

        assert answer.status_code == 200


# --- 14 ------------------------------------------------------------------------------------------
async def test_14_the_status_sticks_because_events_were_asked_for_in_one_word(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await ringing(it)
        asked = it.calls()[0].order.status_events
        made = await it.told(call_id)
        person.answer(Answer(Outcome.BUSY, after_s=0))
        await it.pass_time(2)

        assert sorted(asked) == ["answered", "completed", "initiated", "ringing"]
        assert made["state"] == "queued"
        assert (await call_of(it, call_id)).attempt == 2, "busy was heard of, and is tried again"


# --- 15 ------------------------------------------------------------------------------------------
async def test_15_it_cannot_be_tried_without_a_telephone(tmp_path: Path) -> None:
    """A script is played against the whole service, and tells what was not as written."""
    script = load(SCRIPTS / "danger.yaml")
    played: list[ScriptedCallee] = []

    def callee(number: str) -> ScriptedCallee:
        assert number == TO_NUMBER
        played.append(ScriptedCallee(script, it.clock.sleep))
        return played[-1]

    async with quick(tmp_path, callee_for=callee) as it:
        placed = await it.initiate()
        for _ in range(120):
            await it.pass_time(1)
            if played and played[0]._over.is_set():
                break

        assert played[0].so_far().unmet == ()
        call = await call_of(it, placed["call_id"])
        assert (call.state, call.end_reason) != (CallState.ENDED, EndReason.FAILED)
