"""Danger told over the network: by message and by call, once each, until a human takes it."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from ruby_fsm.simulator import Answer, Call, Digits, Listening, Message, Ringing, Silence
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
from tests.app.kit import GRAVE, quick, says
from tests.world import FROM_NUMBER, TO_NUMBER, Ruby, Speech

BOTH = config_with(step("nurse", "sms", 60), step("nurse", "call", 60), step("lead", "call", 60))
SMS = config_with(step("nurse", "sms", 60), step("lead", "sms", 60))
CALL = config_with(step("nurse", "call", 60), step("lead", "call", 60))
LOST = httpx.ReadTimeout("lost")


def messages_to(it: Ruby, number: str) -> list[Message]:
    return [one for one in it.simulator.messages.values() if one.to == number]


def calls_to(it: Ruby, number: str) -> list[Call]:
    return [call for call in it.calls() if call.order.to == number]


async def picks_up(it: Ruby, number: str, outcome: Outcome = Outcome.ANSWER) -> None:
    await it.reach(Ringing, number)
    it.callees[number].answer(Answer(outcome, after_s=0))
    await it.reach(Listening, number)


async def replies(it: Ruby, number: str, body: str) -> str:
    """What the human is answered."""
    reply = await it.drive(it.simulator.text(number, FROM_NUMBER, body))
    assert reply.status == 200
    return messages_to(it, number)[-1].body


@pytest.mark.contract("webhook.alert", "webhook.alert-key")
async def test_23_escalate_message_then_call_then_the_next_one_takes_it_by_a_key(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path, config=BOTH, tells=True) as it:
        call_id, made = await in_crisis(it)
        assert len(messages_to(it, NURSE)) == 1
        await it.pass_time(60)
        it.callees[NURSE].answer(Answer(Outcome.NO_ANSWER))
        await it.pass_time(59)
        assert not calls_to(it, LEAD)

        await it.pass_time(1)
        await picks_up(it, LEAD)
        await says(it, it.callees[LEAD], Digits("1"))
        await it.pass_time(3600)

        taken = await escalation(it, call_id)
        assert taken.acknowledged_by == "lead, by key"
        assert await way(it, call_id) == [
            ("nurse", "sms", "sent"),
            ("nurse", "call", "no-answer"),
            ("lead", "call", "sent"),
        ]
        assert [len(calls_to(it, number)) for number in (NURSE, LEAD)] == [1, 1]
        assert taken.escalation_id == made.escalation_id
        heard = " ".join(one.text for one in it.callees[LEAD].heard)
        assert heard.startswith("This is Ruby. A person on one of our calls may be in danger")
        assert heard.endswith("Please look at the call at once.")


@pytest.mark.parametrize("keys", ["2", "0", "#"])
async def test_another_key_takes_nothing_and_is_asked_again(tmp_path: Path, keys: str) -> None:
    async with quick(tmp_path, config=CALL, tells=True) as it:
        call_id, _ = await in_crisis(it)
        await picks_up(it, NURSE)
        await says(it, it.callees[NURSE], Digits(keys))

        assert (await escalation(it, call_id)).acknowledged_ms is None
        assert isinstance(it.callees[NURSE].asked, Listening)


async def test_a_voicemail_never_takes_it(tmp_path: Path) -> None:
    async with quick(tmp_path, config=CALL, tells=True) as it:
        call_id, _ = await in_crisis(it)
        await picks_up(it, NURSE, Outcome.MACHINE)
        for _ in range(3):
            await it.reach(Listening, NURSE)
            await says(it, it.callees[NURSE], Silence())
        await it.pass_time(60)

        assert it.callees[NURSE].last_status == "completed"
        assert it.callees[NURSE].heard[-1].text.startswith("No key was pressed")
        assert (await escalation(it, call_id)).acknowledged_ms is None
        assert len(calls_to(it, LEAD)) == 1


async def test_who_comes_second_hears_that_somebody_has_it(tmp_path: Path) -> None:
    async with quick(tmp_path, config=CALL, tells=True) as it:
        call_id, made = await in_crisis(it)
        await picks_up(it, NURSE)
        await acknowledge(it, made)
        await says(it, it.callees[NURSE], Digits("1"))

        assert it.callees[NURSE].heard[-1].text.startswith("Thank you. Somebody takes care")
        assert (await escalation(it, call_id)).acknowledged_by != "nurse, by key"


@pytest.mark.contract("webhook.sms")
@pytest.mark.parametrize("body", ["yes", "on my way", "", "👍", "Noted, I go", "1"])
async def test_23_escalate_any_reply_but_no_takes_it(tmp_path: Path, body: str) -> None:
    async with quick(tmp_path, config=SMS, tells=True) as it:
        call_id, made = await in_crisis(it)
        answer = await replies(it, NURSE, body)
        again = await replies(it, NURSE, body)
        await it.pass_time(600)

        assert answer == again
        assert f"{made.escalation_id[2:8]} is yours now" in answer
        assert (await escalation(it, call_id)).acknowledged_by == "nurse, by message"
        assert not messages_to(it, LEAD)


@pytest.mark.parametrize("body", ["no", "No, sorry", " NO!", "Stop", "n"])
async def test_no_passes_it_on_at_once(tmp_path: Path, body: str) -> None:
    async with quick(tmp_path, config=SMS, tells=True) as it:
        call_id, _ = await in_crisis(it)
        answer = await replies(it, NURSE, body)
        await it.calm()

        assert answer.startswith("Understood.")
        assert (await escalation(it, call_id)).acknowledged_ms is None
        assert len(messages_to(it, LEAD)) == 1


@pytest.mark.parametrize("number", [LEAD, TO_NUMBER, "+15005550199"])
async def test_a_message_of_anybody_else_takes_nothing_and_tells_where_help_is(
    tmp_path: Path, number: str
) -> None:
    async with quick(tmp_path, config=SMS, tells=True) as it:
        call_id, _ = await in_crisis(it)
        answer = await replies(it, number, "yes")

        assert answer == it.config.pack("en").resources
        assert (await escalation(it, call_id)).acknowledged_ms is None


async def test_a_reply_with_a_code_takes_the_one_it_names(tmp_path: Path) -> None:
    async with quick(tmp_path, config=SMS, tells=True) as it:
        call_id, first = await in_crisis(it)
        await says(it, it.callees[TO_NUMBER], Speech(GRAVE))
        second = await escalation(it, call_id, 2)
        sent = messages_to(it, NURSE)
        code = sent[0].body.partition("Code ")[2].partition(".")[0]
        await replies(it, NURSE, f"ok {code}")

        assert code == f"{first.escalation_id[2:8]}-1"
        assert (await escalation(it, call_id)).acknowledged_ms is not None
        assert (await escalation(it, call_id, 2)).acknowledged_ms is None
        assert second.escalation_id[2:8] in sent[1].body


# --- once, whatever is lost ----------------------------------------------------------------------
@pytest.mark.parametrize("config", [SMS, CALL], ids=["sms", "call"])
async def test_an_alert_whose_answer_was_lost_is_looked_for_and_not_sent_again(
    tmp_path: Path, config: object
) -> None:
    async with quick(tmp_path, config=config, tells=True) as it:
        await lose_the_next(it)
        call_id, _ = await in_crisis(it)
        await it.pass_time(20)

        assert len(messages_to(it, NURSE)) + len(calls_to(it, NURSE)) == 1
        (taken,) = (await escalation(it, call_id)).steps
        assert taken.outcome == "sent"
        assert taken.ref in {*it.simulator.messages, *it.simulator.calls}


@pytest.mark.parametrize("config", [SMS, CALL], ids=["sms", "call"])
async def test_an_alert_that_was_never_made_is_made_after_a_look(
    tmp_path: Path, config: object
) -> None:
    async with quick(tmp_path, config=config, tells=True) as it:
        await lose_the_next(it, 500)
        call_id, _ = await in_crisis(it)
        await it.pass_time(20)

        assert len(messages_to(it, NURSE)) + len(calls_to(it, NURSE)) == 1
        assert [outcome for _, _, outcome in await way(it, call_id)] == ["sent"]


async def lose_the_next(it: Ruby, fault: int | Exception = LOST) -> None:
    """The next POST but a dial's: the fault waits until the person has been dialled."""
    await it.initiate("+14155550177")
    it.callees["+14155550177"].answer(Answer(Outcome.BUSY))
    await it.calm()
    original = it.rest.handle_async_request

    async def handle(request: httpx.Request) -> httpx.Response:
        if b"escalation" in request.content or b"Body=" in request.content:
            it.rest.faults.append(fault)
            it.rest.handle_async_request = original  # type: ignore[method-assign]
        return await original(request)

    it.rest.handle_async_request = handle  # type: ignore[method-assign]


