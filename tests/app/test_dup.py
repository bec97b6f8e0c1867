"""13 DUP: the same webhook twice has one effect and one answer, wherever and whenever."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from ruby_fsm.core.events import ReplyReady, SpeechHeard
from ruby_fsm.simulator import Speech
from tests.app.kit import (
    HARMLESS,
    deliver,
    duplicate,
    listening_by_hand,
    next_hook,
    quick,
    rows_of,
)


async def test_13_dup_at_once_waits_for_the_answer_of_the_first(tmp_path: Path) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        call_id, person = await listening_by_hand(it)
        it.chat.delay_s = 1.5
        person.answer(Speech(HARMLESS))
        hook = await next_hook(it, "gather")
        desk = it.simulator.desk

        both = asyncio.gather(desk.deliver(hook), desk.duplicate(hook), desk.duplicate(hook))
        answers = {reply.body for reply in await it.drive(both)}

        assert len(answers) == 1
        assert len(it.chat.asked) == 1
        assert len(await rows_of(it, call_id, SpeechHeard)) == 1


async def test_13_dup_in_two_processes_records_the_answer_once(tmp_path: Path) -> None:
    """What one process shares in memory, two share by the log alone."""
    async with quick(tmp_path, by_hand=True) as it:
        call_id, person = await listening_by_hand(it)
        it.chat.delay_s = 1.0
        person.answer(Speech(HARMLESS))
        hook = await next_hook(it, "gather")
        first = asyncio.create_task(it.simulator.desk.duplicate(hook))
        await it.calm()
        it.parts.conductor._in_flight.clear()

        second = await deliver(it, hook)

        assert (await it.drive(first)).body == second.body
        assert len(await rows_of(it, call_id, ReplyReady)) == 1
        assert len(it.chat.asked) == 1


@pytest.mark.parametrize("between", ["nothing", "restart", "crash"])
async def test_13_dup_later_gets_the_same_answer(tmp_path: Path, between: str) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        call_id, person = await listening_by_hand(it)
        person.answer(Speech(HARMLESS))
        hook = await next_hook(it, "gather")
        first = await deliver(it, hook)
        if between != "nothing":
            await getattr(it, between)()

        again = await duplicate(it, hook)

        assert again.body == first.body
        assert len(await rows_of(it, call_id, SpeechHeard)) == 1
        assert len(it.chat.asked) == 1
