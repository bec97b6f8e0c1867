"""Made-up calls in any number: people who do not exist, fictional numbers, talks of the past.

None of them can be dialled: they have ended, or stand on a line that nobody holds.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from ruby_fsm.adapters.db import codec, rows
from ruby_fsm.adapters.db.bulk import Batch, columns
from ruby_fsm.adapters.db.rehearsal import SEED_OWNER, Script, Template, dumped, moved, rehearsed
from ruby_fsm.adapters.db.scripts import ENDED, STANDING
from ruby_fsm.adapters.db.seal import Seal
from ruby_fsm.adapters.db.tables import ATTEMPTS, CALLS, EVENTS, JOBS
from ruby_fsm.app.policies import Policies
from ruby_fsm.app.records import Attempt, Job, Person

DAY_MS = 86_400_000
PAST_MS = 90 * DAY_MS  # how far back they lie
FRESH_MS = 3_600_000  # the newest hour is left to calls that are real
PEOPLE = 10_000  # +1 415 555 xxxx, none of which is given to anybody
FROM_NUMBER = "+15005550006"  # Twilio's own test number
FIRST_NAMES = ("Ann", "Ben", "Cleo", "Dan", "Eve", "Finn", "Gia", "Hal")
IDS = 2**128
CALL_COLUMNS = columns(CALLS)


class Somebody(NamedTuple):
    plain: bytes
    to_hash: str
    user_hash: str


class MadeUp:
    """`seed` decides every id; two runs with one seed make the same calls."""

    def __init__(self, policies: Policies, seal: Seal, seed: int, now_ms: int) -> None:
        self._digest = policies.digest
        self._seal = seal
        self._seed = seed
        self._now_ms = now_ms
        self._ended = [rehearsed(policies, script) for script in ENDED]
        self._standing = [rehearsed(policies, unended(script)) for script in STANDING]
        self._somebody = lru_cache(PEOPLE)(self._known)

    def batches(self, ended: int, live: int, size: int) -> Iterator[Batch]:
        """All calls, at most `size` in a batch; ids rise, so that every index grows at its end."""
        whole = ended + live
        chance = random.Random(self._seed)  # noqa: S311 - ids of nobody
        standing = set(chance.sample(range(whole), live))
        for start in range(0, whole, size):
            batch = Sheets()
            for n in range(start, min(start + size, whole)):
                number = (n * IDS + chance.randrange(IDS)) // whole
                self._add(batch, f"{number:032x}", chance, is_live=n in standing)
            yield batch.rows()

    def _add(self, sheets: Sheets, mark: str, chance: random.Random, *, is_live: bool) -> None:
        template = chance.choice(self._standing if is_live else self._ended)
        ends_ms = self._now_ms
        if not is_live:
            ends_ms -= FRESH_MS + chance.randrange(PAST_MS)
        offset_ms = ends_ms - template.ends_ms
        call = moved(template.call, offset_ms) | {"call_id": f"CL{mark}"}
        if is_live:
            call["alive_until_ms"] = self._now_ms + DAY_MS
        sheets.calls.append(self._call_row(call, chance.randrange(PEOPLE)))
        sheets.attempts.append(attempt_row(call, f"CA{mark}"))
        sheets.jobs.append(job_row(call))
        sheets.events += self._log_rows(call["call_id"], template, offset_ms)

    def _call_row(self, call: Mapping[str, Any], who: int) -> tuple[Any, ...]:
        one = self._somebody(who)
        row = {
            **call,
            "call_json": dumped(call),
            "person": self._seal.seal(one.plain, rows.person_place(call["call_id"])),
            "to_hash": one.to_hash,
            "user_hash": one.user_hash,
            "config_hash": self._digest,
            "from_number": FROM_NUMBER,
            "owner": SEED_OWNER,
            "priority": 1,
            "not_before_ms": 0,
            "watch_ms": call["alive_until_ms"],
            "asked_turn": call["turn"],
            "asked_by": SEED_OWNER,
            "asked_until_ms": call["answered_ms"],
        }
        return tuple([row[name] for name in CALL_COLUMNS])

    def _log_rows(
        self, call_id: str, template: Template, offset_ms: int
    ) -> Iterator[tuple[Any, ...]]:
        seal = self._seal.seal
        for row in template.log:
            at_ms = row.at_ms + offset_ms
            plain = b"%s%d%s" % (row.head, at_ms, row.tail)
            payload = seal(plain, rows.payload_place(call_id, row.n))
            verbs = seal(row.verbs, rows.verbs_place(call_id, row.n)) if row.verbs else None
            yield (
                *(call_id, row.n, row.seq, row.event_key, row.cause, row.name, at_ms, payload),
                *(row.from_state, row.to_state, verbs, row.asks, row.doc),
            )

    def _known(self, who: int) -> Somebody:
        number, user = f"+1415555{who:04}", f"seed-{who}"
        person = Person(number, user, FIRST_NAMES[who % len(FIRST_NAMES)], language="en")
        return Somebody(codec.dump_person(person), self._seal.hash(number), self._seal.hash(user))


class Sheets:
    """The rows of a batch, by table."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self.attempts: list[tuple[Any, ...]] = []
        self.events: list[tuple[Any, ...]] = []
        self.jobs: list[tuple[Any, ...]] = []

    def rows(self) -> dict[sa.Table, list[tuple[Any, ...]]]:
        return {
            CALLS: self.calls,
            ATTEMPTS: self.attempts,
            EVENTS: self.events,
            JOBS: self.jobs,
        }


def unended(script: Script) -> Script:
    return Script(script.mood, script.turns, leaves=False)


def attempt_row(call: Mapping[str, Any], sid: str) -> tuple[Any, ...]:
    """An ended one has given its line back."""
    ended_ms, placed_ms, answered_ms = call["ended_ms"], call["placed_ms"], call["answered_ms"]
    lasted_s = (ended_ms - answered_ms) // 1000 if ended_ms else None
    status = "completed" if ended_ms else "in-progress"
    fresh = Attempt(call["call_id"], 1)
    return (
        *(fresh.call_id, fresh.n, sid, placed_ms, placed_ms, ended_ms),
        *(status, 3, "human", lasted_s),
    )


def job_row(call: Mapping[str, Any]) -> tuple[Any, ...]:
    """The dial, long done."""
    call_id, placed_ms = call["call_id"], call["placed_ms"]
    dial = Job(f"dial:{call_id}:1", placed_ms, "dial", {"call": call_id, "attempt": 1})
    values = rows.job_values(dial) | {"done_ms": placed_ms}
    return tuple([values[name] for name in columns(JOBS)])
