"""The life of one call on the network: queued, ringing, in progress, over."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from ruby_fsm.simulator.call import Call, Fetch, Inline, Source, Status
from ruby_fsm.simulator.callee import Answer, Callee, Outcome, Ringing, Speech
from ruby_fsm.simulator.hooks import Hooks
from ruby_fsm.simulator.network import Network
from ruby_fsm.simulator.player import Player, speech_fields

T = TypeVar("T")

# How long machine detection listens before it is sure, in seconds.
VERDICT_S = {"human": 2.0, "machine_start": 4.0, "machine_end_beep": 8.0}
UNANSWERED = {
    Outcome.BUSY: Status.BUSY,
    Outcome.REJECT: Status.BUSY,
    Outcome.NO_ANSWER: Status.NO_ANSWER,
    Outcome.UNREACHABLE: Status.FAILED,
}


class InterruptedLineError(Exception):
    """REST or the callee took the line away from what was being done on it."""


class Line:
    """Carries one call; everything that happens to the call happens here."""

    def __init__(self, call: Call, callee: Callee, network: Network) -> None:
        self.call = call
        self._callee = callee
        self._network = network
        self._hooks = Hooks(call, network)
        self._player = Player(call, callee, self._hooks, network)
        self._interrupted = asyncio.Event()
        self._next: Source | None = None
        self._limit: asyncio.Task[None] | None = None

    async def carry(self) -> Call:
        """Carry the call to its end."""
        status = Status.FAILED
        try:
            status = await self._carry()
        finally:
            await self._end(status)
        return self.call

    def redirect(self, source: Source) -> None:
        """Go on with this document at once, whatever is being played or gathered."""
        self._next = source
        self._interrupted.set()

    def hang_up(self) -> None:
        """Take the line down, answered or not."""
        self._next = None
        self._interrupted.set()

    def restart_limit(self) -> None:
        """Reckon the order's time limit anew, from the answer on."""
        self._drop_limit()
        self._limit = asyncio.create_task(self._cut_at_limit())

    async def say_late(self, speech: Speech) -> None:
        """Deliver words to the newest gather's action outside its turn, even after the end.

        They leave once all status callbacks so far have arrived; the reply changes nothing on
        the line. ValueError if the call has not gathered yet.
        """
        gather = self._player.last_gather
        if gather is None:
            raise ValueError("nothing can be said late: the call has not gathered anything yet")
        self._player.said(speech.text)
        await self._hooks.all_told()
        fields = self._hooks.params() | speech_fields(speech)
        await self._hooks.tell("gather", gather.url, gather.method, fields)

    async def _carry(self) -> Status:
        try:
            outcome = await self._unless_interrupted(self._place())
        except InterruptedLineError:
            return Status.CANCELED
        if outcome in UNANSWERED:
            return UNANSWERED[outcome]
        source = await self._answered(outcome)
        self.restart_limit()
        try:
            await self._talk(source)
        finally:
            self._drop_limit()
        return Status.COMPLETED

    async def _place(self) -> Outcome:
        self.call.queue_ms = self._network.queue_ms()
        await self._network.clock.sleep(self.call.queue_ms / 1000)
        self.call.started_ms = self._now()
        self._hooks.report("initiated", "initiated")
        self._reach(Status.RINGING)
        self._hooks.report("ringing", "ringing")
        return await self._ring()

    async def _ring(self) -> Outcome:
        """Ring until the callee decides, at most for the call's Timeout."""
        ringing = asyncio.create_task(self._rung())
        timer = asyncio.create_task(self._network.clock.sleep(self.call.order.timeout_s))
        try:
            await asyncio.wait({ringing, timer}, return_when=asyncio.FIRST_COMPLETED)
            return ringing.result() if ringing.done() else Outcome.NO_ANSWER
        finally:
            timer.cancel()
            ringing.cancel()

    async def _rung(self) -> Outcome:
        order = self.call.order
        ringing = Ringing(self.call.sid, order.to, order.from_, order.timeout_s, self)
        answer: Answer = await self._callee.rings(ringing)
        rings_out = answer.outcome is Outcome.NO_ANSWER or answer.after_s >= order.timeout_s
        await self._network.linger(order.timeout_s if rings_out else answer.after_s)
        return Outcome.NO_ANSWER if rings_out else answer.outcome

    async def _answered(self, outcome: Outcome) -> Source:
        """Note the answer; return the first document, after the verdict if that blocks it."""
        self.call.answered_ms = self._now()
        self._reach(Status.IN_PROGRESS)
        self._hooks.report("answered", "in-progress")
        order = self.call.order
        if not order.machine_detection:
            return order.source
        verdict = self._verdict(outcome)
        if order.async_amd:
            self._network.webhooks.in_background(self._tell_verdict(verdict))
            return order.source
        await self._network.linger(VERDICT_S[verdict])
        return self._with_verdict(verdict)

    async def _tell_verdict(self, verdict: str) -> None:
        await self._network.linger(VERDICT_S[verdict])
        self.call.answered_by = verdict
        self._hooks.tell_verdict(verdict, round(VERDICT_S[verdict] * 1000))

    def _verdict(self, outcome: Outcome) -> str:
        if outcome is not Outcome.MACHINE:
            return "human"
        to_the_beep = self.call.order.machine_detection == "DetectMessageEnd"
        return "machine_end_beep" if to_the_beep else "machine_start"

    def _with_verdict(self, verdict: str) -> Source:
        self.call.answered_by = verdict
        source = self.call.order.source
        if isinstance(source, Inline):
            return source
        took = {"MachineDetectionDuration": str(round(VERDICT_S[verdict] * 1000))}
        return Fetch(source.kind, source.url, source.method, {"AnsweredBy": verdict} | took)

    async def _talk(self, first: Source) -> None:
        source: Source | None = first
        while source is not None:
            try:
                source = await self._unless_interrupted(self._player.follow(source))
            except InterruptedLineError:
                source = self._next

    def _drop_limit(self) -> None:
        if self._limit is not None:
            self._limit.cancel()

    async def _cut_at_limit(self) -> None:
        assert self.call.answered_ms is not None
        passed_s = (self._now() - self.call.answered_ms) / 1000
        await self._network.clock.sleep(self.call.order.time_limit_s - passed_s)
        self.hang_up()

    async def _unless_interrupted(self, doing: Coroutine[Any, Any, T]) -> T:
        """Do this, or drop it when the line is taken away. Raises InterruptedLineError."""
        work = asyncio.create_task(doing)
        signal = asyncio.create_task(self._interrupted.wait())
        try:
            await asyncio.wait({work, signal}, return_when=asyncio.FIRST_COMPLETED)
            if not self._interrupted.is_set():
                return work.result()
        finally:
            signal.cancel()
            work.cancel()
        self._interrupted.clear()
        await asyncio.gather(work, return_exceptions=True)
        raise InterruptedLineError

    async def _end(self, status: Status) -> None:
        self.call.ended_ms = self._now()
        self._reach(status)
        self._hooks.report("completed", status.value)
        await self._callee.ended(status.value)

    def _reach(self, status: Status) -> None:
        self.call.status = status
        self.call.updated_ms = self._now()

    def _now(self) -> int:
        return self._network.clock.now_ms()
