"""Twilio's REST side, so far as a service needs it: takes every dial, and every line stands."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import parse_qs

from bench.account import ACCOUNT


@dataclass(frozen=True, slots=True)
class Dialled:
    """`url`: where the answer is to be told."""

    sid: str
    to_number: str
    url: str


class Rest:
    """`dialled` holds what was placed, in order."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - ids that nobody need not guess
        self.dialled: asyncio.Queue[Dialled] = asyncio.Queue()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, until the other side closes it."""
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = length_of(head)
                body = (await reader.readexactly(length)).decode() if length else ""
                answer = json.dumps(self._answer(head.split(b" ", 2)[0], head, body)).encode()
                status = b"201 Created" if head.startswith(b"POST") else b"200 OK"
                writer.write(
                    b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                    % (status, len(answer), answer)
                )
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def _answer(self, method: bytes, head: bytes, body: str) -> dict[str, str]:
        target = head.split(b" ", 2)[1].decode().partition("?")[0]
        if method == b"POST" and target.endswith("/Calls.json"):
            form = {name: values[0] for name, values in parse_qs(body).items()}
            sid = f"CA{self._random.randbytes(16).hex()}"
            self.dialled.put_nowait(Dialled(sid, form["To"], form["Url"].partition("#")[0]))
            return {"sid": sid, "status": "queued", "account_sid": ACCOUNT}
        named = target.rpartition("/")[2].removesuffix(".json")
        return {"sid": named, "status": "in-progress" if named.startswith("CA") else "active"}


def length_of(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


@asynccontextmanager
async def rest_side(seed: int) -> AsyncIterator[tuple[Rest, str]]:
    """The stand-in and its address, until the block ends."""
    rest = Rest(seed)
    server = await asyncio.start_server(rest.serve, "127.0.0.1", 0)
    try:
        yield rest, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
