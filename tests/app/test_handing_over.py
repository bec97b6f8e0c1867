"""A person who asks for a human: connected with one who pressed a key, or told that nobody came."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ruby_fsm.app.records import Escalation
from ruby_fsm.config.handover import Handover
from ruby_fsm.config.schema import Config
from ruby_fsm.core.call import CallState, EndReason
from ruby_fsm.core.events import TransferEnded
from ruby_fsm.simulator import (
    Callee,
    Digits,
    HandCallee,
    Input,
    Script,
    ScriptedCallee,
    Speech,
)
from tests.app.kit import (
    CONFIG,
    DANGER,
    PHRASES,
    call_of,
    heard,
    listening,
    quick,
    rows_of,
    says,
)
from tests.world import FROM_NUMBER, Ruby

HUMAN = "+14155550177"
ASKS_FOR_ONE = Speech("i want to talk to a real person")
KEY_0 = Digits("0")
WORDS = Handover(number=HUMAN)
ACCEPTS: list[Mapping[str, Any]] = [
    {"answer": "answer"},
    {"hear": "press one"},
    {"press": "1"},
    {"joined": "60s"},
]
NOBODY = {
    "busy": [{"answer": "busy"}],
    "no answer": [{"answer": "no-answer"}],
    "unreachable": [{"answer": "unreachable"}],
    "a voicemail": [{"answer": "machine"}],
    "a human who passes": [{"answer": "answer"}, {"press": "2"}],
    "a human who hangs up": [{"answer": "answer"}, {"hear": "press one"}, {"hang_up": True}],
}
nobody = pytest.mark.parametrize("steps", NOBODY.values(), ids=NOBODY)


@cache
def with_human(*, warm: bool = True) -> Config:
    return CONFIG.model_copy(update={"handover": Handover(number=HUMAN, warm=warm)})


@asynccontextmanager
async def on_duty(
    data: Path, *steps: Mapping[str, Any], warm: bool = True
) -> AsyncIterator[tuple[Ruby, ScriptedCallee]]:
    async with quick(data, config=with_human(warm=warm)) as it:
        human = ScriptedCallee(Script.of("human", steps), it.clock.sleep)
        it.humans[HUMAN] = human
        yield it, human


async def asks(it: Ruby, words: Input, *before: Input) -> tuple[str, HandCallee]:
    call_id, person = await listening(it)
    for one in before:
        await says(it, person, one)
    await says(it, person, words)
    await it.pass_time(3)
    return call_id, person


async def open_ones(it: Ruby, call_id: str) -> list[Escalation]:
    found = await it.parts.store.reader.escalations(call_id)
    return [one for one in found if one.acknowledged_ms is None]


@pytest.mark.contract("webhook.accept", "webhook.accept-key")
@pytest.mark.parametrize("words", [ASKS_FOR_ONE, KEY_0], ids=["by words", "by key"])
async def test_a_human_who_presses_the_key_is_connected_and_the_call_ends_as_handed_over(
    tmp_path: Path, words: Input
) -> None:
    async with on_duty(tmp_path, *ACCEPTS) as (it, human):
        call_id, person = await asks(it, words)
        await it.over()
        call = await call_of(it, call_id)

        assert human.so_far().unmet == ()
        assert human.so_far().transcript[0] == ("caller", WORDS.wanted)
        assert human.so_far().transcript[-2] == ("caller", WORDS.joined)
        assert PHRASES.handing_over in heard(person)
        assert (call.state, call.end_reason) == (CallState.ENDED, EndReason.HANDED_OVER)


async def test_the_human_sees_our_number_and_hears_nothing_that_was_said(tmp_path: Path) -> None:
    async with on_duty(tmp_path, *ACCEPTS) as (it, human):
        call_id, _ = await asks(it, ASKS_FOR_ONE, Speech("my sister Hannah never calls"))
        await it.over()
        leg = next(one for one in it.calls() if one.order.to == HUMAN)

        assert leg.order.from_ == FROM_NUMBER
        assert leg.parent_sid == it.sid(call_id)
        told = " ".join(words for _, words in human.so_far().transcript)
        assert not {"Hannah", "sister", "Sam"} & set(told.split())


@nobody
async def test_nobody_who_takes_it_leads_back_to_the_talk_and_is_said(
    tmp_path: Path, steps: list[Mapping[str, Any]]
) -> None:
    async with on_duty(tmp_path, *steps) as (it, _):
        call_id, person = await asks(it, ASKS_FOR_ONE)
        await it.pass_time(90)
        (ended,) = await rows_of(it, call_id, TransferEnded)

        assert isinstance(ended.event, TransferEnded)
        assert not ended.event.taken
        assert PHRASES.hand_over_failed in heard(person)
        assert (await call_of(it, call_id)).state is CallState.LISTENING


@nobody
async def test_in_a_crisis_nobody_who_takes_it_says_the_resources_and_the_path_goes_on(
    tmp_path: Path, steps: list[Mapping[str, Any]]
) -> None:
    async with on_duty(tmp_path, *steps) as (it, _):
        call_id, person = await listening(it)
        await says(it, person, Speech(DANGER))
        told = len(it.alerts.sent)
        await says(it, person, KEY_0)
        await it.pass_time(60)
        await says(it, person, Speech("is anybody coming"))
        after = heard(person)[heard(person).index(PHRASES.ringing_human) :]

        assert PHRASES.hand_over_failed in after
        assert PHRASES.resources_again in after
        assert len(it.alerts.sent) > told
        assert (await call_of(it, call_id)).state is CallState.CRISIS
        assert await open_ones(it, call_id)


@pytest.mark.parametrize("warm", [True, False], ids=["warm", "cold in config"])
async def test_in_a_crisis_the_key_takes_the_escalation_too_and_the_path_stops(
    tmp_path: Path, *, warm: bool
) -> None:
    async with on_duty(tmp_path, *ACCEPTS, warm=warm) as (it, human):
        call_id, person = await asks(it, KEY_0, Speech(DANGER))
        assert PHRASES.resources in heard(person)
        await it.over()
        told = len(it.alerts.sent)
        await it.pass_time(1800)
        (made,) = await it.parts.store.reader.escalations(call_id)

        assert "The level is moderate." in human.so_far().transcript[0][1]
        assert made.acknowledged_by == "handover, by key"
        assert len(it.alerts.sent) == told
        assert (await call_of(it, call_id)).end_reason is EndReason.HANDED_OVER


async def test_cold_whoever_picks_up_is_joined_at_once(tmp_path: Path) -> None:
    steps = [{"answer": "answer"}, {"joined": "60s"}]
    async with on_duty(tmp_path, *steps, warm=False) as (it, human):
        call_id, _ = await asks(it, ASKS_FOR_ONE)
        await it.over()

        assert human.so_far().transcript == (("caller", f"[transfer to {FROM_NUMBER}]"),)
        assert (await call_of(it, call_id)).end_reason is EndReason.HANDED_OVER


async def test_a_human_who_is_too_late_hears_so_and_is_not_joined(tmp_path: Path) -> None:
    async with quick(tmp_path, config=with_human()) as it:
        call_id, person = await listening(it)
        await says(it, person, Speech("a long day"))
        form = {"CallSid": "CA" + "9" * 32, "ParentCallSid": it.sid(call_id)}
        answer = await it.hook("accept", f"call={call_id}&at=3", form)

        assert WORDS.over in answer.text
        assert "<Hangup" in answer.text


@pytest.mark.parametrize(
    ("query", "parent"),
    [("call=CL" + "f" * 32, ""), ("call={call}", "CA" + "8" * 32), ("", "")],
    ids=["an unknown call", "another call's leg", "no call"],
)
async def test_a_leg_of_no_call_of_ours_takes_nothing(
    tmp_path: Path, query: str, parent: str
) -> None:
    async with quick(tmp_path, config=with_human()) as it:
        call_id, person = await listening(it)
        await says(it, person, Speech(DANGER))
        form = {"CallSid": "CA" + "9" * 32, "ParentCallSid": parent, "Digits": "1"}
        answer = await it.hook("accept-key", query.format(call=call_id), form)

        assert "<Hangup" in answer.text
        assert await open_ones(it, call_id)


async def test_without_the_store_the_human_is_asked_all_the_same_and_a_key_joins(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path, config=with_human()) as it:
        call_id, person = await listening(it)
        await says(it, person, Speech(DANGER))
        it.gate.leave()
        form = {"CallSid": "CA" + "9" * 32, "ParentCallSid": it.sid(call_id)}
        asked = await it.drive(it.hook("accept", f"call={call_id}&at=3", form))
        joined = await it.drive(
            it.hook("accept-key", f"call={call_id}&at=3", form | {"Digits": "1"})
        )

        assert WORDS.ask in asked.text
        assert WORDS.joined in joined.text
        assert "<Hangup" not in joined.text


async def test_a_person_who_hangs_up_meanwhile_frees_the_human(tmp_path: Path) -> None:
    async with quick(tmp_path, config=with_human()) as it:
        human = HandCallee()
        humans: dict[str, Callee] = {HUMAN: human}
        it.humans.update(humans)
        call_id, _ = await asks(it, ASKS_FOR_ONE)
        it.simulator.line(it.sid(call_id)).hang_up()
        await it.over()

        assert human.last_status == "canceled"
        assert (await call_of(it, call_id)).end_reason is EndReason.HANDED_OVER
