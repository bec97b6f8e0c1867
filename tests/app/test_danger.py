"""Danger on the line: heard in every state, answered with the resources, never hung up on."""

from __future__ import annotations

from pathlib import Path

import pytest

from ruby_fsm.core.call import CallState, EndReason
from ruby_fsm.core.events import MachineAnswered, SpeechHeard
from ruby_fsm.simulator import Answer, Silence, Speech
from ruby_fsm.understanding.assessment import Category, Level
from tests.app.kit import (
    DANGER,
    GRAVE,
    HARMLESS,
    PHRASES,
    at,
    call_of,
    deliver,
    gather,
    heard,
    listening,
    next_hook,
    quick,
    ringing,
    rows_of,
    says,
)
from tests.fakes import FixedChat
from tests.twiml_check import parsed, spoken
from tests.world import words_of


# --- 19 to 22: danger ---------------------------------------------------------------------------
@pytest.mark.parametrize("state", list(CallState))
async def test_19_assess_all_danger_is_heard_in_every_state(
    tmp_path: Path, state: CallState
) -> None:
    async with quick(tmp_path) as it:
        call_id = await at(it, state.value)
        before = await call_of(it, call_id)

        answer = await gather(it, call_id, before.doc, GRAVE)
        again = await gather(it, call_id, before.doc, GRAVE)

        call = await call_of(it, call_id)
        last = (await rows_of(it, call_id, SpeechHeard))[-1].event
        assert isinstance(last, SpeechHeard)
        assert (last.assessment.risk.level, call.risk) == (Level.IMMINENT, Level.IMMINENT)
        assert call.state is (CallState.ENDED if state is CallState.ENDED else CallState.CRISIS)
        assert call.heard == before.heard + 1, "the same utterance twice is one"
        assert PHRASES.resources in words_of(answer)
        assert again == answer


async def test_20_sticky_risk_stays_whatever_is_said_after_it(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        await says(it, person, Speech(GRAVE))
        for words in (HARMLESS, "i feel wonderful today", "that was a joke"):
            await says(it, person, Speech(words))
            assert (await call_of(it, call_id)).risk is Level.IMMINENT


async def test_20_sticky_a_machine_s_words_count_for_nothing(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        await says(it, person, Speech("please leave a message after the tone"))
        form = {"CallSid": it.sid(call_id), "AnsweredBy": "machine_end_beep"}
        await it.hook("amd", f"call={call_id}&attempt=1", form)

        call = await call_of(it, call_id)
        assert len(await rows_of(it, call_id, MachineAnswered)) == 1
        assert (call.risk, call.category, call.struck_n > 0) == (Level.NONE, Category.NONE, True)


async def test_what_a_machine_said_is_no_memory_of_the_call(tmp_path: Path) -> None:
    """Struck as a machine's, then it was a person after all, in danger and helped."""
    async with quick(tmp_path, by_hand=True) as it:
        call_id, person = await ringing(it)
        person.answer(Answer(after_s=0))
        await deliver(it, await next_hook(it, "answer"))
        await gather(it, call_id, 0, "please leave a message after the tone")
        form = {"CallSid": it.sid(call_id), "AnsweredBy": "machine_end_beep"}
        await it.drive(it.hook("amd", f"call={call_id}&attempt=1", form))
        await gather(it, call_id, (await call_of(it, call_id)).doc, DANGER)
        path = f"/ai-calling/call/{call_id}/crisis/resolve"
        await it.drive(it.api.post(path, json={"reason": "a drill"}))

        await gather(it, call_id, (await call_of(it, call_id)).doc, HARMLESS)

        told = [one.text for one in it.chat.asked[-1].history if one.is_person]
        assert told == [DANGER, HARMLESS]


async def test_21_preempt_danger_before_the_greeting_was_heard_drops_the_greeting(
    tmp_path: Path,
) -> None:
    """The answer's webhook was lost and danger is the first thing we hear of the line."""
    async with quick(tmp_path, by_hand=True) as it:
        call_id, person = await ringing(it)
        person.answer(Answer(after_s=0))
        await it.calm()

        answer = await gather(it, call_id, 0, DANGER)

        said = spoken(parsed(answer))
        assert PHRASES.resources in said
        assert not any("Ruby" in (text or "") for text in said)
        asks = [row for row in await it.log(call_id) if row.asks is not None]
        assert asks == []


async def test_21_preempt_no_word_of_a_model_is_in_the_answer_to_danger(tmp_path: Path) -> None:
    chat = FixedChat(lambda _: "MODEL WORDS")
    async with quick(tmp_path, chat=chat) as it:
        call_id, person = await listening(it)
        await says(it, person, Speech(HARMLESS))
        for words in (DANGER, GRAVE, HARMLESS):
            await says(it, person, Speech(words))

        said = heard(person)
        after = said[said.index(PHRASES.resources) :]
        assert "MODEL WORDS" in said
        assert "MODEL WORDS" not in after
        assert (await call_of(it, call_id)).state is CallState.CRISIS


async def test_22_no_drop_neither_goodbye_nor_silence_nor_the_limit_ends_a_crisis(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        await says(it, person, Speech(DANGER))
        await says(it, person, Speech("goodbye"))
        for _ in range(12):
            await says(it, person, Silence())
        await it.pass_time(31 * 60)
        await says(it, person, Speech(HARMLESS))

        assert (await call_of(it, call_id)).state is CallState.CRISIS
        documents = [x.answer for x in it.traffic.exchanges if x.is_spoken]
        assert not any("Hangup" in answer for answer in documents)
        await says(it, person, Speech("goodbye"))
        assert (await call_of(it, call_id)).end_reason is EndReason.CRISIS_GOODBYE
        assert PHRASES.resources in heard(person)[-2]
