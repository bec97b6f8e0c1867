"""What goes wrong in a chaos run: webhooks twice, late, lost; REST answers that fail; SIGKILL."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from ruby_fsm.simulator.faults import TwilioFaultError

Kill = Callable[[], None]
DIALS = "/Calls.json"
UNHEARD_S = 0.05  # how far a request has come when the process dies under it


@dataclass
class Trouble:
    """Draws each misfortune by its chance; `done` counts them. `kill` ends the service at once."""

    rng: random.Random
    chances: dict[str, float]
    done: Counter[str] = field(default_factory=Counter)
    kill: Kill = lambda: None
    armed: list[str] = field(default_factory=list)  # where the next kills strike

    def has(self, what: str) -> bool:
        strikes = self.rng.random() < self.chances.get(what, 0.0)
        self.done[what] += strikes
        return strikes

    def strikes_at(self, point: str) -> bool:
        """Whether a kill waits for this point; it strikes once."""
        if point not in self.armed:
            return False
        self.armed.remove(point)
        self.done[f"killed at {point}"] += 1
        return True


class Webhooks(httpx.AsyncBaseTransport):
    """The way to the service. `base`: of a process that is up, as a proxy would pick one."""

    def __init__(self, trouble: Trouble, base: Callable[[], str]) -> None:
        self._inner = httpx.AsyncHTTPTransport()
        self._trouble = trouble
        self._base = base

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        body = await request.aread()
        kind = request.url.path.rsplit("/", 1)[-1]
        if self._trouble.has("webhook late"):
            await asyncio.sleep(self._trouble.rng.uniform(0.05, 0.6))
        if self._trouble.has("webhook lost"):
            raise httpx.ReadTimeout("lost on the way", request=request)
        if self._trouble.has("webhook twice"):
            await self._again(request, body)
        response = await self._through(request, body, kind)
        if self._trouble.has("answer lost"):
            raise httpx.ReadTimeout("its answer was lost", request=request)
        return response

    async def _through(self, request: httpx.Request, body: bytes, kind: str) -> httpx.Response:
        if not self._trouble.strikes_at(kind):
            return await self._send(request, body)
        sent = asyncio.ensure_future(self._send(request, body))
        await asyncio.wait({sent}, timeout=UNHEARD_S)
        self._trouble.kill()
        return await sent

    async def _again(self, request: httpx.Request, body: bytes) -> None:
        try:
            await self._send(request, body)
        except httpx.TransportError:
            self._trouble.done["webhook twice"] -= 1

    async def _send(self, request: httpx.Request, body: bytes) -> httpx.Response:
        base = httpx.URL(self._base())
        url = request.url.copy_with(scheme=base.scheme, host=base.host, port=base.port)
        copy = httpx.Request(request.method, url, headers=request.headers, content=body)
        copy.extensions = request.extensions
        response = await self._inner.handle_async_request(copy)
        await response.aread()
        return response

    async def aclose(self) -> None:
        await self._inner.aclose()


class FailingRest:
    """The way from the service to the network's REST side: before the ASGI app that works."""

    def __init__(self, app: Any, trouble: Trouble) -> None:
        self._app = app
        self._trouble = trouble

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        is_dial = scope.get("method") == "POST" and scope.get("path", "").endswith(DIALS)
        if not is_dial:
            await self._app(scope, receive, send)
        elif self._trouble.strikes_at("before the dial"):
            self._trouble.kill()
            await gone(receive)
        elif self._trouble.has("dial refused"):
            await refuse(send)
        elif self._trouble.strikes_at("after the dial"):
            await self._app(scope, receive, unheard)
            self._trouble.kill()
            await gone(receive)
        elif self._trouble.has("dial's answer lost"):
            await self._app(scope, receive, unheard)
            await gone(receive)
        else:
            await self._app(scope, receive, send)


async def gone(receive: Callable[[], Awaitable[Any]]) -> None:
    """Until whoever asked has given up, or is no more."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def unheard(_message: Any) -> None:
    """Where an answer goes that nobody gets."""


async def refuse(send: Callable[[Any], Awaitable[None]]) -> None:
    fault = TwilioFaultError(20429, "Too Many Requests")
    body = f'{{"code": {fault.code}, "message": "{fault.message}", "status": 429}}'.encode()
    kind = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 429, "headers": kind})
    await send({"type": "http.response.body", "body": body})
