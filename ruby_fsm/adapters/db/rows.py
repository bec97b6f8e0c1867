"""Rows to records and back: the one place that knows which column means what."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ruby_fsm.adapters.db import codec
from ruby_fsm.adapters.db.seal import Seal
from ruby_fsm.adapters.db.statements import Value
from ruby_fsm.adapters.db.tables import ATTEMPTS, CALLS, ESCALATIONS, EVENTS, IDEMPOTENCY, JOBS
from ruby_fsm.app.records import Attempt, Escalation, Job, LogRow, Priority, Record, Remembered
from ruby_fsm.core.call import Call, CallState
from ruby_fsm.understanding.assessment import Category, Level

Row = Sequence[Any]
Values = dict[str, Value]
RANKS = {Priority.HIGH: 0, Priority.NORMAL: 1, Priority.LOW: 2}
PRIORITIES = {rank: priority for priority, rank in RANKS.items()}

_C, _A, _E, _X, _J = CALLS.c, ATTEMPTS.c, EVENTS.c, ESCALATIONS.c, JOBS.c
RECORD = (
    _C.call_id,
    _C.call_json,
    _C.person,
    _C.config_hash,
    _C.from_number,
    _C.owner,
    _C.priority,
    _C.not_before_ms,
)
ATTEMPT = (
    _A.call_id,
    _A.n,
    _A.sid,
    _A.slot_ms,
    _A.placing_ms,
    _A.freed_ms,
    _A.status,
    _A.status_seq,
    _A.answered_by,
    _A.duration_s,
)
LOG = (
    _E.call_id,
    _E.n,
    _E.seq,
    _E.event_key,
    _E.cause,
    _E.name,
    _E.payload,
    _E.at_ms,
    _E.from_state,
    _E.to_state,
    _E.verbs,
    _E.asks,
    _E.doc,
)
ESCALATION = (
    _X.escalation_id,
    _X.call_id,
    _X.number,
    _X.level,
    _X.category,
    _X.opened_ms,
    _X.acknowledged_ms,
    _X.through_ms,
    _X.way,
)
JOB = (_J.serial, _J.key, _J.due_ms, _J.kind, _J.args, _J.tries)
REMEMBERED = (IDEMPOTENCY.c.call_id, IDEMPOTENCY.c.at_ms, IDEMPOTENCY.c.answer)


@dataclass(frozen=True, slots=True)
class StoredJob(Job):
    """`serial`: given anew each time a key is put, so that one run can't finish another's job.

    `tries`: how many failed so far; `due_ms` is the next one's.
    """

    serial: int = 0
    tries: int = 0


def person_place(call_id: str) -> str:
    return f"ruby_calls.person.{call_id}"


def payload_place(call_id: str, n: int) -> str:
    return f"ruby_events.payload.{call_id}/{n}"


def verbs_place(call_id: str, n: int) -> str:
    return f"ruby_events.verbs.{call_id}/{n}"


def way_place(escalation_id: str) -> str:
    return f"ruby_escalations.way.{escalation_id}"


def answer_place(key_hash: str) -> str:
    return f"ruby_idempotency.answer.{key_hash}"


def as_record(row: Row, seal: Seal) -> Record:
    call_id, call_json, person, config_hash, from_number, owner, rank, not_before_ms = row
    return Record(
        call=codec.load_call(call_json),
        person=codec.load_person(seal.open(person, person_place(call_id))),
        config_hash=config_hash,
        from_number=from_number,
        owner=owner,
        priority=PRIORITIES[rank],
        not_before_ms=not_before_ms,
    )


def call_fields(call: Call) -> dict[str, Any]:
    """A call as `call_json` holds it."""
    fields: dict[str, Any] = json.loads(codec.dump_call(call))
    return fields


def call_values(call: Call) -> Values:
    """What a call's row repeats of the call itself."""
    return {
        "call_json": codec.dump_call(call),
        "state": call.state.value,
        "attempt": call.attempt,
        "due_ms": call.due_ms,
        "answered_ms": call.answered_ms,
        "alive_until_ms": call.alive_until_ms,
    }


