"""The same webhook at two processes at once, and a process that dies while it makes a reply."""

from __future__ import annotations

import asyncio
from pathlib import Path

from ruby_fsm.app.conductor import Conductor
from ruby_fsm.app.hooks import Hook, Kind
from ruby_fsm.app.replying import Replier
from ruby_fsm.app.settle import Settler
from ruby_fsm.core.events import ReplyReady, SpeechHeard
from tests.app.kit import HARMLESS, call_of, listening_by_hand, quick, rows_of
from tests.fakes import FixedChat
from tests.world import ACCOUNT, Ruby, words_of


def another(it: Ruby, chat: FixedChat) -> Conductor:
    """A second process's, on the same store."""
    parts = it.parts
    settler = Settler(parts.policies, parts.settler.orders, "another")
    return Conductor(
        units=parts.store.units,
        settler=settler,
        replier=Replier([chat], it.clock),
        line=parts.line,
        alerts=it.alerts,
        clock=it.clock,
    )


async def dies(one: Conductor) -> None:
    """Without a word: what it was answering stays unanswered."""
    for task in tuple(one._in_flight.values()):
        task.cancel()
    await one.replier.close()


async def said(it: Ruby, call_id: str) -> Hook:
    """The webhook of words just spoken."""
    doc = (await call_of(it, call_id)).doc
    form = {"AccountSid": ACCOUNT, "CallSid": it.sid(call_id), "SpeechResult": HARMLESS}
    query = f"call={call_id}&at={doc}"
    now_ms = it.clock.now_ms()
    return Hook(Kind.GATHER, call_id, form["CallSid"], doc, 0, 0, query, form, now_ms)


async def test_13_dup_at_two_processes_at_once_gets_one_reply_and_the_same_answer(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        call_id, _ = await listening_by_hand(it)
        it.chat.delay_s = 1.0
        theirs = FixedChat(lambda _: "I am the other one.")
        other = another(it, theirs)
        hook = await said(it, call_id)

        first = asyncio.create_task(it.parts.conductor.answer(hook))
        await it.pass_time(0.1)  # of two that come at once a server may take either first
        mine, same = await it.drive(asyncio.gather(first, other.answer(hook)))

        assert mine == same
        assert words_of(mine) == "That is reply 1."
        assert len(await rows_of(it, call_id, SpeechHeard)) == 1
        assert len(await rows_of(it, call_id, ReplyReady)) == 1


async def test_a_reply_of_a_process_that_died_is_made_by_the_one_that_waits(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        call_id, _ = await listening_by_hand(it)
        hanging = FixedChat()
        hanging.delay_s = 600.0
        hanging.clock = it.clock
        other = another(it, hanging)
        hook = await said(it, call_id)
        dying = asyncio.create_task(other.answer(hook))
        await it.pass_time(0.5)
        await dies(other)
        await asyncio.gather(dying, return_exceptions=True)

        waiting = asyncio.create_task(it.parts.conductor.answer(hook))
        await it.pass_time(0.3)
        assert not waiting.done()
        await it.parts.store.units.run(lambda unit: unit.drop_leases("another"))
        answer = await it.drive(waiting)

        assert words_of(answer) == "That is reply 1."
        assert len(await rows_of(it, call_id, SpeechHeard)) == 1


async def test_whoever_waits_for_a_reply_elsewhere_says_a_filler_in_time(tmp_path: Path) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        call_id, _ = await listening_by_hand(it)
        hanging = FixedChat()
        hanging.delay_s = 600.0
        hanging.clock = it.clock
        other = another(it, hanging)
        hook = await said(it, call_id)
        first = asyncio.create_task(other.answer(hook))
        await it.pass_time(0.1)
        second = asyncio.create_task(it.parts.conductor.answer(hook))
        await it.pass_time(2.7)

        assert first.done()
        assert second.done()
        assert first.result() == second.result()
        assert "Redirect" in first.result()
        await other.replier.close()
