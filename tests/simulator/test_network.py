"""A call on the simulated network, from the create request to the last status callback."""

import asyncio
import math
from collections.abc import Mapping
from typing import Any

import pytest

from ruby_fsm.simulator import (
    Answer,
    Digits,
    HangUp,
    Input,
    Outcome,
    Script,
    ScriptedCallee,
    SharedKey,
    Silence,
    Speech,
    Transfer,
)
from ruby_fsm.simulator.callee import DialStatus
from tests.simulator.sim_world import (
    APP,
    ASK,
    FROM,
    HELLO,
    STATUS,
    TO,
    Answering,
    answered,
    asked,
    twiml,
    world,
)


def follows(*steps: Mapping[str, Any]) -> ScriptedCallee:
    return ScriptedCallee(Script.of("test", steps), asyncio.sleep)


async def test_a_conversation_goes_from_ringing_to_the_goodbye() -> None:
    documents = {"/answer": twiml(ASK), "/heard": twiml("<Say>Goodbye.</Say>", "<Hangup/>")}

    async with world(documents) as w:
        sid = await answered(w, **STATUS)
        await asked(w)
        w.callee.answer(Speech("quite well", 0.81))
        heard = await w.finish(sid)

    assert heard == ["Well?", "Goodbye."]
    assert w.app.at("/heard")[0]["SpeechResult"] == "quite well"
    assert w.app.at("/heard")[0]["Confidence"] == "0.81"
    assert all(got.signed for got in w.app.got)
    assert w.sim.log == []


async def test_status_callbacks_are_numbered_dated_and_in_order() -> None:
    async with world({"/answer": HELLO}) as w:
        sid = await w.create(**STATUS)
        await w.sim.settle()
        await w.clock.advance(4)
        w.callee.answer(Answer(after_s=2))
        await w.finish(sid)

    told = w.app.at("/status")
    assert [one["CallStatus"] for one in told] == [
        "initiated",
        "ringing",
        "in-progress",
        "completed",
    ]
    assert [one["SequenceNumber"] for one in told] == ["0", "1", "2", "3"]
    assert {one["CallbackSource"] for one in told} == {"call-progress-events"}
    assert told[0]["Timestamp"] == "Mon, 05 Jan 2026 18:00:00 +0000"
    assert told[2]["Timestamp"] == "Mon, 05 Jan 2026 18:00:06 +0000"
    assert "CallDuration" not in told[2]
    assert (told[3]["CallDuration"], told[3]["Duration"]) == ("0", "0")


async def test_every_voice_webhook_carries_the_call() -> None:
    async with world({"/answer": HELLO}) as w:
        sid = await answered(w)
        await w.finish(sid)

    assert w.app.at("/answer") == [
        {
            "CallSid": sid,
            "AccountSid": w.sim.account_sid,
            "From": FROM,
            "To": TO,
            "Caller": FROM,
            "Called": TO,
            "CallStatus": "in-progress",
            "Direction": "outbound-api",
            "ApiVersion": "2010-04-01",
        }
    ]


async def test_without_events_asked_for_only_completed_is_told() -> None:
    async with world({"/answer": HELLO}) as w:
        sid = await answered(w, StatusCallback=f"{APP}/status")
        await w.finish(sid)

    assert [one["CallStatus"] for one in w.app.at("/status")] == ["completed"]
    assert w.app.at("/status")[0]["SequenceNumber"] == "0"


@pytest.mark.parametrize(
    ("outcome", "status", "sip"),
    [
        (Outcome.BUSY, "busy", "486"),
        (Outcome.REJECT, "busy", "486"),
        (Outcome.NO_ANSWER, "no-answer", "487"),
        (Outcome.UNREACHABLE, "failed", "404"),
    ],
)
async def test_an_unanswered_call_asks_for_no_document(
    outcome: Outcome, status: str, sip: str
) -> None:
    async with world({"/answer": HELLO}) as w:
        sid = await w.create(StatusCallback=f"{APP}/status")
        await w.sim.settle()
        w.callee.answer(Answer(outcome))
        await w.finish(sid)

    (told,) = w.app.at("/status")
    assert (told["CallStatus"], told["SipResponseCode"]) == (status, sip)
    assert "CallDuration" not in told
    assert w.app.at("/answer") == []


async def test_ringing_ends_at_the_timeout() -> None:
    async with world({"/answer": HELLO}) as w:
        sid = await w.create(Timeout="30")
        await w.sim.settle()
        await w.clock.advance(29)
        still_ringing = w.sim.calls[sid].status
        await w.clock.advance(1)

    assert (still_ringing, w.sim.calls[sid].status) == ("ringing", "no-answer")


async def test_the_time_limit_ends_the_call() -> None:
    async with world({"/answer": twiml(ASK)}) as w:
        sid = await answered(w, TimeLimit="60")
        await asked(w)
        await w.clock.advance(60)

    assert w.sim.calls[sid].status == "completed"
    assert w.sim.calls[sid].duration_s == 60


