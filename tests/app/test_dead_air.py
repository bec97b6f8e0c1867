"""No dead air: whatever the chat backend does, Ruby is heard within three and a half seconds."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from ruby_fsm.adapters.chat.breaker import Breaker
from ruby_fsm.adapters.chat.companion import Companion
from ruby_fsm.adapters.chat.guarded import Guarded
from ruby_fsm.app.ports import ChatBackend, ChatRequest
from ruby_fsm.core.events import ReplyReady
from ruby_fsm.simulator import Listening, Silence, Speech, VirtualClock
from ruby_fsm.understanding.gate.contacts import Known
from tests.app.hasty import changed
from tests.app.kit import HARMLESS, PHRASES, heard, listening, quick, rows_of
from tests.app.talker import Talker, longest_silence_s
from tests.fakes import FixedChat
from tests.world import Ruby, ruby

TURNS = 200
FEWER = 40  # of what is no worse than a backend that hangs
MOST_S = 3.5
LONG = changed({"call_s: 1800": "call_s: 7200"})
GARBAGE = "<think>```\ufffd\u0007{}[]((\U0001f4a9\U0001f4a9"


class Streaming:
    """Sends garbage and never comes to an end."""

    name = "streaming"

    def __init__(self, clock: VirtualClock) -> None:
        self.clock = clock

    async def stream(self, request: ChatRequest) -> AsyncIterator[str]:
        while request.turn:
            await self.clock.sleep(0.5)
            yield GARBAGE

    async def check(self) -> str:
        return "it answers"


class Garbled:
    """Answers at once with what nobody can say."""

    name = "garbled"

    async def reply(self, request: ChatRequest) -> str:
        return GARBAGE * request.turn

    async def check(self) -> str:
        return "it answers"


def taking(seconds: float) -> Callable[[VirtualClock], ChatBackend]:
    def made(clock: VirtualClock) -> ChatBackend:
        chat = FixedChat(clock=clock)
        chat.delay_s = seconds
        return chat

    return made


def refusing(clock: VirtualClock) -> ChatBackend:
    chat = FixedChat(clock=clock)
    chat.broken = True
    return chat


def garbled(clock: VirtualClock) -> ChatBackend:
    breaker = Breaker(clock, failures=3, open_s=30)
    places = asyncio.Semaphore(8)
    return Guarded(Garbled(), breaker, places, clock, slow_s=2.5, known=lambda _: Known())


BACKENDS: dict[str, Callable[[VirtualClock], ChatBackend]] = {
    "hung": taking(10**6),
    "5 s": taking(5.0),
    "just past the soft limit": taking(2.6),
    "just past the hard limit": taking(6.1),
    "refusing": refusing,
    "streaming garbage": Streaming,
    "garbled": garbled,
}


async def talked(
    data: Path, *backends: Callable[[VirtualClock], ChatBackend], turns: int = FEWER
) -> Ruby:
    """A call of so many turns, all of it played, with the companion last in the chain."""
    talker = Talker(turns)
    async with ruby(data, config=LONG, callee_for=lambda _: talker) as it:
        chain = tuple(made(it.clock) for made in backends)
        it.parts.conductor.replier.chain = (*chain, Companion())
        await it.initiate()
        while not all(call.status.is_final for call in it.calls()):
            await it.pass_time(30)
        assert talker.left < 0, "it ended before all was said"
        return it


@pytest.mark.parametrize("how", BACKENDS)
async def test_no_silence_is_longer_than_three_and_a_half_seconds(tmp_path: Path, how: str) -> None:
    turns = TURNS if how in {"hung", "5 s"} else FEWER
    it = await talked(tmp_path, BACKENDS[how], turns=turns)

    longest_s = longest_silence_s(it, PHRASES.fillers)
    sys.stdout.write(f"{how}: the longest silence of {turns} turns is {longest_s:.2f} s\n")
    assert longest_s <= MOST_S
    assert never_two_running(it)


async def test_two_hung_backends_before_the_companion_keep_nobody_waiting_longer(
    tmp_path: Path,
) -> None:
    it = await talked(tmp_path, BACKENDS["hung"], BACKENDS["hung"])

    assert longest_silence_s(it, PHRASES.fillers) <= MOST_S
    assert never_two_running(it)


def never_two_running(it: Ruby) -> bool:
    """Between two fillers at least two of the person's turns went by."""
    (call,) = it.calls()
    since = 2
    for one in call.transcript:
        if one.by == "callee":
            since += 1
        elif one.text in PHRASES.fillers:
            if since < 2:
                return False
            since = 0
    return True


# --- a reply that comes late ---------------------------------------------------------------------
async def late_reply(it: Ruby) -> str:
    """The second turn, whose reply comes after the companion has spoken in its place."""
    call_id, person = await listening(it)
    it.parts.conductor.replier.chain = (it.chat, FixedChat(lambda _: "In its place."))
    it.chat.delay_s = 4.0
    person.answer(Speech(HARMLESS))
    await it.pass_time(3)
    person.answer(Silence())
    await it.pass_time(2)
    person.answer(Speech("it goes on and on"))
    await it.pass_time(5)
    assert heard(person)[-1] == "In its place."
    return call_id


async def test_a_late_reply_stands_for_the_next_prompt_into_a_silence(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        call_id = await late_reply(it)
        (person,) = it.callees.values()

        person.answer(Silence())
        await it.calm()

        assert heard(person)[-1] == "That is reply 2."
        person.answer(Silence())
        await it.calm()
        assert heard(person)[-1] in bare(PHRASES.reprompts)
        assert [row.event.source for row in await rows_of(it, call_id, ReplyReady)] == ["fixed"] * 2  # type: ignore[union-attr]


async def test_a_late_reply_is_history_once_the_person_has_spoken(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        await late_reply(it)
        (person,) = it.callees.values()
        it.chat.delay_s = 0.0

        person.answer(Speech("and my sister came by"))
        await it.calm()
        person.answer(Silence())
        await it.calm()

        assert "That is reply 2." not in heard(person)
        assert isinstance(person.asked, Listening)


def bare(phrases: tuple[str, ...]) -> list[str]:
    return [text.replace(", {name}", "") for text in phrases]
