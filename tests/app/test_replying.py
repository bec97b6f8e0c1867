"""Making a reply: down the chain of backends, in time, one a call."""

from __future__ import annotations

import asyncio

import pytest

from ruby_fsm.app.ports import ChatRequest
from ruby_fsm.app.replying import FORGET_MS, Making, Replier
from ruby_fsm.core.events import ReplyFailed, ReplyReady
from ruby_fsm.core.policy import Numbers
from ruby_fsm.simulator import VirtualClock
from ruby_fsm.understanding.assessment import Mood
from tests.fakes import FixedChat

NUMBERS = Numbers(reply_soft_s=2.5, reply_hard_s=6.0)


def request(turn: int = 1, call_id: str = "CL1", max_words: int = 45) -> ChatRequest:
    return ChatRequest(call_id, turn, (), Mood.NEUTRAL, "", max_words=max_words)


def backend(name: str, clock: VirtualClock, delay_s: float = 0.0) -> FixedChat:
    chat = FixedChat(lambda asked: f"{name} {asked.turn}", clock=clock)
    chat.name, chat.delay_s = name, delay_s
    return chat


async def made_after(making: Making, clock: VirtualClock) -> tuple[str, float]:
    """Who spoke, and after how many seconds."""
    began_ms = clock.now_ms()
    while making.outcome is None:
        await clock.advance(0.1)
    outcome = making.outcome
    name = outcome.source if isinstance(outcome, ReplyReady) else "nobody"
    return name, (clock.now_ms() - began_ms) / 1000


@pytest.mark.parametrize(
    ("may_fill", "delays_s", "expected"),
    [
        (True, (0, 0), ("first", 0.1)),
        (True, (5.9, 0), ("first", 5.9)),
        (True, (99, 0), ("second", 6.0)),
        (True, (99, 0.4), ("second", 6.4)),
        (True, (99, 99), ("nobody", 6.5)),
        (False, (2.4, 0), ("first", 2.4)),
        (False, (99, 0), ("second", 2.5)),
        (False, (99, 0.9), ("second", 3.4)),
        (False, (99, 99), ("nobody", 3.5)),
    ],
)
async def test_each_backend_of_the_chain_has_its_time(
    may_fill: bool, delays_s: tuple[float, float], expected: tuple[str, float]
) -> None:
    clock = VirtualClock()
    first, second = (
        backend(*one) for one in (("first", clock, delays_s[0]), ("second", clock, delays_s[1]))
    )
    replier = Replier([first, second], clock)

    name, after_s = await made_after(replier.making(request(), NUMBERS, may_fill=may_fill), clock)

    assert name == expected[0]
    assert after_s == pytest.approx(expected[1], abs=0.11)
    await replier.close()


async def test_the_same_turn_is_made_once_and_a_newer_one_takes_its_place() -> None:
    clock = VirtualClock()
    chat = backend("chat", clock, delay_s=1.0)
    replier = Replier([chat], clock)

    first = replier.making(request(1), NUMBERS, may_fill=True)
    assert replier.making(request(1), NUMBERS, may_fill=True) is first
    second = replier.making(request(2), NUMBERS, may_fill=True)
    assert replier.making(request(1), NUMBERS, may_fill=True) is second
    await clock.advance(2)

    assert first.outcome is None
    assert isinstance(second.outcome, ReplyReady)
    assert second.outcome.text == "chat 2"
    await replier.close()


async def test_forgetting_a_turn_leaves_a_newer_one_alone() -> None:
    clock = VirtualClock()
    replier = Replier([backend("chat", clock, delay_s=1.0)], clock)
    making = replier.making(request(2), NUMBERS, may_fill=True)

    replier.forget("CL1", up_to_turn=1)
    await clock.advance(2)

    assert making.outcome is not None
    replier.forget("CL1", up_to_turn=2)
    assert replier._making == {}


async def test_a_reply_nobody_fetched_is_dropped_after_a_minute() -> None:
    clock = VirtualClock()
    replier = Replier([backend("chat", clock)], clock)
    for n in range(3):
        replier.making(request(call_id=f"CL{n}"), NUMBERS, may_fill=True)
    await clock.advance(FORGET_MS / 1000)

    replier.making(request(call_id="CL9"), NUMBERS, may_fill=True)

    assert list(replier._making) == ["CL9"]
    await replier.close()


async def test_a_backend_given_up_does_no_more_work() -> None:
    clock = VirtualClock()
    replier = Replier([backend("chat", clock, delay_s=30.0)], clock)
    before = len(asyncio.all_tasks())
    replier.making(request(), NUMBERS, may_fill=True)
    await clock.advance(1)

    replier.forget("CL1")
    await clock.advance(0.1)

    assert len(asyncio.all_tasks()) == before


async def test_a_reply_is_cut_to_the_words_it_may_have() -> None:
    clock = VirtualClock()
    chat = FixedChat(lambda _: "One two three. Four five six. Seven eight.", clock=clock)
    replier = Replier([chat], clock)
    making = replier.making(request(max_words=7), NUMBERS, may_fill=True)
    await clock.advance(0.1)

    assert isinstance(making.outcome, ReplyReady)
    assert making.outcome.text == "One two three. Four five six."
    await replier.close()


async def test_an_empty_chain_fails_and_does_not_hang() -> None:
    clock = VirtualClock()
    making = Replier([], clock).making(request(), NUMBERS, may_fill=True)
    await clock.advance(0.1)

    assert isinstance(making.outcome, ReplyFailed)
