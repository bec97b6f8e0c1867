"""The read side, on its own pool of connections that can't write; sees what is committed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from ruby_fsm.adapters.db import rows
from ruby_fsm.adapters.db.faults import unavailable
from ruby_fsm.adapters.db.rows_policy import (
    ID_DIGITS,
    SUPPRESSION,
    VERDICT,
    as_given,
    as_suppression,
)
from ruby_fsm.adapters.db.seal import Seal
from ruby_fsm.adapters.db.tables import ATTEMPTS, CALLS, ESCALATIONS, EVENTS, SUPPRESSIONS, VERDICTS
from ruby_fsm.app.dial_records import Given, Suppression
from ruby_fsm.app.records import Attempt, Escalation, LogRow, Record
from ruby_fsm.core.call import CallState

_C, _A = CALLS.c, ATTEMPTS.c
_LIVE = _C.state != CallState.ENDED.value
_age = sa.tuple_(_C.created_ms, _C.call_id)
PAGE = 200


class StoreReader:
    """See `ruby_fsm.app.ports.Reader`. Every method raises Unavailable."""

    def __init__(self, engine: AsyncEngine, seal: Seal) -> None:
        self._engine = engine
        self._seal = seal

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

    async def live(self, limit: int, after: str) -> Sequence[Record]:
        return await self._records(live_after(after).limit(limit))

    async def live_count(self) -> int:
        found = await self._all(sa.select(sa.func.count()).select_from(CALLS).where(_LIVE))
        return int(found[0][0])

    async def recent(self, limit: int, after: str) -> Sequence[Record]:
        query = sa.select(*rows.RECORD).order_by(_C.created_ms.desc(), _C.call_id.desc())
        if after:
            query = query.where(_age < _age_of(after))
        return await self._records(query.limit(limit))

    def between(self, since_ms: int, until_ms: int) -> AsyncIterator[Record]:
        """Calls made from `since_ms` on and before `until_ms`, oldest first."""
        made = sa.and_(_C.created_ms >= since_ms, _C.created_ms < until_ms)
        query = sa.select(*rows.RECORD).where(made).order_by(_C.created_ms, _C.call_id)
        return self._pages(query)

    async def _pages(self, query: sa.Select[*tuple[object, ...]]) -> AsyncIterator[Record]:
        # Page by page: a long read would keep the write-ahead log from being folded back.
        page = await self._records(query.limit(PAGE))
        while page:
            for record in page:
                yield record
            page = await self._records(query.where(_age > _age_of(record.call.call_id)).limit(PAGE))

    async def _records(self, query: sa.Select[*tuple[object, ...]]) -> list[Record]:
        return [rows.as_record(row, self._seal) for row in await self._all(query)]

    async def _all(self, query: sa.Select[*tuple[object, ...]]) -> Sequence[rows.Row]:
        with unavailable():
            async with self._engine.connect() as connection:
                return (await connection.execute(query)).all()


def live_after(after: str) -> sa.Select[*tuple[object, ...]]:
    """Calls that have not ended, oldest first, from behind a call on ('': from the first)."""
    query = sa.select(*rows.RECORD).where(_LIVE).order_by(_C.created_ms, _C.call_id)
    return query.where(_age > _age_of(after)) if after else query


def _age_of(call_id: str) -> sa.Tuple:
    made_ms = sa.select(_C.created_ms).where(_C.call_id == call_id).scalar_subquery()
    return sa.tuple_(made_ms, sa.literal(call_id))


def suppressed_after(digits: str) -> sa.Select[*tuple[object, ...]]:
    """By their ids, which say nothing: of the numbers and of when they came."""
    known = sa.func.substr(SUPPRESSIONS.c.number_hash, 1, ID_DIGITS)
    query = sa.select(*SUPPRESSION).order_by(SUPPRESSIONS.c.number_hash)
    return query.where(known > digits) if digits else query
