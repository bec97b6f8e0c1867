"""The store hangs or is away: kind words in time, nothing acknowledged, nothing lost."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from ruby_fsm.app.backlog import Backlog
from ruby_fsm.app.hooks import Hook, Kind
from ruby_fsm.app.ports import Unit
from ruby_fsm.app.settle import Settled
from ruby_fsm.core.call import CallState
from ruby_fsm.core.events import CallCompleted, SpeechHeard
from ruby_fsm.simulator import Speech
from ruby_fsm.understanding.assessment import Level
from tests.app.kit import (
    CONFIG,
    DANGER,
    HARMLESS,
    PHRASES,
    call_of,
    deliver,
    deliver_all,
    duplicate,
    listening_by_hand,
    next_hook,
    quick,
    rows_of,
)
from tests.twiml_check import parsed, spoken
from tests.world import Ruby, words_of

TROUBLE = CONFIG.pack("en").trouble
AWAY = pytest.mark.parametrize("how", ["hold", "hold_answers", "leave"])


@AWAY
async def test_12_safe_degrade_answers_in_three_seconds_with_the_resources(
    tmp_path: Path, how: str
) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        _, person = await listening_by_hand(it)
        person.answer(Speech(HARMLESS))
        hook = await next_hook(it, "gather")
        getattr(it.gate, how)()

        answer = (await deliver(it, hook)).body.decode()

        took_ms = it.traffic.exchanges[-1].answered_ms - it.traffic.exchanges[-1].arrived_ms
        assert took_ms <= 3_000
        assert [TROUBLE, PHRASES.resources] == spoken(parsed(answer))
        assert "&amp;try=1" in answer


@AWAY
async def test_what_was_said_meanwhile_is_recorded_before_the_poll_and_answered_once(
    tmp_path: Path, how: str
) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        call_id, person = await listening_by_hand(it)
        person.answer(Speech(HARMLESS))
        hook = await next_hook(it, "gather")
        getattr(it.gate, how)()
        await deliver(it, hook)
        it.gate.release()

        await it.pass_time(1)
        answer = await deliver(it, await next_hook(it, "redirect"))

        assert words_of(answer.body.decode()) == "That is reply 1."
        assert len(await rows_of(it, call_id, SpeechHeard)) == 1
        assert len(it.chat.asked) == 1
        assert len(it.parts.conductor.backlog) == 0


@AWAY
async def test_danger_reaches_a_human_without_the_store_and_the_log_with_it(
    tmp_path: Path, how: str
) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        call_id, person = await listening_by_hand(it)
        person.answer(Speech(DANGER))
        hook = await next_hook(it, "gather")
        getattr(it.gate, how)()

        await deliver(it, hook)

        (alert,) = it.alerts.sent
        assert (alert.call_id, alert.level) == (call_id, Level.MODERATE)
        it.gate.release()
        answer = await deliver(it, await next_hook(it, "redirect"))
        assert PHRASES.resources in words_of(answer.body.decode())
        assert (await call_of(it, call_id)).state is CallState.CRISIS
        assert (await call_of(it, call_id)).escalations == 1


async def test_a_status_is_refused_so_that_twilio_sends_it_again_and_kept_if_it_does_not(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        call_id, _ = await listening_by_hand(it)
        it.simulator.line(it.sid(call_id)).hang_up()
        hook = await next_hook(it, "status")
        it.gate.leave()

        refused = await deliver(it, hook)
        it.gate.release()
        await it.pass_time(6)  # nothing more is delivered: it is recorded from memory

        assert refused.status == 503
        assert not (await call_of(it, call_id)).is_live
        await deliver_all(it)  # Twilio sends it again all the same
        assert len(await rows_of(it, call_id, CallCompleted)) == 1


async def test_twenty_looks_and_then_the_line_is_put_down_with_the_resources(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        call_id, person = await listening_by_hand(it)
        person.answer(Speech(HARMLESS))
        await next_hook(it, "gather")
        it.gate.leave()
        await deliver_all(it)

        polls = [x for x in it.traffic.exchanges if "&try=" in x.query]
        assert len(polls) == 20
        last = parsed(polls[-1].answer)
        assert [child.tag for child in last] == ["Say", "Hangup"]
        assert PHRASES.resources in words_of(polls[-1].answer)
        it.gate.release()
        await it.pass_time(10)
        assert (await call_of(it, call_id)).turn == 1, "the words are recorded late, not lost"


async def test_a_second_unit_that_hangs_is_given_up_and_the_poll_brings_the_reply(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        call_id, person = await listening_by_hand(it)
        it.chat.delay_s = 1.0
        person.answer(Speech(HARMLESS))
        hook = await next_hook(it, "gather")
        under_way = asyncio.create_task(it.simulator.desk.deliver(hook))
        await it.pass_time(0.5)
        it.gate.hold()
        await it.pass_time(4.4)

        assert under_way.done(), "answered within five seconds"
        assert "&amp;try=1" in under_way.result().body.decode()
        it.gate.release()
        answer = await deliver(it, await next_hook(it, "redirect"))
        assert words_of(answer.body.decode()) == "That is reply 1."
        assert (await call_of(it, call_id)).state is CallState.LISTENING


async def test_a_fault_of_our_own_is_no_dead_line_and_danger_in_it_reaches_a_human(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        _, person = await listening_by_hand(it)
        person.answer(Speech(DANGER))
        hook = await next_hook(it, "gather")

        def broken(unit: Unit, hook: Hook) -> Settled:
            raise AssertionError("a broken rule")

        monkeypatch.setattr(it.parts.conductor.intake, "take", broken)
        answer = await deliver(it, hook)

        assert answer.status == 200
        assert PHRASES.resources in words_of(answer.body.decode())
        assert len(it.alerts.sent) == 1


async def test_a_webhook_that_breaks_its_unit_does_not_block_the_call_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kept while the store was away, it turns out to break the unit that records it."""
    async with quick(tmp_path, by_hand=True) as it:
        _, person = await listening_by_hand(it)
        person.answer(Speech(HARMLESS))
        hook = await next_hook(it, "gather")
        it.gate.leave()
        await deliver(it, hook)
        it.gate.release()
        take = it.parts.conductor.intake.take

        def broken_for_words(unit: Unit, hook: Hook) -> Settled | None:
            assert not hook.text, "a broken rule"
            return take(unit, hook)

        monkeypatch.setattr(it.parts.conductor.intake, "take", broken_for_words)
        answer = await deliver(it, await next_hook(it, "redirect"))

        assert TROUBLE not in words_of(answer.body.decode())
        assert it.parts.counts["lost_fact"] == 1


