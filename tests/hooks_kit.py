"""A receiver of what the service tells, and its own look at a signature.

The signature is worked out here from the specification alone, with nothing of the service's.
"""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx

from ruby_fsm.app.ports import Clock
from ruby_fsm.config.schema import Config
from ruby_fsm.config.webhooks import EVENTS, Webhook
from tests.app.kit import CONFIG, quick
from tests.world import Ruby

OLD = "whsec_" + base64.b64encode(b"o" * 32).decode()
SECRET = "whsec_" + base64.b64encode(b"n" * 32).decode()
HOST = "crm.example.org"


@dataclass(frozen=True)
class Message:
    """One request as it came, `at_ms` on the service's clock."""

    url: str
    headers: Mapping[str, str]
    body: bytes
    at_ms: int = 0

    @property
    def told(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.body)
        return told

    @property
    def event(self) -> str:
        return str(self.told["type"])

    @property
    def message_id(self) -> str:
        return self.headers["webhook-id"]

    def is_signed(self, secret: str = SECRET) -> bool:
        made = mac(base64.b64decode(secret.removeprefix("whsec_")), self._signed)
        wanted = "v1," + base64.b64encode(made).decode()
        return wanted in self.headers["webhook-signature"].split(" ")

    @property
    def _signed(self) -> bytes:
        head = f"{self.message_id}.{self.headers['webhook-timestamp']}."
        return head.encode() + self.body


def mac(key: bytes, message: bytes) -> bytes:
    """HMAC-SHA256 as RFC 2104 writes it down."""
    padded = key.ljust(64, b"\0") if len(key) <= 64 else sha256(key).digest().ljust(64, b"\0")
    inner = sha256(bytes(x ^ 0x36 for x in padded) + message).digest()
    return sha256(bytes(x ^ 0x5C for x in padded) + inner).digest()


@dataclass
class HookServer(httpx.AsyncBaseTransport):
    """Answers what stands in `answers`, one after another, then 204; `hold`: awaited before."""

    clock: Clock
    answers: list[int | tuple[int, Mapping[str, str]] | Exception] = field(default_factory=list)
    received: list[Message] = field(default_factory=list)
    hold: Callable[[], Any] | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        body = await request.aread()
        now_ms = self.clock.now_ms()
        self.received.append(Message(str(request.url), dict(request.headers), body, now_ms))
        if self.hold is not None:
            await self.hold()
        answer = self.answers.pop(0) if self.answers else 204
        if isinstance(answer, Exception):
            raise answer
        status, headers = answer if isinstance(answer, tuple) else (answer, {})
        if "Location" in headers:  # whoever follows reads the body first
            return httpx.Response(status, headers=headers)
        return httpx.Response(status, headers=headers, stream=Endless())

    @property
    def events(self) -> list[str]:
        return [one.event for one in self.received]

    def of(self, event: str) -> list[Message]:
        return [one for one in self.received if one.event == event]


class Endless(httpx.AsyncByteStream):
    """A body without an end: whoever reads it never comes back."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        raise AssertionError("the body was read")
        yield b""


def webhook(name: str = "crm", *events: str, host: str = HOST, **more: Any) -> Webhook:
    wanted: Sequence[Any] = events or EVENTS
    return Webhook(name=name, url=f"https://{host}/ruby", events=tuple(wanted), **more)


def telling(*webhooks: Webhook, config: Config = CONFIG) -> Config:
    return config.model_copy(update={"webhooks": webhooks or (webhook(),)})


@asynccontextmanager
async def told(
    data: Path, *webhooks: Webhook, config: Config = CONFIG, **more: Any
) -> AsyncIterator[tuple[Ruby, HookServer]]:
    """The service, and one receiver at HOST."""
    given: dict[str, Any] = {"ruby_webhook_secret": SECRET, **more}
    async with quick(data, config=telling(*webhooks, config=config), **given) as it:
        server = HookServer(it.clock)
        it.rest.others[HOST] = server
        yield it, server
