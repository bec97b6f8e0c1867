"""A telephone network on loopback for a service of its own process, and the people on it."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Protocol

import httpx

from ruby_fsm.cli.hosting import hosted, listening, port_of
from ruby_fsm.simulator import HandCallee, Joined, Listening, Ringing, Simulator
from ruby_fsm.simulator.rest import Asgi
from tests.account import ACCOUNT, FROM_NUMBER, TOKEN
from tests.chaos.service import Service

SLOW_S = 40.0  # what a busy machine may take for what is done at once


class Town:
    """The network, and the people on it."""

    def __init__(self, http: httpx.AsyncClient, token: str = TOKEN) -> None:
        self.people: dict[str, HandCallee] = {}
        self.simulator = Simulator(
            ACCOUNT, token, http=http, callee_for=self._person, speed=float("inf")
        )

    def _person(self, number: str) -> HandCallee:
        return self.people.setdefault(number, HandCallee())

    async def asked(
        self, number: str, what: type[Ringing | Listening | Joined], most_s: float = SLOW_S
    ) -> HandCallee:
        """The person, once their telephone rings, they are heard, or are in a room."""
        async with asyncio.timeout(most_s):
            while not self.is_asked(number, what):  # noqa: ASYNC110 - by another process
                await asyncio.sleep(0.05)
        return self.people[number]

    def is_asked(self, number: str, what: type[Ringing | Listening | Joined]) -> bool:
        return number in self.people and isinstance(self.people[number].asked, what)

    def sent_to(self, number: str) -> int:
        messages = [one for one in self.simulator.messages.values() if one.to == number]
        calls = [call for call in self.simulator.calls.values() if call.order.to == number]
        return len(messages) + len(calls)


class DeadlyRest(Protocol):
    """Twilio's REST side, on which one request can be the sender's last: then it calls `kill`."""

    kill: Callable[[], None] | None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None: ...


@asynccontextmanager
async def deadly_town(
    folder: Path, config: str, database: str, rest_of: Callable[[Town, Asgi], DeadlyRest]
) -> AsyncIterator[tuple[Town, DeadlyRest, Service]]:
    """A service on the network, which may be killed. `database`: its address, '' for SQLite."""
    bound, free = listening("127.0.0.1", 0), listening("127.0.0.1", 0)
    port = port_of(free)
    free.close()
    (folder / "config.yaml").write_text(config, encoding="utf-8")
    environment = {
        "RUBY_DATA": str(folder / "data"),
        "RUBY_DATABASE_URL": database,
        "RUBY_CONFIG": str(folder / "config.yaml"),
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_FROM_NUMBER": FROM_NUMBER,
        "TWILIO_API_BASE_URL": f"http://127.0.0.1:{port_of(bound)}",
        "BACKEND_URL": f"http://127.0.0.1:{port}",
    }
    service = Service(folder, port, environment)
    async with httpx.AsyncClient(trust_env=False) as http:
        made = Town(http)
        rest = rest_of(made, made.simulator.app)
        async with hosted(rest, bound):
            await service.start()
            try:
                yield made, rest, service
            finally:
                service.send(signal.SIGTERM)
                await service.gone()
                await made.simulator.close()
