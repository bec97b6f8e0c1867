"""What users of other voice agents complain of, played over the network: the talk itself.

Each complaint is played as it happened, and cannot happen here. The numbers go on in
`test_complaints_of_the_service`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruby_fsm.adapters.chat.companion import Companion
from ruby_fsm.core.call import CallState, EndReason
from ruby_fsm.core.effects import Line, Say
from ruby_fsm.simulator import Answer, HandCallee, Listening, Outcome, Silence, Speech, Status
from tests.app.kit import (
    HARMLESS,
    PHRASES,
    call_of,
    deliver,
    duplicate,
    gather,
    heard,
    listening,
    listening_by_hand,
    next_hook,
    quick,
    ringing,
    says,
)
from tests.app.talker import after, said_by_ruby
from tests.twiml_check import parsed
from tests.world import TO_NUMBER, Ruby, ruby, words_of

SCREENER = "hi if you record your name and reason for calling i'll see if this person is available"
MAILBOX = "you have reached the voicemail of anna please leave a message after the tone"
PRIVATE = ("Sam", "hard time", "nine eight eight", "feeling", "mood")


async def told_before_anybody_was_there(it: Ruby, person: HandCallee) -> str:
    text = " ".join(heard(person))
    assert not any(word in text for word in PRIVATE), text
    return text


# --- 1 -------------------------------------------------------------------------------------------
async def test_01_it_talks_to_a_mailbox_that_the_detector_hears(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await ringing(it, user_name="Sam", initial_mood="sad")
        person.answer(Answer(Outcome.MACHINE, after_s=0))
        await it.pass_time(10)

        await told_before_anybody_was_there(it, person)
        call = await call_of(it, call_id)
        assert (call.end_reason, call.turn) == (EndReason.MACHINE, 0)
        assert it.calls()[0].status is Status.COMPLETED


async def test_01_it_talks_to_a_mailbox_that_only_its_greeting_gives_away(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it, user_name="Sam", initial_mood="sad")
        await says(it, person, Speech(MAILBOX))

        await told_before_anybody_was_there(it, person)
        call = await call_of(it, call_id)
        assert (call.state, call.end_reason) == (CallState.ENDED, EndReason.MACHINE)
        assert it.chat.asked == []
        told = await it.told(call_id)
        assert told["outcome"] == "machine"


async def test_01_it_talks_to_a_call_screener(tmp_path: Path) -> None:
    """It is told once and honestly; the person who then picks up hears who calls."""
    async with quick(tmp_path) as it:
        call_id, person = await listening(it, user_name="Sam", initial_mood="sad")
        await says(it, person, Speech(SCREENER))
        said = await told_before_anybody_was_there(it, person)
        assert said.endswith(PHRASES.screening)
        before = len(heard(person))
        await says(it, person, Speech("please say your name and why you are calling"))
        assert len(heard(person)) == before, "answered once"

        await says(it, person, Speech("hello"))

        who, greeting = heard(person)[before:]
        assert who == PHRASES.identity
        assert "Sam" in greeting
        call = await call_of(it, call_id)
        assert (call.state, call.mood, call.struck_n > 0) == (CallState.LISTENING, "sad", True)
        assert it.chat.asked == []


# --- 2 -------------------------------------------------------------------------------------------
async def test_02_it_gives_double_or_stale_replies(tmp_path: Path) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        call_id, person = await listening_by_hand(it)
        old = (await call_of(it, call_id)).doc
        person.answer(Speech(HARMLESS))
        hook = await next_hook(it, "gather")

        again, first = await duplicate(it, hook), await deliver(it, hook)
        stale = await gather(it, call_id, old, "and one thing more")

        assert again.body == first.body
        assert words_of(stale) == "That is reply 1."
        assert len(it.chat.asked) == 1


# --- 3, 4, 5 -------------------------------------------------------------------------------------
async def spoken(data: Path, **more: Any) -> tuple[Ruby, HandCallee, str]:
    """A call of one turn and a goodbye, on a line where speaking takes its time."""
    async with ruby(data, **more) as it:
        placed = await it.initiate()
        person = it.callees[TO_NUMBER]
        person.answer(Answer(after_s=0))
        await it.reach(Listening)
        person.answer(Speech(HARMLESS))
        await it.reach(Listening)
        person.answer(Speech("goodbye"))
        await it.over()
        return it, person, placed["call_id"]


async def test_03_it_does_not_really_hang_up(tmp_path: Path) -> None:
    """The line is put down by us: nobody waits for the person to do it."""
    it, _, _ = await spoken(tmp_path)
    (call,) = it.calls()
    last = [x for x in it.traffic.exchanges if x.is_spoken][-1]

    assert parsed(last.answer)[-1].tag == "Hangup"
    assert call.status is Status.COMPLETED


async def test_04_the_goodbye_is_cut_off(tmp_path: Path) -> None:
    it, person, _ = await spoken(tmp_path)
    (call,) = it.calls()
    goodbye = said_by_ruby(it)[-1]

    assert goodbye.text == heard(person)[-1]
    assert not person.heard[-1].can_speak
    assert call.ended_ms is not None
    assert call.ended_ms >= goodbye.to_ms


async def test_05_a_hang_up_race_is_an_error(tmp_path: Path) -> None:
    """The person puts the phone down just as it is being ended, and once more after that."""
    async with quick(tmp_path) as it:
        call_id, _ = await listening(it)
        it.simulator.line(it.sid(call_id)).hang_up()
        answers = [await it.drive(it.api.post(f"/ai-calling/call/{call_id}/end")) for _ in range(2)]
        await it.calm()

        assert [answer.status_code for answer in answers] == [200, 200]
        call = await call_of(it, call_id)
        assert (call.state, await it.parts.store.units.run(lambda unit: unit.open_jobs())) == (
            CallState.ENDED,
            [],
        )


# --- 6 -------------------------------------------------------------------------------------------
async def test_06_its_state_is_lost_in_a_crash(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        await says(it, person, Speech("my dog is called biscuit"))
        await it.crash()

        await says(it, person, Speech(HARMLESS))

        told = [one.text for one in it.chat.asked[-1].history if one.is_person]
        assert told == ["my dog is called biscuit", HARMLESS]
        assert heard(person)[-1] == "That is reply 2."
        assert (await call_of(it, call_id)).turn == 2


# --- 7, 8, 9 -------------------------------------------------------------------------------------
async def test_07_the_idle_timer_fires_while_it_speaks(tmp_path: Path) -> None:
    """A prompt comes eight seconds after the last word of ours, however long the words before."""
    long = " ".join(["word"] * 45)
    async with ruby(tmp_path) as it:
        it.chat.say = lambda _: long
        await it.initiate()
        person = it.callees[TO_NUMBER]
        person.answer(Answer(after_s=0))
        await it.reach(Listening)
        person.answer(Speech(HARMLESS))
        await it.reach(Listening)
        person.answer(Silence())
        await it.pass_time(9)
        reply = next(one for one in said_by_ruby(it) if one.text == long)

        assert reply.to_ms - reply.from_ms == 18_000
        waited_ms = after(said_by_ruby(it), reply.to_ms) - reply.to_ms
        assert 8_000 <= waited_ms < 9_000, "the person looked at the clock once a second"


async def test_08_there_is_dead_air_and_then_the_same_filler_every_turn(tmp_path: Path) -> None:
    """With a backend that hangs: a filler every other turn, each another one."""
    async with quick(tmp_path) as it:
        _, person = await listening(it)
        it.parts.conductor.replier.chain = (it.chat, Companion())
        it.chat.delay_s = 10**6
        filled: list[bool] = []
        for n in range(6):
            before = len(heard(person))
            person.answer(Speech(f"{HARMLESS} number {n}"))
            await it.pass_time(3.2)
            said = heard(person)[before:]
            assert len(said) == 1
            filled.append(said[0] in PHRASES.fillers)
            if filled[-1]:
                person.answer(Silence())
                await it.pass_time(4)

        fillers = [text for text in heard(person) if text in PHRASES.fillers]
        assert filled == [True, False] * 3
        assert len(set(fillers)) == len(fillers)


async def test_09_slow_speakers_are_cut_off(tmp_path: Path) -> None:
    """Two seconds of quiet end an utterance, eight may pass before it, and more when it is hard."""
    async with quick(tmp_path) as it:
        _, person = await listening(it)
        waits = [patience(it)]
        await says(it, person, Speech("i feel so sad and hopeless today"))
        waits.append(patience(it))
        await says(it, person, Speech("hold on a minute"))
        waits.append(patience(it))
        await says(it, person, Speech("i want to kill myself"))
        waits.append(patience(it))

        assert waits == [(8, 2), (12, 2), (60, 2), (15, 3)]


def patience(it: Ruby) -> tuple[int, int]:
    """Seconds to begin and of quiet that end it, in the newest document."""
    last = [x for x in it.traffic.exchanges if x.is_spoken][-1]
    (listens,) = parsed(last.answer).iter("Gather")
    return int(listens.get("timeout", "")), int(listens.get("speechTimeout", ""))


# --- 12 ------------------------------------------------------------------------------------------
async def test_12_the_first_words_are_missing(tmp_path: Path) -> None:
    """They are in the first document, said at the answer, and nobody can speak over them."""
    async with ruby(tmp_path) as it:
        placed = await it.initiate()
        it.callees[TO_NUMBER].answer(Answer(after_s=0))
        await it.reach(Listening)
        (call,) = it.calls()
        first = next(row for row in await it.log(placed["call_id"]) if row.verbs).verbs[0]

        assert isinstance(first, Say)
        assert (first.line, first.barge_in) == (Line.DISCLOSURE, False)
        assert call.order.async_amd, "the person does not wait for the detector"
        assert said_by_ruby(it)[0].from_ms == call.answered_ms
        assert it.callees[TO_NUMBER].heard[0].text == said_by_ruby(it)[0].text
