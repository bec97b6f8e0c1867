"""Each webhook of the contract does what its line says, once."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from ruby_fsm.simulator import Listening, Speech
from tests.web.kit import (
    DANGER,
    RESOURCES,
    form_of,
    in_crisis,
    refused,
    ruby,
    talking,
)
from tests.world import TO_NUMBER, Answer, words_of


@pytest.mark.contract("webhook.answer", "twilio.late_early")
async def test_the_answer_webhook_greets_also_before_the_sid_is_known(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        placed = await it.initiate(not_before="2026-01-05T19:00:00Z", user_name="Sam")
        call_id, sid = placed["call_id"], "CA" + "7" * 32
        answer = await it.hook("answer", f"call={call_id}&attempt=1", form_of(sid))

        assert "this is Ruby" in words_of(answer.text)
        assert "<Gather" in answer.text
        status = (await it.api.get(f"/phone/call/{sid}/status")).json()
        assert (status["call_id"], status["state"]) == (call_id, "greeting")


@pytest.mark.contract("webhook.gather")
async def test_the_gather_webhook_takes_words_keys_and_silence(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = await talking(it)
        for at, more in enumerate(
            ({"SpeechResult": "a long day"}, {"Digits": "1"}, {"SpeechResult": ""}), start=1
        ):
            form = form_of(it.sid(call_id), **more)
            answer = await it.hook("gather", f"call={call_id}&at={at}", form)
            await it.calm()
            assert "<Gather" in answer.text

        names = [type(row.event).__name__ for row in await it.log(call_id)]
        assert {"SpeechHeard", "KeyPressed", "SilenceHeard"} <= set(names)


@pytest.mark.contract("webhook.status")
async def test_the_status_webhook_is_noted_with_204(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = (await it.initiate())["call_id"]
        form = form_of(it.sid(call_id), CallStatus="failed", SequenceNumber="9")
        answer = await it.hook("status", f"call={call_id}&attempt=1", form)

        assert (answer.status_code, answer.text) == (204, "")
        told = await it.told(call_id)
        assert (told["status"], told["state"], told["end_reason"]) == ("failed", "ended", "failed")


@pytest.mark.contract("webhook.status")
async def test_a_status_that_can_not_be_kept_is_asked_for_again(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = (await it.initiate())["call_id"]
        it.gate.is_away = True
        answer = await it.hook(
            "status", f"call={call_id}&attempt=1", form_of(it.sid(call_id), CallStatus="failed")
        )
        it.gate.is_away = False

        refused(answer, 503, "unavailable")
        assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.contract("webhook.amd")
async def test_the_amd_webhook_tells_a_machine_from_a_human(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = await talking(it)
        form = {"CallSid": it.sid(call_id), "AnsweredBy": "machine_start"}
        answer = await it.hook("amd", f"call={call_id}&attempt=1", form)

        assert answer.status_code == 204
        status = (await it.api.get(f"/phone/call/{call_id}/status")).json()
        assert status["answered_by"] == "machine_start"
        move = next(m for m in (await it.told(call_id))["transitions"] if m["to"] == "closing")
        assert move["event"] == "MachineAnswered"


@pytest.mark.contract("webhook.reply")
async def test_the_reply_webhook_brings_the_newest_words(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = await talking(it)
        form = form_of(it.sid(call_id))
        said = await it.hook(
            "gather", f"call={call_id}&at=1", form | {"SpeechResult": "a long day"}
        )
        again = await it.hook("reply", f"call={call_id}&at=1", form)

        assert again.status_code == 200
        assert words_of(said.text) in words_of(again.text)


@pytest.mark.contract("webhook.dial")
async def test_the_dial_webhook_says_how_the_transfer_ended(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = await in_crisis(it)
        form = form_of(it.sid(call_id), DialCallStatus="no-answer")
        answer = await it.hook("dial", f"call={call_id}&at=9", form)

        assert RESOURCES in words_of(answer.text)
        names = [type(row.event).__name__ for row in await it.log(call_id)]
        assert "TransferEnded" in names


@pytest.mark.contract("webhook.fallback")
async def test_the_fallback_webhook_says_the_greeting_that_was_lost(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = (await it.initiate(user_name="Sam"))["call_id"]
        await it.pass_time(1)
        form = form_of(it.sid(call_id), ErrorCode="11200")
        answer = await it.hook("fallback", f"call={call_id}&attempt=1", form)

        assert "this is Ruby" in words_of(answer.text)


@pytest.mark.contract("twilio.same_twice")
@pytest.mark.parametrize("kind", ["answer", "gather", "fallback"])
async def test_the_same_webhook_twice_at_once_and_after_a_restart_has_one_effect(
    tmp_path: Path, kind: str
) -> None:
    async with ruby(tmp_path) as it:
        call_id = await talking(it)
        query = f"call={call_id}&at=1" if kind == "gather" else f"call={call_id}&attempt=1"
        form = form_of(it.sid(call_id), SpeechResult="a long day")
        both = await asyncio.gather(*(it.hook(kind, query, form) for _ in range(3)))
        rows = len(await it.log(call_id))
        later = await it.hook(kind, query, form)
        await it.restart()
        anew = await it.hook(kind, query, form)

        assert len({answer.text for answer in (*both, later, anew)}) == 1
        assert len(await it.log(call_id)) == rows


@pytest.mark.contract("twilio.late_early")
async def test_words_that_come_late_are_recorded_and_still_assessed(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = await talking(it)
        it.callees[TO_NUMBER].answer(Speech("thank you goodbye"))
        await it.over()
        form = form_of(it.sid(call_id), SpeechResult=DANGER)
        answer = await it.hook("gather", f"call={call_id}&at=1", form)
        await it.calm()

        assert answer.status_code == 200
        assert RESOURCES in words_of(answer.text)
        assert len(it.alerts.sent) == 1
        assert (await it.told(call_id))["state"] == "ended"


async def test_the_simulated_network_plays_a_whole_call_by_these_webhooks(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        await it.initiate()
        await it.pass_time(1)
        it.callees[TO_NUMBER].answer(Answer(after_s=1))
        await it.reach(Listening)
        it.callees[TO_NUMBER].answer(Speech("thank you goodbye"))
        await it.over()

        kinds = {exchange.kind for exchange in it.traffic.exchanges if exchange.is_hook}
        assert {"answer", "gather", "status"} <= kinds
        assert all(e.status in {200, 204} for e in it.traffic.exchanges if e.is_hook)