def record_values(record: Record, seal: Seal) -> Values:
    person, call = record.person, record.call
    return {
        **call_values(call),
        "call_id": call.call_id,
        "created_ms": call.created_ms,
        "person": seal.seal(codec.dump_person(person), person_place(call.call_id)),
        "to_hash": seal.hash(person.to_number),
        "user_hash": seal.hash(person.user_id) if person.user_id else "",
        "config_hash": record.config_hash,
        "from_number": record.from_number,
        "owner": record.owner,
        "priority": RANKS[record.priority],
        "not_before_ms": record.not_before_ms,
        "watch_ms": call.alive_until_ms,
    }


def as_attempt(row: Row) -> Attempt:
    call_id, n, sid, *rest = row
    return Attempt(call_id, n, sid or "", *rest)


def as_log_row(row: Row, seal: Seal) -> LogRow:
    call_id, n, seq, key, cause, name, payload, at_ms, from_state, to_state, verbs, asks, doc = row
    return LogRow(
        call_id=call_id,
        n=n,
        seq=seq,
        event_key=key,
        cause=cause,
        event=codec.load_event(name, seal.open(payload, payload_place(call_id, n))),
        at_ms=at_ms,
        from_state=CallState(from_state),
        to_state=CallState(to_state),
        verbs=codec.load_verbs(seal.open(verbs, verbs_place(call_id, n))) if verbs else (),
        asks=asks,
        doc=doc,
    )


def log_values(row: LogRow, seal: Seal) -> Values:
    place = (row.call_id, row.n)
    verbs = seal.seal(codec.dump_verbs(row.verbs), verbs_place(*place)) if row.verbs else None
    return {
        "call_id": row.call_id,
        "n": row.n,
        "seq": row.seq,
        "event_key": row.event_key,
        "cause": row.cause,
        "name": type(row.event).__name__,
        "at_ms": row.at_ms,
        "payload": seal.seal(codec.dump_event(row.event), payload_place(*place)),
        "from_state": row.from_state.value,
        "to_state": row.to_state.value,
        "verbs": verbs,
        "asks": row.asks,
        "doc": row.doc,
    }


def as_escalation(row: Row, seal: Seal) -> Escalation:
    escalation_id, call_id, number, level, category, opened_ms, *moments, way = row
    steps, acknowledged_by, telling = codec.load_way(seal.open(way, way_place(escalation_id)))
    return Escalation(
        escalation_id=escalation_id,
        call_id=call_id,
        number=number,
        level=Level(level),
        category=Category(category),
        opened_ms=opened_ms,
        steps=steps,
        acknowledged_ms=moments[0],
        acknowledged_by=acknowledged_by,
        telling=telling,
        through_ms=moments[1],
    )


def escalation_values(escalation: Escalation, seal: Seal) -> Values:
    way = codec.dump_way(escalation)
    return {
        "escalation_id": escalation.escalation_id,
        "call_id": escalation.call_id,
        "number": escalation.number,
        "level": int(escalation.level),
        "category": escalation.category.value,
        "opened_ms": escalation.opened_ms,
        "acknowledged_ms": escalation.acknowledged_ms,
        "through_ms": escalation.through_ms,
        "way": seal.seal(way, way_place(escalation.escalation_id)),
    }


def as_job(row: Row) -> StoredJob:
    serial, key, due_ms, kind, args, tries = row
    return StoredJob(key, due_ms, kind, json.loads(args), serial, tries)


def job_values(job: Job) -> Values:
    return {
        "key": job.key,
        "call_id": str(job.args.get("call", "")),
        "kind": job.kind,
        "due_ms": job.due_ms,
        "args": json.dumps(dict(job.args), separators=(",", ":")),
        "sending_ms": None,
        "done_ms": None,
        "tries": 0,
    }


def as_remembered(row: Row, key_hash: str, seal: Seal) -> Remembered:
    call_id, at_ms, answer = row
    fingerprint, response = json.loads(seal.open(answer, answer_place(key_hash)))
    return Remembered(fingerprint, call_id, at_ms, response)


def remembered_values(key_hash: str, value: Remembered, seal: Seal) -> Values:
    answer = json.dumps([value.fingerprint, value.response]).encode()
    return {
        "key_hash": key_hash,
        "call_id": value.call_id,
        "at_ms": value.at_ms,
        "answer": seal.seal(answer, answer_place(key_hash)),
    }
