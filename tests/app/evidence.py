"""What stands in the file, read by a connection of its own, as another process would find it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import sqlalchemy as sa

from ruby_fsm.adapters.db import rows
from ruby_fsm.adapters.db.cursor import OnCursor
from ruby_fsm.adapters.db.statements import Spelling, compiled
from ruby_fsm.adapters.db.tables import CALLS, EVENTS, SUPPRESSIONS
from ruby_fsm.adapters.db.unit import StoreUnit
from ruby_fsm.app.hooks import Hook, Kind
from ruby_fsm.app.records import Attempt, Escalation, Job, LogRow, Record
from ruby_fsm.core.call import Call
from ruby_fsm.core.machine import Decision, decide
from ruby_fsm.core.policy import Policy
from tests.looking import looking, spelling_of
from tests.wire import Exchange
from tests.world import Ruby

IDS = compiled(sa.select(CALLS.c.call_id).order_by(CALLS.c.created_ms, CALLS.c.call_id))
WATCH = compiled(sa.select(CALLS.c.watch_ms).where(CALLS.c.call_id == sa.bindparam("of_call")))
LOG = compiled(
    sa.select(*rows.LOG)
    .where(EVENTS.c.call_id == sa.bindparam("of_call"), EVENTS.c.n > sa.bindparam("after_n"))
    .order_by(EVENTS.c.n)
)
OPTED_OUT = compiled(sa.select(sa.func.count()).select_from(SUPPRESSIONS))


@dataclass(slots=True)
class Story:
    """One call: its row, its log, and the log folded; `folded[n]` is the call after row n."""

    record: Record
    policy: Policy
    watch_ms: int
    rows: list[LogRow]
    folded: list[Call]
    decisions: list[Decision]
    attempts: list[Attempt]
    escalations: list[Escalation]
    jobs: list[Job]

    @property
    def call(self) -> Call:
        return self.record.call

    def before_cause(self, row: LogRow) -> Call:
        """The call as the unit found it that recorded this row."""
        n = row.n
        while n > 1 and self.rows[n - 2].cause == row.cause:
            n -= 1
        return self.folded[n - 1]


@dataclass(slots=True)
class Seen:
    """All calls, at rest, at `now_ms`.

    `hooks` are the webhooks so far by their token, `news` those since the last look.
    """

    it: Ruby
    now_ms: int
    stories: dict[str, Story] = field(default_factory=dict[str, Story])
    suppressed: frozenset[str] = frozenset()
    hooks: dict[str, list[Exchange]] = field(default_factory=dict[str, list[Exchange]])
    news: list[tuple[str, Exchange]] = field(default_factory=list[tuple[str, Exchange]])

    def story_of(self, exchange: Exchange) -> Story | None:
        """Whose webhook it is: sid and address belong together."""
        sid, ref = exchange.form.get("CallSid", ""), exchange.params.get("call", "")
        for story in self.stories.values():
            is_its = any(attempt.sid == sid for attempt in story.attempts if sid)
            if is_its and ref in {"", story.call.call_id}:
                return story
        return None

    def attempts_of_live_calls(self) -> list[Attempt]:
        return [a for story in self.stories.values() if story.call.is_live for a in story.attempts]

    @property
    def attempts(self) -> list[Attempt]:
        return [attempt for story in self.stories.values() for attempt in story.attempts]


class Evidence:
    """Reads the file again and again, each row of a log once."""

    def __init__(self, it: Ruby) -> None:
        self._it = it
        place = it.parts.store.place
        self._connection = looking(place)
        self._cursor = self._connection.cursor()
        is_server = spelling_of(place) is Spelling.POSTGRESQL
        self._begin = "BEGIN ISOLATION LEVEL REPEATABLE READ" if is_server else "BEGIN"
        seal = it.parts.store.reader._seal
        self._unit = StoreUnit(self._cursor, seal, it.clock, spelling_of(place))
        self._rows: OnCursor = self._unit
        self._seal = seal
        self._stories: dict[str, Story] = {}
        self._read = 0
        self._hooks: dict[str, list[Exchange]] = {}

    def close(self) -> None:
        self._connection.close()

    def look(self) -> Seen:
        self._cursor.execute(self._begin)  # one moment for all that is read
        try:
            jobs = self._unit.open_jobs()
            for (call_id,) in self._rows._all(IDS):
                self._stories[call_id] = self._story(call_id, jobs)
            numbers = {story.record.person.to_number for story in self._stories.values()}
            suppressed = frozenset(one for one in numbers if self._unit.is_suppressed(one))
        finally:
            self._cursor.execute("COMMIT")
        news = self._news()
        now_ms = self._it.clock.now_ms()
        return Seen(self._it, now_ms, self._stories, suppressed, self._hooks, news)

    def whole(self) -> Seen:
        """The same, with every webhook as news and every call folded from the beginning."""
        seen = self.look()
        news = [(token, one) for token, some in seen.hooks.items() for one in some]
        stories = {call_id: refolded(story) for call_id, story in seen.stories.items()}
        return replace(seen, news=news, stories=stories)

    def _story(self, call_id: str, jobs: Sequence[Job]) -> Story:
        record = self._unit.load(call_id)
        assert record is not None
        before = self._stories.get(call_id)
        log = before.rows if before else []
        fresh = self._rows._all(LOG, of_call=call_id, after_n=len(log))
        log += [rows.as_log_row(row, self._seal) for row in fresh]
        policy = self._it.parts.policies.of(self._unit, record)
        story = Story(
            record=record,
            policy=policy,
            watch_ms=self._rows._all(WATCH, of_call=call_id)[0][0],
            rows=log,
            folded=before.folded if before else [accepted(record)],
            decisions=before.decisions if before else [],
            attempts=self._attempts(record.call),
            escalations=list(self._unit.escalations_of(call_id)),
            jobs=[job for job in jobs if job.args.get("call") == call_id],
        )
        fold(story)
        return story

    def _attempts(self, call: Call) -> list[Attempt]:
        found = (self._unit.attempt(call.call_id, n + 1) for n in range(call.attempt))
        return [attempt for attempt in found if attempt]

    def _news(self) -> list[tuple[str, Exchange]]:
        exchanges = self._it.traffic.exchanges[self._read :]
        self._read += len(exchanges)
        news = [(hook_of(one).token, one) for one in exchanges if is_of_a_call(one)]
        for token, exchange in news:
            self._hooks.setdefault(token, []).append(exchange)
        return news


def accepted(record: Record) -> Call:
    """The call before its first fact."""
    call = record.call
    return Call(
        call_id=call.call_id,
        created_ms=call.created_ms,
        initial_mood=call.initial_mood,
        is_returning=call.is_returning,
        due_ms=max(call.created_ms, record.not_before_ms),
        expires_ms=call.expires_ms,
        alive_until_ms=call.expires_ms,
        mood=call.initial_mood,
    )


def fold(story: Story) -> None:
    for row in story.rows[len(story.decisions) :]:
        decision = decide(story.folded[-1], row.event, story.policy)
        story.decisions.append(decision)
        story.folded.append(decision.call)


def is_of_a_call(exchange: Exchange) -> bool:
    """Not of the human who is rung for a person: that leg is no call of ours."""
    return exchange.is_hook and exchange.kind in set(Kind)


def hook_of(exchange: Exchange) -> Hook:
    """The webhook as the service saw it."""
    params = exchange.params
    return Hook(
        kind=Kind(exchange.kind),
        call_ref=params.get("call", ""),
        sid=exchange.form.get("CallSid", ""),
        doc=int(params.get("at") or 0),
        attempt=int(params.get("attempt") or 0),
        tries=int(params.get("try") or 0),
        raw_query=exchange.query,
        form=exchange.form | params,
        arrived_ms=exchange.arrived_ms,
    )


def refolded(story: Story) -> Story:
    again = replace(story, folded=[accepted(story.record)], decisions=[])
    fold(again)
    return again
