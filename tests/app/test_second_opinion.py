"""A model's opinion on danger: it may add, and nothing waits for it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from ruby_fsm.core.call import CallState
from ruby_fsm.core.events import MachineAnswered, RiskRaised
from ruby_fsm.simulator import Listening, Speech
from ruby_fsm.understanding.assessment import Category, Level, Risk
from tests.app.kit import (
    HARMLESS,
    PHRASES,
    call_of,
    heard,
    listening,
    quick,
    rows_of,
    says,
)
from tests.fakes import FixedOpinions
from tests.world import Ruby

PLANS = Risk(Level.HIGH, Category.PLAN)


@asynccontextmanager
async def advised(
    data: Path, risk: Risk | None, delay_s: float = 0.0
) -> AsyncIterator[tuple[Ruby, FixedOpinions]]:
    async with quick(data) as it:
        second = it.parts.conductor.second
        assert second is not None
        opinions = FixedOpinions(risk, clock=it.clock)
        opinions.delay_s = delay_s
        second.opinions = opinions
        yield it, opinions


@pytest.mark.parametrize("delay_s", [0.0, 4.0], ids=["before the reply", "after it"])
async def test_danger_only_a_model_hears_is_a_crisis_said_on_the_line_and_escalated(
    tmp_path: Path, delay_s: float
) -> None:
    async with advised(tmp_path, PLANS, delay_s) as (it, _):
        it.chat.delay_s = 1.0
        call_id, person = await listening(it)
        await says(it, person, Speech(HARMLESS))
        await it.pass_time(6)
        call = await call_of(it, call_id)

        assert (call.state, call.risk, call.category) == (
            CallState.CRISIS,
            Level.HIGH,
            Category.PLAN,
        )
        assert PHRASES.resources in heard(person)
        assert PHRASES.crisis[Level.HIGH].ask in heard(person)
        assert [alert.level for alert in it.alerts.sent] == [Level.HIGH]
        assert isinstance(person.asked, Listening)


async def test_the_reply_is_not_delayed_by_an_opinion_that_takes_long(tmp_path: Path) -> None:
    async with advised(tmp_path, PLANS, delay_s=7.0) as (it, _):
        _, person = await listening(it)
        await says(it, person, Speech(HARMLESS))

        assert "That is reply 1." in heard(person)


@pytest.mark.parametrize(
    "risk",
    [None, Risk(), Risk(Level.LOW, Category.DENIAL)],
    ids=["no usable answer", "none", "low"],
)
async def test_an_opinion_never_lowers_what_was_heard(tmp_path: Path, risk: Risk | None) -> None:
    async with advised(tmp_path, risk) as (it, opinions):
        call_id, person = await listening(it)
        await says(it, person, Speech("my mother is worried about my uncle's drinking"))
        await it.pass_time(1)
        await says(it, person, Speech("i want to kill myself"))
        await it.pass_time(20)
        call = await call_of(it, call_id)

        assert opinions.asked
        assert call.state is CallState.CRISIS
        assert call.risk >= Level.MODERATE


@pytest.mark.parametrize("fate", ["too late", "broken"])
async def test_an_opinion_that_fails_or_is_late_changes_nothing(tmp_path: Path, fate: str) -> None:
    async with advised(tmp_path, PLANS, delay_s=8.5 if fate == "too late" else 0) as (it, opinions):
        opinions.broken = fate == "broken"
        call_id, person = await listening(it)
        await says(it, person, Speech(HARMLESS))
        await it.pass_time(7.9)
        await it.pass_time(2)

        assert (await call_of(it, call_id)).risk is Level.NONE
        assert await rows_of(it, call_id, RiskRaised) == []
        assert it.parts.counts["opinion_missing"] == 1


async def test_an_opinion_on_a_machines_words_raises_nothing(tmp_path: Path) -> None:
    async with advised(tmp_path, PLANS, delay_s=2.0) as (it, _):
        call_id, person = await listening(it)
        await says(it, person, Speech(HARMLESS))
        form = {"CallSid": it.sid(call_id), "AnsweredBy": "machine_end_beep"}
        await it.hook("amd", f"call={call_id}&attempt=1", form)
        await it.pass_time(5)

        assert len(await rows_of(it, call_id, MachineAnswered)) == 1
        assert await rows_of(it, call_id, RiskRaised) == []
        assert it.alerts.sent == []


async def test_danger_the_rules_hear_as_well_is_not_counted_twice(tmp_path: Path) -> None:
    async with advised(tmp_path, Risk(Level.LOW, Category.INDIRECT)) as (it, _):
        call_id, person = await listening(it)
        for words in ("i'm not going to kill myself", HARMLESS):
            await says(it, person, Speech(words))
            await it.pass_time(1)

        assert (await call_of(it, call_id)).weak_signs == 2
