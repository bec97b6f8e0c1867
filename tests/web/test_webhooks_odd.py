"""What is not Twilio's changes nothing; what is, however odd, gets well-formed words."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest

from ruby_fsm.simulator import Signer
from tests.twiml_check import parsed
from tests.web.kit import (
    DANGER,
    RESOURCES,
    count_calls,
    dump,
    form_of,
    refused,
    ruby,
    talking,
)
from tests.world import ACCOUNT, PUBLIC_URL, TO_NUMBER, TOKEN, Ruby, words_of

SPOKEN = ("answer", "gather", "reply", "dial", "fallback")
NOTED = ("status", "amd")
STRANGER = "CA" + "9" * 32


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
        # Not placed yet: no sid of its own stands against a wrong one.
        call_id = (await it.initiate(not_before="2026-01-31T00:00:00Z"))["call_id"]
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
