"""Webhooks that fail: limits, retries, the fallback; and webhooks held in a test's hand."""

import asyncio

import httpx
import pytest

from ruby_fsm.simulator import DeliveryError, Speech
from tests.simulator.sim_world import (
    APP,
    ASK,
    HELLO,
    STATUS,
    Answering,
    App,
    answered,
    asked,
    twiml,
    world,
)

SORRY = twiml("<Say>One moment.</Say>")
FALLBACK = {"FallbackUrl": f"{APP}/fallback"}
APOLOGY = "We are sorry, an application error has occurred. Goodbye."


class Unreachable(httpx.AsyncBaseTransport):
    """Fails every connection in the same way, and counts them."""

    def __init__(self, error: type[httpx.TransportError] = httpx.ConnectError) -> None:
        self.error = error
        self.tried = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.tried += 1
        raise self.error("failed", request=request)


class Slow(httpx.AsyncBaseTransport):
    """Keeps status callbacks until it is let go, and remembers what was begun."""

    def __init__(self, app: App) -> None:
        self.app = httpx.ASGITransport(app)
        self.go = asyncio.Event()
        self.begun: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.begun.append(request.url.path)
        if request.url.path == "/status":
            await self.go.wait()
        return await self.app.handle_async_request(request)


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (Answering(status=500), "11200"),
        (Answering(status=404), "11200"),
        (Answering("<Response><Say>a & b</Say></Response>"), "12100"),
        (Answering("<Other/>"), "12100"),
        (Answering(""), "12100"),
        (Answering(twiml("<Say>hi</Say>" + " " * 65_536)), "11750"),
        (Answering("{}", headers={"Content-Type": "application/json"}), "12300"),
        (Answering(f"<Response><Say>{'a' * 4097}</Say></Response>"), "13521"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_a_document_that_fails_is_replaced_by_the_fallback(
    broken: Answering, code: str
) -> None:
    async with world({"/answer": broken, "/fallback": SORRY}) as w:
        sid = await answered(w, **FALLBACK)
        heard = await w.finish(sid)

    assert heard == ["One moment."]
    (told,) = w.app.at("/fallback")
    assert (told["ErrorCode"], told["ErrorUrl"]) == (code, f"{APP}/answer")
    assert told["CallSid"] == sid
    assert [notice.code for notice in w.sim.log] == [int(code)]


async def test_a_later_document_falls_back_too() -> None:
    documents = {"/answer": twiml(ASK), "/heard": Answering(status=502), "/fallback": SORRY}

    async with world(documents) as w:
        sid = await answered(w, **FALLBACK)
        await asked(w)
        w.callee.answer(Speech("hello"))
        heard = await w.finish(sid)

    assert heard == ["Well?", "One moment."]
    assert w.app.at("/fallback")[0]["ErrorUrl"] == f"{APP}/heard"


async def test_when_the_fallback_fails_too_the_network_apologises() -> None:
    documents = {"/answer": Answering(status=500), "/fallback": Answering(status=500)}

    async with world(documents) as w:
        sid = await answered(w, **FALLBACK, StatusCallback=f"{APP}/status")
        heard = await w.finish(sid)

    assert heard == [APOLOGY]
    assert w.callee.heard[0].by_network
    assert w.app.at("/status")[0]["CallStatus"] == "completed"


async def test_without_a_fallback_the_network_apologises() -> None:
    async with world({"/answer": Answering(status=500)}) as w:
        sid = await answered(w)
        heard = await w.finish(sid)

    assert heard == [APOLOGY]


async def test_no_reply_within_fifteen_seconds_is_a_failure() -> None:
    async with world({"/answer": HELLO, "/fallback": SORRY}, by_hand=True) as w:
        await answered(w, **FALLBACK)
        await w.clock.advance(14.9)
        before = [delivery.kind for delivery in w.sim.desk.pending]
        await w.clock.advance(0.2)
        after = [delivery.kind for delivery in w.sim.desk.pending]

    assert (before, after) == (["answer"], ["answer", "fallback"])


async def test_the_fragment_shortens_the_wait_and_is_not_sent() -> None:
    async with world({"/answer": HELLO, "/fallback": SORRY}, by_hand=True) as w:
        await answered(w, **FALLBACK, Url=f"{APP}/answer?a=1#rt=2000")
        await w.clock.advance(2)
        late, fallback = w.sim.desk.pending
        await w.sim.desk.deliver(late)

    assert late.url == f"{APP}/answer?a=1"
    assert fallback.params["ErrorUrl"] == f"{APP}/answer?a=1#rt=2000"
    assert w.app.got[0].signed


async def test_retries_carry_one_token_and_stop_at_the_first_success() -> None:
    failing = [Answering(status=503), Answering(status=503), Answering(HELLO)]

    async with world({"/answer": failing}) as w:
        sid = await answered(w, Url=f"{APP}/answer#rc=3&rp=5xx")
        heard = await w.finish(sid)

    assert heard == ["Hello."]
    tokens = [got.headers["i-twilio-idempotency-token"] for got in w.app.got]
    assert len(tokens) == 3
    assert len(set(tokens)) == 1
    assert [delivery.attempt for delivery in w.sim.deliveries] == [1, 2, 3]


async def test_by_default_an_error_is_not_retried() -> None:
    async with world({"/answer": Answering(status=503)}) as w:
        sid = await answered(w)
        await w.finish(sid)

    assert len(w.app.got) == 1


async def test_by_default_a_refused_connection_is_retried_once() -> None:
    transport = Unreachable()

    async with world({}, transport=transport) as w:
        sid = await answered(w)
        await w.finish(sid)

    assert transport.tried == 2
    assert [notice.code for notice in w.sim.log] == [11205]


async def test_a_broken_connection_is_a_failure_and_not_retried() -> None:
    transport = Unreachable(httpx.ReadError)

    async with world({}, transport=transport) as w:
        sid = await answered(w)
        await w.finish(sid)

    assert transport.tried == 1
    assert [notice.code for notice in w.sim.log] == [11200]


async def test_an_unreachable_status_callback_is_noted() -> None:
    async with world({}, transport=Unreachable()) as w:
        sid = await answered(w, Url="", Twiml=HELLO, StatusCallback=f"{APP}/status")
        heard = await w.finish(sid)

    assert heard == ["Hello."]
    assert [(notice.code, notice.fatal) for notice in w.sim.log] == [(11205, False)]


async def test_retries_share_the_total_limit() -> None:
    async with world({}, by_hand=True) as w:
        await answered(w, **FALLBACK, Url=f"{APP}/answer#rc=5&rp=rt&rt=4000&tt=10000")
        await w.clock.advance(9.9)
        before = [delivery.kind for delivery in w.sim.desk.pending]
        await w.clock.advance(0.2)
        after = [delivery.kind for delivery in w.sim.desk.pending]

    assert (before, after) == (["answer"] * 3, ["answer"] * 3 + ["fallback"])


async def test_by_hand_status_callbacks_arrive_in_any_order_or_never() -> None:
    async with world({"/answer": HELLO}, by_hand=True) as w:
        await answered(w, **STATUS)
        await w.sim.desk.deliver(next(d for d in w.sim.desk.pending if d.kind == "answer"))
        await w.clock.advance(9)
        initiated, ringing, in_progress, completed = w.sim.desk.pending
        w.sim.desk.drop(ringing)
        await w.sim.desk.deliver(completed)
        await w.sim.desk.deliver(in_progress)
        await w.sim.desk.duplicate(completed)
        await w.sim.desk.deliver(initiated)

    assert [got["CallStatus"] for got in w.app.at("/status")] == [
        "completed",
        "in-progress",
        "completed",
        "initiated",
    ]
    assert w.sim.desk.pending == []
    assert len(completed.replies) == 2


async def test_by_hand_a_webhook_can_arrive_and_its_reply_be_lost() -> None:
    async with world({"/answer": HELLO, "/fallback": SORRY}, by_hand=True) as w:
        await answered(w, **FALLBACK)
        await w.sim.desk.lose_reply(w.sim.desk.pending[0])
        await w.sim.settle()
        kinds = [delivery.kind for delivery in w.sim.desk.pending]

    assert len(w.app.at("/answer")) == 1
    assert kinds == ["fallback"]


async def test_a_delivery_keeps_its_first_reply() -> None:
    async with world({"/answer": HELLO}, by_hand=True) as w:
        await answered(w)
        (delivery,) = w.sim.desk.pending
        before = delivery.reply
        reply = await w.sim.desk.deliver(delivery)
        await w.sim.desk.duplicate(delivery)

    assert before is None
    assert delivery.reply is reply
    assert reply.body == HELLO.encode()


async def test_endless_http_redirects_are_given_up() -> None:
    moved = Answering(status=307, headers={"Location": "/answer"})

    async with world({"/answer": moved}) as w:
        sid = await answered(w)
        await w.finish(sid)

    assert {got.method for got in w.app.got} == {"POST"}
    assert len(w.app.got) == 11
    assert [notice.code for notice in w.sim.log] == [11200]


async def test_by_hand_a_lost_connection_is_retried() -> None:
    async with world({"/answer": HELLO}, by_hand=True) as w:
        sid = await answered(w)
        w.sim.desk.drop(w.sim.desk.pending[0], "ct")
        await w.sim.settle()
        (again,) = w.sim.desk.pending
        await w.sim.desk.deliver(again)
        heard = await w.finish(sid)

    assert again.attempt == 2
    assert heard == ["Hello."]


async def test_by_hand_an_unreachable_application_is_told_to_the_test() -> None:
    async with world({}, by_hand=True, transport=Unreachable()) as w:
        await answered(w)
        with pytest.raises(DeliveryError):
            await w.sim.desk.deliver(w.sim.desk.pending[0])


async def test_by_hand_words_can_arrive_after_completed() -> None:
    async with world({"/answer": twiml(ASK), "/heard": HELLO}, by_hand=True) as w:
        sid = await answered(w, StatusCallback=f"{APP}/status")
        await w.sim.desk.deliver(w.sim.desk.pending[0])
        await asked(w)
        w.callee.answer(Speech("i want it to end"))
        await w.clock.advance(9)
        w.sim.line(sid).hang_up()
        await w.sim.settle()
        words, completed = w.sim.desk.pending
        await w.sim.desk.deliver(completed)
        await w.sim.desk.deliver(words)

    assert [got.path for got in w.app.got] == ["/answer", "/status", "/heard"]


async def test_words_said_late_go_to_the_newest_gather() -> None:
    async with world({"/answer": twiml(ASK), "/heard": HELLO}) as w:
        sid = await answered(w, StatusCallback=f"{APP}/status")
        await asked(w)
        w.sim.line(sid).hang_up()
        await w.finish(sid)
        await w.sim.line(sid).say_late(Speech("one more thing"))

    last = w.app.got[-1]
    assert (last.path, last.params["SpeechResult"]) == ("/heard", "one more thing")
    assert last.params["CallStatus"] == "completed"


async def test_status_callbacks_wait_for_each_other_and_late_words_for_all() -> None:
    app = App({"/answer": twiml(ASK)})
    slow = Slow(app)

    async with world({}, transport=slow) as w:
        sid = await answered(w, **STATUS)
        await asked(w)
        saying = asyncio.create_task(w.sim.line(sid).say_late(Speech("one more thing")))
        await w.sim.settle()
        before = list(slow.begun)
        slow.go.set()
        await saying
        after = slow.begun[2:]

    assert before == ["/status", "/answer"]
    assert after == ["/status", "/status", "/heard"]
    assert app.kinds()[:3] == ["initiated", "ringing", "in-progress"]
    assert w.sim.calls[sid].transcript[-1].text == "one more thing"


async def test_nothing_can_be_said_late_before_the_first_gather() -> None:
    async with world({"/answer": HELLO}) as w:
        sid = await answered(w)
        await w.finish(sid)

        with pytest.raises(ValueError, match="nothing can be said late"):
            await w.sim.line(sid).say_late(Speech("hello"))
