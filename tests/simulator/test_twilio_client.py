"""Twilio's own Python client works against the simulator over real sockets, unchanged."""

import asyncio
import math
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import uvicorn
from twilio.base.exceptions import TwilioRestException
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


@asynccontextmanager
async def called(
    documents: dict[str, object], *steps: dict[str, Any], speed: float = math.inf
) -> AsyncIterator[tuple[Client, Simulator, App, str]]:
    """An application, a simulator that rings a scripted callee, and Twilio's client for it."""
    app = App(documents)
    callee = ScriptedCallee(Script.of("test", steps), asyncio.sleep)
    async with served(app) as address, httpx.AsyncClient() as http:
        sim = Simulator(ACCOUNT, TOKEN, http=http, callee_for=lambda _: callee, speed=speed)
        async with served(sim.app) as base:
            client = Client(ACCOUNT, TOKEN)
            client.api.base_url = base
            yield client, sim, app, address
            await sim.close()


LISTEN = '<Gather input="speech" action="/heard" speechTimeout="2"><Say>Well?</Say></Gather>'
DOCUMENTS: dict[str, object] = {
    "/answer": twiml(LISTEN),
    "/heard": twiml("<Say>Goodbye.</Say><Hangup/>"),
}


async def test_a_call_is_created_carried_by_signed_webhooks_and_fetched() -> None:
    async with called(DOCUMENTS, {"say": "quite well"}, {"hear": "goodbye"}) as parts:
        client, sim, app, address = parts
        created = await asyncio.to_thread(
            client.calls.create,
            to=TO,
            from_=FROM,
            url=f"{address}/answer?call=CL1#rc=1&rp=ct",
            status_callback=f"{address}/status",
            status_callback_event=["initiated", "ringing", "answered", "completed"],
        )
        await sim.finished(created.sid)
        await sim.quiet()
        fetched = await asyncio.to_thread(client.calls(created.sid).fetch)

    assert created.status == "queued"
    assert fetched.status == "completed"
    assert isinstance(fetched.date_created, datetime)
    assert all(got.signed for got in app.got)
    assert app.at("/answer")[0]["call"] == "CL1"
    assert app.kinds() == ["initiated", "ringing", "in-progress", "completed"]
    assert sim.log == []


async def test_a_call_is_listed_and_deleted() -> None:
    async with called(DOCUMENTS, {"hang_up": True}) as (client, sim, _, address):
        create = client.calls.create
        sids = [
            (await asyncio.to_thread(create, to=TO, from_=FROM, url=f"{address}/answer")).sid
            for _ in range(3)
        ]
        await sim.quiet()
        since = datetime.now(UTC) - timedelta(minutes=5)
        listed = await asyncio.to_thread(
            client.calls.list, to=TO, start_time_after=since, page_size=2
        )
        later = await asyncio.to_thread(
            client.calls.list, start_time_after=datetime.now(UTC) + timedelta(minutes=5)
        )
        deleted = await asyncio.to_thread(client.calls(sids[0]).delete)
        left = await asyncio.to_thread(client.calls.list)

    assert {call.sid for call in listed} == set(sids)
    assert later == []
    assert deleted
    assert {call.sid for call in left} == set(sids[1:])


async def test_a_ringing_call_is_cancelled_and_then_is_over() -> None:
    async with called(DOCUMENTS, {"answer": "no-answer"}, speed=1) as (client, sim, _, address):
        created = await asyncio.to_thread(
            client.calls.create, to=TO, from_=FROM, url=f"{address}/answer"
        )
        call = client.calls(created.sid)
        await asyncio.to_thread(call.update, status="canceled")
        ended = await sim.finished(created.sid)
        with pytest.raises(TwilioRestException) as caught:
            await asyncio.to_thread(call.update, status="completed")

    assert ended.status == "canceled"
    assert (caught.value.status, caught.value.code) == (400, 21220)


async def test_a_refusal_reaches_the_client_as_twilios() -> None:
    async with called(DOCUMENTS, {"hang_up": True}) as (client, _, _, address):
        with pytest.raises(TwilioRestException) as caught:
            await asyncio.to_thread(
                client.calls.create, to="+15005550001", from_=FROM, url=f"{address}/answer"
            )

    assert (caught.value.status, caught.value.code) == (400, 21217)
