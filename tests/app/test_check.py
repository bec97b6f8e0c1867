"""The gentle check on the line: in place of the chat backend's reply, and its yes is danger."""

from __future__ import annotations

from pathlib import Path

import pytest

from ruby_fsm.core.call import CallState
from ruby_fsm.simulator import Speech
from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.assessment import Category, Level
from tests.app.kit import HARMLESS, PHRASES, call_of, heard, listening, quick, says

DENIED = "i'm not going to kill myself"
PAST = "i tried to kill myself years ago"
OTHER = "i am worried my brother is suicidal"


@pytest.mark.parametrize(
    ("said", "about"),
    [(DENIED, Category.DENIAL), (PAST, Category.PAST), (OTHER, Category.THIRD_PARTY)],
)
async def test_what_is_below_danger_is_asked_about_and_no_backend_is(
    tmp_path: Path, said: str, about: Category
) -> None:
    assert assess(said).risk.category is about
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        await says(it, person, Speech(said))

        call = await call_of(it, call_id)
        assert heard(person)[-1] == PHRASES.checks[about].replace(", {name}", "")
        assert (call.state, call.risk) == (CallState.LISTENING, Level.LOW)
        assert it.chat.asked == []


async def test_asked_once_then_answered_as_usual_and_the_backend_knows_of_the_question(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        for words in (DENIED, "no not at all", HARMLESS, DENIED):
            await says(it, person, Speech(words))

        told = [one.text for one in it.chat.asked[-1].history]
        assert len(it.chat.asked) == 3
        assert sum("ending your life" in text for text in told) == 1
        assert (await call_of(it, call_id)).state is CallState.LISTENING


async def test_a_yes_to_the_check_reaches_a_human_and_the_resources_are_said(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        await says(it, person, Speech(DENIED))
        await says(it, person, Speech("yes sometimes at night"))

        call = await call_of(it, call_id)
        assert call.state is CallState.CRISIS
        assert PHRASES.resources in heard(person)
        assert len(await it.parts.store.reader.escalations(call_id)) == 1
