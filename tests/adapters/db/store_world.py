"""What the tests of the store share: keys, a store on a real file, small calls to keep in it."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from ruby_fsm.adapters.db.rows import StoredJob
from ruby_fsm.adapters.db.store import Store, open_store
from ruby_fsm.app.ports import Clock
from ruby_fsm.app.records import Job, LogRow, Person, Priority, Record
from ruby_fsm.config.keys import Keys
from ruby_fsm.core.call import Call, CallState
from ruby_fsm.core.effects import Verb
from ruby_fsm.core.events import CallRinging, Event
from tests.fakes_clock import NOON_MS, VirtualClock

KEYS = Keys((("new", b"n" * 32), ("old", b"o" * 32)), b"h" * 32)
NUMBER = "+14155550142"


@asynccontextmanager
async def opened(
    path: Path | str,
    *,
    keys: Keys = KEYS,
    clock: Clock | None = None,
    on_jobs: Callable[[Sequence[StoredJob]], None] | None = None,
    alone: bool = True,
) -> AsyncIterator[Store]:
    clock = clock or VirtualClock()
    async with open_store(
        path, keys=keys, clock=clock, random_bytes=os.urandom, on_jobs=on_jobs, alone=alone
    ) as store:
        yield store


def record(
    call_id: str = "CL1",
    *,
    number: str = NUMBER,
    priority: Priority = Priority.NORMAL,
    created_ms: int = NOON_MS,
    due_ms: int = NOON_MS,
    state: CallState = CallState.QUEUED,
    alive_until_ms: int = NOON_MS + 60_000,
) -> Record:
    call = Call(call_id, created_ms, state=state, due_ms=due_ms, alive_until_ms=alive_until_ms)
    person = Person(number, user_id="u-7", user_name="Ann", custom_prompt="Be brief.")
    return Record(call, person, "config", "+15005550006", "token", priority)


def row(
    n: int,
    event: Event | None = None,
    *,
    call_id: str = "CL1",
    key: str | None = None,
    cause: str = "",
    seq: int | None = None,
    verbs: tuple[Verb, ...] = (),
    doc: int | None = None,
) -> LogRow:
    return LogRow(
        call_id=call_id,
        n=n,
        seq=seq,
        event_key=key,
        cause=cause or f"cause-{n}",
        event=event or CallRinging(NOON_MS, 1),
        at_ms=NOON_MS,
        from_state=CallState.QUEUED,
        to_state=CallState.QUEUED,
        verbs=verbs,
        doc=doc,
    )


def job(key: str = "dial:CL1:1", *, kind: str = "dial", due_ms: int = NOON_MS, **args: int) -> Job:
    return Job(key, due_ms, kind, {"call": "CL1", **args})
