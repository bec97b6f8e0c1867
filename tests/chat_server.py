"""A chat server on a real socket that answers just as a test says, faults and all."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Asked:
    """One request."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


Answer = AsyncIterator[bytes]


@dataclass
class ChatServer:
    """`answer` makes the bytes of each answer; `gone` is set when a client has left one."""

    port: int = 0
    answer: Callable[[Asked], Answer] = lambda _: said("Well.")
    asked: list[Asked] = field(default_factory=list)
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            asked = await request(reader)
            self.asked.append(asked)
            self.arrived.set()
            async for piece in self.answer(asked):
                writer.write(piece)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.gone.set()
            writer.close()


async def request(reader: asyncio.StreamReader) -> Asked:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    first, *rest = head.strip().split("\r\n")
    method, target, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (x.partition(":") for x in rest)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Asked(method, target, headers, body)


@asynccontextmanager
async def chat_server() -> AsyncIterator[ChatServer]:
    """A server on a free port; whoever still hangs on it is cut off at the end."""
    made = ChatServer()
    tasks: set[asyncio.Task[None]] = set()

    def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(made.serve(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(begin, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()
        for task in tuple(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await server.wait_closed()


# --- answers -------------------------------------------------------------------------------------
def head(status: int = 200, kind: str = "application/json", **more: str) -> bytes:
    lines = [f"HTTP/1.1 {status} X", f"Content-Type: {kind}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in more.items()]
    return "\r\n".join([*lines, "", ""]).encode()


async def whole(body: object, status: int = 200, **more: str) -> Answer:
    """One JSON answer, or text as it is."""
    is_text = isinstance(body, str)
    kind = "text/plain" if is_text else "application/json"
    yield head(status, kind, **more) + (body if is_text else json.dumps(body)).encode()


def said(text: str, **more: object) -> Answer:
    """A chat completion in one piece."""
    return whole({"choices": [{"message": {"role": "assistant", "content": text}}], **more})


def chunk(text: str) -> str:
    return "data: " + json.dumps({"choices": [{"delta": {"content": text}}]}) + "\n\n"


async def streamed(*events: str) -> Answer:
    """Server-sent events, one write each."""
    yield head(kind="text/event-stream")
    for event in events:
        yield event.encode()


async def hung(*before: bytes) -> Answer:
    """So many bytes and then nothing, for ever."""
    for piece in before:
        yield piece
    await asyncio.Event().wait()


async def endless(kind: str = "application/json") -> Answer:
    yield head(kind=kind)
    while True:
        yield b"x" * 65_536
