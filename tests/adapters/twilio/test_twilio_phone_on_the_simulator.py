"""Claims about the telephone that hold against a whole stand-in for Twilio, webhooks and all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import parse_qsl

import httpx
import pytest

from ruby_fsm.adapters.twilio.client import Login, TwilioPhone
from ruby_fsm.adapters.twilio.elements import LineVoice
from ruby_fsm.adapters.twilio.signature import Verifier
from ruby_fsm.adapters.twilio.twiml import SafeWords, TwilioLine
from ruby_fsm.adapters.twilio.urls import Urls
from ruby_fsm.app.ports import Placement
from ruby_fsm.app.records import Document
from ruby_fsm.core.effects import HangUp, Line, Listen, LookAgain, Say, Verb
from ruby_fsm.errors import PhoneError
from ruby_fsm.simulator import Answer, HandCallee, Silence, Simulator, Speech, VirtualClock

ACCOUNT, TOKEN = "AC" + "0" * 32, "a token"
TO, FROM = "+14155550100", "+15005550006"
CALL = "CL" + "2" * 32
PUBLIC = "https://ruby.example.com"
PLACEMENT = Placement(TO, FROM, CALL, 1, 30)
VOICE = LineVoice("en-US", safe="I am here.", sorry="Goodbye.", voice="Polly.Joanna-Neural")
SAFE = SafeWords(VOICE, "One moment.", "This line only calls.", "Call 988.")
LINE = TwilioLine(Urls(PUBLIC), Verifier(PUBLIC, ACCOUNT, (TOKEN,)), lambda *_: VOICE, SAFE, FROM)


@dataclass
class Service:
    """Answers each voice hook with the next of its documents; checks each request's signature."""

    documents: list[tuple[Verb, ...]]
    hooks: list[tuple[str, dict[str, str]]]
    number: int = 0

    def answer(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        params = LINE.verify(
            request.method,
            url.raw_path.decode().partition("?")[0],
            url.query.decode(),
            request.headers,
            request.content,
        )
        assert dict(parse_qsl(url.query.decode())).items() <= dict(params).items()
        hook = url.path.rpartition("/")[2]
        self.hooks.append((hook, dict(params)))
        if hook in {"status", "amd"}:
            return httpx.Response(204)
        verbs, self.number = self.documents.pop(0), self.number + 1
        document = Document(CALL, 1, self.number, verbs)
        return httpx.Response(200, text=LINE.render(document), headers={"Content-Type": "text/xml"})


@dataclass
class World:
    phone: TwilioPhone
    sim: Simulator
    clock: VirtualClock
    callee: HandCallee
    service: Service

    def status_of(self, sid: str) -> str:
        return self.sim.calls[sid].status.value


@pytest.fixture
async def world() -> AsyncIterator[World]:
    service, clock, callee = Service([], []), VirtualClock(), HandCallee()
    async with httpx.AsyncClient(transport=httpx.MockTransport(service.answer)) as hooks:
        sim = Simulator(ACCOUNT, TOKEN, http=hooks, callee_for=lambda _: callee, clock=clock)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(sim.app)) as http:
            login = Login(ACCOUNT, TOKEN)
            phone = TwilioPhone(http, login, Urls(PUBLIC), base_url="http://twilio.test")
            yield World(phone, sim, clock, callee, service)
        await sim.close()


GREETING = (Say("How are you?", Line.GREETING), Listen(8, 2))
GOODBYE = (Say("Take care.", Line.GOODBYE), HangUp())


async def answered(world: World) -> str:
    """A call whose greeting is over; its callee is being listened to."""
    sid = await world.phone.place(PLACEMENT)
    await world.sim.settle()
    world.callee.answer(Answer())
    await world.clock.advance(10)
    return sid


async def test_a_whole_call_is_placed_signed_heard_and_ended(world: World) -> None:
    filler = (Say("Mm-hm.", Line.FILLER), LookAgain(1))
    world.service.documents = [GREETING, filler, GOODBYE]

    sid = await answered(world)
    world.callee.answer(Speech("quite well, 100 % & more", 0.8))
    await world.clock.advance(10)
    world.callee.answer(Silence())  # nobody speaks over the filler
    call = await world.clock.run(world.sim.finished(sid))
    await world.clock.run(world.sim.quiet())

    assert call.heard() == ["How are you?", "Mm-hm.", "Take care."]
    spoken = [params for hook, params in world.service.hooks if hook != "status"]
    assert [hook for hook, _ in world.service.hooks if hook not in {"status", "amd"}] == [
        "answer",
        "gather",
        "reply",
    ]
    assert any(params.get("SpeechResult") == "quite well, 100 % & more" for params in spoken)
    progress = [p["CallStatus"] for hook, p in world.service.hooks if hook == "status"]
    assert progress == ["initiated", "ringing", "in-progress", "completed"]
    assert await world.phone.status(sid) == "completed"
    assert world.sim.log == []


async def test_a_ringing_call_is_cancelled_and_a_second_time_is_no_error(world: World) -> None:
    sid = await world.phone.place(PLACEMENT)
    await world.sim.settle()

    await world.phone.hang_up(sid, cancel=True)
    await world.phone.hang_up(sid, cancel=True)
    await world.clock.run(world.sim.quiet())

    assert await world.phone.status(sid) == "canceled"


async def test_a_call_answered_meanwhile_is_put_down_all_the_same(world: World) -> None:
    world.service.documents = [GREETING]
    sid = await answered(world)

    await world.phone.hang_up(sid, cancel=True)
    await world.clock.run(world.sim.quiet())

    assert await world.phone.status(sid) == "completed"
    await world.phone.redirect(sid, CALL, 1)  # over: no error


async def test_a_redirected_line_fetches_the_newest_document(world: World) -> None:
    world.service.documents = [GREETING, GOODBYE]
    sid = await answered(world)

    await world.phone.redirect(sid, CALL, 1)
    call = await world.clock.run(world.sim.finished(sid))
    await world.clock.run(world.sim.quiet())

    assert call.heard()[-1] == "Take care."
    assert [p["at"] for hook, p in world.service.hooks if hook == "reply"] == ["1"]


async def test_a_dial_whose_answer_was_lost_is_found_while_it_rings(world: World) -> None:
    since_ms = world.clock.now_ms()
    assert await world.phone.find(PLACEMENT, since_ms) is None
    sid = await world.phone.place(PLACEMENT)
    await world.sim.settle()

    assert await world.phone.find(PLACEMENT, since_ms) == sid
    assert await world.phone.find(PLACEMENT, since_ms + 60_000) is None


async def test_a_number_twilio_does_not_take_is_refused_with_its_code(world: World) -> None:
    wrong = Placement("+15005550001", FROM, CALL, 1, 30)

    with pytest.raises(PhoneError, match="not valid") as caught:
        await world.phone.place(wrong)

    assert (caught.value.code, caught.value.retryable) == (21217, False)


async def test_a_wrong_token_is_told_apart_from_an_unknown_call(world: World) -> None:
    assert await world.phone.status("CA" + "9" * 32) == ""

    async with httpx.AsyncClient(transport=httpx.ASGITransport(world.sim.app)) as http:
        login, urls = Login(ACCOUNT, "wrong"), Urls(PUBLIC)
        stranger = TwilioPhone(http, login, urls, base_url="http://twilio.test")
        with pytest.raises(PhoneError, match="TWILIO_AUTH_TOKEN"):
            await stranger.status("CA" + "9" * 32)
