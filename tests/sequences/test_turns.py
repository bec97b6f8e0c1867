"""Sequences within a talk: words late, twice, unclear or none; answers lost; the end in between."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from ruby_fsm.core.call import CallState, EndReason
from ruby_fsm.core.events import (
    AnswerLost,
    CallAnswered,
    CallCompleted,
    EndRequested,
    GreetingEnded,
    ReplyReady,
    SilenceHeard,
    SpeechHeard,
)
from ruby_fsm.simulator import Answer
from ruby_fsm.understanding.assessment import Level
from tests.app.kit import DANGER, PHRASES, deliver_all, next_hook, quick, ringing
from tests.sequences.kit import Must, Wire, wired
from tests.twiml_check import parsed, spoken

QUIET = "i had a quiet day"


@pytest.mark.sequence("S16")
async def test_s16_hung_up_while_ruby_listens(tmp_path: Path, must: Must) -> None:
    async with wired(tmp_path) as wire:
        await wire.answer()
        await wire.status("completed", 3, CallDuration="8")
        late = await wire.gather(None, CallStatus="completed")

        with must(
            "no action request normally; if one arrives late with CallStatus=completed answer "
            "200 + <Response/> and do not resurrect",
        ):
            assert late.status_code == 200
            assert [one.tag for one in parsed(late.text)] == ["Say", "Hangup"], "nobody hears it"
            assert await wire.moves() == ["greeting", "ended"]


@pytest.mark.sequence("S17")
@pytest.mark.parametrize("status", ["completed", "in-progress"])
async def test_s17_words_after_the_end(tmp_path: Path, must: Must, status: str) -> None:
    async with wired(tmp_path) as wire:
        await wire.answer()
        await wire.status("completed", 3, CallDuration="8")
        late = await wire.gather(DANGER, CallStatus=status)
        await wire.it.pass_time(1)

        with must(
            "200 + <Hangup/>, event logged, words assessed and escalated if in danger, "
            "no reply made, state stays ended",
        ):
            assert late.status_code == 200
            assert parsed(late.text)[-1].tag == "Hangup"
            (row,) = await wire.rows(SpeechHeard)
            assert isinstance(row.event, SpeechHeard)
            assert row.event.assessment.risk.level >= Level.MODERATE
            assert len(await wire.it.parts.store.reader.escalations(wire.call_id)) == 1
            assert wire.it.chat.asked == []
            assert (await wire.call()).state is CallState.ENDED


@pytest.mark.sequence("S18")
async def test_s18_the_line_goes_down_while_a_reply_is_made(tmp_path: Path, must: Must) -> None:
    async with wired(tmp_path) as wire:
        await wire.answer()
        wire.it.chat.delay_s = 2.0
        form = {"CallSid": wire.sid, "SpeechResult": QUIET, "Confidence": "0.9"}
        hook = wire.it.hook("gather", wire.query("Gather"), form)
        asked = asyncio.ensure_future(hook)
        await wire.it.calm()
        assert (await wire.call()).state is CallState.RESPONDING
        await wire.status("completed", 3, CallDuration="8")
        reply = await wire.it.drive(asked)

        with must("no transition out of ended by the slow handler; optimistic version check"):
            assert (await wire.moves())[-1] == "ended"
            assert (await wire.call()).state is CallState.ENDED
            assert reply.status_code == 200
            assert parsed(reply.text)[-1].tag == "Hangup"


@pytest.mark.sequence("S19")
async def test_s19_the_answer_comes_twice(tmp_path: Path, must: Must) -> None:
    async with wired(tmp_path) as wire:
        first = await wire.answer()
        again = await wire.answer()

        with must("same TwiML, greeting once in the log, one transition"):
            assert again.text == first.text
            assert len(await wire.rows(CallAnswered)) == 1
            assert await wire.moves() == ["greeting"]


@pytest.mark.sequence("S20")
async def test_s20_words_come_twice(tmp_path: Path, must: Must) -> None:
    async with wired(tmp_path) as wire:
        await wire.answer()
        at = wire.query("Gather")
        first = await wire.gather(QUIET, at)
        again = await wire.gather(QUIET, at)

        with must("event_key = hash of hook, query, form; the second gets the stored answer"):
            assert again.text == first.text
            assert len(await wire.rows(SpeechHeard)) == 1
            assert len(wire.it.chat.asked) == 1


@pytest.mark.sequence("S21")
async def test_s21_the_end_comes_twice(tmp_path: Path, must: Must) -> None:
    async with wired(tmp_path) as wire:
        await wire.answer()
        for seq in (3, 3, 4):
            await wire.status("completed", seq, CallDuration="8")

        with must(
            "idempotent by event_key; a different SequenceNumber for the same status moves nothing",
        ):
            assert len(await wire.rows(CallCompleted)) == 2
            assert await wire.moves() == ["greeting", "ended"]


@pytest.mark.sequence("S22")
async def test_s22_our_answer_is_lost(tmp_path: Path, must: Must) -> None:
    async with wired(tmp_path) as wire:
        wire.it.gate.leave()
        first = await wire.answer()
        assert PHRASES.resources in first.text
        wire.it.gate.release()
        lost = await wire.fallback()
        await wire.status("completed", 3, CallDuration="30")

        with must(
            "fallback route serves static safe TwiML incl. crisis line, state marked degraded",
        ):
            assert lost.status_code == 200
            assert spoken(parsed(lost.text))
            assert wire.it.parts.counts["degraded_answer"] == 1
            assert len(await wire.rows(AnswerLost)) == 1


@pytest.mark.sequence("S23")
async def test_s23_the_fallback_fails_too(
    tmp_path: Path, must: Must, caplog: pytest.LogCaptureFixture
) -> None:
    """The line is down with no word said: Twilio tells 11200 and then the end of the call."""
    async with quick(tmp_path, by_hand=True) as it:
        call_id, person = await ringing(it)
        person.answer(Answer(after_s=0))
        for kind in ("answer", "fallback"):
            it.simulator.desk.drop(await next_hook(it, kind))
        await deliver_all(it)
        wire = Wire(it, call_id)

        with must("ended(error) and alert"):
            call = await wire.call()
            assert (call.state, call.end_reason) == (CallState.ENDED, EndReason.FAILED)
            assert it.parts.counts["unheard_call"] == 1
            assert [one.message for one in caplog.records if "no answer of ours" in one.message]


@pytest.mark.sequence("S24")
async def test_s24_nothing_is_said_and_the_redirect_runs(tmp_path: Path, must: Must) -> None:
    async with wired(tmp_path) as wire:
        await wire.answer()
        await wire.gather(QUIET)
        heard = []
        for _ in range(2):
            await wire.gather(None)
            heard.append(wire.words)

        with must("redirect route = silence path; counts silences"):
            assert len(await wire.rows(SilenceHeard)) == (await wire.call()).silences == 2
            assert len(set(heard)) == 2, "no prompt twice running"


@pytest.mark.sequence("S25")
@pytest.mark.parametrize("form", [{}, {"SpeechResult": ""}, {"Digits": ""}, {"SpeechResult": " "}])
async def test_s25_a_gather_without_words(tmp_path: Path, must: Must, form: dict[str, str]) -> None:
    async with wired(tmp_path) as wire:
        await wire.answer()
        await wire.gather(QUIET)
        await wire.gather(None, **form)

        with must("treated as silence, not as empty user turn"):
            assert len(await wire.rows(SilenceHeard)) == 1
            assert len(await wire.rows(SpeechHeard)) == 1
            assert len(wire.it.chat.asked) == 1


@pytest.mark.sequence("S26")
@pytest.mark.parametrize("confidence", [None, "0.0", "", "high", "nan", "-1", "1e9"])
async def test_s26_confidence_low_missing_or_odd(
    tmp_path: Path, must: Must, confidence: str | None
) -> None:
    async with wired(tmp_path) as wire:
        await wire.answer()
        form = {"SpeechResult": DANGER}
        if confidence is not None:
            form["Confidence"] = confidence
        await wire.gather(None, **form)

        with must("no parse error; policy decides; crisis scan ignores confidence"):
            (row,) = await wire.rows(SpeechHeard)
            assert isinstance(row.event, SpeechHeard)
            assert 0.0 <= row.event.confidence <= 1.0
            assert (await wire.call()).state is CallState.CRISIS


@pytest.mark.sequence("S38")
async def test_s38_ended_by_rest_during_a_crisis(tmp_path: Path, must: Must) -> None:
    async with wired(tmp_path) as wire:
        await wire.answer()
        await wire.gather(DANGER)
        path = f"/ai-calling/call/{wire.call_id}/end"
        refused = await wire.it.drive(wire.it.api.post(path))
        assert (await wire.call()).state is CallState.CRISIS
        body = {"force": True, "reason": "a colleague is with them"}
        forced = await wire.it.drive(wire.it.api.post(path, json=body))
        await wire.it.calm()

        with must("policy explicit: audit, and goodbye TwiML or refusal"):
            assert refused.status_code == 409
            assert forced.status_code == 200
            (row,) = await wire.rows(EndRequested)
            assert isinstance(row.event, EndRequested)
            assert row.event.reason == body["reason"]
            assert (await wire.call()).state is CallState.CLOSING


@pytest.mark.sequence("S39")
async def test_s39_redirected_while_words_are_on_their_way(tmp_path: Path, must: Must) -> None:
    async with wired(tmp_path) as wire:
        await wire.answer()
        await wire.gather(QUIET)
        old = wire.query("Gather")
        path = f"/ai-calling/call/{wire.call_id}/end"
        await wire.it.drive(wire.it.api.post(path))
        newest = (await wire.call()).doc
        late = await wire.gather("what was that", old)

        with must(
            "a stale document number is seen; answered with 200 + the newest document; "
            "words assessed",
        ):
            assert late.status_code == 200
            assert (await wire.call()).doc >= newest
            rows = [row.event for row in await wire.rows(SpeechHeard)]
            assert isinstance(rows[-1], SpeechHeard)
            assert rows[-1].stale
            assert rows[-1].assessment.risk.level is Level.NONE
            assert parsed(late.text)[-1].tag == "Hangup"
            assert len(await wire.rows(ReplyReady)) == 1


@pytest.mark.sequence("S52")
async def test_s52_a_bad_signature_and_then_the_genuine_request(tmp_path: Path, must: Must) -> None:
    async with wired(tmp_path) as wire:
        before = await wire.log()
        query = f"call={wire.call_id}&attempt=1"
        form = {"CallSid": wire.sid, "CallStatus": "in-progress"}
        bad = await wire.it.hook("answer", query, form, signature="bm90IG91cnM=")
        after = await wire.log()
        good = await wire.answer()

        with must(
            "403 leaves no trace in state; Twilio counts 403 as 11200 and goes to fallback",
        ):
            assert (bad.status_code, good.status_code) == (403, 200)
            assert after == before
            assert await wire.moves() == ["greeting"]


@pytest.mark.sequence("S53")
async def test_s53_a_parameter_nobody_knows(tmp_path: Path, must: Must) -> None:
    async with wired(tmp_path) as wire:
        reply = await wire.answer(NewParam="1", Another="ü &=%")

        with must("signature computed over all; ignored otherwise"):
            assert reply.status_code == 200
            assert len(await wire.rows(CallAnswered)) == 1
            assert await wire.rows(GreetingEnded) == []