async def test_speaking_takes_its_time_divided_by_speed() -> None:
    words = " ".join(["word"] * 25)  # ten seconds

    async with world({"/answer": twiml(f"<Say>{words}</Say><Pause length='5'/>")}, speed=5) as w:
        sid = await answered(w)
        await w.finish(sid)

    assert w.sim.calls[sid].duration_s == 3


async def test_at_infinite_speed_no_time_passes() -> None:
    async with world({"/answer": twiml("<Pause length='60'/>")}, speed=math.inf) as w:
        sid = await answered(w)
        await w.finish(sid)

    assert w.sim.calls[sid].duration_s == 0


async def test_calls_per_second_keep_calls_in_the_queue() -> None:
    async with world({"/answer": HELLO}, cps=1) as w:
        first, second = await w.create(), await w.create()
        await w.sim.settle()
        before = [w.sim.calls[sid].status.value for sid in (first, second)]
        await w.clock.advance(1)
        after = [w.sim.calls[sid].status.value for sid in (first, second)]

    assert (before, after) == (["ringing", "queued"], ["ringing", "ringing"])
    assert w.sim.calls[second].queue_ms == 1000


async def test_keys_and_silence_reach_the_action() -> None:
    empty = ASK.replace("<Gather", '<Gather actionOnEmptyResult="true" numDigits="2"')

    async with world({"/answer": twiml(empty), "/heard": twiml(empty)}) as w:
        sid = await answered(w)
        replies: tuple[Input, ...] = (Digits("1#"), Digits("#"), Digits("1234"), Silence())
        for reply in (*replies, HangUp()):
            await asked(w)
            w.callee.answer(reply)
            await w.clock.advance(0)
        await w.finish(sid)

    said = [
        {key: got[key] for key in ("Digits", "FinishedOnKey", "SpeechResult") if key in got}
        for got in w.app.at("/heard")
    ]
    assert said == [
        {"Digits": "1", "FinishedOnKey": "#"},
        {"Digits": "", "FinishedOnKey": "#"},
        {"Digits": "12"},
        {"SpeechResult": ""},
    ]


async def test_silence_falls_through_to_the_next_verb() -> None:
    documents = {"/answer": twiml(ASK, "<Redirect>/more</Redirect>"), "/more": HELLO}

    async with world(documents) as w:
        sid = await answered(w)
        await asked(w)
        w.callee.answer(Silence())
        heard = await w.finish(sid)

    assert heard == ["Well?", "Hello."]
    assert w.app.at("/heard") == []


async def test_a_missing_confidence_is_left_out() -> None:
    async with world({"/answer": twiml(ASK)}) as w:
        sid = await answered(w)
        await asked(w)
        w.callee.answer(Speech("hm", confidence=None))
        await w.finish(sid)

    assert "Confidence" not in w.app.at("/heard")[0]


async def test_words_over_a_prompt_cut_it_short() -> None:
    prompts = "<Say>A long story begins</Say><Say>and never ends</Say>"
    gather = f'<Gather input="speech" action="/heard">{prompts}</Gather>'

    async with world({"/answer": twiml(gather), "/heard": HELLO}) as w:
        w.callee.over.append(Speech("stop"))
        sid = await answered(w)
        heard = await w.finish(sid)

    assert heard == ["A long story begins", "Hello."]
    assert w.app.at("/heard")[0]["SpeechResult"] == "stop"


async def test_a_document_that_leads_nowhere_ends_the_call() -> None:
    async with world({"/answer": twiml()}) as w:
        sid = await answered(w)
        await w.finish(sid)

    assert w.sim.calls[sid].status == "completed"
    assert w.sim.log == []


async def test_inline_twiml_needs_no_answer_webhook() -> None:
    async with world({}) as w:
        sid = await answered(w, Url="", Twiml=HELLO)
        heard = await w.finish(sid)

    assert heard == ["Hello."]
    assert w.app.got == []


async def test_inline_twiml_cannot_have_a_relative_action() -> None:
    async with world({}) as w:
        sid = await answered(w, Url="", Twiml=twiml(ASK))
        await w.finish(sid)

    assert [notice.code for notice in w.sim.log] == [11100]


@pytest.mark.parametrize(
    ("transfer", "told"),
    [
        (Transfer(DialStatus.COMPLETED, 12), ("completed", "true", "12")),
        (Transfer(DialStatus.BUSY), ("busy", "false", None)),
        (Transfer(DialStatus.NO_ANSWER), ("no-answer", "false", None)),
    ],
)
async def test_a_transfer_is_reported_to_its_action(
    transfer: Transfer, told: tuple[str, str, str | None]
) -> None:
    documents = {"/answer": twiml('<Dial action="/dial">+14155550111</Dial>'), "/dial": HELLO}

    async with world(documents) as w:
        sid = await answered(w)
        assert w.callee.asked == "+14155550111"
        w.callee.answer(transfer)
        heard = await w.finish(sid)

    (got,) = w.app.at("/dial")
    assert (got["DialCallStatus"], got["DialBridged"], got.get("DialCallDuration")) == told
    assert heard == ["Hello."]


