"""The edge of HTTP: before routing and before anybody is known, and over every answer.

A body comes whole within its time and size or not at all; REST is shielded by client address; no
answer is stored by anybody, or shown in a frame.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from typing import Any

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from ruby_fsm.app.asking import asked_by
from ruby_fsm.app.edge import Edge
from ruby_fsm.app.ports import Ids
from ruby_fsm.web.access import methods_at
from ruby_fsm.web.docs import POLICY
from ruby_fsm.web.problems import BY_STATUS, PROBLEM, Problem, too_many
from ruby_fsm.web.request_id import HEADER, given, id_of, urn_of
from ruby_fsm.web.shield import Shield

HOOKS = "/voice/webhook/"
DOCS = "/docs"
HEADERS = {
    b"cache-control": b"no-store",
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'none'",
    b"cross-origin-resource-policy": b"same-origin",
    b"referrer-policy": b"no-referrer",
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
}
YEAR = (b"strict-transport-security", b"max-age=31536000")
TOO_LARGE, TOO_SLOW = 413, 408
PAGE = f"{POLICY}; frame-ancestors 'none'".encode()
Found = dict[bytes, bytes]
Headers = Iterable[tuple[bytes, bytes]]


class Gone(Exception):  # noqa: N818 - the client went away; nobody is left to answer
    pass


class Refused(Exception):  # noqa: N818 - an answer, not an error of ours
    def __init__(self, problem: Problem, *headers: tuple[bytes, bytes]) -> None:
        super().__init__(problem.title)
        self.problem = problem
        self.headers = headers


class Edging:
    """Stands before the app; one for its life."""

    def __init__(self, edge: Edge, ids: Ids) -> None:
        self.edge = edge
        self.ids = ids
        self.shield = Shield(edge.requests, edge.within_s, time.monotonic)

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        with asked_by(given(scope, self.ids)):
            await self._let_in(app, scope, receive, self._secured(send, scope))

    async def _let_in(self, app: ASGIApp, scope: Scope, receive: Receive, secured: Send) -> None:
        headers: Found = dict(scope["headers"])
        try:
            self._shielded(scope)
            whole = await self._whole(headers, receive)
        except Refused as refused:
            await answer(secured, refused, urn_of(scope))
        except Gone:
            return
        else:
            await app(scope, whole, secured)

    def _shielded(self, scope: Any) -> None:
        """Raises Refused."""
        if scope["path"].startswith(HOOKS):  # Twilio's many calls come from few addresses
            return
        client = scope.get("client")
        if wait_s := self.shield.wait_s(client[0] if client else ""):
            raise Refused(too_many(wait_s), (b"retry-after", str(wait_s).encode()))

    async def _whole(self, headers: Found, receive: Receive) -> Receive:
        """Gives the body at once. Raises Refused, Gone."""
        if b"content-length" not in headers and b"transfer-encoding" not in headers:
            return receive
        length = headers.get(b"content-length", b"0")
        if length.isdigit() and int(length) > self.edge.most_body_bytes:
            raise refused(TOO_LARGE)
        try:
            async with asyncio.timeout(self.edge.body_s):
                body = await self._body(receive)
        except TimeoutError:
            raise refused(TOO_SLOW) from None
        return again(body, receive)

    async def _body(self, receive: Receive) -> bytes:
        body = bytearray()
        while True:
            message = await receive()
            if message["type"] != "http.request":
                raise Gone
            body += message["body"]
            if len(body) > self.edge.most_body_bytes:
                raise refused(TOO_LARGE)
            if not message["more_body"]:
                return bytes(body)

    def _secured(self, send: Send, scope: Any) -> Send:
        is_page = scope["path"].rstrip("/") == DOCS
        headers = {**HEADERS, b"content-security-policy": PAGE} if is_page else HEADERS
        mark = (HEADER.lower().encode(), id_of(scope).encode())

        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                has = [*told(scope, message["headers"])]
                message["headers"] = [*has, mark, *self._missing(headers, has)]
            await send(message)

        return secured

    def _missing(self, headers: Found, given: Headers) -> Iterator[tuple[bytes, bytes]]:
        """A page that has a policy of its own keeps it."""
        has = {name.lower() for name, _ in given}
        yield from ((name, value) for name, value in headers.items() if name not in has)
        if self.edge.is_https:
            yield YEAR


def told(scope: Any, headers: Headers) -> Headers:
    """Of a path with several methods the framework's own OPTIONS names but one."""
    methods = methods_at(scope) if scope.get("method") == "OPTIONS" else ()
    allow = ", ".join(sorted({*methods, "OPTIONS"})).encode()
    for name, value in headers:
        yield name, allow if methods and name.lower() == b"allow" else value


def refused(status: int) -> Refused:
    """What is left of the body is not read: the connection ends."""
    return Refused(BY_STATUS[status], (b"connection", b"close"))


def again(body: bytes, receive: Receive) -> Receive:
    is_given = False

    async def given() -> Any:
        nonlocal is_given
        if is_given:
            return await receive()
        is_given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return given


async def answer(send: Send, refused: Refused, instance: str) -> None:
    body = json.dumps(asdict(replace(refused.problem, instance=instance))).encode()
    headers = [
        (b"content-type", PROBLEM.encode()),
        (b"content-length", str(len(body)).encode()),
        *refused.headers,
    ]
    status = refused.problem.status
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
