"""Acting on a line from outside a webhook: goodbyes asked for by REST, machines, danger first."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from ruby_fsm.app.records import Job
from ruby_fsm.core.call import CallState, EndReason
from ruby_fsm.core.effects import HangUp
from ruby_fsm.core.events import EndRequested, MachineAnswered
from ruby_fsm.simulator import Answer, Listening, Outcome, Speech, Status
from tests.app.hasty import hasty
from tests.app.kit import (
    DANGER,
    HARMLESS,
    PHRASES,
    call_of,
    deliver,
    gather,
    heard,
    listening,
    listening_by_hand,
    next_hook,
    quick,
    ringing,
    rows_of,
    says,
)
from tests.world import Ruby, words_of

GOODBYES = [text for texts in PHRASES.goodbyes.values() for text in texts]


async def end(it: Ruby, call_id: str, **body: object) -> int:
    path = f"/ai-calling/call/{call_id}/end"
    answer = await it.drive(it.api.post(path, json=body or None))
    await it.calm()
    return answer.status_code


def is_goodbye(text: str) -> bool:
    return any(text.startswith(known.split(",", maxsplit=1)[0]) for known in GOODBYES)


async def open_jobs(it: Ruby) -> list[Job]:
    return list(await it.parts.store.units.run(lambda unit: unit.open_jobs()))


# --- ended by REST -----------------------------------------------------------------------------
async def test_a_call_ended_by_rest_hears_its_goodbye_to_the_end_and_is_put_down(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)

        assert await end(it, call_id) == 200

        assert is_goodbye(heard(person)[-1])
        call = await call_of(it, call_id)
        assert (call.state, call.end_reason) == (CallState.ENDED, EndReason.END_REQUESTED)
        assert it.calls()[0].status is Status.COMPLETED


async def test_ending_twice_and_after_the_end_is_as_good_as_once(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        assert [await end(it, call_id) for _ in range(3)] == [200, 200, 200]

        assert len(await rows_of(it, call_id, EndRequested)) == 1
        assert sum(is_goodbye(text) for text in heard(person)) == 1


async def test_an_answer_in_flight_says_the_goodbye_that_overtook_it(tmp_path: Path) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        call_id, person = await listening_by_hand(it)
        it.chat.delay_s = 2.0
        person.answer(Speech(HARMLESS))
        hook = await next_hook(it, "gather")
        under_way = asyncio.create_task(it.simulator.desk.deliver(hook))
        await it.pass_time(1)

        await end(it, call_id)
        await it.pass_time(2)

        answer = under_way.result().body.decode()
        assert is_goodbye(words_of(answer))
        assert "<Hangup" in answer
        assert "reply 1" not in answer


async def test_a_queued_call_is_cancelled_and_its_telephone_stops_ringing(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        call_id, _ = await ringing(it)

        assert await end(it, call_id) == 200

        assert it.calls()[0].status is Status.CANCELED
        assert (await call_of(it, call_id)).end_reason is EndReason.CANCELED


async def test_a_person_who_picks_up_just_as_the_call_is_cancelled_hears_no_dead_line(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        call_id, person = await ringing(it)
        person.answer(Answer(after_s=0))
        hook = await next_hook(it, "answer")
        it.rest.faults = [429, 429, 429]  # the cancel itself does not get through

        await end(it, call_id)
        answer = (await deliver(it, hook)).body.decode()

        assert "<Say" in answer
        assert "<Hangup" in answer
        assert (await call_of(it, call_id)).state is CallState.ENDED


async def test_a_crisis_is_ended_by_force_alone_and_after_the_resources(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        await says(it, person, Speech(DANGER))
        assert await end(it, call_id) == 409

        assert await end(it, call_id, force=True, reason="a drill") == 200

        said = heard(person)
        assert said[-2:] == [PHRASES.resources, PHRASES.crisis_goodbye.replace(", {name}", "")]
        (row,) = await rows_of(it, call_id, EndRequested)
        assert isinstance(row.event, EndRequested)
        assert (row.event.force, row.event.reason) == (True, "a drill")


# --- danger first ------------------------------------------------------------------------------
@pytest.mark.parametrize("by", ["an operator", "a machine verdict"])
async def test_22_no_drop_danger_cancels_what_would_close_the_line(tmp_path: Path, by: str) -> None:
    """Ordered and not yet sent; before the job runs the person says what changes everything."""
    async with quick(tmp_path, by_hand=True) as it:
        call_id, _ = await listening_by_hand(it)
        await it.parts.engine.stop()
        await order(it, call_id, by)
        assert [job.kind for job in await open_jobs(it)] == [ORDERED[by]]

        answer = await gather(it, call_id, (await call_of(it, call_id)).doc, DANGER)

        assert PHRASES.resources in words_of(answer)
        assert "<Hangup" not in answer
        assert [job.kind for job in await open_jobs(it)] == ["escalate"]
        await it.restart()
        await it.pass_time(10)
        assert updates(it, call_id) == []
        assert it.calls()[0].status is Status.IN_PROGRESS
        assert (await call_of(it, call_id)).state is CallState.CRISIS


@pytest.mark.parametrize("by", ["an operator", "a machine verdict"])
async def test_22_no_drop_what_was_being_sent_is_followed_by_the_resources(
    tmp_path: Path, by: str
) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        call_id, _ = await listening_by_hand(it)
        it.rest.faults = [429]  # begun, and to be tried again in a second
        await order(it, call_id, by)

        await gather(it, call_id, (await call_of(it, call_id)).doc, DANGER)
        await it.calm()

        newest = (await call_of(it, call_id)).doc
        assert f"at={newest}" in updates(it, call_id)[-1]["Url"]
        answer = (await deliver(it, await next_hook(it, "update"))).body.decode()
        assert PHRASES.resources in words_of(answer)
        await it.pass_time(10)
        assert not any("Status" in form for form in updates(it, call_id)[1:]), "not put down"


ORDERED = {"an operator": "say_now", "a machine verdict": "hang_up"}


async def order(it: Ruby, call_id: str, by: str) -> None:
    """Have the line closed."""
    if by == "an operator":
        assert await end(it, call_id) == 200
    else:
        form = {"CallSid": it.sid(call_id), "AnsweredBy": "machine_start"}
        await it.drive(it.hook("amd", f"call={call_id}&attempt=1", form))
    await it.calm()


def updates(it: Ruby, call_id: str) -> list[dict[str, str]]:
    return it.rest.made("POST", f"/Calls/{it.sid(call_id)}.json")


async def test_danger_in_the_closing_words_keeps_the_line(tmp_path: Path) -> None:
    async with quick(tmp_path, by_hand=True) as it:
        call_id, person = await listening_by_hand(it)
        person.answer(Speech("goodbye"))
        await deliver(it, await next_hook(it, "gather"))
        newest = (await call_of(it, call_id)).doc
        query = f"call={call_id}&at={newest}"
        form = {"CallSid": it.sid(call_id), "SpeechResult": DANGER}

        answer = await it.drive(it.hook("gather", query, form))

        assert PHRASES.resources in words_of(answer.text)
        assert "<Gather" in answer.text
        assert (await call_of(it, call_id)).closing_for is None


# --- machines ----------------------------------------------------------------------------------
async def test_a_machine_is_hung_up_on_without_a_word_more_and_without_a_retry(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await ringing(it)
        person.answer(Answer(Outcome.MACHINE, after_s=0))
        await it.pass_time(10)

        call = await call_of(it, call_id)
        assert (call.state, call.end_reason) == (CallState.ENDED, EndReason.MACHINE)
        await it.pass_time(2000)
        assert len(it.calls()) == 1


async def test_a_machine_hears_the_one_neutral_message_where_it_is_configured(
    tmp_path: Path,
) -> None:
    config = hasty(machine="Hello, this is a call for you. Nothing is urgent.")
    async with quick(tmp_path, config=config) as it:
        call_id, person = await ringing(it)
        person.answer(Answer(Outcome.MACHINE, after_s=0))
        await it.pass_time(10)

        assert heard(person)[-1] == "Hello, this is a call for you. Nothing is urgent."
        assert (await call_of(it, call_id)).end_reason is EndReason.MACHINE
        assert it.calls()[0].status is Status.COMPLETED


async def test_a_late_verdict_does_not_cut_off_a_person_in_mid_talk(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        for _ in range(2):
            await says(it, person, Speech(HARMLESS))
        form = {"CallSid": it.sid(call_id), "AnsweredBy": "machine_end_beep"}
        await it.hook("amd", f"call={call_id}&attempt=1", form)
        await it.calm()

        assert isinstance(person.asked, Listening)
        assert len(await rows_of(it, call_id, MachineAnswered)) == 1
        assert (await call_of(it, call_id)).state is CallState.LISTENING


# --- jobs that come too late -------------------------------------------------------------------
async def test_a_job_whose_state_has_passed_does_nothing(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        call_id, _ = await listening(it)
        args: dict[str, str | int] = {"call": call_id, "state": "closing", "n": 3, "cancel": 0}

        await it.parts.line_jobs.hang_up(Job("hang_up:late", 0, "hang_up", args))
        await it.parts.line_jobs.say_now(Job("say_now:late", 0, "say_now", args))

        assert updates(it, call_id) == []


async def test_a_cancelled_job_that_was_already_taken_up_does_nothing(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        call_id, _ = await listening(it)
        args: dict[str, str | int] = {"call": call_id, "state": "greeting", "n": 3, "cancel": 0}
        job = Job("hang_up:cancelled", 0, "hang_up", args)

        await it.parts.line_jobs.hang_up(job)

        assert updates(it, call_id) == []


async def test_the_last_words_of_a_call_end_with_the_order_to_hang_up(tmp_path: Path) -> None:
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        await says(it, person, Speech("goodbye"))

        closing = next(row for row in await it.log(call_id) if row.to_state is CallState.CLOSING)
        assert closing.verbs[-1] == HangUp()
        assert is_goodbye(heard(person)[-1])
        assert it.calls()[0].status is Status.COMPLETED
