"""What the tests of the REST side say often: a call in a state, a refusal, a whole database."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from litestar import Litestar

from ruby_fsm.simulator import Answer, Listening, Speech
from tests import world
from tests.looking import every_row, place_in
from tests.world import TO_NUMBER, Ruby

INITIATE = "/ai-calling/initiate-ai-call"
DANGER = "I want to kill myself tonight"
RESOURCES = "nine eight eight"
OTHER, THIRD = "+14155550101", "+14155550102"
CALL_ID = re.compile(r"CL[0-9a-f]{32}")
SID = re.compile(r"CA[0-9a-f]{32}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
BEARER = "one-token-with-more-than-twenty-characters"
UNKNOWN = "CL" + "f" * 32


_apps: list[Litestar] = []


@asynccontextmanager
async def ruby(data: Path, **more: Any) -> AsyncIterator[Ruby]:
    """A world as `tests.world` makes it; the app is made once for all of them, one at a time."""
    async with world.ruby(data, app=_apps[0] if _apps else None, **more) as it:
        if not _apps and it.app is not None:
            _apps.append(it.app)
        yield it


def refused(answer: httpx.Response, status: int, kind: str) -> dict[str, Any]:
    """The problem of an error answer, whose form holds for every one of them."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert set(problem) == {"type", "title", "status", "detail", "errors", "instance"}
    assert problem["instance"] == f"urn:ruby-fsm:request:{answer.headers['X-Request-ID']}"
    assert problem["type"] == f"urn:ruby-fsm:problem:{kind}"
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    return problem


def pointers(problem: dict[str, Any]) -> dict[str, str]:
    return {fault["pointer"]: fault["detail"] for fault in problem["errors"]}


async def ask(it: Ruby, to: str = TO_NUMBER, key: str = "", **more: Any) -> httpx.Response:
    """A call asked for, with an Idempotency-Key or without."""
    headers = {"Idempotency-Key": key} if key else {}
    return await it.api.post(INITIATE, json={"to_number": to, **more}, headers=headers)


def form_of(sid: str, **more: str) -> dict[str, str]:
    """What Twilio sends with every webhook of a call on the line."""
    return {"CallSid": sid, "CallStatus": "in-progress", **more}


async def talking(it: Ruby, to: str = TO_NUMBER, **more: Any) -> str:
    """The id of a call on which Ruby listens."""
    placed = await it.initiate(to, **more)
    await it.pass_time(1)
    it.callees[to].answer(Answer(after_s=1))
    await it.reach(Listening, to)
    return str(placed["call_id"])


async def says(it: Ruby, words: str, to: str = TO_NUMBER) -> None:
    it.callees[to].answer(Speech(words))
    await it.reach(Listening, to)


async def in_crisis(it: Ruby, to: str = TO_NUMBER) -> str:
    """The id of a call on which danger was heard."""
    call_id = await talking(it, to)
    await says(it, DANGER, to)
    return call_id


def dump(data: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the database, so that it can be compared."""
    return every_row(place_in(data))


def count_calls(data: Path) -> int:
    return len(dump(data)["ruby_calls"])


class Held(httpx.AsyncBaseTransport):
    """Twilio's REST side while it takes its time: `asked` once it is, it answers once `free`."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner
        self.asked, self.free = asyncio.Event(), asyncio.Event()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.set()
        await self.free.wait()
        return await self._inner.handle_async_request(request)


@asynccontextmanager
async def slow_rest(it: Ruby) -> AsyncIterator[Held]:
    await it.calm()
    held = it.rest._inner = Held(it.rest._inner)
    try:
        yield held
    finally:
        held.free.set()
        await it.calm()


async def status(it: Ruby, ref: str) -> dict[str, Any]:
    answer = await it.api.get(f"/phone/call/{ref}/status")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def active(it: Ruby, query: str = "") -> dict[str, Any]:
    answer = await it.api.get(f"/ai-calling/calls/active{query}")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def end(it: Ruby, ref: str, **body: Any) -> dict[str, Any]:
    answer = await it.api.post(f"/ai-calling/call/{ref}/end", json=body)
    assert answer.status_code == 200, answer.text
    await it.calm()
    told: dict[str, Any] = answer.json()
    return told
