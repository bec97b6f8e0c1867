"""A call to a contact that nobody takes up: noted with its step, and the path hurried if wanted."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from ruby_fsm.app.records import Telling
from ruby_fsm.config.schema import Config
from ruby_fsm.simulator import Answer, Digits, Ringing
from ruby_fsm.simulator.callee import Outcome
from tests.app.escalation_kit import (
    LEAD,
    NURSE,
    acknowledge,
    config_with,
    escalation,
    in_crisis,
    step,
    way,
)
from tests.app.kit import quick, says
from tests.app.test_telling import calls_to, picks_up
from tests.world import Ruby

CALLS = config_with(step("nurse", "call", 60), step("lead", "call", 60))
FATES = {
    Outcome.BUSY: "busy",
    Outcome.REJECT: "busy",
    Outcome.NO_ANSWER: "no-answer",
    Outcome.UNREACHABLE: "failed",
}
fates = pytest.mark.parametrize(("outcome", "fate"), FATES.items(), ids=FATES.values())


@cache
def hurrying() -> Config:
    crisis = CALLS.crisis.model_copy(update={"hurries": True})
    return CALLS.model_copy(update={"crisis": crisis})


async def meets(it: Ruby, outcome: Outcome, number: str = NURSE) -> None:
    await it.reach(Ringing, number)
    it.callees[number].answer(Answer(outcome, after_s=0))
    await it.calm()


@fates
async def test_it_is_noted_with_the_step_and_the_deadline_stands(
    tmp_path: Path, outcome: Outcome, fate: str
) -> None:
    async with quick(tmp_path, config=CALLS, tells=True) as it:
        call_id, _ = await in_crisis(it)
        await meets(it, outcome)
        await it.pass_time(1)

        assert await way(it, call_id) == [("nurse", "call", fate)]
        await it.pass_time(50)
        assert not calls_to(it, LEAD)
        await it.pass_time(10)
        assert len(calls_to(it, LEAD)) == 1


@pytest.mark.contract("webhook.alert-status")
@fates
async def test_with_hurries_the_next_one_is_called_at_once_and_takes_it(
    tmp_path: Path, outcome: Outcome, fate: str
) -> None:
    async with quick(tmp_path, config=hurrying(), tells=True) as it:
        call_id, _ = await in_crisis(it)
        await meets(it, outcome)
        await it.pass_time(2)
        assert len(calls_to(it, LEAD)) == 1

        await picks_up(it, LEAD)
        await says(it, it.callees[LEAD], Digits("1"))
        await it.pass_time(3600)

        assert await way(it, call_id) == [("nurse", "call", fate), ("lead", "call", "sent")]
        assert (await escalation(it, call_id)).acknowledged_by == "lead, by key"
        assert [len(calls_to(it, number)) for number in (NURSE, LEAD)] == [1, 1]


async def test_a_fate_that_is_told_before_the_answer_to_the_dial_is_kept(tmp_path: Path) -> None:
    async with quick(tmp_path, config=hurrying(), tells=True) as it:
        call_id, made = await in_crisis(it)
        (rung,) = calls_to(it, NURSE)
        unanswered = it.app.state.service.unanswered  # type: ignore[union-attr]  # made at start

        telling = Telling(1, "nurse", "call", made.opened_ms)
        sending = replace(made, steps=(), telling=telling)

        await it.parts.store.units.run(lambda unit: unit.save_escalation(sending))
        await it.drive(unanswered.told(made.escalation_id, 1, rung.sid, "busy"))
        told = (await escalation(it, call_id)).telling

        assert told is not None
        assert told.fate == "busy"


@pytest.mark.parametrize("status", ["completed", "in-progress", "", "nonsense"])
async def test_any_other_word_changes_nothing(tmp_path: Path, status: str) -> None:
    async with quick(tmp_path, config=hurrying(), tells=True) as it:
        call_id, made = await in_crisis(it)
        (rung,) = calls_to(it, NURSE)
        query = f"escalation={made.escalation_id}&step=1"
        form = {"CallSid": rung.sid, "CallStatus": status}
        answer = await it.hook("alert-status", query, form)

        assert answer.status_code == 204
        assert await way(it, call_id) == [("nurse", "call", "sent")]


@pytest.mark.parametrize(
    ("query", "sid"),
    [
        ("escalation={made}&step=1", "CA" + "9" * 32),
        ("escalation={made}&step=2", "{sid}"),
        ("escalation=ES" + "0" * 32 + "&step=1", "{sid}"),
        ("", "{sid}"),
        ("escalation={made}&step=1", "nonsense"),
    ],
    ids=["another call", "another step", "another escalation", "none", "no sid"],
)
async def test_what_is_no_call_of_that_step_changes_nothing(
    tmp_path: Path, query: str, sid: str
) -> None:
    async with quick(tmp_path, config=hurrying(), tells=True) as it:
        call_id, made = await in_crisis(it)
        (rung,) = calls_to(it, NURSE)
        form = {"CallSid": sid.format(sid=rung.sid), "CallStatus": "busy"}
        answer = await it.hook("alert-status", query.format(made=made.escalation_id), form)
        await it.pass_time(5)

        assert answer.status_code == 204
        assert await way(it, call_id) == [("nurse", "call", "sent")]


async def test_who_has_it_already_is_not_followed_by_the_next_one(tmp_path: Path) -> None:
    async with quick(tmp_path, config=hurrying(), tells=True) as it:
        call_id, made = await in_crisis(it)
        await it.reach(Ringing, NURSE)
        await acknowledge(it, made)
        await meets(it, Outcome.BUSY)
        await it.pass_time(120)

        assert await way(it, call_id) == [("nurse", "call", "busy")]
        assert not calls_to(it, LEAD)