async def test_a_stranger_leaves_nothing_behind(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        for n in range(50):
            sid = f"CA{n:032x}"
            await it.hook("gather", f"call=CL{n:032x}&at=1", {"CallSid": sid})

        assert len(it.parts.conductor.backlog) == 0
        assert it.parts.conductor._in_flight == {}
        assert it.parts.counts["unknown_call"] == 50


async def test_an_outage_of_hours_does_not_fill_the_memory() -> None:
    lost: list[int] = []
    backlog = Backlog(lambda: lost.append(1), most=10)

    for n in range(25):
        backlog.keep(hook_number(n))
        backlog.keep(hook_number(n))

    assert [hook.sid for hook in backlog.all()] == [f"CA{n}" for n in range(15, 25)]
    assert len(lost) == 15


async def test_what_waits_when_the_service_stops_is_recorded_before_it_goes(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        call_id, person = await listening_by_hand(it)
        person.answer(Speech(HARMLESS))
        hook = await next_hook(it, "gather")
        it.gate.leave()
        await deliver(it, hook)
        it.gate.release()

        await it.restart()

        assert len(await rows_of(it, call_id, SpeechHeard)) == 1
        again = await duplicate(it, hook)
        assert "&amp;try=" not in again.body.decode()


async def test_health_says_that_the_store_is_away(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        assert (await health(it)) == 200
        it.gate.leave()
        assert (await health(it)) == 503
        it.gate.release()
        assert (await health(it)) == 200


async def health(it: Ruby) -> int:
    return (await it.api.get("/ai-calling/health")).status_code


def hook_number(n: int) -> Hook:
    return Hook(Kind.STATUS, f"CL{n}", f"CA{n}", 0, 1, 0, "", {"CallSid": f"CA{n}"}, n)
