"""The running service as the outer floors see it: one object, made by the composition root."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from ruby_fsm.app.accepting import Accepting
from ruby_fsm.app.conductor import Conductor
from ruby_fsm.app.desk import Desk
from ruby_fsm.app.health import HealthCheck
from ruby_fsm.app.people import People
from ruby_fsm.app.ports import AlertLine, Clock, Ids, Line
from ruby_fsm.app.queries import Queries
from ruby_fsm.app.taking import Taking


@dataclass(frozen=True, slots=True)
class Service:
    """`token_sha256`: of the bootstrap token, None where none is asked for."""

    conductor: Conductor
    desk: Desk
    taking: Taking
    alert_line: AlertLine
    accepting: Accepting
    queries: Queries
    people: People
    health: HealthCheck
    line: Line
    clock: Clock
    ids: Ids
    public_url: str
    languages: tuple[str, ...]
    token_sha256: bytes | None = field(default=None, repr=False)
    counts: Counter[str] = field(default_factory=Counter[str])