async def test_hanging_up_in_a_transfer_tells_its_action_late() -> None:
    async with world({"/answer": twiml('<Dial action="/dial">+14155550111</Dial>')}) as w:
        sid = await answered(w)
        w.callee.answer(Transfer(callee_hangs_up=True))
        await w.finish(sid)

    (got,) = w.app.at("/dial")
    assert (got["CallStatus"], got["DialCallStatus"]) == ("completed", "completed")


async def test_a_transfer_without_action_goes_on_with_the_document() -> None:
    async with world({"/answer": twiml("<Dial>+14155550111</Dial><Say>Back.</Say>")}) as w:
        sid = await answered(w)
        w.callee.answer(Transfer())
        heard = await w.finish(sid)

    assert heard == ["Back."]


async def test_the_callee_can_put_the_phone_down_in_mid_sentence() -> None:
    documents = {"/answer": twiml("<Say>One.</Say><Say>Two.</Say>")}

    async with world(documents, follows({"hang_up": True, "over": "one"})) as w:
        sid = await w.create(StatusCallback=f"{APP}/status")
        heard = await w.finish(sid)

    assert heard == ["One."]
    assert w.app.at("/status")[0]["CallStatus"] == "completed"


async def test_rest_redirects_a_line_that_waits_for_the_callee() -> None:
    async with world({"/answer": twiml(ASK), "/now": HELLO}) as w:
        sid = await answered(w)
        await asked(w)
        response = await w.update(sid, Url=f"{APP}/now")
        heard = await w.finish(sid)

    assert response.status_code == 200
    assert heard == ["Well?", "Hello."]
    assert w.app.at("/heard") == []


async def test_rest_redirects_to_inline_twiml_and_ends_a_call() -> None:
    async with world({"/answer": twiml(ASK)}) as w:
        sid = await answered(w)
        await asked(w)
        await w.update(sid, Twiml=twiml("<Say>A word.</Say><Pause length='9'/>"))
        await w.clock.advance(3)
        await w.update(sid, Status="completed")
        heard = await w.finish(sid)

    assert heard == ["Well?", "A word."]
    assert w.sim.calls[sid].duration_s == 4


async def test_a_redirect_drops_the_reply_in_flight() -> None:
    documents = {"/answer": twiml(ASK), "/heard": twiml("<Say>Old.</Say>"), "/now": HELLO}

    async with world(documents, by_hand=True) as w:
        sid = await answered(w)
        await w.sim.desk.deliver(w.sim.desk.pending[0])
        await asked(w)
        w.callee.answer(Speech("hello"))
        await w.clock.advance(5)
        (old,) = w.sim.desk.pending
        await w.update(sid, Url=f"{APP}/now")
        await w.sim.settle()
        await w.sim.desk.deliver(old)
        await w.sim.desk.deliver(w.sim.desk.pending[0])
        heard = await w.finish(sid)

    assert old.kind == "gather"
    assert heard == ["Well?", "Hello."]


async def test_a_machine_is_told_apart_before_the_answer_webhook() -> None:
    async with world({"/answer": HELLO}) as w:
        sid = await w.create(MachineDetection="DetectMessageEnd")
        await w.sim.settle()
        w.callee.answer(Answer(Outcome.MACHINE))
        await w.finish(sid)

    assert w.app.at("/answer")[0]["AnsweredBy"] == "machine_end_beep"
    assert w.sim.calls[sid].answered_by == "machine_end_beep"


@pytest.mark.parametrize(
    ("outcome", "verdict"), [(Outcome.ANSWER, "human"), (Outcome.MACHINE, "machine_start")]
)
async def test_asynchronous_detection_tells_its_own_callback(
    outcome: Outcome, verdict: str
) -> None:
    amd = {"MachineDetection": "Enable", "AsyncAmd": "true", "AsyncAmdStatusCallback": f"{APP}/amd"}

    async with world({"/answer": twiml("<Pause length='60'/>")}) as w:
        sid = await w.create(**amd)
        await w.sim.settle()
        w.callee.answer(Answer(outcome))
        await w.finish(sid)

    assert "AnsweredBy" not in w.app.at("/answer")[0]
    (told,) = w.app.at("/amd")
    assert set(told) == {"CallSid", "AccountSid", "AnsweredBy", "MachineDetectionDuration"}
    assert told["AnsweredBy"] == verdict


