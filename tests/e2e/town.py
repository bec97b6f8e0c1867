"""A telephone network on loopback for a service of its own process, and the people on it."""

from __future__ import annotations

import asyncio

import httpx

from ruby_fsm.simulator import HandCallee, Listening, Ringing, Simulator
from tests.account import ACCOUNT, TOKEN

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
        self, number: str, what: type[Ringing | Listening], most_s: float = SLOW_S
    ) -> HandCallee:
        """The person, once their telephone rings or they are heard."""
        async with asyncio.timeout(most_s):
            while not self.is_asked(number, what):  # noqa: ASYNC110 - by another process
                await asyncio.sleep(0.05)
        return self.people[number]

    def is_asked(self, number: str, what: type[Ringing | Listening]) -> bool:
        return number in self.people and isinstance(self.people[number].asked, what)

    def sent_to(self, number: str) -> int:
        messages = [one for one in self.simulator.messages.values() if one.to == number]
        calls = [call for call in self.simulator.calls.values() if call.order.to == number]
        return len(messages) + len(calls)
