"""The read side: status, active calls, conversations, analytics. Never writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ruby_fsm.app.access import Reach, Viewer
from ruby_fsm.app.analytics import (
    TurnTimes,
    counted,
    escalation_of,
    latency_of,
    outcome_of,
    reply_times,
    shares,
    speech_of,
    talk_of,
    told,
    when,
    when_or_none,
    word_of,
)
from ruby_fsm.app.policy_views import verdict_of
from ruby_fsm.app.ports import Reader
from ruby_fsm.app.records import Attempt, LogRow, Record
from ruby_fsm.app.trail import Act, Looks
from ruby_fsm.app.views import (
    ActiveCalls,
    Analytics,
    CallStatus,
    Conversation,
    Conversations,
    EscalationView,
    Summary,
    Talk,
)
from ruby_fsm.core.call import CallState
from ruby_fsm.core.events import SpeechHeard
from ruby_fsm.errors import CallNotFound, Fault, InvalidRequest

NOT_FOUND = "No call has this id; it is CL or CA and 32 hex digits."
SHOWN_DIGITS = 4
PAGE = 200


def masked(number: str) -> str:
    """The last four digits, the rest hidden."""
    hidden = max(0, len(number) - 1 - SHOWN_DIGITS)
    return number[:1] + "*" * hidden + number[-SHOWN_DIGITS:]


class Queries:
    """What a viewer may not see does not exist for it. `looks` keeps what is privileged."""

    def __init__(self, reader: Reader, looks: Looks) -> None:
        self.reader = reader
        self.looks = looks

    async def status(self, ref: str, viewer: Viewer) -> CallStatus:
        record = await self._record(ref, viewer)
        await self._number_read(viewer, [record], record.call.call_id)
        return status_of(record, await self.reader.attempts(record.call.call_id), viewer)

    async def active(self, limit: int, after: str, viewer: Viewer) -> ActiveCalls:
        """Raises InvalidRequest for an `after` that is no call."""
        cursor = await self._cursor(after, viewer)
        records = await self.reader.live(limit + 1, cursor, viewer.only)
        page = records[:limit]
        await self._number_read(viewer, page, "calls/active")
        attempts = await self.reader.attempts_of([record.call.call_id for record in page])
        calls = [status_of(record, attempts[record.call.call_id], viewer) for record in page]
        count = await self.reader.live_count(viewer.only)
        return ActiveCalls(calls, count, next_of(records, limit))

    async def _number_read(self, viewer: Viewer, page: Sequence[Record], target: str) -> None:
        others = sum(record.owner != viewer.token_id for record in page)
        if others and viewer.reads_numbers:
            await self.looks.looked(viewer, Act.NUMBERS_READ, target, {"calls": others})

    async def conversations(self, limit: int, after: str, viewer: Viewer) -> Conversations:
        """Calls on the line now, oldest first. Raises InvalidRequest for an `after` of no call."""
        page = await self._on_the_line(await self._cursor(after, viewer), viewer)
        count = len(await self._on_the_line("", viewer)) if after else len(page)
        shown = [
            conversation_of(
                record,
                await self.reader.attempts(record.call.call_id),
                await self.reader.log(record.call.call_id),
            )
            for record in page[:limit]
        ]
        return Conversations(shown, count, next_of(page, limit))

    async def _on_the_line(self, after: str, viewer: Viewer) -> list[Record]:
        """All of them: the queue may be long before the first and between two."""
        found: list[Record] = []
        while page := await self.reader.live(PAGE, after, viewer.only):
            found += [record for record in page if record.call.is_on_the_line]
            after = page[-1].call.call_id
        return found

    async def _cursor(self, after: str, viewer: Viewer) -> str:
        """The call a page ended with; it may have ended itself meanwhile."""
        record = await self.reader.record(after) if after else None
        if after and (record is None or not viewer.may_see(record.owner)):
            detail = "leads nowhere; send the `next` of the page before"
            raise InvalidRequest(f"/after {detail}.", Fault("/after", detail))
        return record.call.call_id if record else ""

    async def analytics(self, ref: str, viewer: Viewer) -> Analytics:
        record = await self._record(ref, viewer)
        call_id = record.call.call_id
        if record.owner != viewer.token_id:
            await self.looks.looked(viewer, Act.ANALYTICS_READ, call_id)
        story = told(
            record,
            await self.reader.attempts(call_id),
            await self.reader.log(call_id),
            await self.reader.escalations(call_id),
        )
        given = await self.reader.verdicts(call_id)
        return replace(story, dial_policy=[verdict_of(one.stage, one.verdict) for one in given])

    async def escalations(self, ref: str, viewer: Viewer) -> list[EscalationView]:
        record = await self._record(ref, viewer)
        rows = await self.reader.escalations(record.call.call_id)
        return [escalation_of(row) for row in rows]

    async def summary(self, since_ms: int, until_ms: int, viewer: Viewer) -> Summary:
        """Over the calls accepted from `since_ms` on and before `until_ms`."""
        tally = Tally()
        if viewer.reach is Reach.ALL:
            await self.looks.looked(viewer, Act.ANALYTICS_READ, "summary")
        async for record in self.reader.between(since_ms, until_ms, viewer.only):
            call_id = record.call.call_id
            escalated = await self.reader.escalations(call_id)
            tally.add(record, await self.reader.log(call_id))
            tally.escalations += len(escalated)
            tally.acknowledged += sum(e.acknowledged_ms is not None for e in escalated)
        return tally.summary(since_ms, until_ms)

    async def _record(self, ref: str, viewer: Viewer) -> Record:
        record = await self.reader.record(ref)
        if record is None:
            raise CallNotFound(NOT_FOUND)
        if not viewer.may_see(record.owner):
            raise CallNotFound(NOT_FOUND, viewer.token_id)
        return record


def next_of(records: Sequence[Record], limit: int) -> str | None:
    return records[limit - 1].call.call_id if len(records) > limit else None


def status_of(record: Record, attempts: Sequence[Attempt], viewer: Viewer) -> CallStatus:
    call = record.call
    newest = next((a for a in attempts if a.n == call.attempt), None)
    to = record.person.to_number
    return CallStatus(
        call_sid=newest.sid if newest and newest.sid else call.call_id,
        call_id=call.call_id,
        status=newest.status if newest else "queued",
        state=call.state.value,
        direction="outbound-api",
        to=to if viewer.may_read_number(record.owner) else masked(to),
        from_number=record.from_number,
        answered_by=(newest.answered_by or None) if newest else None,
        attempt=call.attempt,
        duration_s=newest.duration_s if newest else None,
        end_reason=call.end_reason.value if call.end_reason else None,
        queued_at=when(call.created_ms),
        placed_at=when_or_none(call.placed_ms),
        answered_at=when_or_none(call.answered_ms),
        ended_at=when_or_none(call.ended_ms),
    )


def conversation_of(
    record: Record, attempts: Sequence[Attempt], log: Sequence[LogRow]
) -> Conversation:
    call = record.call
    newest = next((a for a in attempts if a.n == call.attempt), None)
    last_ms = max((row.at_ms for row in log), default=call.created_ms)
    return Conversation(
        call_sid=newest.sid if newest and newest.sid else call.call_id,
        call_id=call.call_id,
        state=call.state.value,
        turns=len(speech_of(call, log)),
        mood=call.mood.value,
        risk_level=word_of(call.risk),
        started_at=when(call.answered_ms or call.created_ms),
        last_activity_at=when(last_ms),
    )


class Tally:
    """Counts over many calls, a call at a time."""

    def __init__(self) -> None:
        self.calls = self.crises = self.escalations = self.acknowledged = 0
        self.outcomes: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.initial: Counter[str] = Counter()
        self.final: Counter[str] = Counter()
        self.risks: Counter[str] = Counter()
        self.topics: list[str] = []
        self.talks: list[Talk] = []
        self.times: list[TurnTimes] = []

    def add(self, record: Record, log: Sequence[LogRow]) -> None:
        call = record.call
        said: list[SpeechHeard] = speech_of(call, log)
        self.calls += 1
        self.crises += any(row.to_state is CallState.CRISIS for row in log)
        self.outcomes[outcome_of(call) or "live"] += 1
        self.reasons[call.end_reason.value if call.end_reason else "live"] += 1
        self.initial[call.initial_mood.value] += 1
        self.final[call.mood.value] += 1
        self.risks[word_of(call.risk)] += 1
        self.topics += [topic for event in said for topic in event.assessment.topics]
        self.talks.append(talk_of(log, said))
        self.times += reply_times(log)

    def summary(self, since_ms: int, until_ms: int) -> Summary:
        return Summary(
            since=when(since_ms),
            until=when(until_ms),
            calls=self.calls,
            by_outcome=dict(self.outcomes),
            by_end_reason=dict(self.reasons),
            conversation=added(self.talks),
            mood_initial=dict(self.initial),
            mood_final=dict(self.final),
            risk_max=dict(self.risks),
            crises=self.crises,
            escalations=self.escalations,
            acknowledged=self.acknowledged,
            topics=shares(self.topics),
            latency=latency_of(self.times),
        )


def added(talks: Sequence[Talk]) -> Talk:
    return Talk(
        turns=sum(t.turns for t in talks),
        words_person=sum(t.words_person for t in talks),
        words_ruby=sum(t.words_ruby for t in talks),
        silences=sum(t.silences for t in talks),
        reprompts=sum(t.reprompts for t in talks),
        fillers=sum(t.fillers for t in talks),
        low_confidence_turns=sum(t.low_confidence_turns for t in talks),
        replied_by=counted(name for t in talks for name in Counter(t.replied_by).elements()),
    )
