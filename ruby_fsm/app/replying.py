"""Making the reply of a turn: outside any transaction, once, within what a telephone can wait."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ruby_fsm.app.ports import ChatBackend, ChatRequest, Clock
from ruby_fsm.app.timing import within
from ruby_fsm.core.events import ReplyFailed, ReplyReady
from ruby_fsm.core.policy import Numbers
from ruby_fsm.core.wording import trimmed
from ruby_fsm.errors import ChatError

LAST_S = 0.5  # what the last of the chain, the embedded companion, is given past the hard limit
FORGET_MS = 60_000  # a reply nobody came back for: Twilio looks again within seconds
LOG = logging.getLogger("ruby_fsm.replying")


@dataclass(frozen=True, slots=True)
class Making:
    """A reply being made: its turn, when it was asked for, and the task that makes it."""

    turn: int
    asked_ms: int
    task: asyncio.Task[ReplyReady | ReplyFailed]

    @property
    def outcome(self) -> ReplyReady | ReplyFailed | None:
        """None while it is being made, and for ever once a newer turn took its place."""
        is_made = self.task.done() and not self.task.cancelled()
        return self.task.result() if is_made else None


class Replier:
    """At most one reply a call is being made; a new turn gives up the one before."""

    def __init__(
        self,
        chain: Sequence[ChatBackend],
        clock: Clock,
        in_crisis: Callable[[str], str] = lambda _: "",
    ) -> None:
        """`in_crisis`: what of a reply may be said in a crisis, '' for nothing."""
        self.chain = tuple(chain)
        self.clock = clock
        self.in_crisis = in_crisis
        self._making: dict[str, Making] = {}  # oldest ask first

    def making(self, request: ChatRequest, numbers: Numbers, *, may_fill: bool) -> Making:
        """The reply of this turn or a newer one, begun now if nobody here has begun it."""
        made = self._making.get(request.call_id)
        if made is not None and made.turn >= request.turn:
            return made
        self.forget(request.call_id)
        asked_ms = self.clock.now_ms()
        self._forget_left_behind(asked_ms)
        task = asyncio.create_task(self._make(request, numbers, asked_ms, may_fill=may_fill))
        made = Making(request.turn, asked_ms, task)
        self._making[request.call_id] = made
        return made

    def forget(self, call_id: str, up_to_turn: int | None = None) -> None:
        """Give up the reply of this call, unless it belongs to a newer turn than `up_to_turn`."""
        made = self._making.get(call_id)
        if made is None or (up_to_turn is not None and made.turn > up_to_turn):
            return
        del self._making[call_id]
        made.task.cancel()

    def _forget_left_behind(self, now_ms: int) -> None:
        """A person who hung up over a filler never fetches the reply."""
        while self._making:
            call_id, made = next(iter(self._making.items()))
            if now_ms - made.asked_ms < FORGET_MS:
                return
            self.forget(call_id)

    async def close(self) -> None:
        tasks = [made.task for made in self._making.values()]
        for call_id in tuple(self._making):
            self.forget(call_id)
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _make(
        self, request: ChatRequest, numbers: Numbers, asked_ms: int, *, may_fill: bool
    ) -> ReplyReady | ReplyFailed:
        """Down the chain until one speaks. With no filler to cover it, the first has less time."""
        limits = [numbers.reply_hard_s if may_fill else numbers.reply_soft_s, numbers.reply_hard_s]
        for i, backend in enumerate(self.chain):
            is_last = i == len(self.chain) - 1
            until_s = limits[min(i, 1)] + (LAST_S if is_last else 0)
            left_s = until_s - (self.clock.now_ms() - asked_ms) / 1000
            text = await self._spoken(backend, request, max(left_s, LAST_S))
            if text:
                now_ms = self.clock.now_ms()
                return ReplyReady(now_ms, request.turn, text, backend.name, now_ms - asked_ms)
        return ReplyFailed(self.clock.now_ms(), request.turn)

    async def _spoken(self, backend: ChatBackend, request: ChatRequest, limit_s: float) -> str:
        """The whole reply, at most `max_words`; '' if it failed, said nothing or took too long."""
        task = asyncio.create_task(gathered(backend, request))
        try:
            is_done = await within(self.clock, limit_s, task)
        finally:
            task.cancel()  # not waited for: it may be slow to give up
        if not is_done or task.cancelled():
            LOG.warning("chat backend %s had no reply within %.1f s", backend.name, limit_s)
            return ""
        if error := task.exception():
            # A fault in a backend costs its reply and not the turn.
            if isinstance(error, ChatError):
                LOG.warning("chat backend failed; the next one is asked: %s", error)
            else:  # its words may hold secrets
                LOG.error("unhandled %s in chat backend %s", type(error).__name__, backend.name)
            return ""
        text = self.in_crisis(task.result()) if request.in_crisis else task.result()
        return trimmed(text, request.max_words)


async def gathered(backend: ChatBackend, request: ChatRequest) -> str:
    return "".join([piece async for piece in backend.stream(request)])
