"""An application of our account, small enough to read, and a simulator that calls it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, MutableMapping, Sequence
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import httpx
from twilio.request_validator import RequestValidator, get_signature_algorithm

from ruby_fsm.simulator import Answer, Callee, HandCallee, Listening, Simulator, VirtualClock

ACCOUNT = "AC" + "0" * 32
TOKEN = "0123456789abcdef0123456789abcdef"
TO, FROM = "+14155550100", "+15005550006"
APP = "http://app.test"

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


@dataclass(frozen=True)
class Got:
    """A webhook as the application received it."""

    path: str
    method: str
    params: dict[str, str]
    headers: dict[str, str]
    signed: bool


@dataclass
class Answering:
    """What the application answers on a path."""

    body: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/xml"})


class App:
    """Answers from `documents` (path: TwiML, or an Answering, or a list to use up one by one)."""

    def __init__(self, documents: Mapping[str, object], secret: str = TOKEN) -> None:
        self.documents = deepcopy(dict(documents))
        self.got: list[Got] = []
        self.validator = RequestValidator(secret)

    def kinds(self) -> list[str]:
        return [got.params.get("CallStatus", "") for got in self.got if got.path == "/status"]

    def at(self, path: str) -> list[dict[str, str]]:
        return [got.params for got in self.got if got.path == path]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = b""
        while (message := await receive()).get("more_body"):
            body += message["body"]
        body += message["body"]
        self.got.append(self._read(scope, body))
        answering = self._next(scope["path"])
        headers = [(k.lower().encode(), v.encode()) for k, v in answering.headers.items()]
        head = {"type": "http.response.start", "status": answering.status, "headers": headers}
        await send(head)
        await send({"type": "http.response.body", "body": answering.body.encode()})

    def _next(self, path: str) -> Answering:
        document = self.documents.get(path, Answering(status=204))
        if isinstance(document, list):
            document = document.pop(0) if len(document) > 1 else document[0]
        return document if isinstance(document, Answering) else Answering(str(document))

    def _read(self, scope: Scope, body: bytes) -> Got:
        headers = {k.decode(): v.decode() for k, v in scope["headers"]}
        query = scope["query_string"].decode()
        url = f"{scope['scheme']}://{headers['host']}{scope['path']}" + (query and f"?{query}")
        form = dict(parse_qsl(body.decode(), keep_blank_values=True))
        algorithm = get_signature_algorithm(headers.get("x-twilio-webhooks-signature-settings", ""))
        signature = headers.get("x-twilio-signature", "")
        signed = self.validator.validate(url, form, signature, algorithm)
        params = form | dict(parse_qsl(query, keep_blank_values=True))
        return Got(scope["path"], scope["method"], params, headers, bool(signed))


@dataclass
class World:
    """Application, simulator, clock, and a client that speaks to the simulator's REST."""

    app: App
    sim: Simulator
    clock: VirtualClock
    rest: httpx.AsyncClient
    callee: HandCallee

    async def create(self, **form: str | Sequence[str]) -> str:
        """Create a call; returns its sid."""
        order = {"To": TO, "From": FROM, "Url": f"{APP}/answer"} | form
        response = await self.rest.post(CALLS, data=order)
        assert response.status_code == 201, response.text
        sid: str = response.json()["sid"]
        return sid

    async def update(self, sid: str, **form: str) -> httpx.Response:
        return await self.rest.post(f"{CALLS.removesuffix('.json')}/{sid}.json", data=form)

    async def finish(self, sid: str) -> list[str]:
        """Run the call to its end; returns what the callee heard."""
        call = await self.clock.run(self.sim.finished(sid))
        await self.clock.run(self.sim.quiet())
        return call.heard()


CALLS = f"/2010-04-01/Accounts/{ACCOUNT}/Calls.json"


@asynccontextmanager
async def world(
    documents: Mapping[str, object],
    callee: Callee | None = None,
    *,
    people: Mapping[str, Callee] | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
    clock: VirtualClock | None = None,
    **options: Any,
) -> AsyncIterator[World]:
    """`callee` answers every number but those of `people`."""
    app, clock, hand = App(documents), clock or VirtualClock(), HandCallee()
    http = httpx.AsyncClient(transport=transport or httpx.ASGITransport(app))
    by_number, anybody = people or {}, callee or hand

    def answers(number: str) -> Callee:
        return by_number.get(number, anybody)

    sim = Simulator(ACCOUNT, TOKEN, http=http, callee_for=answers, clock=clock, **options)
    rest = httpx.AsyncClient(
        transport=httpx.ASGITransport(sim.app),
        base_url="http://twilio.test",
        auth=(ACCOUNT, TOKEN),
    )
    try:
        yield World(app, sim, clock, rest, hand)
    finally:
        await sim.close()
        await rest.aclose()
        await http.aclose()


def twiml(*verbs: str) -> str:
    return f"<Response>{''.join(verbs)}</Response>"


EVENTS = ("initiated", "ringing", "answered", "completed")
STATUS: dict[str, str | Sequence[str]] = {
    "StatusCallback": f"{APP}/status",
    "StatusCallbackEvent": EVENTS,
}
HELLO = twiml("<Say>Hello.</Say>")
ASK = '<Gather input="speech dtmf" action="/heard" speechTimeout="2"><Say>Well?</Say></Gather>'


async def answered(w: World, **form: str | Sequence[str]) -> str:
    """Create a call and pick up at once; the clock stands while the first document is played."""
    sid = await w.create(**form)
    await w.sim.settle()
    w.callee.answer(Answer(after_s=0))
    await w.clock.advance(0)
    return sid


async def asked(w: World) -> Listening:
    """Let time pass until the callee's turn has come."""
    while not isinstance(w.callee.asked, Listening):
        await w.clock.advance(1)
    return w.callee.asked
