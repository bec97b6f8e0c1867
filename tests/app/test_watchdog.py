"""Lines that are not heard from: Twilio is asked, and what it says is believed."""

from __future__ import annotations

from pathlib import Path

import pytest

from ruby_fsm.adapters import engine
from ruby_fsm.app import watching
from ruby_fsm.core.call import Call, CallState, EndReason
from ruby_fsm.core.events import CallCompleted, WatchdogExpired
from ruby_fsm.simulator import Answer, Speech
from tests.app.kit import DANGER, call_of, listening, quick, ringing, rows_of, says
from tests.world import Ruby

HOUR_S = 3600


def asked(it: Ruby, call_id: str) -> int:
    """How often Twilio was asked for this call."""
    return len(it.rest.made("GET", f"/Calls/{it.sid(call_id)}.json"))


def silence(it: Ruby, call: Call) -> float:
    """Seconds from now until the call should have been heard from."""
    return (call.alive_until_ms - it.clock.now_ms()) / 1000


async def test_a_line_in_progress_is_left_alone_and_asked_for_again_in_a_minute(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path) as it:
        call_id, _ = await listening(it)
        await it.pass_time(silence(it, await call_of(it, call_id)))
        assert asked(it, call_id) == 0

        await it.pass_time(10)
        assert asked(it, call_id) == 1
        await it.pass_time(50)
        assert asked(it, call_id) == 1
        await it.pass_time(20)

        assert asked(it, call_id) == 2
        assert (await call_of(it, call_id)).is_on_the_line


async def test_a_line_that_went_down_unheard_of_is_ended_as_twilio_says(tmp_path: Path) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        call_id, person = await ringing(it)
        person.answer(Answer(after_s=0))
        await it.calm()
        it.simulator.line(it.sid(call_id)).hang_up()
        await it.calm()
        for delivery in it.simulator.desk.pending:
            it.simulator.desk.drop(delivery)

        await it.pass_time(100)

        call = await call_of(it, call_id)
        assert (call.state, call.end_reason) == (CallState.ENDED, EndReason.FAILED), (
            "no answer of ours was ever fetched"
        )
        assert len(await rows_of(it, call_id, CallCompleted)) == 1


async def test_a_telephone_that_nobody_answered_is_tried_again_though_no_callback_came(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        call_id, _ = await ringing(it)  # it rings out after 30 s, and every callback is lost

        await it.pass_time(100)

        call = await call_of(it, call_id)
        assert (call.state, call.attempt) == (CallState.QUEUED, 2)


async def test_a_line_twilio_knows_nothing_of_is_given_up_after_ten_minutes(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        call_id, _ = await listening(it)
        sid = forget(it, call_id)
        await it.pass_time(silence(it, await call_of(it, call_id)) + 595)
        assert (await call_of(it, call_id)).is_live

        await it.pass_time(75)

        call = await call_of(it, call_id)
        assert (call.state, call.end_reason) == (CallState.ENDED, EndReason.LOST)
        assert it.rest.made("POST", f"{sid}.json"), "put down, should it stand after all"


async def test_in_crisis_an_unknown_line_takes_the_path_on_and_is_kept_for_four_hours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name in ((watching, "TICK_S"), (engine, "LONGEST_REST_S")):
        monkeypatch.setattr(module, name, 60.0)  # four hours in fewer steps
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        await says(it, person, Speech(DANGER))
        forget(it, call_id)

        await it.pass_time(3 * HOUR_S + 3000)

        assert (await call_of(it, call_id)).state is CallState.CRISIS
        assert len(await rows_of(it, call_id, WatchdogExpired)) >= 15
        steps = [alert.step for alert in it.alerts.sent]
        assert steps == list(range(1, len(steps) + 1)), "each once, and the path is gone again"
        assert len(steps) > len(it.config.crisis.path(it.alerts.sent[0].level))
        await it.pass_time(1500)
        call = await call_of(it, call_id)
        assert (call.state, call.end_reason) == (CallState.ENDED, EndReason.LOST)


async def test_twilio_s_rest_side_may_be_down_for_a_while(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        call_id, _ = await listening(it)
        await it.pass_time(silence(it, await call_of(it, call_id)))
        it.rest.faults = [503] * 3

        await it.pass_time(300)

        assert (await call_of(it, call_id)).is_on_the_line
        assert it.parts.watchdog.ticked_ms >= it.clock.now_ms() - 5_000


@pytest.mark.parametrize("how", ["restart", "crash"])
async def test_07_noorphan_a_line_that_fell_silent_while_we_were_down_is_asked_for_within_30_s(
    tmp_path: Path, how: str
) -> None:
    async with quick(tmp_path) as it:
        call_id, _ = await listening(it)
        await it.stop()
        await it.clock.advance(1000)
        it.simulator.line(it.sid(call_id)).hang_up()
        await it.simulator.settle()
        await it.start()
        await getattr(it, how)()

        await it.pass_time(30)

        assert not (await call_of(it, call_id)).is_live


async def test_a_verdict_that_came_too_late_is_not_believed(tmp_path: Path) -> None:
    """Heard from while Twilio was being asked: the ten minutes count for nothing."""
    async with quick(tmp_path) as it:
        call_id, _ = await listening(it)
        asked_then = await call_of(it, call_id)
        await it.hook("reply", f"call={call_id}&at=1", {"CallSid": it.sid(call_id)})
        expired = WatchdogExpired(it.clock.now_ms())

        def late(unit: object) -> None:
            it.parts.watchdog._feed(unit, asked_then, expired)  # type: ignore[arg-type]

        await it.parts.store.units.run(late)

        assert (await call_of(it, call_id)).is_live


async def test_one_call_that_breaks_the_watchdog_leaves_the_others_looked_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with quick(tmp_path) as it:
        first, _ = await listening(it)
        second, _ = await listening(it, "+14155550111")
        look_after = it.parts.watchdog.look_after

        async def broken(call_id: str) -> None:
            assert call_id != first, "a broken rule"
            await look_after(call_id)

        monkeypatch.setattr(it.parts.watchdog, "look_after", broken)
        await it.pass_time(silence(it, await call_of(it, second)) + 10)

        assert asked(it, second) == 1
        assert it.parts.watchdog.ticked_ms >= it.clock.now_ms() - 5_000


def forget(it: Ruby, call_id: str) -> str:
    """Twilio knows this call no more, and says nothing of it; its sid."""
    sid = it.sid(call_id)
    it.simulator.calls[sid].order.time_limit_s = 10**6
    it.simulator.line(sid).restart_limit()
    del it.simulator.calls[sid]
    return sid


@pytest.mark.parametrize("how", ["restart", "crash"])
async def test_07_noorphan_every_line_that_was_up_is_asked_for_right_after_a_start(
    tmp_path: Path, how: str
) -> None:
    """Also one that need not have been heard from yet: nobody knows what happened meanwhile."""
    async with quick(tmp_path) as it:
        call_id, _ = await listening(it)
        assert asked(it, call_id) == 0

        await getattr(it, how)()

        assert asked(it, call_id) == 1
        assert (await call_of(it, call_id)).is_on_the_line


async def test_more_lines_than_one_look_takes_are_all_looked_after_in_one_tick(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "BATCH", 1)
    async with quick(tmp_path) as it:
        calls = [(await listening(it, to))[0] for to in ("+14155550111", "+14155550122")]
        latest = max([silence(it, await call_of(it, call_id)) for call_id in calls])

        await it.pass_time(latest + 6)

        assert [asked(it, call_id) for call_id in calls] == [1, 1]
