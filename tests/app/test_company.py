"""A person in crisis who asks for a human: kept company while it rings, and led to who comes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from ruby_fsm.app.records import Escalation
from ruby_fsm.config.handover import Handover
from ruby_fsm.core.call import CallState, EndReason
from ruby_fsm.core.events import HumanAccepted, HumanUnreached
from ruby_fsm.simulator import (
    Answer,
    Call,
    Digits,
    HandCallee,
    HangUp,
    Input,
    Joined,
    Listening,
    Outcome,
    Ringing,
    Silence,
    Speech,
    Status,
)
from tests.app.kit import (
    CONFIG,
    DANGER,
    HARMLESS,
    PHRASES,
    call_of,
    deliver_all,
    heard,
    listening,
    listening_by_hand,
    quick,
    rows_of,
    says,
)
from tests.world import FROM_NUMBER, Ruby

HUMAN = "+14155550177"
ASKS = Speech("i want to talk to a real person")
WORDS = Handover(number=HUMAN)
WITH_HUMAN = CONFIG.model_copy(update={"handover": WORDS})
UNREACHED = [PHRASES.hand_over_failed, PHRASES.resources_again]
PLAN = [words for level in PHRASES.crisis.values() for words in level.plan]


@dataclass
class Scene:
    """A person in crisis who has asked for a human, and that human, whose telephone rings."""

    it: Ruby
    call_id: str
    person: HandCallee
    human: HandCallee

    @property
    def legs(self) -> list[Call]:
        return [one for one in self.it.calls() if one.order.to == HUMAN]

    async def picks_up(self) -> None:
        self.human.answer(Answer(after_s=0))
        await self.it.calm()
        assert isinstance(self.human.asked, Listening)

    async def presses(self, key: str) -> None:
        self.human.answer(Digits(key))
        await self.it.calm()

    async def joined(self) -> None:
        await self.picks_up()
        await self.presses("1")
        await self.it.pass_time(1)

    def said_since_asked(self) -> list[str]:
        said = heard(self.person)
        return said[said.index(PHRASES.ringing_human) :]

    async def escalations(self) -> list[Escalation]:
        return list(await self.it.parts.store.reader.escalations(self.call_id))

    async def state(self) -> CallState:
        return (await call_of(self.it, self.call_id)).state


@asynccontextmanager
async def asked(data: Path, **more: Any) -> AsyncIterator[Scene]:
    async with quick(data, config=WITH_HUMAN, **more) as it:
        it.humans[HUMAN] = human = HandCallee()
        call_id, person = await listening(it)
        await says(it, person, Speech(DANGER))
        await says(it, person, ASKS)
        yield Scene(it, call_id, person, human)


async def test_the_person_goes_on_talking_with_ruby_while_it_rings_and_is_then_put_through(
    tmp_path: Path,
) -> None:
    async with asked(tmp_path) as scene:
        assert isinstance(scene.human.asked, Ringing)
        assert isinstance(scene.person.asked, Listening)
        await says(scene.it, scene.person, Speech(HARMLESS))
        assert scene.said_since_asked()[-1] in PLAN, "a whole turn of talk"
        await scene.picks_up()
        await says(scene.it, scene.person, Speech("are you still there"))
        assert isinstance(scene.person.asked, Listening), "and while the human hears the sentence"

        await scene.presses("1")

        room = Joined(f"{scene.call_id}-1")
        assert (scene.person.asked, scene.human.asked) == (room, room)
        assert heard(scene.person)[-1] == PHRASES.human_joins
        assert heard(scene.human)[-1] == WORDS.joined
        (made,) = await scene.escalations()
        assert made.acknowledged_by == "handover, by key"
        (leg,) = scene.legs
        assert (leg.order.from_, leg.parent_sid) == (FROM_NUMBER, "")


@pytest.mark.parametrize("who", ["human", "person"])
async def test_the_room_is_over_for_both_when_one_leaves(tmp_path: Path, who: str) -> None:
    async with asked(tmp_path) as scene:
        await scene.joined()
        (scene.human if who == "human" else scene.person).answer(HangUp())
        await scene.it.over()

        call = await call_of(scene.it, scene.call_id)
        assert call.state is CallState.ENDED
        if who == "human":
            assert call.end_reason is EndReason.HANDED_OVER
            assert heard(scene.person)[-1].startswith(PHRASES.crisis_goodbye.split(",")[0])
        assert {one.status for one in scene.legs} == {Status.COMPLETED}


RINGS_OUT = [Answer(one) for one in (Outcome.BUSY, Outcome.NO_ANSWER, Outcome.UNREACHABLE)]


@pytest.mark.parametrize("ends", RINGS_OUT, ids=lambda one: one.outcome.value)
@pytest.mark.contract("webhook.accept-status")
async def test_nobody_who_answers_is_told_with_the_next_words(tmp_path: Path, ends: Answer) -> None:
    async with asked(tmp_path) as scene:
        scene.human.answer(ends)
        await scene.it.calm()
        assert PHRASES.hand_over_failed not in heard(scene.person), "never over the person"

        await says(scene.it, scene.person, Speech(HARMLESS))

        assert scene.said_since_asked()[-3:-1] == UNREACHED
        assert scene.said_since_asked()[-1] in PLAN
        assert await scene.state() is CallState.CRISIS


@pytest.mark.parametrize("doing", [Digits("2"), HangUp(), Silence()], ids=repr)
async def test_who_picks_up_and_does_not_take_it_is_nobody(tmp_path: Path, doing: Input) -> None:
    async with asked(tmp_path) as scene:
        await scene.picks_up()
        for _ in range(2):
            if scene.human.asked is not None:
                scene.human.answer(doing)
                await scene.it.calm()
        await says(scene.it, scene.person, Silence())

        assert scene.said_since_asked()[-3:-1] == UNREACHED, "into a silence, too"
        assert {one.status for one in scene.legs} == {Status.COMPLETED}
        assert await rows_of(scene.it, scene.call_id, HumanAccepted) == []


async def test_a_voicemail_takes_no_person(tmp_path: Path) -> None:
    async with asked(tmp_path) as scene:
        scene.human.answer(Answer(Outcome.MACHINE, after_s=0))
        for _ in range(2):
            await scene.it.calm()
            scene.human.answer(Silence())
        await scene.it.calm()

        assert await scene.state() is CallState.CRISIS
        assert len(await rows_of(scene.it, scene.call_id, HumanUnreached)) == 1
        assert [one.acknowledged_ms for one in await scene.escalations()] == [None]


async def test_asking_again_rings_nobody_twice_and_a_new_ask_after_it_rings_anew(
    tmp_path: Path,
) -> None:
    async with asked(tmp_path) as scene:
        await says(scene.it, scene.person, ASKS)
        assert PHRASES.still_ringing in heard(scene.person)
        assert len(scene.legs) == 1
        scene.human.answer(Answer(Outcome.BUSY))
        await scene.it.calm()

        await says(scene.it, scene.person, ASKS)
        await scene.joined()

        assert len(scene.legs) == 2
        assert scene.person.asked == Joined(f"{scene.call_id}-2")


async def test_a_person_who_hangs_up_while_it_rings_frees_the_human(tmp_path: Path) -> None:
    async with asked(tmp_path) as scene:
        scene.person.answer(HangUp())
        await scene.it.over()

        assert scene.human.last_status == "canceled"
        assert (await call_of(scene.it, scene.call_id)).end_reason is EndReason.HUNG_UP_IN_CRISIS


async def test_a_human_who_takes_it_when_the_danger_is_judged_over_hears_so(tmp_path: Path) -> None:
    async with asked(tmp_path) as scene:
        await scene.picks_up()
        await scene.it.parts.engine.stop()
        path = f"/ai-calling/call/{scene.call_id}/crisis/resolve"
        await scene.it.drive(scene.it.api.post(path, json={"reason": "a drill"}))
        await scene.presses("1")
        assert heard(scene.human)[-1] == WORDS.over
        await scene.it.restart()

        assert await scene.state() is CallState.LISTENING
        assert {one.status for one in scene.legs} == {Status.COMPLETED}


# --- what goes wrong ----------------------------------------------------------------------------
async def test_a_person_led_to_a_room_that_the_human_has_left_is_back_with_ruby(
    tmp_path: Path,
) -> None:
    async with asked(tmp_path) as scene:
        await scene.picks_up()
        scene.it.rest.faults = [429]  # the person is led there a second later
        await scene.presses("1")
        scene.it.simulator.line(scene.legs[0].sid).hang_up()
        await scene.it.pass_time(5)
        assert (scene.person.asked, heard(scene.person)[-1]) == (None, PHRASES.human_joins)

        await scene.it.pass_time(10)

        assert heard(scene.person)[-2:] == [PHRASES.hand_over_failed, PHRASES.resources]
        assert isinstance(scene.person.asked, Listening)
        first, second = await scene.escalations()
        assert (first.acknowledged_by, second.acknowledged_ms) == ("handover, by key", None)


async def test_a_ring_whose_answer_was_lost_is_found_and_not_made_again(tmp_path: Path) -> None:
    async with quick(tmp_path, config=WITH_HUMAN) as it:
        it.humans[HUMAN] = human = HandCallee()
        call_id, person = await listening(it)
        await says(it, person, Speech(DANGER))
        it.rest.faults = [httpx.ReadTimeout("lost")]
        await says(it, person, ASKS)
        await it.pass_time(20)
        scene = Scene(it, call_id, person, human)
        (leg,) = scene.legs
        assert (await call_of(it, call_id)).ring_sid == leg.sid

        await scene.joined()

        assert scene.person.asked == Joined(f"{call_id}-1")


async def test_a_human_may_be_quicker_than_twilios_answer(tmp_path: Path) -> None:
    async with quick(tmp_path, config=WITH_HUMAN) as it:
        it.humans[HUMAN] = human = HandCallee()
        call_id, person = await listening(it)
        await says(it, person, Speech(DANGER))
        it.rest.faults = [httpx.ReadTimeout("lost")]
        await says(it, person, ASKS)
        scene = Scene(it, call_id, person, human)
        await scene.joined()
        await it.pass_time(30)

        assert len(scene.legs) == 1
        assert scene.person.asked == Joined(f"{call_id}-1")


@pytest.mark.parametrize("fault", [(400, 21211), 429], ids=["refused", "too many"])
async def test_a_ring_that_twilio_refuses_reaches_nobody(
    tmp_path: Path, fault: int | tuple[int, int]
) -> None:
    async with quick(tmp_path, config=WITH_HUMAN) as it:
        call_id, person = await listening(it)
        await says(it, person, Speech(DANGER))
        it.rest.faults = [fault]
        await says(it, person, ASKS)
        await says(it, person, Speech(HARMLESS))

        assert heard(person)[-3:-1] == UNREACHED
        assert await rows_of(it, call_id, HumanUnreached)


async def test_a_lost_end_of_the_leg_is_asked_for(tmp_path: Path) -> None:
    async with quick(tmp_path, config=WITH_HUMAN, by_hand=True) as it:
        it.humans[HUMAN] = human = HandCallee()
        call_id, person = await listening_by_hand(it)
        for words in (Speech(DANGER), ASKS):
            person.answer(words)
            await deliver_all(it)
        human.answer(Answer(Outcome.BUSY))
        await it.calm()
        (lost,) = it.simulator.desk.pending
        assert "accept-status" in lost.url
        it.simulator.desk.drop(lost)
        await it.pass_time(80)
        assert await rows_of(it, call_id, HumanUnreached) == []

        await it.pass_time(15)

        assert len(await rows_of(it, call_id, HumanUnreached)) == 1


async def test_a_process_that_dies_while_it_rings_rings_nobody_again(tmp_path: Path) -> None:
    async with asked(tmp_path) as scene:
        await scene.it.crash()
        await scene.it.pass_time(20)
        assert len(scene.legs) == 1

        await scene.joined()

        assert scene.person.asked == Joined(f"{scene.call_id}-1")


# --- webhooks -----------------------------------------------------------------------------------
async def test_the_same_key_twice_is_answered_alike_and_taken_once(tmp_path: Path) -> None:
    async with asked(tmp_path) as scene:
        await scene.joined()
        query = f"call={scene.call_id}&at=0&try=0&ring=1"
        form = {"CallSid": scene.legs[0].sid, "Digits": "1"}
        again = await scene.it.drive(scene.it.hook("accept-key", query, form))

        assert f"{scene.call_id}-1</Conference>" in again.text
        assert len(await rows_of(scene.it, scene.call_id, HumanAccepted)) == 1


@pytest.mark.parametrize(
    ("ring", "sid"), [(1, "CA" + "9" * 32), (2, "")], ids=["another leg", "another ring"]
)
async def test_a_leg_that_is_not_the_one_that_rings_is_not_let_in(
    tmp_path: Path, ring: int, sid: str
) -> None:
    async with asked(tmp_path) as scene:
        form = {"CallSid": sid or scene.legs[0].sid, "Digits": "1", "CallStatus": "completed"}
        query = f"call={scene.call_id}&at=0&try=0&ring={ring}"
        answer = await scene.it.drive(scene.it.hook("accept-key", query, form))
        await scene.it.drive(scene.it.hook("accept-status", query, form))

        assert WORDS.over in answer.text
        assert isinstance(scene.human.asked, Ringing)
        for fact in (HumanAccepted, HumanUnreached):
            assert await rows_of(scene.it, scene.call_id, fact) == []


async def test_without_the_store_the_key_is_asked_for_once_more(tmp_path: Path) -> None:
    async with asked(tmp_path) as scene:
        await scene.picks_up()
        scene.it.gate.leave()
        scene.human.answer(Digits("1"))
        await scene.it.pass_time(4)
        assert WORDS.ask in heard(scene.human)[-1]
        scene.it.gate.release()

        await scene.presses("1")
        await scene.it.pass_time(1)

        assert scene.person.asked == Joined(f"{scene.call_id}-1")


async def test_a_progress_word_of_the_leg_is_no_end(tmp_path: Path) -> None:
    async with asked(tmp_path) as scene:
        for status in ("ringing", "in-progress", ""):
            form = {"CallSid": scene.legs[0].sid, "CallStatus": status}
            query = f"call={scene.call_id}&ring=1"
            answer = await scene.it.drive(scene.it.hook("accept-status", query, form))
            assert answer.status_code == 204

        assert await rows_of(scene.it, scene.call_id, HumanUnreached) == []
