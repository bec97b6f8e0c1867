"""Deleting what is old, inside a unit of work."""

from __future__ import annotations

import sqlalchemy as sa

from ruby_fsm.adapters.db.cursor import OnCursor
from ruby_fsm.adapters.db.statements import compiled
from ruby_fsm.adapters.db.tables import (
    ATTEMPTS,
    CALLS,
    DELIVERIES,
    DIALS,
    ESCALATIONS,
    EVENTS,
    IDEMPOTENCY,
    JOBS,
    VERDICTS,
)
from ruby_fsm.core.call import CallState

_C = CALLS.c
_at = sa.bindparam
OF_A_CALL = (EVENTS, ATTEMPTS, ESCALATIONS, JOBS, DELIVERIES, DIALS, VERDICTS, CALLS)

# A call that was wanted late was made long before it ended.
OLD = compiled(
    sa.select(_C.call_id)
    .where(
        _C.created_ms < _at("before_ms"),
        _C.due_ms < _at("before_ms"),
        _C.state == CallState.ENDED.value,
    )
    .order_by(_C.created_ms)
    .limit(_at("at_most"))
)
FORGET = [
    compiled(sa.delete(table).where(table.c.call_id == _at("of_call"))) for table in OF_A_CALL
]
FORGET_JOBS = compiled(sa.delete(JOBS).where(JOBS.c.done_ms < _at("before_ms")))
FORGET_KEYS = compiled(sa.delete(IDEMPOTENCY).where(IDEMPOTENCY.c.at_ms < _at("before_ms")))
# Of a call that was refused at the door there is nothing else.
_ITS_CALL = sa.exists().where(_C.call_id == VERDICTS.c.call_id)
FORGET_REFUSALS = compiled(
    sa.delete(VERDICTS).where(VERDICTS.c.at_ms < _at("before_ms"), ~_ITS_CALL)
)


class ForgettingPart(OnCursor):
    def forget_calls(self, before_ms: int, at_most: int) -> int:
        found = self._all(OLD, before_ms=before_ms, at_most=at_most)
        for (call_id,) in found:
            for statement in FORGET:
                self._do(statement, of_call=call_id)
        return len(found)

    def forget_jobs(self, before_ms: int) -> None:
        self._do(FORGET_JOBS, before_ms=before_ms)

    def forget_keys(self, before_ms: int) -> None:
        self._do(FORGET_KEYS, before_ms=before_ms)

    def forget_refusals(self, before_ms: int) -> None:
        self._do(FORGET_REFUSALS, before_ms=before_ms)
