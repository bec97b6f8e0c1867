"""An alarm that the turn before explains is asked about once, and nothing else is softened."""

from __future__ import annotations

from pathlib import Path

import pytest

from ruby_fsm.core.call import CallState
from ruby_fsm.simulator import Speech
from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.assessment import Category, Level
from tests.app.kit import DANGER, HARMLESS, PHRASES, call_of, heard, listening, quick, says

CALM = "the marathon is nearly done"
EXPLAINED = "i can see the end"
UNSURE = PHRASES.checks[Category.INDIRECT].replace(", {name}", "")


def test_alone_it_would_be_danger() -> None:
    assert assess(CALM).risk.level is Level.NONE
    assert assess(EXPLAINED).risk.level is Level.MODERATE
    assert assess(EXPLAINED, before=CALM).risk.level is Level.LOW


async def test_what_the_turn_before_explains_is_asked_about_in_place_of_an_alarm(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        for words in (CALM, EXPLAINED):
            await says(it, person, Speech(words))

        call = await call_of(it, call_id)
        assert (call.state, call.risk) == (CallState.LISTENING, Level.LOW)
        assert heard(person)[-1] == UNSURE


async def test_a_yes_to_that_question_is_danger(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        for words in (CALM, EXPLAINED, "yes"):
            await says(it, person, Speech(words))

        assert (await call_of(it, call_id)).state is CallState.CRISIS


@pytest.mark.parametrize(
    "said",
    [
        (EXPLAINED,),
        (CALM, "i am not going to kill myself", EXPLAINED),
        (CALM, EXPLAINED, EXPLAINED),
        (CALM, EXPLAINED, HARMLESS, EXPLAINED),
        (CALM, DANGER),
    ],
    ids=["first words", "after a gentle check", "said again", "a second doubt", "plain danger"],
)
async def test_the_benefit_of_the_doubt_is_given_once_in_a_call_without_a_sign(
    tmp_path: Path, said: tuple[str, ...]
) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        for words in said:
            await says(it, person, Speech(words))

        assert (await call_of(it, call_id)).state is CallState.CRISIS


@pytest.mark.parametrize(
    "asked",
    [
        "Do you ever think of ending your life?",
        "Have you thought about hurting yourself?",
        "Do you feel like giving up?",
        "Are you safe right now?",
    ],
)
async def test_an_answer_to_ruby_who_asked_after_danger_is_read_alone(
    tmp_path: Path, asked: str
) -> None:
    async with quick(tmp_path) as it:
        it.chat.say = lambda request: asked
        call_id, person = await listening(it)
        for words in (CALM, EXPLAINED):
            await says(it, person, Speech(words))

        assert (await call_of(it, call_id)).state is CallState.CRISIS
