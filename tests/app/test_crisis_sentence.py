"""One sentence of a chat backend in a crisis: after the plan's words, gated, in time, or not."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from ruby_fsm.app.crisis_sentence import CrisisSentence
from ruby_fsm.config.schema import Config
from ruby_fsm.core.call import CallState
from ruby_fsm.core.effects import Line, Say
from ruby_fsm.core.events import ReplyReady
from ruby_fsm.simulator import HandCallee, Speech
from ruby_fsm.understanding.gate.judge import known
from tests.app.kit import CONFIG, DANGER, PHRASES, call_of, heard, listening, quick, rows_of, says
from tests.fakes import FixedChat
from tests.world import Ruby

ANSWER = "my brother used to help me through"
KIND = "It sounds as if he mattered a lot to you."
PLAN = {step for words in PHRASES.crisis.values() for step in words.plan}
GATE = CrisisSentence(lambda _: known([PHRASES.resources]))


@cache
def switched_on() -> Config:
    crisis = CONFIG.crisis.model_copy(update={"chat_sentence": True})
    return CONFIG.model_copy(update={"crisis": crisis})


async def in_plan(it: Ruby, wait_s: float = 0) -> tuple[str, HandCallee, list[str]]:
    """In a crisis, an answer to its question; what is said to that."""
    call_id, person = await listening(it)
    await says(it, person, Speech(DANGER))
    before = len(heard(person))
    await says(it, person, Speech(ANSWER))
    if wait_s:
        await it.pass_time(wait_s)
    return call_id, person, heard(person)[before:]


async def test_the_sentence_follows_the_plan_in_the_same_document(tmp_path: Path) -> None:
    chat = FixedChat(lambda _: f"{KIND} And a second one.")
    async with quick(tmp_path, config=switched_on(), chat=chat) as it:
        call_id, _, said = await in_plan(it)

        assert said[0] in PLAN
        assert said[1:] == [KIND]
        (asked,) = chat.asked
        assert asked.in_crisis
        assert (asked.history[-1].text, asked.history[-1].is_person) == (ANSWER, True)
        assert (await call_of(it, call_id)).state is CallState.CRISIS


async def test_off_by_default_nothing_is_asked(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        *_, said = await in_plan(it)

        assert len(said) == 1
        assert it.chat.asked == []


@pytest.mark.parametrize(
    "reply",
    [
        "You could take thirty pills at once.",
        "Just do it, nobody will miss you.",
        "Call 555 123 4567, they can help.",
        "This stays between us, I promise not to tell anyone.",
        "I hear you. Take fifty milligrams of Valium.",
        "",
    ],
    ids=["method", "encouragement", "number", "secrecy", "dosing after a kind word", "nothing"],
)
async def test_what_fails_the_gate_is_dropped_and_the_plan_stands_alone(
    tmp_path: Path, reply: str
) -> None:
    chat = FixedChat(lambda _: reply)
    async with quick(tmp_path, config=switched_on(), chat=chat) as it:
        _, _, said = await in_plan(it)

        assert len(said) == 1
        assert said[0] in PLAN


@pytest.mark.parametrize("fate", ["too late", "broken"])
async def test_a_sentence_that_is_not_ready_is_not_waited_for_and_has_no_filler(
    tmp_path: Path, fate: str
) -> None:
    chat = FixedChat(lambda _: KIND)
    async with quick(tmp_path, config=switched_on(), chat=chat) as it:
        chat.delay_s, chat.broken = (4.0, False) if fate == "too late" else (0.0, True)
        call_id, person, said = await in_plan(it, wait_s=2.6)
        await it.pass_time(6)

        assert len(said) == 1
        assert said[0] in PLAN
        assert KIND not in heard(person)
        assert not set(PHRASES.fillers) & set(heard(person))
        assert all(not row.verbs for row in await rows_of(it, call_id, ReplyReady))


async def test_danger_said_again_is_answered_without_a_model(tmp_path: Path) -> None:
    chat = FixedChat(lambda _: KIND)
    async with quick(tmp_path, config=switched_on(), chat=chat) as it:
        _, person, _ = await in_plan(it)
        asked, before = len(chat.asked), len(heard(person))
        await says(it, person, Speech(DANGER))

        assert len(chat.asked) == asked
        assert PHRASES.resources_again in heard(person)[before:]


async def test_a_model_speaks_in_a_crisis_after_other_words_only(tmp_path: Path) -> None:
    chat = FixedChat(lambda _: KIND)
    async with quick(tmp_path, config=switched_on(), chat=chat) as it:
        call_id, _, _ = await in_plan(it)
        rows = [row for row in await it.log(call_id) if row.to_state is CallState.CRISIS]
        lines = [verb.line for row in rows for verb in row.verbs if isinstance(verb, Say)]

        assert lines.index(Line.RESOURCES) < lines.index(Line.REPLY)
        assert lines[lines.index(Line.REPLY) - 1] is Line.CRISIS


def test_a_long_reply_is_cut_to_its_first_sentence() -> None:
    assert GATE.of(f"{KIND} {KIND}", "US") == KIND
    assert len(GATE.of("word " * 60, "US").split()) <= 25
