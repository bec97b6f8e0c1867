"""Twilio's own Python client works against the simulator over real sockets, both of its ways."""

from __future__ import annotations

import asyncio
import math
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import uvicorn
from twilio.base.exceptions import TwilioRestException
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.rest import Client

from ruby_fsm.simulator import Script, ScriptedCallee, Simulator
from ruby_fsm.simulator.rest import Asgi
from tests.simulator.sim_world import ACCOUNT, FROM, TO, TOKEN, App, twiml


@asynccontextmanager
async def served(app: Asgi) -> AsyncIterator[str]:
    """Serve an application on a free port of this computer; yields its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_config=None, lifespan="off", ws="none")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve([listener]))
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        await serving
        listener.close()


class Blocking:
    """The client as most programs use it, each request in a thread."""

    def __init__(self, base: str, secret: str = TOKEN) -> None:
        self.client = Client(ACCOUNT, secret)
        self.client.api.base_url = base

    async def close(self) -> None:
        pass

    async def create(self, **order: Any) -> Any:
        return await asyncio.to_thread(self.client.calls.create, **order)

    async def fetch(self, sid: str) -> Any:
        return await asyncio.to_thread(self.client.calls(sid).fetch)

    async def update(self, sid: str, **change: Any) -> Any:
        return await asyncio.to_thread(self.client.calls(sid).update, **change)

    async def list(self, **filters: Any) -> list[Any]:
        return await asyncio.to_thread(self.client.calls.list, **filters)

    async def delete(self, sid: str) -> bool:
        return await asyncio.to_thread(self.client.calls(sid).delete)


class Async:
    """The client on aiohttp, as a program with an event loop uses it."""

    def __init__(self, base: str, secret: str = TOKEN) -> None:
        self.http = AsyncTwilioHttpClient()
        self.client = Client(ACCOUNT, secret, http_client=self.http)
        self.client.api.base_url = base

    async def close(self) -> None:
        await self.http.close()

    async def create(self, **order: Any) -> Any:
        return await self.client.calls.create_async(**order)

    async def fetch(self, sid: str) -> Any:
        return await self.client.calls(sid).fetch_async()

    async def update(self, sid: str, **change: Any) -> Any:
        return await self.client.calls(sid).update_async(**change)

    async def list(self, **filters: Any) -> list[Any]:
        return await self.client.calls.list_async(**filters)

    async def delete(self, sid: str) -> bool:
        return await self.client.calls(sid).delete_async()


Way = type[Blocking] | type[Async]
both = pytest.mark.parametrize("way", [Blocking, Async])
# twilio 9 hands aiohttp its password in a form that aiohttp 4 will not take any more.
pytestmark = pytest.mark.filterwarnings("ignore:.*[aA]uth.* is deprecated:DeprecationWarning")


@asynccontextmanager
async def called(
    way: Way,
    documents: dict[str, object],
    *steps: dict[str, Any],
    speed: float = math.inf,
    secret: str = TOKEN,
) -> AsyncIterator[tuple[Blocking | Async, Simulator, App, str]]:
    """An application, a simulator that rings a scripted callee, and Twilio's client for it."""
    app = App(documents)
    callee = ScriptedCallee(Script.of("test", steps), asyncio.sleep)
    async with served(app) as address, httpx.AsyncClient() as http:
        sim = Simulator(ACCOUNT, TOKEN, http=http, callee_for=lambda _: callee, speed=speed)
        async with served(sim.app) as base:
            calls = way(base, secret)
            yield calls, sim, app, address
            await calls.close()
            await sim.close()


LISTEN = '<Gather input="speech" action="/heard" speechTimeout="2"><Say>Well?</Say></Gather>'
DOCUMENTS: dict[str, object] = {
    "/answer": twiml(LISTEN),
    "/heard": twiml("<Say>Goodbye.</Say><Hangup/>"),
}
UNKNOWN = f"CA{'f' * 32}"


async def refused(asked: Awaitable[object]) -> tuple[int, int]:
    """Status and code of the error that Twilio's client raises."""
    with pytest.raises(TwilioRestException) as caught:
        await asked
    return caught.value.status, caught.value.code


