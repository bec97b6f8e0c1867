"""A remote chat backend behind its breaker and its share of places; its words made speakable.

And behind the gate: what a machine may never say to a person in need is not spoken.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from typing import Protocol

from ruby_fsm.adapters.chat.breaker import Breaker
from ruby_fsm.adapters.chat.speakable import speakable
from ruby_fsm.app.ports import ChatRequest, Clock
from ruby_fsm.app.prompts import system_text
from ruby_fsm.core.aloud import aloud
from ruby_fsm.core.wording import trimmed
from ruby_fsm.errors import ChatError
from ruby_fsm.understanding.gate.contacts import Known
from ruby_fsm.understanding.gate.fault import Fault
from ruby_fsm.understanding.gate.judge import fault_in


class Remote(Protocol):
    """A chat server somewhere else."""

    name: str

    async def reply(self, request: ChatRequest) -> str:
        """What it says, as it says it. Raises ChatError."""

    async def check(self) -> str:
        """What an operator is told of it. Raises ChatError."""


class Guarded:
    """`places`: replies asked for at once, of all remote backends; more slow each other.

    `slow_s`: a reply given up after this long counts as a failure, before it does not: the person
    may have spoken anew, or hung up. `known`: the contacts it may name, those of the
    resources of the country called.
    `count` hears of each reply that is withheld.
    """

    def __init__(
        self,
        remote: Remote,
        breaker: Breaker,
        places: asyncio.Semaphore,
        clock: Clock,
        *,
        slow_s: float,
        known: Callable[[str], Known],
        count: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.name = remote.name
        self._remote, self._breaker, self._places, self._clock = remote, breaker, places, clock
        self._slow_ms = int(slow_s * 1000)
        self._known, self._count = known, count
        self._withheld: Counter[Fault] = Counter()

    async def stream(self, request: ChatRequest) -> AsyncIterator[str]:
        self._breaker.enter()
        began_ms: int | None = None
        try:
            async with self._places:
                began_ms = self._clock.now_ms()
                said = await self._said(request)
        except ChatError as error:
            self._breaker.failed(error)
            raise
        except asyncio.CancelledError:
            if began_ms is not None and self._clock.now_ms() - began_ms >= self._slow_ms:
                self._breaker.failed(ChatError(f"{self.name}: no reply in time", retryable=True))
            raise
        finally:
            self._breaker.left()
        self._breaker.succeeded()
        self._judge(said, request)
        yield trimmed(aloud(said, request.language), request.max_words)

    async def _said(self, request: ChatRequest) -> str:
        said = trimmed(speakable(await self._remote.reply(request)), request.max_words)
        if not said:
            raise ChatError(f"{self.name}: said nothing that can be spoken", retryable=True)
        return said

    def _judge(self, said: str, request: ChatRequest) -> None:
        """Raises ChatError, of which the kind is all that is told: the words stay here.

        The server is well, so its breaker does not hear of it.
        """
        if fault := fault_in(said, self._known(request.country), system_text(request)):
            self._withheld[fault] += 1
            self._count("withheld_reply")
            raise ChatError(f"{self.name}: a reply was withheld ({fault})", retryable=True)

    async def check(self) -> str:
        return await self._remote.check()

    @property
    def withheld(self) -> str:
        """What was withheld since the start, by kind; '' where nothing was."""
        kinds = ", ".join(f"{kind} {n}" for kind, n in self._withheld.most_common())
        return f"{self.name}: replies withheld: {kinds}" if kinds else ""

    @property
    def trouble(self) -> str:
        """Why it is being left alone, or failed just now; '' where all is well."""
        return self._breaker.trouble
