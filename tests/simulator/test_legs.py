"""The second leg of a transfer: rung, told, joined or not, by Twilio's contract alone."""

from __future__ import annotations

import pytest

from ruby_fsm.simulator import Answer, HandCallee, Outcome, Script, ScriptedCallee
from tests.simulator.sim_world import FROM, HELLO, TO, answered, twiml, world

HUMAN = "+14155550111"
DIAL = (
    f'<Dial action="/dial" timeout="20" callerId="{FROM}">'
    f'<Number url="/whisper">{HUMAN}</Number></Dial>'
)
ASKS = twiml(
    '<Gather input="dtmf" numDigits="1" action="/key" timeout="4"><Say>Press one.</Say></Gather>',
    "<Hangup/>",
)
JOINS = twiml("<Say>Thank you.</Say>")
ACCEPTS = [{"answer": "answer"}, {"hear": "press one"}, {"press": "1"}, {"joined": "40s"}]


async def transferred(*steps: dict[str, object], key: str = JOINS) -> tuple[dict[str, str], str]:
    """What the action of the Dial was told, and what the human's script missed."""
    documents = {"/answer": twiml(DIAL), "/whisper": ASKS, "/key": key, "/dial": HELLO}
    script = Script.of("human", steps)
    async with world(documents, dialled_for=lambda to: human if to == HUMAN else None) as w:
        human = ScriptedCallee(script, w.clock.sleep)
        sid = await answered(w)
        assert await w.finish(sid) == ["Hello."]
        (got,) = w.app.at("/dial")
        assert all(one.signed for one in w.app.got)
        return got, "; ".join(human.so_far().unmet)


async def test_a_human_who_presses_the_key_is_joined_for_as_long_as_they_talk() -> None:
    got, unmet = await transferred(*ACCEPTS)

    assert unmet == ""
    assert (got["DialCallStatus"], got["DialBridged"]) == ("completed", "true")
    assert got["DialCallDuration"] == "40"


@pytest.mark.parametrize("outcome", ["busy", "no-answer", "unreachable"])
async def test_a_human_who_does_not_pick_up_is_told_as_the_network_has_it(outcome: str) -> None:
    got, _ = await transferred({"answer": outcome})

    told = "failed" if outcome == "unreachable" else outcome
    assert (got["DialCallStatus"], got["DialBridged"]) == (told, "false")
    assert "DialCallDuration" not in got


@pytest.mark.parametrize(
    "steps",
    [[{"answer": "machine"}], [{"answer": "answer"}, {"hear": "press one"}, {"hang_up": True}]],
    ids=["a voicemail", "a human who hangs up"],
)
async def test_a_leg_that_was_up_and_never_joined_is_completed_and_not_bridged(
    steps: list[dict[str, object]],
) -> None:
    got, _ = await transferred(*steps)

    assert (got["DialCallStatus"], got["DialBridged"]) == ("completed", "false")


async def test_the_leg_is_a_call_of_its_own_and_names_its_parent() -> None:
    documents = {"/answer": twiml(DIAL), "/whisper": JOINS, "/dial": HELLO}
    human = HandCallee()
    async with world(documents, dialled_for=lambda _: human) as w:
        sid = await answered(w)
        human.answer(Answer(after_s=0))
        await w.clock.advance(0)
        (got,) = w.app.at("/whisper")
        leg = next(one for one in w.sim.all_calls() if one.sid != sid)
        shown = (await w.rest.get(f"{'/2010-04-01/Accounts/' + leg.account_sid}/Calls.json")).json()

        assert (got["ParentCallSid"], got["CallSid"]) == (sid, leg.sid)
        assert (got["To"], got["From"], got["Direction"]) == (HUMAN, FROM, "outbound-dial")
        listed = {one["sid"]: one for one in shown["calls"]}
        assert listed[leg.sid]["parent_call_sid"] == sid
        assert listed[sid]["parent_call_sid"] is None


async def test_a_person_who_hangs_up_while_it_rings_takes_the_leg_down() -> None:
    documents = {"/answer": twiml(DIAL), "/whisper": ASKS, "/dial": HELLO}
    human = HandCallee()
    async with world(documents, dialled_for=lambda _: human) as w:
        sid = await answered(w)
        w.sim.line(sid).hang_up()
        await w.finish(sid)

        assert human.last_status == "canceled"
        assert w.app.at("/whisper") == []


async def test_without_words_of_its_own_whoever_picks_up_is_joined() -> None:
    cold = f'<Dial action="/dial">{HUMAN}</Dial>'
    human = ScriptedCallee(
        Script.of("human", [{"answer": "machine"}, {"joined": "7s"}]), lambda _: NotImplemented
    )
    async with world({"/answer": twiml(cold), "/dial": HELLO}, dialled_for=lambda _: human) as w:
        await w.finish(await answered(w))
        (got,) = w.app.at("/dial")

    assert (got["DialBridged"], got["DialCallDuration"]) == ("true", "7")
    assert (got["To"], Outcome.MACHINE.value) == (TO, "machine")
