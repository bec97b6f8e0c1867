"""Twilio's side of the contract: each webhook once, and what is not Twilio's changes nothing."""

from __future__ import annotations

import asyncio
from itertools import product
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest

from ruby_fsm.simulator import Listening, Signer, Speech
from tests.twiml_check import parsed
from tests.web.kit import DANGER, count_calls, dump, in_crisis, refused, ruby, talking
from tests.world import ACCOUNT, PUBLIC_URL, TO_NUMBER, TOKEN, Answer, Ruby, words_of

SPOKEN = ("answer", "gather", "reply", "dial", "fallback")
NOTED = ("status", "amd")
RESOURCES = "nine eight eight"
STRANGER = "CA" + "9" * 32


def form_of(sid: str, **more: str) -> dict[str, str]:
    return {"CallSid": sid, "CallStatus": "in-progress", **more}


async def sent(
    it: Ruby,
    kind: str,
    query: str,
    content: bytes,
    headers: dict[str, str],
) -> httpx.Response:
    path = f"/voice/webhook/{kind}?{query}"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    return await it.api.post(path, content=content, headers=form | headers)


# --- forgeries ---------------------------------------------------------------------------------


async def forgeries(it: Ruby, kind: str, call_id: str) -> list[httpx.Response]:
    """A webhook that would do harm, each time with something about its signature wrong."""
    query = f"call={call_id}&at=1"
    danger = form_of(it.sid(call_id), SpeechResult=DANGER, Digits="8", AnsweredBy="fax")
    form = {"AccountSid": ACCOUNT, **danger}
    good = Signer(TOKEN).headers(f"{PUBLIC_URL}/voice/webhook/{kind}?{query}", form.items())
    content = urlencode(form).encode()
    return [
        await sent(it, kind, query, content, {}),
        await sent(it, kind, query, content, {"X-Twilio-Signature": ""}),
        await sent(it, kind, query, content, {"X-Twilio-Signature": "AAAA"}),
        await sent(it, kind, query + "0", content, good),
        await sent(it, kind, query, content + b"&Digits=9", good),
        await sent(it, kind, query, content + b"%", good),
        await sent(it, kind, query, b"", good),
        await sent(it, kind, query, content, good | {"Content-Type": "application/json"}),
        await sent(it, kind, query, b"a=1&" * 5000, good),
        await sent(it, kind, query, b"\xff\xfe", good),
        await it.api.post(f"/voice/webhook/{kind}"),
    ]


@pytest.mark.contract("twilio.signature")
async def test_a_forged_webhook_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = await talking(it)
        before = dump(tmp_path)

        for kind in (*SPOKEN, *NOTED):
            for answer in await forgeries(it, kind, call_id):
                refused(answer, 403, "not-from-twilio")
        await it.calm()
        assert dump(tmp_path) == before
        assert not it.alerts.sent


@pytest.mark.contract("twilio.signature")
async def test_a_webhook_of_another_account_is_refused(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = await talking(it)
        before = dump(tmp_path)
        form = form_of(it.sid(call_id), AccountSid="AC" + "1" * 32)
        answer = await it.hook("gather", f"call={call_id}&at=1", form)

        refused(answer, 403, "not-from-twilio")
        assert dump(tmp_path) == before


@pytest.mark.contract("twilio.signature")
async def test_a_giant_form_is_not_read(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = await talking(it)
        before = dump(tmp_path)
        answer = await it.hook(
            "gather", f"call={call_id}&at=1", form_of(it.sid(call_id), SpeechResult="x" * 70_000)
        )

        refused(answer, 413, "too-large")
        assert dump(tmp_path) == before


# --- odd, but signed -----------------------------------------------------------------------------


@pytest.mark.contract("twilio.unknown")
@pytest.mark.parametrize("sid", ["", "CA12", "x" * 200, "CA" + "F" * 32])
async def test_a_webhook_without_the_sid_of_a_call_changes_nothing(
    tmp_path: Path, sid: str
) -> None:
    async with ruby(tmp_path) as it:
        call_id = (await it.initiate())["call_id"]
        before = dump(tmp_path)
        form = form_of(sid) if sid else {"CallStatus": "in-progress"}
        for kind in (*SPOKEN, *NOTED):
            answer = await it.hook(kind, f"call={call_id}&attempt=1", form)
            assert answer.status_code == (200 if kind in SPOKEN else 204)

        assert dump(tmp_path) == before
        assert it.parts.counts["unknown_call"] == len(SPOKEN) + len(NOTED)


@pytest.mark.contract("twilio.unknown", "twilio.always_twiml")
async def test_a_call_that_is_not_ours_hears_the_resources_and_is_only_counted(
    tmp_path: Path,
) -> None:
    async with ruby(tmp_path) as it:
        await it.calm()
        before = dump(tmp_path)
        for kind in SPOKEN:
            answer = await it.hook(kind, "call=CL" + "9" * 32, form_of(STRANGER))

            assert answer.status_code == 200
            assert RESOURCES in words_of(answer.text)
            assert "<Hangup" in answer.text
        assert dump(tmp_path) == before
        assert it.parts.counts["unknown_call"] == len(SPOKEN)


@pytest.mark.contract("twilio.inbound")
async def test_who_rings_the_number_hears_one_sentence_and_the_resources(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        form = form_of(STRANGER, Direction="inbound", From=TO_NUMBER, CallStatus="ringing")
        answer = await it.hook("answer", "", form)
        words = words_of(answer.text)

        pack = it.config.pack(it.config.default_language)
        assert pack.inbound in words
        assert RESOURCES in words
        assert count_calls(tmp_path) == 0


async def test_danger_on_a_call_that_is_not_ours_still_reaches_a_human(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        await it.hook("gather", "at=3", form_of(STRANGER, SpeechResult=DANGER))
        await it.calm()

        assert len(it.alerts.sent) == 1


@pytest.mark.contract("twilio.always_twiml")
async def test_every_signed_voice_webhook_gets_words_whatever_its_query(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = await talking(it)
        queries = ("", f"call={call_id}", f"call={call_id}&at=x&try=-1", "call=%00&at=99999999999")
        odd = {"SpeechResult": "\x00<Say>", "Confidence": "nan", "Digits": "*" * 400}
        for kind, query in product(SPOKEN, queries):
            answer = await it.hook(kind, query, form_of(it.sid(call_id), **odd))
            await it.calm()

            assert answer.status_code == 200
            assert answer.headers["Content-Type"].startswith("text/xml")
            parsed(answer.text)


@pytest.mark.contract("twilio.always_twiml")
async def test_words_are_said_while_the_store_is_away(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = await talking(it)
        it.gate.is_away = True
        answer = await it.hook(
            "gather", f"call={call_id}&at=1", form_of(it.sid(call_id), SpeechResult="hello")
        )
        it.gate.is_away = False

        assert answer.status_code == 200
        assert "<Redirect" in answer.text
        assert RESOURCES in words_of(answer.text)


# --- each of them --------------------------------------------------------------------------------


@pytest.mark.contract("webhook.answer", "twilio.late_early")
async def test_the_answer_webhook_greets_also_before_the_sid_is_known(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        placed = await it.initiate(not_before="2026-01-05T19:00:00Z", user_name="Sam")
        call_id, sid = placed["call_id"], "CA" + "7" * 32
        answer = await it.hook("answer", f"call={call_id}&attempt=1", form_of(sid))

        assert "Sam" in words_of(answer.text)
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

        assert "Sam" in words_of(answer.text)


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
