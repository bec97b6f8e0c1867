"""Whoever is told of danger by machine: a receiver of webhooks, and a mail server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class Received:
    """One POST: its headers by lower-case name, its body."""

    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """`status`: what it answers. `hangs`: it never does."""

    url: str = ""
    status: int = 204
    hangs: bool = False
    received: list[Received] = field(default_factory=list[Received])

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        pairs = (line.partition(": ") for line in head.split("\r\n")[1:] if line)
        headers = {name.lower(): value for name, _, value in pairs}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        self.received.append(Received(headers, body))
        if self.hangs:
            await reader.read()
        else:
            writer.write(f"HTTP/1.1 {self.status} X\r\nContent-Length: 0\r\n\r\n".encode())
            await writer.drain()
        writer.close()


@asynccontextmanager
async def receiver() -> AsyncIterator[Receiver]:
    made = Receiver()
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/ruby"
    async with server:
        yield made


@dataclass
class MailServer:
    """Takes mail in plain words. `refuses`: the verb it answers with 550. `logins`: AUTH lines."""

    port: int = 0
    refuses: str = ""
    mails: list[str] = field(default_factory=list[str])
    logins: list[str] = field(default_factory=list[str])

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 near\r\n")
        while line := (await reader.readline()).decode().strip():
            verb = line.split(" ", 1)[0].upper()
            writer.write(await self._answer(verb, line, reader, writer))
            await writer.drain()
            if verb == "QUIT":
                break
        writer.close()

    async def _answer(
        self, verb: str, line: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bytes:
        if verb == self.refuses:
            return b"550 no\r\n"
        match verb:
            case "EHLO":
                return b"250-near\r\n250 AUTH PLAIN\r\n"
            case "AUTH":
                self.logins.append(line)
                return b"235 welcome\r\n"
            case "DATA":
                writer.write(b"354 go on\r\n")
                mail = await reader.readuntil(b"\r\n.\r\n")
                self.mails.append(mail.decode())
            case _:
                pass
        return b"250 well\r\n"


@asynccontextmanager
async def mail_server() -> AsyncIterator[MailServer]:
    made = MailServer()
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    async with server:
        yield made
