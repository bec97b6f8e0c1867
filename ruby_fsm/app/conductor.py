"""A webhook from its arrival to its answer: understand, settle, reply, render.

Every signed voice webhook gets words within five seconds, whatever fails behind it.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from ruby_fsm.app.hooks import Hook, Kind, fact_of, number
from ruby_fsm.app.ports import Alert, Alerts, ChatRequest, Clock, Line, Unit, Units
from ruby_fsm.app.prompts import chat_request
from ruby_fsm.app.records import Document, Record
from ruby_fsm.app.replying import Replier
from ruby_fsm.app.settle import Settled, Settler
from ruby_fsm.app.timing import within
from ruby_fsm.core.call import Call
from ruby_fsm.core.events import ReplyDelayed, ReplyFact
from ruby_fsm.errors import AlertError, Unavailable
from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.assessment import Assessment

UNIT_S = 3.0  # a unit's time from the webhook's arrival; Twilio gives up at 15 s
ANSWER_S = 4.5  # the whole answer's


class Conductor:
    """One per process. `counts` hears of unknown calls and degraded answers, by name."""

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
    ) -> None:
        self.units = units
        self.settler = settler
        self.replier = replier
        self.line = line
        self.alerts = alerts
        self.clock = clock
        self.count = count
        self._in_flight: dict[str, asyncio.Task[str]] = {}
        self._waiting: defaultdict[str, list[Hook]] = defaultdict(list)
        self._background: set[asyncio.Task[None]] = set()

    async def answer(self, hook: Hook) -> str:
        """The TwiML for a webhook; the same one arriving twice at once is answered once."""
        token = hook.token()
        task = self._in_flight.get(token)
        if task is None:
            task = asyncio.create_task(self._answer(hook))
            self._in_flight[token] = task
            task.add_done_callback(lambda _: self._in_flight.pop(token, None))
        return await asyncio.shield(task)

    async def note(self, hook: Hook) -> None:
        """A webhook whose answer Twilio ignores. Raises Unavailable: Twilio may send it again."""
        try:
            if await self._taken(hook) is None:
                self.count("unknown_call")
        except Unavailable:
            self._keep(hook)
            raise

    async def close(self) -> None:
        """Let what is being answered be answered, and give up the replies being made."""
        await asyncio.gather(*self._in_flight.values(), return_exceptions=True)
        await self.replier.close()
        await asyncio.gather(*self._background, return_exceptions=True)

    async def _answer(self, hook: Hook) -> str:
        hook = self.understood(hook)
        try:
            taken = await self._taken(hook)
            if taken is None:
                self.count("unknown_call")
                self._warn(hook)
                return self.line.unknown()
            settled, request = taken
            document = settled.document
            if request is not None:
                document = await self._reply(hook, settled, request)
        except Unavailable:
            return self._degraded(hook)
        if not settled.record.call.is_live:
            self.replier.forget(settled.record.call.call_id)
        assert document is not None
        return self.line.render(document)

    # --- understanding, before and apart from any reply --------------------------------------
    def understood(self, hook: Hook) -> Hook:
        if not hook.text:
            return hook
        return replace(hook, assessment=assess(hook.text, self.settler.policies.lexicon))

    # --- the unit ------------------------------------------------------------------------------
    async def _taken(self, hook: Hook) -> tuple[Settled, ChatRequest | None] | None:
        """Facts that an earlier, hung unit never kept are recorded before this hook's own."""
        before = tuple(self._waiting[hook.call_ref])
        work = asyncio.ensure_future(
            self.units.run(lambda unit: self._take_all(unit, before, hook))
        )
        left_s = UNIT_S - (self.clock.now_ms() - hook.arrived_ms) / 1000
        if not await within(self.clock, left_s, work):
            work.add_done_callback(lambda done: done.cancelled() or done.exception())
            raise Unavailable("the store did not answer in time")
        taken = work.result()
        self._waiting.pop(hook.call_ref, None)
        return taken

    def _take_all(
        self, unit: Unit, before: tuple[Hook, ...], hook: Hook
    ) -> tuple[Settled, ChatRequest | None] | None:
        for earlier in before:
            self.take(unit, earlier)
        settled = self.take(unit, hook)
        if settled is None:
            return None
        if settled.turn is None:
            return settled, None
        return settled, chat_request(unit, settled.record, self.settler.policies)

    def take(self, unit: Unit, hook: Hook) -> Settled | None:
        """One webhook in one unit; None for a call that is not ours."""
        found = self._found(unit, hook)
        if found is None:
            return None
        record, attempt = found
        call = record.call
        key = hook.key(call)
        cause = unit.seen(call.call_id, key)
        if cause is not None:
            return self.settler.repeat(unit, record, cause)
        self._note(unit, hook, call, attempt)
        fact = fact_of(hook, call, attempt)
        if fact is None and hook.kind is Kind.REPLY:
            if call.open_turn is not None:
                policy = self.settler.policies.of(unit, record)
                self.settler.lease(unit, call, hook.arrived_ms, policy)
                return Settled(record, None, call.open_turn)
            fact = ReplyDelayed(hook.arrived_ms, 0)
        if fact is None:
            return Settled(record, self.settler.document(unit, record, call.doc))
        return self.settler.feed(unit, record, fact, key, key)

    def _found(self, unit: Unit, hook: Hook) -> tuple[Record, int] | None:
        """The call and the attempt this sid belongs to: sid, account and URL must agree."""
        call_id = unit.resolve(hook.call_ref) if hook.call_ref else unit.resolve(hook.sid)
        record = unit.load(call_id) if call_id else None
        if record is None:
            return None
        attempt = self._attempt(unit, record.call, hook)
        return None if attempt is None else (record, attempt)

    @staticmethod
    def _attempt(unit: Unit, call: Call, hook: Hook) -> int | None:
        wanted = hook.attempt or call.attempt
        for n in range(call.attempt, 0, -1):
            made = unit.attempt(call.call_id, n)
            if made is not None and made.sid == hook.sid:
                return n
        return wanted if unit.bind_sid(call.call_id, wanted, hook.sid) else None

    @staticmethod
    def _note(unit: Unit, hook: Hook, call: Call, attempt: int) -> None:
        if hook.kind is Kind.STATUS:
            seq = number(hook.form, "SequenceNumber") or 0
            lasted_s = number(hook.form, "CallDuration")
            unit.note_status(call.call_id, attempt, hook.status, seq, lasted_s)
        if answered_by := hook.form.get("AnsweredBy", ""):
            unit.note_answered_by(call.call_id, attempt, answered_by[:32])

    # --- the reply -------------------------------------------------------------------------------
    async def _reply(self, hook: Hook, settled: Settled, request: ChatRequest) -> Document:
        """The reply, a filler that covers for it, or another look: within the answer's time."""
        call, numbers = settled.record.call, self.settler.policies.numbers
        may_fill = call.filler_turn == 0 or call.filler_turn < request.turn - 1
        making = self.replier.making(request, numbers, may_fill=may_fill)
        soft_ms = making.asked_ms + round(numbers.reply_soft_s * 1000)
        until_ms = hook.arrived_ms + round(ANSWER_S * 1000)
        until_ms = min(until_ms, soft_ms) if may_fill else until_ms
        is_done = await within(self.clock, (until_ms - self.clock.now_ms()) / 1000, making.task)
        fact: ReplyFact = ReplyDelayed(self.clock.now_ms(), request.turn if may_fill else 0)
        if is_done:
            fact = making.task.result()
        document = await self.units.run(lambda unit: self._close(unit, hook, call.call_id, fact))
        if is_done:
            self.replier.forget(call.call_id)
        return document

    def _close(self, unit: Unit, hook: Hook, call_id: str, fact: ReplyFact) -> Document:
        """Answer the cause, once: who comes second sends what is stored."""
        record = unit.load(call_id)
        assert record is not None
        key = hook.key(record.call)
        cause = unit.seen(call_id, key)
        stored = unit.answered(call_id, cause or key)
        if stored is not None:
            return self.settler.document(unit, record, stored)
        settled = self.settler.feed(unit, record, fact, cause or key, None if cause else key)
        assert settled.document is not None
        return settled.document

    # --- when the store is away --------------------------------------------------------------
    def _degraded(self, hook: Hook) -> str:
        """Kind words and the resources; it acknowledges nothing and loses nothing that was said."""
        self.count("degraded_answer")
        self._keep(hook)
        self._warn(hook)
        return self.line.degraded(hook.call_ref, hook.doc, hook.tries)

    def _keep(self, hook: Hook) -> None:
        """Recorded before this call's next webhook; each is recorded once, by its key."""
        if hook not in self._waiting[hook.call_ref]:
            self._waiting[hook.call_ref].append(hook)

    def _warn(self, hook: Hook) -> None:
        """Danger heard without the store, or on a call that is not ours, goes to a human now."""
        assessment = hook.assessment
        if assessment is None or assessment.risk.level < self.settler.policies.crisis_at:
            return
        task = asyncio.create_task(self._alert(hook.call_ref, assessment))
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def _alert(self, call_ref: str, assessment: Assessment) -> None:
        risk = assessment.risk
        try:
            await self.alerts.send(Alert("", call_ref, risk.level, risk.category, 0, "", "log"))
        except AlertError:
            self.count("alert_failed")
