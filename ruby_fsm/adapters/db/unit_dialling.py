"""Attempts, slots and pace, inside a unit of work."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from ruby_fsm.adapters.db import rows
from ruby_fsm.adapters.db.cursor import OnCursor
from ruby_fsm.adapters.db.statements import compiled, insert_into, made
from ruby_fsm.adapters.db.tables import ATTEMPTS, CALLS, DIALS, PACE
from ruby_fsm.app.records import Attempt
from ruby_fsm.core.call import CallState

_C, _A = CALLS.c, ATTEMPTS.c
_at = sa.bindparam
_THIS = sa.and_(_A.call_id == _at("of_call"), _A.n == _at("of_n"))
_HOLDS_SLOT = sa.and_(_A.slot_ms.is_not(None), _A.freed_ms.is_(None))
_IS_QUEUED = _C.state == CallState.QUEUED.value
_NEWEST = sa.and_(_A.call_id == _C.call_id, _A.n == _C.attempt)
_WAITS = sa.and_(_IS_QUEUED, _A.slot_ms.is_(None))
_ORDER = (_C.priority, _C.due_ms, _C.created_ms, _C.call_id)
_THIS_CALL = _C.call_id == _at("of_call")

ATTEMPT = compiled(sa.select(*rows.ATTEMPT).where(_THIS))
ADD = compiled(insert_into(ATTEMPTS, "sid", "slot_ms", "placing_ms", "freed_ms", "duration_s"))
HOLDER_OF_SID = compiled(sa.select(_A.call_id, _A.n).where(_A.sid == _at("of_sid")))
BIND = compiled(sa.update(ATTEMPTS).where(_THIS, _A.sid.is_(None)).values(sid=_at("new_sid")))
FENCE = compiled(
    sa.update(ATTEMPTS).where(_THIS, _A.placing_ms.is_(None)).values(placing_ms=_at("at_ms"))
)
UNFENCE = compiled(sa.update(ATTEMPTS).where(_THIS).values(placing_ms=sa.null()))
NOT_DIALLED = compiled(
    sa.delete(DIALS).where(DIALS.c.call_id == _at("of_call"), DIALS.c.n == _at("of_n"))
)
GRANT = compiled(
    sa.update(ATTEMPTS).where(_THIS, _A.slot_ms.is_(None)).values(slot_ms=_at("at_ms"))
)
GIVE_BACK = compiled(
    sa.update(ATTEMPTS).where(_THIS, _HOLDS_SLOT, _A.placing_ms.is_(None)).values(slot_ms=sa.null())
)
FREE = compiled(sa.update(ATTEMPTS).where(_THIS, _HOLDS_SLOT).values(freed_ms=_at("at_ms")))
USED = compiled(sa.select(sa.func.count()).select_from(ATTEMPTS).where(_HOLDS_SLOT))
_LINE = sa.select(_C.call_id, _A.n).join_from(CALLS, ATTEMPTS, _NEWEST).where(_WAITS)
NEXT = compiled(_LINE.where(_C.due_ms <= _at("now_ms")).order_by(*_ORDER).limit(_at("at_most")))
PLACE_IN_LINE = compiled(sa.select(*_ORDER).where(_THIS_CALL))
BEFORE = compiled(
    sa.select(sa.func.count())
    .select_from(CALLS)
    .join(ATTEMPTS, _NEWEST)
    .where(
        _WAITS,
        _C.due_ms <= _at("due_by_ms"),
        sa.tuple_(*_ORDER) < sa.tuple_(_at("rank"), _at("due_ms"), _at("made_ms"), _at("of_call")),
    )
)
NEXT_DIAL = compiled(sa.select(PACE.c.next_dial_ms).where(PACE.c.id == 1))
SET_NEXT_DIAL = made(
    lambda insert: (
        insert(PACE)
        .values(id=1, next_dial_ms=_at("at_ms"))
        .on_conflict_do_update(index_elements=[PACE.c.id], set_={"next_dial_ms": _at("at_ms")})
    )
)
NOTE_STATUS = compiled(
    sa.update(ATTEMPTS)
    .where(_THIS, _A.status_seq < _at("seq"))
    .values(
        status=_at("new_status"),
        status_seq=_at("seq"),
        duration_s=sa.func.coalesce(_at("new_duration_s"), _A.duration_s),
    )
)
NOTE_ANSWERED_BY = compiled(sa.update(ATTEMPTS).where(_THIS).values(answered_by=_at("who")))
FEW = 5  # calls looked through for one in which a person spoke
QUEUED_TO = compiled(
    sa.select(_C.call_id).where(_C.to_hash == _at("number_hash"), _IS_QUEUED).order_by(*_ORDER)
)
ANSWERED_TO = compiled(
    sa.select(_C.call_id)
    .where(_C.to_hash == _at("number_hash"), _C.answered_ms.is_not(None))
    .order_by(_C.created_ms.desc(), _C.call_id.desc())
    .limit(FEW)
)


class DiallingPart(OnCursor):
    def attempt(self, call_id: str, n: int) -> Attempt | None:
        row = self._first(ATTEMPT, of_call=call_id, of_n=n)
        return rows.as_attempt(row) if row else None

    def add_attempt(self, call_id: str, n: int) -> None:
        fresh = Attempt(call_id, n)
        self._do(
            ADD,
            call_id=call_id,
            n=n,
            status=fresh.status,
            status_seq=fresh.status_seq,
            answered_by=fresh.answered_by,
        )

    def bind_sid(self, call_id: str, n: int, sid: str) -> bool:
        if holder := self._first(HOLDER_OF_SID, of_sid=sid):
            return tuple(holder) == (call_id, n)
        return self._do(BIND, of_call=call_id, of_n=n, new_sid=sid) == 1

    def fence(self, call_id: str, n: int, at_ms: int) -> bool:
        return self._do(FENCE, of_call=call_id, of_n=n, at_ms=at_ms) == 1

    def unfence(self, call_id: str, n: int) -> None:
        self._do(UNFENCE, of_call=call_id, of_n=n)
        self._do(NOT_DIALLED, of_call=call_id, of_n=n)

    def grant_slot(self, call_id: str, n: int, at_ms: int) -> None:
        granted = self._do(GRANT, of_call=call_id, of_n=n, at_ms=at_ms)
        assert granted == 1, "a slot is granted once to an attempt that exists"

    def free_slot(self, call_id: str, n: int, at_ms: int) -> bool:
        return self._do(FREE, of_call=call_id, of_n=n, at_ms=at_ms) == 1

    def give_back_slot(self, call_id: str, n: int) -> bool:
        return self._do(GIVE_BACK, of_call=call_id, of_n=n) == 1

    def slots_used(self) -> int:
        self._alone("slots")  # or two units would both see the last one free
        row = self._first(USED)
        return int(row[0]) if row else 0

    def next_in_line(self, now_ms: int, at_most: int) -> Sequence[tuple[str, int]]:
        return [(call_id, n) for call_id, n in self._all(NEXT, now_ms=now_ms, at_most=at_most)]

    def waiting_before(self, call_id: str) -> int:
        place = self._first(PLACE_IN_LINE, of_call=call_id)
        if place is None:
            return 0
        rank, due_ms, made_ms, _ = place
        now_ms = self._clock.now_ms()
        row = self._first(
            BEFORE,
            rank=rank,
            due_ms=due_ms,
            made_ms=made_ms,
            of_call=call_id,
            due_by_ms=max(due_ms, now_ms),
        )
        return int(row[0]) if row else 0

    def next_dial_ms(self) -> int:
        row = self._first(NEXT_DIAL)
        return int(row[0]) if row else 0

    def set_next_dial_ms(self, at_ms: int) -> None:
        self._do(SET_NEXT_DIAL, at_ms=at_ms)

    def note_status(
        self, call_id: str, n: int, status: str, seq: int, duration_s: int | None
    ) -> None:
        news: rows.Values = {"new_status": status, "seq": seq, "new_duration_s": duration_s}
        self._do(NOTE_STATUS, of_call=call_id, of_n=n, **news)

    def note_answered_by(self, call_id: str, n: int, answered_by: str) -> None:
        self._do(NOTE_ANSWERED_BY, of_call=call_id, of_n=n, who=answered_by)

    def queued_to(self, number: str) -> Sequence[str]:
        return [row[0] for row in self._all(QUEUED_TO, number_hash=self._seal.hash(number))]

    def answered_calls_to(self, number: str) -> Sequence[str]:
        found = self._all(ANSWERED_TO, number_hash=self._seal.hash(number))
        return [call_id for (call_id,) in found]
