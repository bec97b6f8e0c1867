"""A client so lean that the server is the bottleneck: one connection, one request at a time."""

from __future__ import annotations

import asyncio
import re

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
HEAD_END = b"\r\n\r\n"
LIMIT_S = 30.0


class Connection(asyncio.Protocol):
    """HTTP/1.1, kept alive; answers with Content-Length only, which is all these servers send."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[tuple[int, str]] | None = None
        self._data = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(exc or ConnectionError("the server hung up"))

    def data_received(self, data: bytes) -> None:
        self._data += data
        end = self._data.find(HEAD_END)
        if end < 0:
            return
        found = LENGTH.search(self._data, 0, end)
        whole = end + len(HEAD_END) + (int(found[1]) if found else 0)
        if len(self._data) >= whole and self._answer is not None:
            status = int(self._data[9:12])
            body = self._data[end + len(HEAD_END) : whole].decode()
            self._data = self._data[whole:]
            self._answer.set_result((status, body))

    async def ask(self, request: bytes) -> tuple[int, str]:
        """Status and body. Raises TimeoutError: no server may keep a run waiting for ever."""
        assert self._transport is not None
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[tuple[int, str]] = loop.create_future()
        self._answer = answer
        self._transport.write(request)
        alarm = loop.call_later(LIMIT_S, give_up, answer)
        try:
            return await answer
        finally:
            alarm.cancel()

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


def give_up(answer: asyncio.Future[tuple[int, str]]) -> None:
    if not answer.done():
        answer.set_exception(TimeoutError(f"no answer within {LIMIT_S:.0f} s"))


async def connected(port: int) -> Connection:
    loop = asyncio.get_running_loop()
    _, connection = await loop.create_connection(Connection, "127.0.0.1", port)
    return connection


def request(method: str, target: str, body: bytes = b"", kind: str = "", **headers: str) -> bytes:
    """A request as bytes; `_` in a header's name stands for `-`."""
    lines = [f"{method} {target} HTTP/1.1", "Host: ruby.example.com"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if body:
        lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body
