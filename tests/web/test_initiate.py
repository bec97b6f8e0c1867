"""Asking for a call: what is answered, what waits and for what, and what is not done twice."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from ruby_fsm.config.load import load
from ruby_fsm.simulator import Answer, Listening, Outcome, Speech
from tests.web.kit import (
    CALL_ID,
    INITIATE,
    MOMENT,
    OTHER,
    SID,
    THIRD,
    ask,
    count_calls,
    refused,
    ruby,
    slow_rest,
    talking,
)
from tests.world import FROM_NUMBER, PUBLIC_URL, TO_NUMBER

FIELDS = {
    *("success", "call_sid", "call_id", "status", "state", "to", "from_number", "message"),
    *("webhook_url", "queue_position", "scheduled_for", "waiting_for"),
}


@pytest.mark.contract(
    "rest.initiate",
    "initiate.201",
    "initiate.response",
    "identity.call_id",
    "identity.both",
    "initiate.location",
)
async def test_a_call_that_nothing_keeps_waiting_is_placed_at_once(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        answer = await ask(it)
        told = answer.json()

        assert answer.status_code == 201
        assert set(told) == FIELDS
        assert CALL_ID.fullmatch(told["call_id"])
        assert SID.fullmatch(told["call_sid"])
        assert told["call_sid"] == it.sid(told["call_id"])
        assert (told["success"], told["status"], told["state"]) == (True, "queued", "queued")
        assert (told["to"], told["from_number"]) == (TO_NUMBER, FROM_NUMBER)
        assert told["webhook_url"] == f"{PUBLIC_URL}/voice/webhook/answer"
        assert told["queue_position"] is told["scheduled_for"] is told["waiting_for"] is None
        assert answer.headers["Location"] == f"/phone/call/{told['call_id']}/status"
        assert (await it.api.get(answer.headers["Location"])).status_code == 200


@pytest.mark.contract("initiate.request", "initiate.extras", "e164.possible")
async def test_every_field_of_the_contract_is_taken_and_kept(tmp_path: Path) -> None:
    body = {
        "to_number": "+15005550006",
        "user_id": "u" * 128,
        "initial_mood": "stressed",
        "custom_prompt": "p" * 2000,
        "user_name": "Sam",
        "language": "en",
        "not_before": "2026-02-01T01:00:00+01:00",
        "priority": "high",
        "time_zone": "Europe/Berlin",
        "consent": {"source": "form", "at": "2020-02-29T12:00:00Z"},
    }
    async with ruby(tmp_path) as it:
        answer = await it.api.post(INITIATE, json=body)
        record = await it.record(answer.json()["call_id"])

        assert answer.status_code == 202
        person = record.person
        assert (person.user_id, person.custom_prompt) == ("u" * 128, "p" * 2000)
        assert (person.user_name, person.language) == ("Sam", "en")
        assert person.time_zone == "Europe/Berlin"
        assert person.consent == {"source": "form", "at": "2020-02-29T12:00:00+00:00"}
        assert record.call.initial_mood.value == "stressed"
        assert record.priority.value == "high"
        assert record.not_before_ms == record.call.due_ms == 1_769_904_000_000


@pytest.mark.contract("initiate.request")
async def test_only_the_number_is_needed_and_the_mood_is_neutral(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        record = await it.record((await ask(it)).json()["call_id"])

        assert record.call.initial_mood.value == "neutral"
        assert record.person.user_id == record.person.custom_prompt == ""


@pytest.mark.contract("initiate.extras")
async def test_a_region_of_a_served_language_is_served(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = await talking(it, language="en-GB", user_name="Sam")

        it.callees[TO_NUMBER].answer(Speech("hello"))
        await it.reach(Listening)

        assert (await it.record(call_id)).person.language == "en-GB"
        assert "Sam" in str(it.callees[TO_NUMBER].heard)


@pytest.mark.contract("initiate.prompt_unspoken")
async def test_the_prompt_reaches_the_chat_backend_and_never_the_line(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        await talking(it, custom_prompt="Ask about the xylophone.")
        it.callees[TO_NUMBER].answer(Speech("it was a long day"))
        await it.reach(Listening)

        assert it.chat.asked[-1].custom_prompt == "Ask about the xylophone."
        assert "xylophone" not in str(it.callees[TO_NUMBER].heard)


@pytest.mark.contract("initiate.202", "initiate.waiting")
async def test_pace_keeps_the_second_call_of_a_second_waiting(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        await ask(it)
        answer = await ask(it, OTHER)
        told = answer.json()

        assert answer.status_code == 202
        assert told["call_sid"] == told["call_id"]
        assert (told["waiting_for"], told["queue_position"]) == ("pace", 1)
        assert told["scheduled_for"] == "2026-01-05T18:00:01.000Z"
        await it.pass_time(1)
        assert len(it.calls()) == 2


@pytest.mark.contract("initiate.202", "initiate.waiting")
async def test_capacity_keeps_the_third_call_waiting_in_line(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        for to in (TO_NUMBER, OTHER):
            await ask(it, to)
        third, fourth = (await ask(it, THIRD)).json(), (await ask(it, "+14155550103")).json()

        assert third["waiting_for"] == fourth["waiting_for"] == "capacity"
        assert (third["queue_position"], fourth["queue_position"]) == (1, 2)
        assert MOMENT.fullmatch(third["scheduled_for"])


@pytest.mark.contract("initiate.202", "initiate.waiting")
async def test_a_later_call_waits_for_its_time_and_is_placed_then(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        answer = await ask(it, not_before="2026-01-05T18:01:00Z")
        told = answer.json()

        assert answer.status_code == 202
        assert (told["waiting_for"], told["queue_position"]) == ("not_before", 1)
        assert told["scheduled_for"] == "2026-01-05T18:01:00.000Z"
        await it.pass_time(59)
        assert not it.calls()
        await it.pass_time(2)
        assert len(it.calls()) == 1


async def test_a_high_priority_stands_before_a_normal_one(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        for to in (TO_NUMBER, OTHER, THIRD):
            await ask(it, to)

        told = (await ask(it, "+14155550103", priority="high")).json()

        assert told["queue_position"] == 1


@pytest.mark.contract("initiate.201", "identity.responses")
async def test_without_a_sid_within_two_seconds_the_call_id_holds_its_place(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it, slow_rest(it) as held:
        asked = asyncio.create_task(ask(it))
        await held.asked.wait()
        await it.clock.advance(1.9)
        assert not asked.done()
        await it.clock.advance(0.1)
        told = (await asked).json()

        assert (await asked).status_code == 201
        assert told["call_sid"] == told["call_id"]


@pytest.mark.contract("initiate.403")
async def test_who_asked_not_to_be_called_is_refused_by_name_of_the_policy(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        await talking(it)
        it.callees[TO_NUMBER].answer(Speech("please stop calling me"))
        await it.over()
        problem = refused(await it.drive(ask(it)), 403, "policy-suppressed")

        assert TO_NUMBER not in str(problem)
        assert count_calls(tmp_path) == 1


@pytest.mark.contract("identity.call_id")
async def test_a_call_that_waits_survives_a_restart_under_its_id(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = (await ask(it, not_before="2026-01-05T18:01:00Z")).json()["call_id"]
        await it.restart()
        await it.pass_time(61)

        assert it.sid(call_id)


@pytest.mark.contract("identity.attempts")
async def test_an_older_sid_still_leads_to_the_call(tmp_path: Path) -> None:
    numbers = load().numbers
    dialling = numbers.dialling.model_copy(update={"retry_waits_s": (60, 60)})
    config = load().model_copy(
        update={"numbers": numbers.model_copy(update={"dialling": dialling})}
    )
    async with ruby(tmp_path, config=config) as it:
        call_id = (await it.initiate())["call_id"]
        first = it.sid(call_id)
        await it.pass_time(1)
        it.callees[TO_NUMBER].answer(Answer(after_s=1, outcome=Outcome.BUSY))
        await it.pass_time(70)
        told = (await it.api.get(f"/phone/call/{first}/status")).json()

        assert (told["call_id"], told["attempt"]) == (call_id, 2)
        assert SID.fullmatch(told["call_sid"])
        assert told["call_sid"] != first
        assert replace(await it.record(first)) == await it.record(told["call_sid"])
