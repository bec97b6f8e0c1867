"""Replies that come after another backend has spoken in their place.

One of them may stand for the next prompt into a silence, as long as its turn is the call's newest;
whatever else comes late is given up.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from ruby_fsm.app.ports import ChatBackend, ChatRequest, Clock
from ruby_fsm.core.events import ReplyReady
from ruby_fsm.core.wording import trimmed

LATE_S = 30.0  # after it was given up; past it the talk has gone elsewhere


@dataclass(frozen=True, slots=True)
class Late:
    """A reply that was given up by its turn and is still being made; since `given_up_ms`."""

    request: ChatRequest
    source: str
    task: asyncio.Task[str]
    given_up_ms: int
    watch: asyncio.Task[None]


class LateReplies:
    """At most one a call: that of the first of the chain that was too slow."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._kept: dict[str, Late] = {}

    def keep(self, request: ChatRequest, source: str, task: asyncio.Task[str]) -> None:
        if request.call_id in self._kept:
            task.cancel()
            return
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
        watch = asyncio.create_task(self._watch(request.call_id, task))
        late = Late(request, source, task, self.clock.now_ms(), watch)
        self._kept[request.call_id] = late

    def taken(self, call_id: str) -> ReplyReady | None:
        """The words if they have come; it is not told twice."""
        late = self._kept.get(call_id)
        if late is None or not late.task.done():
            return None
        self.give_up(call_id)
        if late.task.cancelled() or late.task.exception() is not None:
            return None
        text, now_ms = trimmed(late.task.result(), late.request.max_words), self.clock.now_ms()
        took_ms = now_ms - late.given_up_ms
        return ReplyReady(now_ms, late.request.turn, text, late.source, took_ms) if text else None

    def give_up(self, call_id: str) -> None:
        late = self._kept.pop(call_id, None)
        if late is not None:
            late.task.cancel()
            late.watch.cancel()

    def give_up_all(self) -> None:
        for call_id in tuple(self._kept):
            self.give_up(call_id)

    async def _watch(self, call_id: str, task: asyncio.Task[str]) -> None:
        """Not for ever: neither for words to come, nor for somebody to want them."""
        await self.clock.sleep(LATE_S)
        late = self._kept.get(call_id)
        if late is not None and late.task is task:
            del self._kept[call_id]
            task.cancel()


async def gathered(backend: ChatBackend, request: ChatRequest) -> str:
    return "".join([piece async for piece in backend.stream(request)])
