"""A danger on its way to a human: step after step, until one of them has it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from ruby_fsm.app.ports import Alert
from ruby_fsm.app.records import Escalation
from ruby_fsm.simulator import Digits, Silence, Speech
from ruby_fsm.understanding.assessment import Level
from tests.app.kit import CONFIG, DANGER, GRAVE, HARMLESS, call_of, listening, quick, says
from tests.world import TO_NUMBER, Ruby

PATH = CONFIG.crisis.path(Level.MODERATE)
WAIT_S = PATH[0].wait_s


async def in_crisis(it: Ruby, words: str = DANGER) -> tuple[str, Escalation]:
    call_id, person = await listening(it)
    await says(it, person, Speech(words))
    return call_id, await escalation(it, call_id)


async def escalation(it: Ruby, call_id: str, number: int = 1) -> Escalation:
    return list(await it.parts.store.reader.escalations(call_id))[number - 1]


def steps(it: Ruby) -> list[int]:
    return [alert.step for alert in it.alerts.sent]


async def acknowledge(it: Ruby, made: Escalation) -> None:
    answer = await it.api.post(f"/ai-calling/escalations/{made.escalation_id}/acknowledge")
    assert answer.status_code == 200, answer.text
    await it.calm()


async def test_23_escalate_the_first_step_is_told_at_once_and_the_next_at_its_deadline(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path) as it:
        _, made = await in_crisis(it)
        assert [(a.escalation_id, a.contact) for a in it.alerts.sent] == [
            (made.escalation_id, PATH[0].contact)
        ]

        await it.pass_time(WAIT_S - 1)
        assert steps(it) == [1]
        await it.pass_time(1)
        assert steps(it) == [1, 2]


async def test_23_escalate_whoever_acknowledges_stops_the_path(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        call_id, made = await in_crisis(it)
        await acknowledge(it, made)

        await says(it, it.callees[TO_NUMBER], Digits("0"))
        await it.pass_time(2 * WAIT_S)

        assert steps(it) == [1]
        assert (await escalation(it, call_id)).acknowledged_ms is not None


async def test_a_step_told_by_two_at_once_is_recorded_once_and_goes_on_once(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        await it.parts.engine.stop()
        await says(it, person, Speech(DANGER))
        jobs = await it.parts.store.units.run(lambda unit: list(unit.open_jobs()))
        (job,) = [one for one in jobs if one.kind == "escalate"]

        it.alerts.together = asyncio.Barrier(2)
        async with asyncio.timeout(30):
            await asyncio.gather(it.parts.escalating.step(job), it.parts.escalating.step(job))

        assert steps(it) == [1, 1]
        assert [step.step for step in (await escalation(it, call_id)).steps] == [1]


@pytest.mark.parametrize("act", ["join", "resolve"])
async def test_a_human_who_joins_or_resolves_stops_the_path_too(tmp_path: Path, act: str) -> None:
    async with quick(tmp_path) as it:
        call_id, _ = await in_crisis(it)
        path = f"/ai-calling/call/{call_id}/crisis/{act}"
        answer = await it.api.post(path, json={"reason": "a drill"})
        assert answer.status_code == 200, answer.text

        await it.pass_time(2 * WAIT_S)

        assert steps(it) == [1]


async def test_a_step_that_cannot_be_told_gives_way_to_the_next_at_once(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        it.alerts.broken_for = {PATH[0].contact}
        call_id, _ = await in_crisis(it)

        await it.pass_time(1)

        assert steps(it) == [2]
        taken = (await escalation(it, call_id)).steps
        assert [(step.step, step.outcome) for step in taken] == [(1, "failed"), (2, "sent")]


async def test_a_path_on_which_nobody_can_be_told_is_gone_again_after_a_minute(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path) as it:
        it.alerts.broken_for = {step.contact for step in PATH}
        call_id, _ = await in_crisis(it)
        await it.pass_time(59)
        assert steps(it) == []

        it.alerts.broken_for = set()
        await it.pass_time(2)

        assert steps(it) == [len(PATH) + 1]
        outcomes = [step.outcome for step in (await escalation(it, call_id)).steps]
        assert outcomes == ["failed"] * len(PATH) + ["sent"]


@pytest.mark.parametrize("how", ["restart", "crash"])
async def test_23_escalate_a_deadline_outlives_the_process(tmp_path: Path, how: str) -> None:
    async with quick(tmp_path) as it:
        await in_crisis(it)
        await it.pass_time(WAIT_S - 60)
        await getattr(it, how)()

        await it.pass_time(59)
        assert steps(it) == [1]
        await it.pass_time(2)
        assert steps(it) == [1, 2]


async def test_a_human_who_joins_while_a_step_is_being_told_is_the_last_to_be_asked(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        send, sleep = it.alerts.send, it.clock.sleep

        async def slow(alert: Alert) -> str:
            await sleep(5)
            return await send(alert)

        it.parts.escalating.alerts.send = slow  # type: ignore[method-assign]
        await says(it, person, Speech(DANGER))
        path = f"/ai-calling/call/{call_id}/crisis/join"
        await it.api.post(path, json={"reason": "a drill"})

        await it.pass_time(3 * WAIT_S)

        assert steps(it) == [1]


async def test_a_higher_danger_is_a_new_escalation_and_the_same_one_is_not(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        for words in (DANGER, DANGER, GRAVE, GRAVE):
            await says(it, person, Speech(words))

        levels = [alert.level for alert in it.alerts.sent]
        assert levels == [Level.MODERATE, Level.IMMINENT]
        assert len({alert.escalation_id for alert in it.alerts.sent}) == 2
        assert (await call_of(it, call_id)).escalations == 2


async def test_after_a_resolution_the_next_danger_escalates_anew(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        await says(it, person, Speech(DANGER))
        await it.api.post(f"/ai-calling/call/{call_id}/crisis/resolve", json={"reason": "a drill"})
        await says(it, person, Speech(HARMLESS))
        await says(it, person, Speech(DANGER))

        assert [alert.level for alert in it.alerts.sent] == [Level.MODERATE] * 2
        assert (await escalation(it, call_id, 2)).number == 2


@pytest.mark.parametrize("words", ["silence", "a human"])
async def test_silence_and_the_wish_for_a_human_take_the_path_a_step_on(
    tmp_path: Path, words: str
) -> None:
    async with quick(tmp_path) as it:
        _, person = await listening(it)
        await says(it, person, Speech(DANGER))
        if words == "silence":
            for _ in range(CONFIG.policy("en").numbers.silences_crisis):
                await says(it, person, Silence())
        else:
            await says(it, person, Digits("0"))

        assert steps(it) == [1, 2]
        await says(it, person, Digits("0"))
        assert steps(it) == [1, 2], "a path gone through keeps its waits"
