"""The life of a turn: two commits, one answer a cause, a reply in time or what stands for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ruby_fsm.app.ports import ChatRequest
from ruby_fsm.core.call import CallState
from ruby_fsm.core.events import ReplyDelayed, ReplyFailed, ReplyReady, SpeechHeard
from ruby_fsm.simulator import Listening, Silence, Speech
from tests.app.hasty import changed
from tests.app.kit import (
    DANGER,
    HARMLESS,
    PHRASES,
    call_of,
    deliver_all,
    heard,
    listening,
    listening_by_hand,
    next_hook,
    quick,
    rows_of,
    says,
)
from tests.fakes import FixedChat
from tests.postgresql import DATABASES
from tests.world import Ruby, words_of


async def test_a_slow_reply_is_covered_by_one_filler_and_fetched_by_the_poll(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        it.chat.delay_s = 4.0
        person.answer(Speech(HARMLESS))

        await it.pass_time(2.4)
        assert heard(person)[-1] not in PHRASES.fillers
        await it.pass_time(0.2)
        assert heard(person)[-1] in PHRASES.fillers
        person.answer(Silence())
        await it.pass_time(2)

        said = heard(person)
        assert said[-1] == "That is reply 1."
        assert sum(text in PHRASES.fillers for text in said) == 1
        assert len(it.chat.asked) == 1
        assert (await call_of(it, call_id)).state is CallState.LISTENING


async def test_a_person_who_speaks_over_the_filler_is_answered_once_and_to_all_of_it(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        it.chat.delay_s = 2.7  # past the soft limit, within what a turn without a filler has
        person.over.append(Speech("and then it rained"))
        person.answer(Speech(HARMLESS))
        await it.pass_time(8)

        told = [one.text for one in it.chat.asked[-1].history if one.is_person]
        assert told == [HARMLESS, "and then it rained"]
        assert "That is reply 1." not in heard(person)
        assert heard(person)[-1] == "That is reply 2."
        assert [row.event.turn for row in await rows_of(it, call_id, ReplyReady)] == [2]  # type: ignore[union-attr]


async def test_no_two_turns_running_have_a_filler(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        _, person = await listening(it)
        quick_chat = FixedChat(lambda _: "The second backend speaks.")
        replier = it.parts.conductor.replier
        replier.chain = (it.chat, quick_chat)
        it.chat.delay_s = 4.0
        person.answer(Speech(HARMLESS))
        await it.pass_time(3)
        person.answer(Silence())
        await it.pass_time(2)

        person.answer(Speech("it goes on and on"))
        await it.pass_time(2.6)

        said = heard(person)
        assert sum(text in PHRASES.fillers for text in said) == 1
        assert said[-1] == "The second backend speaks."


async def test_a_reply_that_hangs_gives_way_to_the_next_backend_at_the_hard_limit(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path) as it:
        _, person = await listening(it)
        it.parts.conductor.replier.chain = (it.chat, FixedChat(lambda _: "I'm here."))
        it.chat.delay_s = 600.0
        person.answer(Speech(HARMLESS))

        await it.pass_time(3)
        assert heard(person)[-1] in PHRASES.fillers
        person.answer(Silence())
        await it.pass_time(2.9)
        assert heard(person)[-1] in PHRASES.fillers
        await it.pass_time(0.2)
        assert heard(person)[-1] == "I'm here."


class Rude:
    """Breaks in a way no port allows."""

    name = "rude"

    async def stream(self, request: ChatRequest) -> AsyncIterator[str]:
        if request.turn:
            raise KeyError("secret")
        yield ""


@pytest.mark.parametrize("how", ["refuses", "is rude", "says nothing"])
async def test_a_broken_backend_costs_its_reply_and_not_the_turn(tmp_path: Path, how: str) -> None:
    chat = FixedChat((lambda _: " ") if how == "says nothing" else (lambda _: "hello"))
    async with quick(tmp_path, chat=chat) as it:
        call_id, person = await listening(it)
        chat.broken = how == "refuses"
        if how == "is rude":
            it.parts.conductor.replier.chain = (Rude(),)

        await says(it, person, Speech(HARMLESS))

        assert heard(person)[-1] in PHRASES.safe_lines
        assert isinstance(person.asked, Listening)
        assert len(await rows_of(it, call_id, ReplyFailed)) == 1


async def test_a_reply_overtaken_by_newer_words_is_not_said(tmp_path: Path) -> None:
    """The first webhook still waits for its reply when the second one opens a newer turn."""
    async with quick(tmp_path, by_hand=True) as it:
        call_id, person = await listening_by_hand(it)
        it.chat.delay_s = 2.0
        person.answer(Speech(HARMLESS))
        first_hook = await next_hook(it, "gather")
        first = asyncio.create_task(it.simulator.desk.deliver(first_hook))
        await it.pass_time(1)

        newest = (await call_of(it, call_id)).doc
        query = f"call={call_id}&at={newest}"
        form = {"CallSid": it.sid(call_id), "SpeechResult": "and one thing more"}
        second = await it.drive(it.hook("gather", query, form))
        overtaken = await it.drive(first)

        assert words_of(second.text) == "That is reply 2."
        assert "reply 1" not in overtaken.body.decode()
        assert "Redirect" in overtaken.body.decode()
        assert [row.event.turn for row in await rows_of(it, call_id, ReplyReady)] == [2]  # type: ignore[union-attr]


@pytest.mark.skipif(
    "postgresql" in DATABASES, reason="of two units that wait PostgreSQL may take either first"
)
async def test_an_overtaken_answer_leaves_the_newer_reply_alone(tmp_path: Path) -> None:
    """The old reply is ready just as newer words are being recorded."""
    async with quick(tmp_path, by_hand=True) as it:
        call_id, person = await listening_by_hand(it)
        it.chat.delay_s = 2.0
        person.answer(Speech(HARMLESS))
        first = asyncio.create_task(it.simulator.desk.deliver(await next_hook(it, "gather")))
        await it.pass_time(1)
        newest = (await call_of(it, call_id)).doc
        form = {"CallSid": it.sid(call_id), "SpeechResult": "and one thing more"}
        it.gate.hold()
        second = asyncio.create_task(it.hook("gather", f"call={call_id}&at={newest}", form))
        await it.pass_time(1.1)
        it.gate.release()

        answer = await it.drive(second)

        assert words_of(answer.text) == "That is reply 2."
        assert "reply 1" not in (await it.drive(first)).body.decode()


async def test_a_reply_lost_in_a_crash_is_made_anew_once_its_lease_has_run_out(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        call_id, person = await listening_by_hand(it)
        it.chat.delay_s = 600.0
        person.answer(Speech(HARMLESS))
        hook = await next_hook(it, "gather")
        under_way = asyncio.create_task(it.simulator.desk.deliver(hook))
        await it.pass_time(1)
        assert (await call_of(it, call_id)).open_turn == 1
        await it.crash()
        await asyncio.gather(under_way, return_exceptions=True)
        it.chat.delay_s = 0.0

        at_once = await poll(it, call_id)
        await it.pass_time(6)
        later = await poll(it, call_id)

        assert "reply 1" not in at_once
        assert "Redirect" in at_once
        assert words_of(later) == "That is reply 1."
        assert len(await rows_of(it, call_id, SpeechHeard)) == 1


@pytest.mark.parametrize("hard_s", [6.0, 12.0])
async def test_11_deadline_holds_while_the_only_backend_hangs(
    tmp_path: Path, hard_s: float
) -> None:
    """However long a reply may take, each webhook is answered; the person hears one filler."""
    config = changed({"reply_hard_s: 6.0": f"reply_hard_s: {hard_s}"})
    async with quick(tmp_path, by_hand=True, config=config) as it:
        _, person = await listening_by_hand(it)
        it.chat.delay_s = 600.0
        for _ in range(3):
            person.answer(Speech(HARMLESS))
            await deliver_all(it)
            person.answer(Silence())
            await deliver_all(it)
        assert max(x.answered_ms - x.arrived_ms for x in it.traffic.exchanges) < 5_000


async def test_danger_over_a_filler_is_answered_with_the_resources_alone(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        it.chat.delay_s = 4.0
        person.over.append(Speech(DANGER))
        person.answer(Speech(HARMLESS))
        await it.pass_time(10)

        said = heard(person)
        assert PHRASES.resources in said
        assert not any(text.startswith("That is reply") for text in said)
        assert (await call_of(it, call_id)).state is CallState.CRISIS


async def test_nothing_is_kept_of_a_reply_nobody_comes_back_for(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        it.chat.delay_s = 4.0
        person.answer(Speech(HARMLESS))
        await it.pass_time(2.5)
        it.simulator.line(it.sid(call_id)).hang_up()
        await it.pass_time(5)

        assert it.parts.conductor.replier._making == {}
        assert it.parts.conductor._in_flight == {}


async def test_a_poll_with_nothing_to_fetch_gets_the_newest_words(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        await says(it, person, Speech(HARMLESS))

        again = await poll(it, call_id)

        assert words_of(again) == "That is reply 1."
        assert len(await rows_of(it, call_id, ReplyDelayed)) == 1
        assert it.parts.conductor.replier._making == {}


async def poll(it: Ruby, call_id: str) -> str:
    query = f"call={call_id}&at={(await call_of(it, call_id)).doc}&n={it.clock.now_ms()}"
    answer = await it.drive(it.hook("reply", query, {"CallSid": it.sid(call_id)}))
    return answer.text


async def test_say_that_again_repeats_the_newest_document_and_asks_nobody(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        await says(it, person, Speech(HARMLESS))
        before, asked = await call_of(it, call_id), len(it.chat.asked)
        said = heard(person)

        await says(it, person, Speech("sorry can you say that again"))

        assert heard(person) == [*said, said[-1]]
        assert len(it.chat.asked) == asked
        assert (await call_of(it, call_id)).doc == before.doc
        await says(it, person, Speech(HARMLESS))
        assert len(it.chat.asked) == asked + 1


async def test_say_that_again_in_crisis_gives_the_resources_and_the_last_question(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path) as it:
        _, person = await listening(it)
        await says(it, person, Speech(DANGER))
        asked = heard(person)[-1]

        await says(it, person, Speech("say that again please"))

        assert heard(person)[-2:] == [PHRASES.resources, asked]