async def test_a_shared_key_signs_every_webhook() -> None:
    async with world({"/answer": HELLO}, shared_key=SharedKey("k1", "shared")) as w:
        w.app.validator.token = b"shared"
        sid = await answered(w, **STATUS)
        await w.finish(sid)

    assert all(got.signed for got in w.app.got)
    assert {got.headers["x-twilio-webhooks-signature-settings"] for got in w.app.got} == {
        "key=k1,algorithm=HMAC_SHA256"
    }


async def test_get_webhooks_carry_their_fields_in_the_query() -> None:
    async with world({"/answer": HELLO}) as w:
        sid = await answered(w, Url=f"{APP}/answer?call=CL1", Method="GET")
        await w.finish(sid)

    (got,) = w.app.got
    assert got.method == "GET"
    assert got.params["call"] == "CL1"
    assert got.params["CallSid"] == sid
    assert got.signed


async def test_an_http_redirect_becomes_a_get_without_the_form() -> None:
    moved = Answering(status=302, headers={"Location": "/there"})

    async with world({"/answer": moved, "/there": HELLO}) as w:
        sid = await answered(w)
        heard = await w.finish(sid)

    assert heard == ["Hello."]
    assert [(got.path, got.method, got.signed) for got in w.app.got] == [
        ("/answer", "POST", True),
        ("/there", "GET", True),
    ]
    assert w.app.got[1].params == {}


async def test_a_failing_status_callback_is_noted_and_harms_nothing() -> None:
    async with world({"/answer": HELLO, "/status": Answering(status=500)}) as w:
        sid = await answered(w, **STATUS)
        heard = await w.finish(sid)

    assert heard == ["Hello."]
    assert {(notice.code, notice.fatal) for notice in w.sim.log} == {(11200, False)}


async def test_what_the_network_does_not_play_is_noted_and_passed_over() -> None:
    async with world({"/answer": twiml("<Record/>", "<Say>Hello.</Say>")}) as w:
        sid = await answered(w)
        heard = await w.finish(sid)

    assert heard == ["Hello."]
    assert [(notice.code, notice.fatal) for notice in w.sim.log] == [(12200, False)]


async def test_loops_recordings_and_rejection() -> None:
    verbs = ('<Play loop="2">https://a.test/x.mp3</Play>', "<Reject/>", "<Say>Unheard.</Say>")

    async with world({"/answer": twiml(*verbs)}) as w:
        sid = await answered(w)
        heard = await w.finish(sid)

    assert heard == ["[https://a.test/x.mp3]"] * 2
    assert w.sim.calls[sid].duration_s == 6


async def test_detection_without_a_callback_tells_nobody() -> None:
    async with world({"/answer": twiml("<Pause length='60'/>")}) as w:
        sid = await answered(w, MachineDetection="Enable", AsyncAmd="true")
        await w.finish(sid)

    assert w.sim.calls[sid].answered_by == "human"
    assert w.sim.log == []


async def test_an_inline_document_does_not_wait_for_a_verdicts_webhook() -> None:
    async with world({}) as w:
        sid = await answered(w, Url="", Twiml=HELLO, MachineDetection="Enable")
        heard = await w.finish(sid)

    assert heard == ["Hello."]
    assert w.sim.calls[sid].answered_by == "human"


async def test_a_callee_in_hand_answers_only_what_it_is_asked() -> None:
    async with world({"/answer": HELLO}) as w:
        with pytest.raises(ValueError, match="not being asked"):
            w.callee.answer(Answer())
        await w.create()
        await w.sim.settle()

        with pytest.raises(TypeError, match="cannot answer Speech"):
            w.callee.answer(Speech("hello"))


async def test_the_callee_answers_once_what_it_is_asked() -> None:
    async with world({"/answer": HELLO}) as w:
        await w.create()
        await w.sim.settle()
        w.callee.answer(Answer())

        with pytest.raises(ValueError, match="not being asked"):
            w.callee.answer(Answer())


async def test_without_barge_in_a_prompt_is_heard_to_its_end() -> None:
    gather = '<Gather input="speech" action="/heard" bargeIn="false"><Say>A. B.</Say></Gather>'
    documents = {"/answer": twiml(gather), "/heard": twiml()}

    async with world(documents, follows({"say": "stop", "over": "a."})) as w:
        sid = await w.create()
        await w.finish(sid)

    assert w.sim.calls[sid].duration_s == 6  # two words heard, one said, five seconds of silence
    assert w.app.at("/heard")[0]["SpeechResult"] == "stop"


async def test_an_answer_after_the_timeout_comes_too_late() -> None:
    async with world({"/answer": HELLO}) as w:
        sid = await w.create(Timeout="10")
        await w.sim.settle()
        w.callee.answer(Answer(after_s=10))
        await w.finish(sid)

    assert w.sim.calls[sid].status == "no-answer"
