"""Invariants 21 and 24 on the line, in every state: a model's words, and words not understood."""

from __future__ import annotations

from pathlib import Path

import pytest

from ruby_fsm.core.call import CallState
from ruby_fsm.understanding.assessment import Category, Level
from tests.app.kit import (
    DANGER,
    GRAVE,
    HARMLESS,
    PHRASES,
    at,
    call_of,
    gather,
    quick,
)
from tests.fakes import FixedChat
from tests.world import Ruby, words_of

MODEL = "MODEL WORDS"
ON_THE_LINE = [state for state in CallState if state not in {CallState.QUEUED, CallState.ENDED}]
AFTERWARDS = (HARMLESS, "sorry can you say that again", "goodbye", GRAVE, "what can i do now")


async def hook(it: Ruby, call_id: str, kind: str, query: str, **form: str) -> str:
    sid = {"CallSid": it.sid(call_id)}
    return (await it.drive(it.hook(kind, f"call={call_id}&{query}", sid | form))).text


@pytest.mark.parametrize("state", ON_THE_LINE)
async def test_21_preempt_no_word_of_a_backend_is_in_any_document_of_a_crisis(
    tmp_path: Path, state: CallState
) -> None:
    """Not in the answer to danger, nor in any after it: a late reply, a poll, a lost answer."""
    chat = FixedChat(lambda _: MODEL)
    async with quick(tmp_path, chat=chat) as it:
        call_id = await at(it, state.value)
        before = (await call_of(it, call_id)).doc

        answers = [await gather(it, call_id, before, DANGER)]
        for words in AFTERWARDS:
            answers.append(await gather(it, call_id, (await call_of(it, call_id)).doc, words))
            newest = (await call_of(it, call_id)).doc
            answers.append(await hook(it, call_id, "reply", f"at={before}"))
            answers.append(await hook(it, call_id, "gather", f"at={newest}", Digits="5"))
            answers.append(await hook(it, call_id, "gather", f"at={newest}"))
        answers.append(await hook(it, call_id, "fallback", "attempt=1"))
        await it.pass_time(8)

        assert (await call_of(it, call_id)).state is CallState.CRISIS
        assert [answer for answer in answers if MODEL in words_of(answer)] == []
        assert "nine eight eight" in words_of(answers[0]).lower()


@pytest.mark.parametrize("state", list(CallState))
async def test_24_fail_safe_an_assessor_that_raises_means_care_in_every_state(
    tmp_path: Path, state: CallState, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with quick(tmp_path) as it:
        call_id = await at(it, state.value)
        before = await call_of(it, call_id)
        monkeypatch.setattr("ruby_fsm.understanding.assess.hear", None)

        answer = await gather(it, call_id, before.doc, "good morning to you")

        call = await call_of(it, call_id)
        told = await it.parts.store.reader.escalations(call_id)
        assert call.state is (CallState.ENDED if state is CallState.ENDED else CallState.CRISIS)
        assert call.risk >= Level.MODERATE
        assert len(told) == 1
        if state is not CallState.CRISIS:
            assert told[0].category is Category.UNASSESSED
            assert PHRASES.resources in words_of(answer)