@pytest.mark.parametrize("config", [SMS, CALL], ids=["sms", "call"])
async def test_a_refused_alert_gives_way_to_the_next_at_once(
    tmp_path: Path, config: object
) -> None:
    async with quick(tmp_path, config=config, tells=True) as it:
        await lose_the_next(it, 400)
        call_id, _ = await in_crisis(it)
        await it.pass_time(1)

        assert [outcome for _, _, outcome in await way(it, call_id)] == ["failed", "sent"]
        assert len(messages_to(it, LEAD)) + len(calls_to(it, LEAD)) == 1


@pytest.mark.parametrize("config", [SMS, CALL], ids=["sms", "call"])
@pytest.mark.parametrize("is_sent", [True, False], ids=["sent", "not sent"])
async def test_23_escalate_a_process_that_dies_while_it_tells_tells_nobody_twice(
    tmp_path: Path, config: object, is_sent: bool
) -> None:
    async with quick(tmp_path, config=config, tells=True) as it:
        await die_at_the_next(it, is_sent=is_sent)
        call_id, _ = await in_crisis(it)
        assert (await escalation(it, call_id)).telling is not None
        await it.crash()
        await it.pass_time(20)

        assert len(messages_to(it, NURSE)) + len(calls_to(it, NURSE)) == 1
        assert (await way(it, call_id))[0][2] == "sent"
        await it.pass_time(60)
        assert len(messages_to(it, LEAD)) + len(calls_to(it, LEAD)) == 1


async def die_at_the_next(it: Ruby, *, is_sent: bool) -> None:
    """The next alert gets no answer until the process is gone."""
    original = it.rest.handle_async_request

    async def handle(request: httpx.Request) -> httpx.Response:
        if b"escalation" not in request.content and b"Body=" not in request.content:
            return await original(request)
        it.rest.handle_async_request = original  # type: ignore[method-assign]
        if is_sent:
            await original(request)
        await it.clock.sleep(3600)
        raise LOST

    it.rest.handle_async_request = handle  # type: ignore[method-assign]
