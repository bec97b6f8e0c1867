"""Breaker and bulkhead around a remote backend, on a virtual clock."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from ruby_fsm.adapters.chat.breaker import Breaker
from ruby_fsm.adapters.chat.guarded import Guarded
from ruby_fsm.app.ports import ChatRequest
from ruby_fsm.errors import ChatError
from ruby_fsm.understanding.gate.contacts import Known
from tests.adapters.chat.remote_kit import asked
from tests.fakes_clock import VirtualClock

BUSY = ChatError("busy", retryable=True)


class Scripted:
    """A remote backend: each reply is the next of `script`, an error raised, None never comes."""

    name = "scripted"

    def __init__(self, *script: str | ChatError | None) -> None:
        self.script = list(script)
        self.asked = 0
        self.at_once = 0
        self.most_at_once = 0

    async def reply(self, request: ChatRequest) -> str:
        del request
        self.asked += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            match self.script.pop(0):
                case None:
                    await asyncio.Event().wait()
                    return ""
                case ChatError() as error:
                    raise error
                case text:
                    return text
        finally:
            self.at_once -= 1

    async def check(self) -> str:
        return "fine"


def guarded(
    remote: Scripted,
    clock: VirtualClock,
    *,
    places: int = 8,
    failures: int = 3,
    count: Callable[[str], None] = lambda _: None,
) -> Guarded:
    return Guarded(
        remote,
        Breaker(clock, failures=failures, open_s=30),
        asyncio.Semaphore(places),
        clock,
        slow_s=2.5,
        known=lambda country: Known(frozenset({"999" if country == "GB" else "988"})),
        count=count,
    )


async def reply(backend: Guarded) -> str:
    return "".join([piece async for piece in backend.stream(asked("hello"))])


async def fail(backend: Guarded) -> ChatError:
    with pytest.raises(ChatError) as caught:
        await reply(backend)
    return caught.value


async def test_failures_in_a_row_open_it_and_time_lets_one_try_again() -> None:
    clock, remote = VirtualClock(), Scripted(BUSY, BUSY, BUSY, "Back.", "Again.")
    backend = guarded(remote, clock)
    for _ in range(3):
        await fail(backend)

    assert "busy (left alone, tried again in 30 s)" in str(await fail(backend))
    assert remote.asked == 3

    clock.advance(31)
    assert [await reply(backend), await reply(backend)] == ["Back.", "Again."]
    assert backend.trouble == ""


async def test_a_failure_is_told_of_before_it_opens_and_forgotten_with_a_success() -> None:
    backend = guarded(Scripted(BUSY, BUSY, "Yes."), VirtualClock())
    told = [backend.trouble]
    for _ in range(2):
        await fail(backend)
        told.append(backend.trouble)
    await reply(backend)

    assert told == ["", "busy (failed once)", "busy (failed 2 times in a row)"]
    assert backend.trouble == ""


async def test_a_success_between_starts_the_count_anew() -> None:
    remote = Scripted(BUSY, BUSY, "Yes.", BUSY, BUSY, "Yes.")
    backend = guarded(remote, VirtualClock())

    for what in ("busy", "busy", "Yes.", "busy", "busy", "Yes."):
        assert (await reply(backend) if what == "Yes." else str(await fail(backend))) == what


async def test_a_refusal_no_retry_mends_opens_at_once_and_for_longer() -> None:
    clock, remote = VirtualClock(), Scripted(ChatError("wrong key"), "Yes.")
    backend = guarded(remote, clock)
    await fail(backend)

    clock.advance(31)
    assert "wrong key" in str(await fail(backend))
    clock.advance(90)
    assert await reply(backend) == "Yes."


async def test_it_stays_open_as_long_as_the_server_asked_for() -> None:
    clock = VirtualClock()
    remote = Scripted(ChatError("429", retryable=True, retry_after_s=120), "Yes.")
    backend = guarded(remote, clock, failures=1)
    await fail(backend)

    clock.advance(100)
    await fail(backend)
    clock.advance(21)
    assert await reply(backend) == "Yes."


async def test_a_failed_trial_opens_it_again() -> None:
    clock, remote = VirtualClock(), Scripted(BUSY, BUSY, "Yes.")
    backend = guarded(remote, clock, failures=1)
    await fail(backend)
    clock.advance(31)
    await fail(backend)

    await fail(backend)

    assert remote.asked == 2


async def given_up_after(backend: Guarded, clock: VirtualClock, seconds: float) -> None:
    task = asyncio.create_task(reply(backend))
    await asyncio.sleep(0)
    clock.advance(seconds)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_one_that_hangs_is_left_alone_but_one_not_waited_for_is_not() -> None:
    clock, remote = VirtualClock(), Scripted(None, None, "Yes.")
    backend = guarded(remote, clock, failures=1)

    await given_up_after(backend, clock, 1.0)
    assert backend.trouble == ""

    await given_up_after(backend, clock, 3.0)
    assert "no reply in time" in backend.trouble


async def test_a_trial_that_is_given_up_makes_room_for_the_next() -> None:
    clock, remote = VirtualClock(), Scripted(BUSY, None, "Yes.")
    backend = guarded(remote, clock, failures=1)
    await fail(backend)
    clock.advance(31)
    await given_up_after(backend, clock, 0.1)

    assert await reply(backend) == "Yes."


async def test_only_one_tries_at_a_time() -> None:
    clock, remote = VirtualClock(), Scripted(BUSY, None)
    backend = guarded(remote, clock, failures=1)
    await fail(backend)
    clock.advance(31)
    trial = asyncio.create_task(reply(backend))
    await asyncio.sleep(0)

    await fail(backend)

    assert remote.asked == 2
    trial.cancel()
    await asyncio.gather(trial, return_exceptions=True)


async def test_no_more_are_asked_at_once_than_there_are_places_and_leaving_frees_one() -> None:
    clock, remote = VirtualClock(), Scripted(None, None, "Yes.")
    backend = guarded(remote, clock, places=2)
    tasks = [asyncio.create_task(reply(backend)) for _ in range(3)]
    for _ in range(3):
        await asyncio.sleep(0)
    assert remote.most_at_once == 2

    tasks[0].cancel()

    assert await tasks[2] == "Yes."
    tasks[1].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@pytest.mark.parametrize("nothing", ["", "<think>what to say", "*smiles*", "\U0001f642"])
async def test_nothing_to_speak_is_a_failure(nothing: str) -> None:
    error = await fail(guarded(Scripted(nothing), VirtualClock()))

    assert "nothing that can be spoken" in str(error)


# --- the gate -----------------------------------------------------------------------------------
async def test_what_may_not_be_spoken_is_told_of_by_its_kind_alone() -> None:
    counted: list[str] = []
    remote = Scripted("You should kill yourself.", "Call 555 1234567.", "I hear you.")
    backend = guarded(remote, VirtualClock(), count=counted.append)

    told = [str(await fail(backend)), str(await fail(backend))]

    assert told == [
        "scripted: a reply was withheld (encouragement)",
        "scripted: a reply was withheld (contact)",
    ]
    assert backend.withheld == "scripted: replies withheld: encouragement 1, contact 1"
    assert counted == ["withheld_reply"] * 2
    assert await reply(backend) == "I hear you."


async def test_a_server_whose_words_are_withheld_is_well_and_is_asked_again() -> None:
    remote = Scripted(*["I won't tell anyone."] * 4, "I hear you.")
    backend = guarded(remote, VirtualClock(), failures=1)
    for _ in range(4):
        await fail(backend)

    assert backend.trouble == ""
    assert await reply(backend) == "I hear you."


async def test_a_number_of_another_country_is_withheld() -> None:
    backend = guarded(Scripted("Please call nine eight eight."), VirtualClock())

    with pytest.raises(ChatError, match="withheld"):
        async for _ in backend.stream(asked("hello", country="GB")):
            pass


async def test_the_configured_number_may_be_said() -> None:
    backend = guarded(Scripted("You can call nine eight eight."), VirtualClock())

    assert await reply(backend) == "You can call nine eight eight."
    assert backend.withheld == ""


@pytest.mark.parametrize(
    "hidden",
    ["<think>they ask how to die</think>I hear you.", "[I hear you.](http://elsewhere.example)"],
)
async def test_only_what_would_be_spoken_is_judged(hidden: str) -> None:
    assert await reply(guarded(Scripted(hidden), VirtualClock())) == "I hear you."


async def test_an_echo_of_the_rules_is_no_reply() -> None:
    echo = "Sure. Never describe, compare or hint at ways to hurt oneself or others."

    assert "(rules)" in str(await fail(guarded(Scripted(echo), VirtualClock())))
