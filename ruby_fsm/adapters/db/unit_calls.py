"""Calls and their log, inside a unit of work."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from ruby_fsm.adapters.db import codec, rows
from ruby_fsm.adapters.db.statements import compiled, insert_into
from ruby_fsm.adapters.db.tables import ATTEMPTS, CALLS, EVENTS
from ruby_fsm.adapters.db.unit_dialling import DiallingPart
from ruby_fsm.app.records import LogRow, Record, Told, Utterance
from ruby_fsm.core.call import Call, CallState
from ruby_fsm.core.effects import Say, Verb
from ruby_fsm.core.events import SpeechHeard

_C, _E = CALLS.c, EVENTS.c
_at = sa.bindparam
_THIS_CALL = _C.call_id == _at("of_call")
_OF_CALL = _E.call_id == _at("of_call")
_OF_CAUSE = sa.and_(_OF_CALL, _E.cause == _at("of_cause"))

RESOLVE = compiled(
    sa.select(_C.call_id)
    .where(_C.call_id == _at("ref"))
    .union_all(sa.select(ATTEMPTS.c.call_id).where(ATTEMPTS.c.sid == _at("ref")))
)
LOAD = compiled(sa.select(*rows.RECORD).where(_THIS_CALL).with_for_update())
ADD = compiled(insert_into(CALLS, "asked_turn", "asked_by", "asked_until_ms"))
SAVE = compiled(
    sa.update(CALLS)
    .where(_THIS_CALL)
    .values(
        {name: _at(name) for name in ("call_json", "state", "attempt", "due_ms", "answered_ms")}
        | {
            "alive_until_ms": _at("alive_until_ms"),
            # The watchdog's own note (`push_alive`) holds until a document says something new.
            "watch_ms": sa.case(
                (_C.alive_until_ms != _at("alive_until_ms"), _at("alive_until_ms")),
                else_=_C.watch_ms,
            ),
        }
    )
)
APPEND = compiled(insert_into(EVENTS, "id"))
SEEN = compiled(sa.select(_E.cause).where(_OF_CALL, _E.event_key == _at("key")))
# The first answer stands, whatever rows the cause may get later.
ANSWERED = compiled(sa.select(_E.doc).where(_OF_CAUSE, _E.doc.is_not(None)).order_by(_E.n).limit(1))
CLOSE = compiled(sa.update(EVENTS).where(_OF_CAUSE, _E.doc.is_(None)).values(doc=_at("new_doc")))
_MAKER = sa.select(_E.cause).where(_OF_CALL, _E.n == _at("doc")).scalar_subquery()
VERBS_OF = compiled(
    sa.select(_E.n, _E.verbs)
    .where(_OF_CALL, _E.cause == _MAKER, _E.n <= _at("doc"), _E.verbs.is_not(None))
    .order_by(_E.n)
)
HISTORY = compiled(
    sa.select(_E.n, _E.name, _E.at_ms, _E.payload, _E.verbs)
    .where(
        _OF_CALL,
        _E.n > _at("after_n"),
        sa.or_(_E.name == SpeechHeard.__name__, _E.verbs.is_not(None)),
    )
    .order_by(_E.n)
)
TAKE_REPLY = compiled(
    sa.update(CALLS)
    .where(
        _THIS_CALL,
        sa.or_(
            _C.asked_turn.is_(None),
            _C.asked_turn < _at("turn"),
            sa.and_(
                _C.asked_turn == _at("turn"),
                sa.or_(_C.asked_by == _at("by"), _C.asked_until_ms <= _at("now_ms")),
            ),
        ),
    )
    .values(asked_turn=_at("turn"), asked_by=_at("by"), asked_until_ms=_at("until_ms"))
)
DROP_LEASES = compiled(
    sa.update(CALLS)
    .where(_C.asked_by == _at("by"), _C.asked_until_ms > 0, _C.state != CallState.ENDED.value)
    .values(asked_until_ms=0)
)


class CallsPart(DiallingPart):
    def resolve(self, ref: str) -> str | None:
        row = self._first(RESOLVE, ref=ref)
        return row[0] if row else None

    def load(self, call_id: str) -> Record | None:
        # FOR UPDATE; on SQLite BEGIN IMMEDIATE holds the lock already.
        row = self._first(LOAD, of_call=call_id)
        return rows.as_record(row, self._seal) if row else None

    def add_call(self, record: Record) -> None:
        self._do(ADD, **rows.record_values(record, self._seal))
        self.add_attempt(record.call.call_id, record.call.attempt)

    def save(self, call: Call) -> None:
        changed = self._do(SAVE, of_call=call.call_id, **rows.call_values(call))
        assert changed == 1, "save of a call that was never added"
        if call.end_reason and any(is_end_of(call, row) for row in self.rows_kept):
            self.ended.append(call.end_reason.value)

    def append(self, row: LogRow) -> None:
        self._fresh[row.call_id, row.n] = row.verbs
        self.rows_kept.append(row)
        self._do(APPEND, **rows.log_values(row, self._seal))

    def seen(self, call_id: str, event_key: str) -> str | None:
        row = self._first(SEEN, of_call=call_id, key=event_key)
        return row[0] if row else None

    def answered(self, call_id: str, cause: str) -> int | None:
        row = self._first(ANSWERED, of_call=call_id, of_cause=cause)
        return row[0] if row else None

    def close_cause(self, call_id: str, cause: str, doc: int) -> None:
        assert self.answered(call_id, cause) is None, "a cause is answered once"
        changed = self._do(CLOSE, of_call=call_id, of_cause=cause, new_doc=doc)
        assert changed > 0, "a cause without a row can't be answered"

    def verbs_of(self, call_id: str, doc: int) -> tuple[Verb, ...]:
        found = self._all(VERBS_OF, of_call=call_id, doc=doc)
        return tuple(verb for n, box in found for verb in self._verbs(call_id, n, box))

    def history(self, call_id: str, after_n: int) -> Told:
        """Opened outside the unit: what was said grows all through a call, and others wait."""
        found = self._all(HISTORY, of_call=call_id, after_n=after_n)
        return Told(lambda: tuple(one for row in found for one in self._said(call_id, row)))

    def take_reply(self, call_id: str, turn: int, by: str, now_ms: int, until_ms: int) -> bool:
        lease: rows.Values = {"turn": turn, "by": by, "now_ms": now_ms, "until_ms": until_ms}
        return self._do(TAKE_REPLY, of_call=call_id, **lease) == 1

    def drop_leases(self, by: str) -> int:
        """Whoever was making replies under this name has died: anybody may make them now."""
        return self._do(DROP_LEASES, by=by)

    def _verbs(self, call_id: str, n: int, box: bytes) -> tuple[Verb, ...]:
        if (fresh := self._fresh.get((call_id, n))) is not None:
            return fresh
        return codec.load_verbs(self._seal.open(box, rows.verbs_place(call_id, n)))

    def _said(self, call_id: str, row: rows.Row) -> Iterator[Utterance]:
        """What one row of the log holds of the talk: the person's words stand before Ruby's."""
        n, name, at_ms, payload, verbs = row
        if name == SpeechHeard.__name__:
            plain = self._seal.open(payload, rows.payload_place(call_id, n))
            heard = codec.load_event(name, plain)
            assert isinstance(heard, SpeechHeard)
            yield Utterance(True, heard.text, at_ms, heard.assessment)
        for verb in self._verbs(call_id, n, verbs) if verbs else ():
            if isinstance(verb, Say):
                yield Utterance(False, verb.text, at_ms)


def is_end_of(call: Call, row: LogRow) -> bool:
    """The one row by which this call ended."""
    return row.seq is not None and row.to_state is CallState.ENDED and row.call_id == call.call_id
