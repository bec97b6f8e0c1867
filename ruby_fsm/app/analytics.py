"""One call's log told as numbers: a pure function of rows, so that it can be had again any time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from ruby_fsm.app.records import Attempt, Escalation, LogRow, Record
from ruby_fsm.app.views import (
    Analytics,
    EscalationStepView,
    EscalationView,
    Latency,
    MoodPoint,
    MoodStory,
    RiskPoint,
    RiskStory,
    Spread,
    Talk,
    Timing,
    TopicShare,
)
from ruby_fsm.core.call import Call, CallState, EndReason
from ruby_fsm.core.effects import Line, Say
from ruby_fsm.core.events import ReplyReady, SilenceHeard, SpeechHeard
from ruby_fsm.understanding.assessment import Level

LOW_CONFIDENCE_0_1 = 0.4
OUTCOMES = {
    EndReason.GOODBYE: "conversation",
    EndReason.SILENCE: "conversation",
    EndReason.TIME_LIMIT: "conversation",
    EndReason.HUNG_UP: "conversation",
    EndReason.END_REQUESTED: "conversation",
    EndReason.OPT_OUT: "opted_out",
    EndReason.HANDED_OVER: "handed_over",
    EndReason.MACHINE: "machine",
    EndReason.HUNG_UP_IN_CRISIS: "crisis",
    EndReason.CRISIS_GOODBYE: "crisis",
    EndReason.NO_ANSWER: "not_reached",
    EndReason.BUSY: "not_reached",
    EndReason.FAILED: "failed",
    EndReason.UNKNOWN_OUTCOME: "failed",
    EndReason.LOST: "failed",
    EndReason.CANCELED: "canceled",
    EndReason.SUPPRESSED: "refused",
    EndReason.REFUSED: "refused",
    EndReason.EXPIRED: "refused",
}


def when(at_ms: int) -> str:
    """RFC 3339, UTC, to the millisecond."""
    at = datetime.fromtimestamp(at_ms / 1000, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def when_or_none(at_ms: int | None) -> str | None:
    return None if at_ms is None else when(at_ms)


def word_of(level: Level) -> str:
    return level.name.lower()


def outcome_of(call: Call) -> str | None:
    """What the call came to, in a word; None while it lives. Never answered: not reached."""
    if call.end_reason is None:
        return None
    if call.answered_ms is None and call.end_reason is EndReason.HUNG_UP:
        return "not_reached"
    return OUTCOMES[call.end_reason]


def told(
    record: Record,
    attempts: Sequence[Attempt],
    log: Sequence[LogRow],
    escalations: Sequence[Escalation],
) -> Analytics:
    call = record.call
    newest = next((a for a in attempts if a.n == call.attempt), None)
    said = speech_of(call, log)
    return Analytics(
        call_sid=newest.sid if newest and newest.sid else call.call_id,
        call_id=call.call_id,
        status=newest.status if newest else "queued",
        state=call.state.value,
        timing=timing_of(call, newest),
        conversation=talk_of(log, said),
        mood=mood_of(call, said),
        risk=risk_of(call, log, said, escalations),
        topics=shares(topic for row in said for topic in row.assessment.topics),
        latency=latency_of(reply_times(log)),
        transitions=[move_of(row) for row in log if row.seq is not None],
        outcome=outcome_of(call),
        end_reason=call.end_reason.value if call.end_reason else None,
    )


def speech_of(call: Call, log: Sequence[LogRow]) -> list[SpeechHeard]:
    """What the person said; a machine's words, struck, count for nothing."""
    rows = [row.event for row in log if row.n > call.struck_n]
    return [event for event in rows if isinstance(event, SpeechHeard)]


def timing_of(call: Call, attempt: Attempt | None) -> Timing:
    lasted_s = attempt.duration_s if attempt else None
    counted_s = between_s(call.answered_ms, call.ended_ms)
    return Timing(
        queued=when(call.created_ms),
        placed=when_or_none(call.placed_ms),
        answered=when_or_none(call.answered_ms),
        ended=when_or_none(call.ended_ms),
        queue_s=between_s(call.created_ms, call.placed_ms),
        ring_s=between_s(call.placed_ms, call.answered_ms),
        duration_s=counted_s if lasted_s is None else lasted_s,
    )


def between_s(start_ms: int | None, end_ms: int | None) -> float | None:
    if start_ms is None or end_ms is None:
        return None
    return max(0, end_ms - start_ms) / 1000


