"""The read side, on its own pool of connections that can't write; sees what is committed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from ruby_fsm.adapters.db import rows
from ruby_fsm.adapters.db.faults import unavailable
from ruby_fsm.adapters.db.rows_policy import (
    ID_DIGITS,
    SUPPRESSION,
    VERDICT,
    as_given,
    as_suppression,
)
from ruby_fsm.adapters.db.tables import (
    ATTEMPTS,
    CALLS,
    ESCALATIONS,
    EVENTS,
    JOBS,
    SUPPRESSIONS,
    VERDICTS,
)
from ruby_fsm.adapters.db.unit_deliveries import DeliveriesReader
from ruby_fsm.app.deliveries import KIND
from ruby_fsm.app.dial_records import Given, Suppression
from ruby_fsm.app.records import Attempt, Escalation, LogRow, Record, Standing
from ruby_fsm.core.call import CallState

_C, _A = CALLS.c, ATTEMPTS.c
_LIVE = _C.state != CallState.ENDED.value
_age = sa.tuple_(_C.created_ms, _C.call_id)
PAGE = 200
_now = sa.bindparam("now_ms", type_=sa.BigInteger)
_X, _J = ESCALATIONS.c, JOBS.c
DUE = (
    sa.select(sa.func.count(), sa.func.min(_C.due_ms))
    .select_from(CALLS)
    .join(ATTEMPTS, sa.and_(_A.call_id == _C.call_id, _A.n == _C.attempt))
    .where(_C.state == CallState.QUEUED.value, _A.slot_ms.is_(None), _C.due_ms <= _now)
)
OPEN = sa.select(
    sa.func.count(),
    sa.func.min(_X.opened_ms),
    sa.func.count(sa.case((_X.through_ms <= _now, 1))),
).where(_X.acknowledged_ms.is_(None))
LATE = sa.select(sa.func.min(_J.due_ms)).where(
    _J.done_ms.is_(None), _J.due_ms <= _now, _J.kind != KIND
)


class StoreReader(DeliveriesReader):
    """See `ruby_fsm.app.ports.Reader`. Every method raises Unavailable."""

    async def record(self, ref: str) -> Record | None:
        by_sid = sa.select(_A.call_id).where(_A.sid == ref)
        found = await self._records(
            sa.select(*rows.RECORD).where(sa.or_(_C.call_id == ref, _C.call_id.in_(by_sid)))
        )
        return found[0] if found else None

    async def attempts(self, call_id: str) -> Sequence[Attempt]:
        query = sa.select(*rows.ATTEMPT).where(_A.call_id == call_id).order_by(_A.n)
        return [rows.as_attempt(row) for row in await self._all(query)]

    async def attempts_of(self, call_ids: Sequence[str]) -> Mapping[str, Sequence[Attempt]]:
        query = sa.select(*rows.ATTEMPT).where(_A.call_id.in_(call_ids)).order_by(_A.n)
        found: dict[str, list[Attempt]] = {call_id: [] for call_id in call_ids}
        for row in await self._all(query):
            found[row[0]].append(rows.as_attempt(row))
        return found

    async def log(self, call_id: str) -> Sequence[LogRow]:
        query = sa.select(*rows.LOG).where(EVENTS.c.call_id == call_id).order_by(EVENTS.c.n)
        return [rows.as_log_row(row, self._seal) for row in await self._all(query)]

    async def escalations(self, call_id: str) -> Sequence[Escalation]:
        query = sa.select(*rows.ESCALATION).where(ESCALATIONS.c.call_id == call_id)
        found = await self._all(query.order_by(ESCALATIONS.c.number))
        return [rows.as_escalation(row, self._seal) for row in found]

    async def verdicts(self, call_id: str) -> Sequence[Given]:
        query = sa.select(*VERDICT).where(VERDICTS.c.call_id == call_id).order_by(VERDICTS.c.n)
        return [as_given(row, self._seal) for row in await self._all(query)]

    async def suppressions(self, limit: int, after: str) -> Sequence[Suppression]:
        query = suppressed_after(after.removeprefix("SU")).limit(limit)
        return [as_suppression(row, self._seal) for row in await self._all(query)]

    async def live(self, limit: int, after: str, owner: str | None = None) -> Sequence[Record]:
        return await self._records(of(owner, live_after(after)).limit(limit))

    async def live_count(self, owner: str | None = None) -> int:
        query = sa.select(sa.func.count()).select_from(CALLS).where(_LIVE)
        return int((await self._all(of(owner, query)))[0][0])

    async def standing(self, now_ms: int) -> Standing:
        states = await self._all(
            sa.select(_C.state, sa.func.count()).where(_LIVE).group_by(_C.state)
        )
        due, first_due_ms = await self._one(DUE, now_ms)
        opened, oldest_ms, unheard = await self._one(OPEN, now_ms)
        (late_ms,) = await self._one(LATE, now_ms)
        return Standing(
            calls={state: int(count) for state, count in states},
            due=due,
            oldest_wait_ms=now_ms - (first_due_ms or now_ms),
            open=opened,
            oldest_open_ms=now_ms - (oldest_ms or now_ms),
            unheard=unheard,
            jobs_late_ms=now_ms - (late_ms or now_ms),
            dead=await self.dead_deliveries(),
        )

    async def _one(self, query: sa.Select[*tuple[object, ...]], now_ms: int) -> rows.Row:
        with unavailable():
            async with self._engine.connect() as connection:
                return (await connection.execute(query, {"now_ms": now_ms})).one()

    async def recent(self, limit: int, after: str) -> Sequence[Record]:
        query = sa.select(*rows.RECORD).order_by(_C.created_ms.desc(), _C.call_id.desc())
        if after:
            query = query.where(_age < _age_of(after))
        return await self._records(query.limit(limit))

    def between(
        self, since_ms: int, until_ms: int, owner: str | None = None
    ) -> AsyncIterator[Record]:
        """Calls made from `since_ms` on and before `until_ms`, oldest first."""
        made = sa.and_(_C.created_ms >= since_ms, _C.created_ms < until_ms)
        query = sa.select(*rows.RECORD).where(made).order_by(_C.created_ms, _C.call_id)
        return self._pages(of(owner, query))

    async def _pages(self, query: sa.Select[*tuple[object, ...]]) -> AsyncIterator[Record]:
        # Page by page: a long read would keep the write-ahead log from being folded back.
        page = await self._records(query.limit(PAGE))
        while page:
            for record in page:
                yield record
            page = await self._records(query.where(_age > _age_of(record.call.call_id)).limit(PAGE))

    async def _records(self, query: sa.Select[*tuple[object, ...]]) -> list[Record]:
        return [rows.as_record(row, self._seal) for row in await self._all(query)]


def live_after(after: str) -> sa.Select[*tuple[object, ...]]:
    """Calls that have not ended, oldest first, from behind a call on ('': from the first)."""
    query = sa.select(*rows.RECORD).where(_LIVE).order_by(_C.created_ms, _C.call_id)
    return query.where(_age > _age_of(after)) if after else query


def of(owner: str | None, query: sa.Select[*tuple[Any, ...]]) -> sa.Select[*tuple[Any, ...]]:
    return query if owner is None else query.where(_C.owner == owner)


def _age_of(call_id: str) -> sa.Tuple:
    made_ms = sa.select(_C.created_ms).where(_C.call_id == call_id).scalar_subquery()
    return sa.tuple_(made_ms, sa.literal(call_id))


def suppressed_after(digits: str) -> sa.Select[*tuple[object, ...]]:
    """By their ids, which say nothing: of the numbers and of when they came."""
    known = sa.func.substr(SUPPRESSIONS.c.number_hash, 1, ID_DIGITS)
    query = sa.select(*SUPPRESSION).order_by(SUPPRESSIONS.c.number_hash)
    return query.where(known > digits) if digits else query
