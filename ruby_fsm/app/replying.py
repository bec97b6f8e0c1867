"""Making the reply of a turn: outside any transaction, once, within what a telephone can wait."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ruby_fsm.app.late import LateReplies, gathered
from ruby_fsm.app.ports import ChatBackend, ChatRequest, Clock
from ruby_fsm.app.timing import within
from ruby_fsm.core.call import Call
from ruby_fsm.core.events import ReplyDelayed, ReplyFact, ReplyFailed, ReplyReady
from ruby_fsm.core.policy import Numbers
from ruby_fsm.core.wording import trimmed
from ruby_fsm.errors import ChatError

LAST_S = 0.5  # what the last of the chain, the embedded companion, is given past its limit
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
        in_crisis: Callable[[str, str], str] = lambda *_: "",
    ) -> None:
        """`in_crisis`: what of a reply may be said in a crisis in a country, '' for nothing."""
        self.chain = tuple(chain)
        self.clock = clock
        self.in_crisis = in_crisis
        self._making: dict[str, Making] = {}  # oldest ask first
        self._late = LateReplies(clock)

    def making(self, request: ChatRequest, numbers: Numbers, *, may_fill: bool) -> Making:
        """The reply of this turn or a newer one, begun now if nobody here has begun it."""
        made = self._making.get(request.call_id)
        if made is not None and made.turn >= request.turn:
            return made
        self.forget(request.call_id)
        self._late.give_up(request.call_id)
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

    def late(self, call_id: str) -> ReplyReady | None:
        """A reply of the newest turn that came after another had spoken in its place; once."""
        return self._late.taken(call_id)

    def _forget_left_behind(self, now_ms: int) -> None:
        """A person who hung up over a filler never fetches the reply."""
        while self._making:
            call_id, made = next(iter(self._making.items()))
            if now_ms - made.asked_ms < FORGET_MS:
                return
            self.forget(call_id)

    async def close(self) -> None:
        self._late.give_up_all()
        tasks = [made.task for made in self._making.values()]
        for call_id in tuple(self._making):
            self.forget(call_id)
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _make(
        self, request: ChatRequest, numbers: Numbers, asked_ms: int, *, may_fill: bool
    ) -> ReplyReady | ReplyFailed:
        """Down the chain until one speaks.

        With no filler to cover for it all of them have less time: plain words beat a silence.
        """
        soft_s, hard_s = numbers.reply_soft_s, numbers.reply_hard_s
        limits = [hard_s, hard_s] if may_fill else [soft_s, min(soft_s + LAST_S, hard_s)]
        for i, backend in enumerate(self.chain):
            is_last = i == len(self.chain) - 1
            until_s = limits[min(i, 1)] + (LAST_S if is_last else 0)
            left_s = until_s - (self.clock.now_ms() - asked_ms) / 1000
            patience_s = max(left_s, LAST_S if may_fill or is_last else 0)
            text = await self._spoken(backend, request, patience_s)
            if text:
                now_ms = self.clock.now_ms()
                return ReplyReady(now_ms, request.turn, text, backend.name, now_ms - asked_ms)
        return ReplyFailed(self.clock.now_ms(), request.turn)

    async def _spoken(self, backend: ChatBackend, request: ChatRequest, limit_s: float) -> str:
        """The whole reply, at most `max_words`; '' if it failed, said nothing or took too long."""
        task = asyncio.create_task(gathered(backend, request))
        try:
            is_done = await within(self.clock, limit_s, task)
        except asyncio.CancelledError:
            task.cancel()  # not waited for: it may be slow to give up
            raise
        if not is_done:
            self._late.keep(request, backend.name, task)
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
        said = task.result()
        text = self.in_crisis(said, request.country) if request.in_crisis else said
        return trimmed(text, request.max_words)


def unmade(at_ms: int, call: Call, turn: int) -> ReplyFact:
    """What is told of a reply that is not there yet.

    A filler was said for it, or may be; else a safe line is better than a silence.
    """
    is_covered = may_fill(call, turn) or call.filler_turn == turn
    return ReplyDelayed(at_ms, turn) if is_covered else ReplyFailed(at_ms, turn)


def may_fill(call: Call, turn: int | None) -> bool:
    """No two turns running are covered by a filler."""
    return call.filler_turn == 0 or turn is None or call.filler_turn < turn - 1
