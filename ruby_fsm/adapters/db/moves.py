"""The moves of calls, read beside a running service; nothing sealed is opened, no key needed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from ruby_fsm.adapters.db.beside import open_reading
from ruby_fsm.adapters.db.faults import unavailable
from ruby_fsm.adapters.db.places import Place
from ruby_fsm.adapters.db.rows import Row as Found
from ruby_fsm.adapters.db.tables import ATTEMPTS, CALLS, EVENTS
from ruby_fsm.core.call import CallState
from ruby_fsm.core.machine import Row
from ruby_fsm.core.marks import Count, Move
from ruby_fsm.core.views import Arrow, facts_of, sources_of

_C, _A, _E = CALLS.c, ATTEMPTS.c, EVENTS.c


class StoredMoves:
    """Every method raises Unavailable."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def found(self, ref: str) -> str:
        """The call id behind a call id or a sid of Twilio's, '' for none."""
        by_sid = sa.select(_A.call_id).where(_A.sid == ref)
        query = sa.select(_C.call_id).where(sa.or_(_C.call_id == ref, _C.call_id.in_(by_sid)))
        rows = await self._all(query)
        return str(rows[0][0]) if rows else ""

    async def way(self, call_id: str) -> list[Move]:
        """Its moves in their order; what stayed in a state is left out."""
        columns = (_E.at_ms, _E.name, _E.from_state, _E.to_state)
        query = sa.select(*columns).where(_E.call_id == call_id, _E.from_state != _E.to_state)
        return [
            Move(at_ms, fact, CallState(start), CallState(dest))
            for at_ms, fact, start, dest in await self._all(query.order_by(_E.n))
        ]

    async def counts(
        self, arrows: Mapping[Arrow, Iterable[Row]], since_ms: int, until_ms: int
    ) -> Mapping[Arrow, Count]:
        """How many calls went along each arrow from `since_ms` on and before `until_ms`."""
        columns = [column for arrow, rows in arrows.items() for column in _counted(arrow, rows)]
        within = sa.and_(_E.at_ms >= since_ms, _E.at_ms < until_ms)
        row = (await self._all(sa.select(*columns).select_from(EVENTS).where(within)))[0]
        return {arrow: Count(row[2 * i], row[2 * i + 1]) for i, arrow in enumerate(arrows)}

    async def calls(self, since_ms: int, until_ms: int) -> int:
        """How many calls something happened to in that time."""
        within = sa.and_(_E.at_ms >= since_ms, _E.at_ms < until_ms)
        query = sa.select(sa.func.count(sa.distinct(_E.call_id))).where(within)
        return int((await self._all(query))[0][0])

    async def _all(self, query: sa.Select[*tuple[Any, ...]]) -> Sequence[Found]:
        with unavailable():
            async with self._engine.connect() as connection:
                return (await connection.execute(query)).all()


def _counted(
    arrow: Arrow, rows: Iterable[Row]
) -> tuple[sa.ColumnElement[int], sa.ColumnElement[int]]:
    start, dest = arrow
    states = [state.value for state in sources_of(start)]
    goes = sa.and_(
        _E.from_state.in_(states), _E.to_state == dest.value, _E.name.in_(facts_of(rows))
    )
    calls = sa.func.count(sa.distinct(sa.case((goes, _E.call_id))))
    return calls, sa.func.count(sa.case((goes, _E.id)))


@asynccontextmanager
async def open_moves(place: Place) -> AsyncIterator[StoredMoves]:
    """Raises Unavailable: no database there, or one of another version."""
    async with open_reading(place) as engine:
        yield StoredMoves(engine)
