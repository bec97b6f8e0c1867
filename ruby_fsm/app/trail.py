"""The audit trail: who looked at what is not theirs, and who did what cannot be undone.

Each row holds a keyed hash over the row before it and its own canonical JSON, so that a changed,
missing or moved row shows. No number, name, transcript or reason stands in it: ids and words only.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from ruby_fsm.app.access import Viewer
from ruby_fsm.app.ports import Clock, Units

Hash = Callable[[str], str]
AGAIN_MS = 600_000
REMEMBERED = 10_000
COMMAND_LINE = "command line"  # who acts, where no token is shown


class Act(StrEnum):
    """What is kept; `TOLD` says of each what it means."""

    NUMBERS_READ = "numbers read"
    ANALYTICS_READ = "analytics read"
    CALL_ENDED_BY_FORCE = "call ended by force"
    CRISIS_RESOLVED = "crisis resolved"
    CRISIS_JOINED = "crisis joined"
    ESCALATION_ACKNOWLEDGED = "escalation acknowledged"
    NUMBER_SUPPRESSED = "number suppressed"
    SUPPRESSION_LIFTED = "suppression lifted"
    TOKEN_CREATED = "token created"  # noqa: S105 - no secret
    TOKEN_REVOKED = "token revoked"  # noqa: S105 - no secret
    PERSON_READ = "person read"
    PERSON_ERASED = "person erased"
    WEBHOOK_REPLAYED = "webhook replayed"
    DATABASE_SEEDED = "database seeded"
    DATABASE_UPGRADED = "database upgraded"
    CONFIG_CHANGED = "config changed"


TOLD: Mapping[Act, str] = {
    Act.NUMBERS_READ: "an admin was shown whole numbers of calls that its token did not place",
    Act.ANALYTICS_READ: "the analytics of another token's call, or of all calls",
    Act.CALL_ENDED_BY_FORCE: "a call in crisis was ended",
    Act.CRISIS_RESOLVED: "a human judged a danger over",
    Act.CRISIS_JOINED: "a human joined a call in crisis",
    Act.ESCALATION_ACKNOWLEDGED: "a human took an escalation, by REST, key, message or link",
    Act.NUMBER_SUPPRESSED: "somebody but the person itself had a number never called again",
    Act.SUPPRESSION_LIFTED: "a number may be called again",
    Act.TOKEN_CREATED: "a token was made; `detail` holds its scopes",
    Act.TOKEN_REVOKED: "a token was revoked",
    Act.PERSON_READ: "everything kept of a person was shown; `detail` holds of how many calls",
    Act.PERSON_ERASED: "calls of a person were emptied; `detail` holds how many",
    Act.WEBHOOK_REPLAYED: "a webhook was sent once more; `detail` holds its event and receiver",
    Act.DATABASE_SEEDED: "made-up calls were put into the database",
    Act.DATABASE_UPGRADED: "a command brought the schema to another revision",
    Act.CONFIG_CHANGED: "the service started with another config.yaml, other keys or of another "
    "version than before; `detail` holds the config's hash and the keys' ids",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """`who`: a token's id, a contact's role, or the command line; `target`: an id of ours."""

    at_ms: int
    who: str
    act: Act
    target: str = ""
    detail: Mapping[str, str | int] = field(default_factory=dict[str, str | int])


@dataclass(frozen=True, slots=True)
class Kept:
    """One row as it stands in the database."""

    n: int
    at_ms: int
    who: str
    act: str
    target: str
    detail: str  # JSON
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """Which row is the last; `seal` is keyed, so that a cut tail shows."""

    n: int = 0
    hash: str = ""
    seal: str = ""


class TrailReader(Protocol):
    """Every method raises Unavailable."""

    async def audit_page(self, limit: int, before: int | None) -> list[Kept]:
        """The newest first, from before row `before` on; None: from the last."""

    def audit_rows(self) -> AsyncIterator[Kept]:
        """All, oldest first."""

    async def audit_head(self) -> Head: ...


def detail_of(entry: Entry) -> str:
    return json.dumps(dict(entry.detail), sort_keys=True, separators=(",", ":"))


def next_row(head: Head, entry: Entry, hashed: Hash) -> Kept:
    values = (head.n + 1, entry.at_ms, entry.who, entry.act.value, entry.target, detail_of(entry))
    return Kept(*values, link(head.hash, values, hashed))


def link(before: str, values: tuple[int, int, str, str, str, str], hashed: Hash) -> str:
    """The hash of a row: over the one before it and its own values."""
    return hashed(f"audit:{before}:{json.dumps(values, separators=(',', ':'))}")


def head_of(row: Kept, hashed: Hash) -> Head:
    return Head(row.n, row.hash, hashed(f"audit head:{row.n}:{row.hash}"))


class Chain:
    """Walks the rows, oldest first, and says where the chain is broken."""

    def __init__(self, hashed: Hash) -> None:
        self.hashed = hashed
        self.last = Head()

    def walk(self, row: Kept) -> Iterator[str]:
        if row.n != self.last.n + 1:
            yield f"row {self.last.n + 1} is missing or moved: row {row.n} stands in its place"
        values = (row.n, row.at_ms, row.who, row.act, row.target, row.detail)
        if row.hash != link(self.last.hash, values, self.hashed):
            yield f"row {row.n} was changed, or does not follow the row before it"
        self.last = Head(row.n, row.hash)

    def end(self, head: Head) -> Iterator[str]:
        """After the last row."""
        made = self.hashed(f"audit head:{head.n}:{head.hash}") if head.n else ""
        if head.seal != made:
            yield "the mark of the last row was changed"
        if head.n != self.last.n:
            yield f"the trail ends with row {self.last.n}, but {head.n} were written"
        elif head.hash != self.last.hash:
            yield f"row {head.n} is not the one that was written last"


async def faults(reader: TrailReader, hashed: Hash) -> tuple[list[str], Head]:
    """Every break of the chain, and the head as it stands. Raises Unavailable."""
    chain, found = Chain(hashed), list[str]()
    head = await reader.audit_head()
    async for row in reader.audit_rows():
        if row.n > head.n and row.n == chain.last.n + 1 == head.n + 1 and not found:
            head = await reader.audit_head()  # written since, by a running service
        found += chain.walk(row)
    return [*found, *chain.end(head)], head


class Looks:
    """Reads that are privileged. The same look by the same token is kept once in ten minutes."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self.units = units
        self.clock = clock
        self._seen: dict[tuple[str, Act, str], int] = {}

    async def looked(
        self, viewer: Viewer, act: Act, target: str, detail: Mapping[str, str | int] | None = None
    ) -> None:
        """Kept before anything is shown. Raises Unavailable."""
        now_ms, key = self.clock.now_ms(), (viewer.token_id, act, target)
        if now_ms - self._seen.get(key, -AGAIN_MS) < AGAIN_MS:
            return
        entry = Entry(now_ms, viewer.token_id, act, target, detail or {})
        await self.units.run(lambda unit: unit.audit(entry))
        self._seen.pop(key, None)
        self._seen[key] = now_ms
        if len(self._seen) > REMEMBERED:
            del self._seen[next(iter(self._seen))]


def page() -> str:
    """`docs/reference/audit.md`."""
    return PAGE.format(rows="\n".join(f"| `{act}` | {told} |" for act, told in TOLD.items()))


PAGE = """\
# The audit trail

Every row says who (a token's id, the role of a human who was told, or `command line`) did or read
what, and to which call, escalation or token. An act is written in the same commit as what it did. A
read is written before it is answered; the same one by the same token again within ten minutes is
not written again. Nothing personal stands in it: no number, no name, no reason, nothing that was
said. Rows are never deleted, also not when a person is erased.

| act | what it means |
|---|---|
{rows}

`GET /ai-calling/audit` and `ruby-fsm audit list` show it. Each row holds a hash over its own values
and the hash of the row before it, keyed with `RUBY_HASH_KEY`, and a mark holds which row is the
last. `ruby-fsm audit verify` walks all of it, and names every row that was changed, taken out or
moved, and an end that was cut off. It prints the mark of the last row: kept elsewhere and given as
`--seen` next time, it also shows a database that was put back to an older state. The database
refuses to change or delete its rows; who may alter tables can lift that, and the hashes show it.

This page is written from the code.
"""
