"""A few made-up calls, played once through the real machine: what many of them are stamped from.

Nobody is in danger in them: no human may ever be told of a person who does not exist.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa

from ruby_fsm.adapters.db import rows
from ruby_fsm.adapters.db.seal import Seal
from ruby_fsm.adapters.db.tables import METADATA
from ruby_fsm.adapters.db.unit import StoreUnit
from ruby_fsm.app.ordering import Orders
from ruby_fsm.app.policies import Policies
from ruby_fsm.app.ports import Unit
from ruby_fsm.app.records import Job, Person, Record
from ruby_fsm.app.settle import Settler
from ruby_fsm.config.keys import Keys
from ruby_fsm.core import events as e
from ruby_fsm.core.call import Call
from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.assessment import Mood

T0_MS = 10**12  # every time of a rehearsal is at or after this one, and no other number of it is
THINK_MS, SPEAK_MS = 900, 9_000
QUEUE_MS = 86_400_000
CALL_ID = "CL"
SEED_OWNER = "seed"  # by which made-up calls are known
NAMES = ("call_id", "n", "seq", "event_key", "cause", "name", "at_ms", "payload")
MORE = ("from_state", "to_state", "verbs", "asks", "doc")
LOG = f"SELECT {', '.join(NAMES + MORE)} FROM ruby_events ORDER BY n"  # noqa: S608 - ours


@dataclass(frozen=True, slots=True)
class Script:
    """What the person says, and Ruby's answers; `leaves`: they hang up, else the line stands."""

    mood: Mood
    turns: tuple[tuple[str, str], ...]
    leaves: bool = True


class Stamped(NamedTuple):
    """A row of the log but for its call and its time: `head`, the time, `tail` make the payload."""

    n: int
    seq: int | None
    event_key: str | None
    cause: str
    name: str
    at_ms: int
    head: bytes
    tail: bytes
    from_state: str
    to_state: str
    verbs: bytes | None
    asks: int | None
    doc: int | None


class Template(NamedTuple):
    """A call and its log, at the times of the rehearsal."""

    call: Mapping[str, Any]
    log: tuple[Stamped, ...]
    ends_ms: int


class NoEngine:
    """Jobs of a rehearsal are done by nobody."""

    def at(self, unit: Unit, job: Job) -> None:
        pass

    def cancel(self, unit: Unit, key: str) -> None:
        pass


class Still:
    """A clock that is never looked at."""

    def now_ms(self) -> int:
        return T0_MS

    async def sleep(self, seconds: float) -> None:
        raise AssertionError(f"nothing in a rehearsal waits, and not {seconds} s")


def rehearsed(policies: Policies, script: Script) -> Template:
    """Every row of it is what the service itself would have written."""
    seal = Seal(Keys((("rehearsal", os.urandom(32)),), os.urandom(32)), os.urandom)
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        make_tables(connection)
        unit = StoreUnit(connection.cursor(), seal, Still())
        call, ends_ms = played(unit, policies, script)
        log = tuple(stamped(row, seal) for row in connection.execute(LOG))
    finally:
        connection.close()
    return Template(rows.call_fields(call), log, ends_ms)


def make_tables(connection: sqlite3.Connection) -> None:
    engine = sa.create_engine("sqlite://", creator=lambda: connection, poolclass=sa.StaticPool)
    METADATA.create_all(engine)


def played(unit: StoreUnit, policies: Policies, script: Script) -> tuple[Call, int]:
    """The call as it stands at the end, and when that was."""
    settler = Settler(policies, Orders(NoEngine(), policies.numbers), "")
    record = first(policies, script)
    unit.add_call(record)
    at_ms = T0_MS
    for turn, event in enumerate(facts(policies, script)):
        cause = key = f"{turn:064x}"
        if isinstance(event, e.ReplyReady):
            cause, key = f"{turn - 1:064x}", ""
        record = settler.feed(unit, record, event, cause, key or None).record
        at_ms = event.at_ms
    return record.call, at_ms


def first(policies: Policies, script: Script) -> Record:
    expires_ms = T0_MS + QUEUE_MS
    call = Call(
        CALL_ID,
        created_ms=T0_MS,
        initial_mood=script.mood,
        due_ms=T0_MS,
        expires_ms=expires_ms,
        alive_until_ms=expires_ms,
        mood=script.mood,
    )
    return Record(call, Person("", language="en"), policies.digest, "")


def facts(policies: Policies, script: Script) -> Iterator[e.Event]:
    """The telephone, the talk, and the end."""
    at_ms = T0_MS + THINK_MS
    yield e.CallPlaced(at_ms, 1)
    yield e.CallRinging(at_ms + THINK_MS, 1)
    at_ms += SPEAK_MS
    yield e.CallAnswered(at_ms, 1)
    for turn, (said, replied) in enumerate(script.turns, start=1):
        at_ms += 2 * SPEAK_MS
        yield e.SpeechHeard(at_ms, said, 0.9, assess(said, policies.lexicon))
        at_ms += THINK_MS
        yield e.ReplyReady(at_ms, turn, replied, "companion", THINK_MS)
    if script.leaves:
        at_ms += SPEAK_MS
        yield e.CallCompleted(at_ms, 1, (at_ms - T0_MS - SPEAK_MS) // 1000)


def stamped(row: tuple[Any, ...], seal: Seal) -> Stamped:
    call_id, n, seq, key, cause, name, at_ms, payload, from_state, to_state, verbs, asks, doc = row
    plain = seal.open(payload, rows.payload_place(call_id, n))
    head, time, tail = plain.partition(str(at_ms).encode())
    assert time, f"{name} carries its time"
    said = seal.open(verbs, rows.verbs_place(call_id, n)) if verbs else None
    return Stamped(
        n, seq, key, cause, name, at_ms, head, tail, from_state, to_state, said, asks, doc
    )


def moved(fields: Mapping[str, Any], offset_ms: int) -> dict[str, Any]:
    """A call's fields with every time in them moved."""
    return {
        name: value + offset_ms if name.endswith("_ms") and value and value >= T0_MS else value
        for name, value in fields.items()
    }


def dumped(fields: Mapping[str, Any]) -> str:
    return json.dumps(fields, separators=(",", ":"))
