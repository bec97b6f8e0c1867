"""What passes between the network, the service and its store: seen, waited for, and broken."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import parse_qsl

import httpx

from ruby_fsm.app.ports import Clock
from ruby_fsm.errors import Unavailable

T = TypeVar("T")
HOOKS = "/voice/webhook/"
IGNORED = frozenset(
    {"status", "amd", "accept-status", "alert-status"}
)  # webhooks whose answer Twilio does not play


@dataclass(frozen=True, eq=False)
class Exchange:
    """One request to the service and its answer."""

    path: str
    query: str
    body: bytes
    arrived_ms: int
    answered_ms: int
    status: int
    answer: str

    @property
    def is_hook(self) -> bool:
        return self.path.startswith(HOOKS)

    @property
    def kind(self) -> str:
        return self.path.removeprefix(HOOKS)

    @property
    def is_spoken(self) -> bool:
        return self.is_hook and self.kind not in IGNORED

    @cached_property
    def params(self) -> dict[str, str]:
        return dict(parse_qsl(self.query, keep_blank_values=True))

    @cached_property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


class Traffic:
    """Stands before the service: keeps every exchange. `is_dead`: the process has just died.

    `witness` is called before any byte of an answer goes out.
    """

    def __init__(self, app: Callable[[], Any], clock: Clock) -> None:
        self._app = app
        self._clock = clock
        self.exchanges: list[Exchange] = []
        self.is_dead = False
        self.witness: Callable[[], None] = lambda: None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        arrived_ms, status, answer = self._clock.now_ms(), 0, b""
        body = await _whole(receive)

        async def receive_again() -> dict[str, object]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send_and_see(message: Any) -> None:
            nonlocal status, answer
            self.witness()
            status = message.get("status", status)
            answer += message.get("body", b"")
            await send(message)

        try:
            await self._app()(scope, receive_again, send_and_see)
        except asyncio.CancelledError:
            if self.is_dead:
                raise httpx.ReadError("the process died") from None
            raise
        query = scope["query_string"].decode()
        now_ms = self._clock.now_ms()
        self.exchanges.append(
            Exchange(scope["path"], query, body, arrived_ms, now_ms, status, answer.decode())
        )


async def _whole(receive: Any) -> bytes:
    message = await receive()
    body: bytes = message.get("body", b"")
    while message.get("more_body"):
        message = await receive()
        body += message.get("body", b"")
    return body


async def at_rest() -> None:
    """Until every task waits for something: the clock, a thread, or the test's hand."""
    loop = asyncio.get_running_loop()
    await asyncio.sleep(0)
    # Exact, where any number of turns would be a guess; no public interface tells it.
    while loop._ready:  # type: ignore[attr-defined]  # noqa: ASYNC110 - there is no such event
        await asyncio.sleep(0)


class AtOnce(ThreadPoolExecutor):
    """Runs in the loop what would run in a thread, so that a test need not wait for it."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        done: Future[T] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001 - as a thread would: whoever waits hears it
            done.set_exception(error)
        return done


class Gate:
    """Stands before the store: counts what is under way there, and can hold or refuse it.

    A held unit counts for nothing: it waits for the test's hand.
    """

    def __init__(self) -> None:
        self.is_away = False
        self._under_way = 0
        self._quiet = asyncio.Event()
        self._open = asyncio.Event()
        self._heard = asyncio.Event()
        for event in (self._quiet, self._open, self._heard):
            event.set()

    def hold(self) -> None:
        """From now on no unit begins."""
        self._open.clear()

    def hold_answers(self) -> None:
        """From now on units are done, and nobody hears of it."""
        self._heard.clear()

    def leave(self) -> None:
        """From now on units are refused."""
        self.is_away = True

    def release(self) -> None:
        self.is_away = False
        self._open.set()
        self._heard.set()

    @property
    def is_busy(self) -> bool:
        return not self._quiet.is_set()

    async def quiet(self) -> None:
        await self._quiet.wait()

    def before(self, run: Callable[..., Awaitable[T]]) -> Callable[..., Awaitable[T]]:
        async def guarded(*given: Any) -> T:
            await self._open.wait()
            if self.is_away:
                raise Unavailable("away on purpose")
            self._under_way += 1
            self._quiet.clear()
            try:
                done = await run(*given)
            finally:
                self._under_way -= 1
                if not self._under_way:
                    self._quiet.set()
            await self._heard.wait()
            return done

        return guarded


class Rest(httpx.AsyncBaseTransport):
    """Twilio's REST side as the service reaches it.

    `faults` break the next requests, in order: a number is the status Twilio refuses with, a pair
    the status and Twilio's code, an exception is raised after Twilio has done what it was asked,
    but for a connection never made. `others`: what else is reached, by host.
    """

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        self.exchanges: list[tuple[httpx.Request, httpx.Response]] = []
        self.faults: list[Exception | int | tuple[int, int]] = []
        self.others: dict[str, httpx.AsyncBaseTransport] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if other := self.others.get(request.url.host):
            return await other.handle_async_request(request)
        form = dict(parse_qsl((await request.aread()).decode(), keep_blank_values=True))
        self.requests.append((request.method, request.url.path, form))
        fault = self.faults.pop(0) if self.faults else None
        if isinstance(fault, int | tuple):
            status, code = fault if isinstance(fault, tuple) else (fault, 20429)
            return httpx.Response(status, json={"code": code, "message": "", "status": status})
        if isinstance(fault, httpx.ConnectError):
            raise fault
        response = await self._inner.handle_async_request(request)
        await response.aread()
        self.exchanges.append((request, response))
        if fault is not None:
            raise fault
        return response

    def made(self, method: str, ending: str) -> list[dict[str, str]]:
        """The forms of all requests of this method whose path ends so."""
        return [
            form
            for how, path, form in self.requests
            if (how, path[-len(ending) :]) == (method, ending)
        ]
