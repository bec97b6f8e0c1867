"""A webhook from its arrival to its answer: understand, settle, reply, render.

Every signed voice webhook gets words within five seconds, whatever fails behind it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from ruby_fsm.app.backlog import Backlog
from ruby_fsm.app.hooks import Hook
from ruby_fsm.app.intake import Intake
from ruby_fsm.app.lines import Line
from ruby_fsm.app.ports import Alert, Alerts, ChatRequest, Clock, Unit, Units
from ruby_fsm.app.prompts import chat_request
from ruby_fsm.app.records import Document
from ruby_fsm.app.replying import Replier, may_fill, unmade
from ruby_fsm.app.second_opinion import SecondOpinion
from ruby_fsm.app.settle import Settled, Settler
from ruby_fsm.app.timing import within
from ruby_fsm.core.call import Call
from ruby_fsm.core.events import ReplyFact, ReplyReady
from ruby_fsm.core.policy import Numbers
from ruby_fsm.errors import AlertError, Unavailable
from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.assessment import Assessment

T = TypeVar("T")
# From the webhook's arrival; Twilio gives up at 15 s, people sooner.
UNIT_S = 3.0  # the first unit's time
REPLY_S = 4.5  # how long a reply is waited for
ANSWER_S = 4.8  # the second unit's time
LOG = logging.getLogger("ruby_fsm.conductor")
LOOK_S = 0.1  # how often a reply is looked for that another process makes
BACKLOG_S = 5.0  # how soon what could not be recorded is tried again


@dataclass(frozen=True, slots=True)
class Taken:
    """A webhook recorded; `asked`: the reply this process is to make for it, by these numbers.

    `store_ms`: how long it took until that was kept.
    """

    settled: Settled
    asked: tuple[ChatRequest, Numbers] | None = None
    store_ms: int = 0


class Conductor:
    """One per process. `count` hears of unknown calls, degraded answers and lost facts, by name."""

    def __init__(
        self,
        *,
        units: Units,
        settler: Settler,
        replier: Replier,
        line: Line,
        alerts: Alerts,
        clock: Clock,
        count: Callable[[str], None] = lambda _: None,
        second: SecondOpinion | None = None,
    ) -> None:
        self.units = units
        self.settler = settler
        self.intake = Intake(settler)
        self.replier = replier
        self.line = line
        self.alerts = alerts
        self.clock = clock
        self.count = count
        self.second = second
        self.backlog = Backlog(lambda: count("lost_fact"))
        self._in_flight: dict[str, asyncio.Task[str]] = {}
        self._flushing: asyncio.Task[None] | None = None
        self._alerting: set[asyncio.Task[None]] = set()

    async def answer(self, hook: Hook) -> str:
        """The TwiML for a webhook; the same one arriving twice at once is answered once."""
        token = hook.token
        task = self._in_flight.get(token)
        if task is None:
            hook = self.understood(hook)
            task = asyncio.create_task(self._answer(hook))
            self._in_flight[token] = task
            task.add_done_callback(lambda done: self._answered(token, hook, done))
        return await asyncio.shield(task)

    async def note(self, hook: Hook) -> None:
        """A webhook whose answer Twilio ignores. Raises Unavailable: Twilio may send it again."""
        try:
            taken = await self._taken(hook)
        except Unavailable:
            self._keep(hook)
            raise
        if taken is None:
            self.count("unknown_call")
        elif hook.status == "completed" and taken.settled.record.call.answered_ms is None:
            self.count("unheard_call")
            LOG.error(
                "a call came up and went down, and no answer of ours reached it: "
                "see whether Twilio reaches us (ruby-fsm doctor)"
            )

    async def close(self) -> None:
        """Let what is being answered be answered, and give up the replies being made."""
        await asyncio.gather(*self._in_flight.values(), return_exceptions=True)
        await self.replier.close()
        if self.second is not None:
            await self.second.close()
        if self._flushing is not None:
            self._flushing.cancel()
            await asyncio.gather(self._flushing, return_exceptions=True)
        await self._record(self.backlog.all())
        await asyncio.gather(*self._alerting, return_exceptions=True)

    async def _answer(self, hook: Hook) -> str:
        try:
            taken = await self._taken(hook)
            if taken is None:
                self.count("unknown_call")
                self._warn(hook)
                return self.line.unknown(hook.country)
            document = taken.settled.document or await self._reply(hook, taken)
        except Unavailable:
            return self._degraded(hook)
        return self.line.render(document)

    def _answered(self, token: str, hook: Hook, task: asyncio.Task[str]) -> None:
        """Danger in a webhook that met a fault of ours still reaches a human."""
        self._in_flight.pop(token, None)
        if task.cancelled() or task.exception() is not None:
            self._warn(hook)

    # --- understanding, before and apart from any reply --------------------------------------
    def understood(self, hook: Hook) -> Hook:
        if hook.is_silence:
            return replace(hook, late=self.replier.late(hook.call_ref))
        if not hook.text:
            return hook
        assessment = assess(hook.text, self.settler.policies.lexicon_of(hook.language))
        took_ms = self.clock.now_ms() - hook.arrived_ms
        return replace(hook, assessment=assessment, understood_ms=took_ms)

    # --- units -----------------------------------------------------------------------------------
    async def _taken(self, hook: Hook) -> Taken | None:
        """Facts that earlier, hung units never kept are recorded before this hook's own."""
        waiting = self.backlog.of(hook.call_ref, hook.sid)
        if waiting:
            await self._in_time(hook, UNIT_S, self._record(waiting))
        began_ms = self.clock.now_ms()
        work = self.units.run(lambda unit: self._take(unit, hook))
        taken = await self._in_time(hook, UNIT_S, work)
        if taken is not None:
            taken = replace(taken, store_ms=self.clock.now_ms() - began_ms)
            call = taken.settled.record.call
            if call.open_turn is None:
                self.replier.forget(call.call_id, call.turn)
        return taken

    def _take(self, unit: Unit, hook: Hook) -> Taken | None:
        settled = self.intake.take(unit, hook)
        if settled is None:
            return None
        if settled.turn is None or not settled.is_ours:
            return Taken(settled)
        policies = self.settler.policies
        request = chat_request(unit, settled.record, policies)
        return Taken(settled, (request, policies.of(unit, settled.record).numbers))

    def _take_again(self, unit: Unit, hook: Hook) -> Taken:
        taken = self._take(unit, hook)
        assert taken is not None, "its call was found before"
        return taken

    async def _in_time(self, hook: Hook, limit_s: float, work: Coroutine[None, None, T]) -> T:
        """What `work` came to, at most `limit_s` after the hook; past it, it goes on unheard.

        Raises Unavailable.
        """
        running = asyncio.create_task(work)
        # Seen: whoever waits may give up, or be given up.
        running.add_done_callback(lambda done: done.cancelled() or done.exception())
        left_s = limit_s - (self.clock.now_ms() - hook.arrived_ms) / 1000
        if not await within(self.clock, left_s, running):
            raise Unavailable("the store did not answer in time")
        return running.result()

    # --- the reply -------------------------------------------------------------------------------
    async def _reply(self, hook: Hook, taken: Taken) -> Document:
        """The reply, a filler that covers for it, or another look: within the answer's time."""
        if taken.asked is None:
            taken = await self._elsewhere(hook, taken)
        if taken.settled.document is not None:
            return taken.settled.document
        call, turn = taken.settled.record.call, taken.settled.turn
        assert turn is not None
        fact: ReplyFact | None = None
        if taken.asked is not None:
            if self.second is not None:
                self.second.beside(taken.asked[0], hook.assessment)
            fact = await self._made(hook, call, *taken.asked)
        if isinstance(fact, ReplyReady):
            fact = replace(fact, store_ms=taken.store_ms, understood_ms=hook.understood_ms)
        told = fact or unmade(self.clock.now_ms(), call, turn)
        cause = taken.settled.cause
        work = self.units.run(lambda unit: self.intake.close(unit, hook, call.call_id, told, cause))
        return await self._in_time(hook, ANSWER_S, work)

    async def _elsewhere(self, hook: Hook, taken: Taken) -> Taken:
        """Another process makes this reply: what it answered, or its lease once that has run out.

        Past the soft limit, or once a filler has covered for it, what was taken stands.
        """
        call, soft_s = taken.settled.record.call, self.settler.policies.numbers.reply_soft_s
        has_filled = call.filler_turn == taken.settled.turn
        wait_s = REPLY_S if has_filled else min(soft_s, REPLY_S)
        until_ms = hook.arrived_ms + round(wait_s * 1000)
        while taken.asked is None and taken.settled.document is None:
            if self.clock.now_ms() >= until_ms:
                break
            await self.clock.sleep(LOOK_S)
            again = replace(hook, arrived_ms=self.clock.now_ms())
            work = self.units.run(partial(self._take_again, hook=again))
            taken = await self._in_time(hook, ANSWER_S, work)
        return taken

    async def _made(
        self, hook: Hook, call: Call, request: ChatRequest, numbers: Numbers
    ) -> ReplyFact | None:
        """The reply, None if it takes too long."""
        is_fillable = may_fill(call, request.turn) or request.in_crisis
        making = self.replier.making(request, numbers, may_fill=is_fillable)
        until_ms = hook.arrived_ms + round(REPLY_S * 1000)
        if is_fillable:
            until_ms = min(until_ms, making.asked_ms + round(numbers.reply_soft_s * 1000))
        await within(self.clock, (until_ms - self.clock.now_ms()) / 1000, making.task)
        return making.outcome

    # --- when the store is away --------------------------------------------------------------
    def _degraded(self, hook: Hook) -> str:
        """Kind words and the resources; it acknowledges nothing and loses nothing that was said."""
        self.count("degraded_answer")
        self._keep(hook)
        self._warn(hook)
        return self.line.degraded(hook.call_ref, hook.doc, hook.tries, hook.language, hook.country)

    def _keep(self, hook: Hook) -> None:
        """Recorded before this call's next webhook, or as soon as the store is back."""
        self.backlog.keep(hook)
        if self._flushing is None or self._flushing.done():
            self._flushing = asyncio.create_task(self._flush())

    async def _flush(self) -> None:
        while self.backlog:
            await self.clock.sleep(BACKLOG_S)
            await self._record(self.backlog.all())

    async def _record(self, hooks: Sequence[Hook]) -> None:
        """One by one, until the store is away again; what breaks a unit would break it again."""
        for hook in hooks:
            work = self.units.run(partial(self.intake.take, hook=hook))
            (taken,) = await asyncio.gather(work, return_exceptions=True)
            if isinstance(taken, Unavailable):
                return
            self.backlog.drop([hook])
            if isinstance(taken, Exception):
                self.count("lost_fact")

    def _warn(self, hook: Hook) -> None:
        """Danger heard without the store, or on a call that is not ours, goes to a human now."""
        assessment = hook.assessment
        if assessment is None or assessment.risk.level < self.settler.policies.crisis_at:
            return
        task = asyncio.create_task(self._alert(hook.call_ref, assessment))
        self._alerting.add(task)
        task.add_done_callback(self._alerting.discard)

    async def _alert(self, call_ref: str, assessment: Assessment) -> None:
        risk = assessment.risk
        try:
            await self.alerts.send(Alert("", call_ref, risk.level, risk.category, 0, "", "log"))
        except AlertError:
            self.count("alert_failed")