@both
async def test_a_call_is_created_carried_by_signed_webhooks_and_fetched(way: Way) -> None:
    steps = {"say": "quite well"}, {"hear": "goodbye"}
    async with called(way, DOCUMENTS, *steps) as (calls, sim, app, address):
        created = await calls.create(
            to=TO,
            from_=FROM,
            url=f"{address}/answer?call=CL1#rc=1&rp=ct",
            status_callback=f"{address}/status",
            status_callback_event=["initiated", "ringing", "answered", "completed"],
        )
        await sim.finished(created.sid)
        await sim.quiet()
        fetched = await calls.fetch(created.sid)

    assert created.status == "queued"
    assert fetched.status == "completed"
    assert isinstance(fetched.date_created, datetime)
    assert all(got.signed for got in app.got)
    assert app.at("/answer")[0]["call"] == "CL1"
    assert app.kinds() == ["initiated", "ringing", "in-progress", "completed"]
    assert sim.log == []


@both
async def test_calls_are_listed_page_by_page_filtered_and_deleted(way: Way) -> None:
    async with called(way, DOCUMENTS, {"hang_up": True}) as (calls, sim, _, address):
        order = {"from_": FROM, "url": f"{address}/answer"}
        sids = [(await calls.create(to=TO, **order)).sid for _ in range(5)]
        other = (await calls.create(to="+14155550199", **order)).sid
        await sim.quiet()
        recent = datetime.now(UTC) - timedelta(minutes=5)
        listed = await calls.list(to=TO, start_time_after=recent, page_size=2)
        first = await calls.list(to=TO, page_size=2, limit=3)
        later = await calls.list(start_time_after=datetime.now(UTC) + timedelta(minutes=5))
        busy = await calls.list(status="busy")
        deleted = await calls.delete(sids[0])
        left = await calls.list()

    assert {call.sid for call in listed} == set(sids)
    assert len(first) == 3
    assert later == busy == []
    assert deleted
    assert {call.sid for call in left} == {*sids[1:], other}


@both
async def test_a_ringing_call_is_cancelled_and_then_is_over(way: Way) -> None:
    steps = ({"answer": "no-answer"},)
    async with called(way, DOCUMENTS, *steps, speed=1) as (calls, sim, _, address):
        created = await calls.create(to=TO, from_=FROM, url=f"{address}/answer")
        await calls.update(created.sid, status="canceled")
        ended = await sim.finished(created.sid)

        assert ended.status == "canceled"
        assert await refused(calls.update(created.sid, status="completed")) == (400, 21220)


Ask = Callable[["Blocking | Async"], Awaitable[object]]


@both
@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda calls: calls.create(to="+15005550001", from_=FROM, url="http://x/"), (400, 21217)),
        (lambda calls: calls.create(to="nobody", from_=FROM, url="http://x/"), (400, 21211)),
        (lambda calls: calls.fetch(UNKNOWN), (404, 20404)),
        (lambda calls: calls.update(UNKNOWN, status="completed"), (404, 20404)),
        (lambda calls: calls.delete(UNKNOWN), (404, 20404)),
    ],
    ids=["magic-number", "no-number", "fetch", "update", "delete"],
)
async def test_a_refusal_reaches_the_client_as_twilios(
    way: Way, ask: Ask, told: tuple[int, int]
) -> None:
    async with called(way, DOCUMENTS, {"hang_up": True}) as (calls, _, _, _):
        assert await refused(ask(calls)) == told


@both
async def test_a_wrong_token_is_refused_as_twilio_does(way: Way) -> None:
    async with called(way, DOCUMENTS, {"hang_up": True}, secret="w" * 32) as (calls, _, _, _):
        assert await refused(calls.fetch(UNKNOWN)) == (401, 20003)


async def test_the_countries_that_may_be_called_are_told() -> None:
    async with called(Blocking, {}) as (calls, sim, _, _):
        assert isinstance(calls, Blocking)
        sim.countries = {"US", "DE"}
        calls.client.voice.base_url = calls.client.api.base_url
        listed = calls.client.voice.v1.dialing_permissions.countries.list
        permitted = await asyncio.to_thread(listed, low_risk_numbers_enabled=True)
        (german,) = await asyncio.to_thread(listed, iso_code="DE")

    assert [one.iso_code for one in permitted] == ["DE", "US"]
    assert german.country_codes == ["+49"]