def talk_of(log: Sequence[LogRow], said: Sequence[SpeechHeard]) -> Talk:
    lines = [verb for row in log for verb in row.verbs if isinstance(verb, Say)]
    kinds = Counter(line.line for line in lines)
    return Talk(
        turns=len(said),
        words_person=sum(len(event.text.split()) for event in said),
        words_ruby=sum(len(line.text.split()) for line in lines),
        silences=sum(isinstance(row.event, SilenceHeard) for row in log),
        reprompts=kinds[Line.REPROMPT],
        fillers=kinds[Line.FILLER],
        low_confidence_turns=sum(event.confidence < LOW_CONFIDENCE_0_1 for event in said),
        replied_by=counted(row.event.source for row in log if isinstance(row.event, ReplyReady)),
    )


def counted(names: Iterable[str]) -> dict[str, int]:
    """How often each, the most frequent first."""
    return dict(Counter(names).most_common())


def mood_of(call: Call, said: Sequence[SpeechHeard]) -> MoodStory:
    points = [
        MoodPoint(turn, reading.mood.value, round(reading.valence, 3), round(reading.confidence, 3))
        for turn, reading in enumerate((event.assessment.mood for event in said), start=1)
        if reading.confidence > 0
    ]
    moods = [call.initial_mood.value, *(point.mood for point in points)]
    changes = sum(a != b for a, b in pairwise(moods))
    return MoodStory(call.initial_mood.value, call.mood.value, points, changes)


def risk_of(
    call: Call,
    log: Sequence[LogRow],
    said: Sequence[SpeechHeard],
    escalations: Sequence[Escalation],
) -> RiskStory:
    points = [
        RiskPoint(turn, word_of(event.assessment.risk.level), event.assessment.risk.category.value)
        for turn, event in enumerate(said, start=1)
    ]
    highest = max((event.assessment.risk.level for event in said), default=Level.NONE)
    entered = (r.at_ms for r in log if r.seq is not None and r.to_state is CallState.CRISIS)
    return RiskStory(
        level=word_of(call.risk),
        max_level=word_of(max(call.risk, highest)),
        trajectory=points,
        crisis_at=when_or_none(next(entered, None)),
        escalations=[escalation_of(escalation) for escalation in escalations],
    )


def escalation_of(escalation: Escalation) -> EscalationView:
    steps = [
        EscalationStepView(s.step, s.contact, s.channel, when(s.at_ms), s.outcome)
        for s in escalation.steps
    ]
    return EscalationView(
        escalation_id=escalation.escalation_id,
        level=word_of(escalation.level),
        category=escalation.category.value,
        opened_at=when(escalation.opened_ms),
        steps=steps,
        acknowledged_at=when_or_none(escalation.acknowledged_ms),
        acknowledged_by=escalation.acknowledged_by or None,
    )


def shares(topics: Iterable[str]) -> list[TopicShare]:
    counts = Counter(topics)
    whole = sum(counts.values())
    return [TopicShare(topic, round(n / whole, 3)) for topic, n in counts.most_common()]


@dataclass(frozen=True, slots=True)
class TurnTimes:
    """Milliseconds of one turn."""

    chat: int
    store: int
    understanding: int
    total: int


def reply_times(log: Sequence[LogRow]) -> list[TurnTimes]:
    """Of each reply; the total is from the row that asked for it to the row it made."""
    asked = {row.asks: row.at_ms for row in log if row.asks is not None}
    return [
        times_of(row.event, max(0, row.at_ms - asked[row.event.turn]))
        for row in log
        if isinstance(row.event, ReplyReady) and row.event.turn in asked
    ]


def times_of(reply: ReplyReady, total_ms: int) -> TurnTimes:
    return TurnTimes(reply.took_ms, reply.store_ms, reply.understood_ms, total_ms)


def latency_of(times: Sequence[TurnTimes]) -> Latency:
    total = spread([one.total for one in times])
    return Latency(
        reply=total,
        chat=spread([one.chat for one in times]),
        store=spread([one.store for one in times]),
        understanding=spread([one.understanding for one in times]),
        total=total,
    )


def spread(values: Sequence[int]) -> Spread:
    """Nearest-rank percentiles, ms."""
    if not values:
        return Spread()
    ranked = sorted(values)
    return Spread(*(ranked[-(-len(ranked) * p // 100) - 1] for p in (50, 95, 100)))


def move_of(row: LogRow) -> dict[str, str | int]:
    assert row.seq is not None
    return {
        "seq": row.seq,
        "from": row.from_state.value,
        "event": type(row.event).__name__,
        "to": row.to_state.value,
        "at": when(row.at_ms),
    }
