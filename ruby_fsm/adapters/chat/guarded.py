"""A remote chat backend behind its breaker and its share of places; its words made speakable."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Protocol

from ruby_fsm.adapters.chat.breaker import Breaker
from ruby_fsm.adapters.chat.speakable import speakable
from ruby_fsm.app.ports import ChatRequest, Clock
from ruby_fsm.core.wording import trimmed
from ruby_fsm.errors import ChatError


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
    may have spoken anew, or hung up.
    """

    def __init__(
        self,
        remote: Remote,
        breaker: Breaker,
        places: asyncio.Semaphore,
        clock: Clock,
        *,
        slow_s: float,
    ) -> None:
        self.name = remote.name
        self._remote, self._breaker, self._places, self._clock = remote, breaker, places, clock
        self._slow_ms = int(slow_s * 1000)

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
        yield said

    async def _said(self, request: ChatRequest) -> str:
        said = trimmed(speakable(await self._remote.reply(request)), request.max_words)
        if not said:
            raise ChatError(f"{self.name}: said nothing that can be spoken", retryable=True)
        return said

    async def check(self) -> str:
        return await self._remote.check()

    @property
    def trouble(self) -> str:
        """Why it is being left alone, or failed just now; '' where all is well."""
        return self._breaker.trouble
