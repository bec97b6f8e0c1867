"""The running service as the outer floors see it: one object, made by the composition root."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from ruby_fsm.app.accepting import Accepting
from ruby_fsm.app.conductor import Conductor
from ruby_fsm.app.desk import Desk
from ruby_fsm.app.edge import Edge
from ruby_fsm.app.erasing import Erasing
from ruby_fsm.app.handing_over import HandingOver
from ruby_fsm.app.health import HealthCheck
from ruby_fsm.app.lines import AlertLine, HumanLine, Line
from ruby_fsm.app.observing import Observing
from ruby_fsm.app.people import People
from ruby_fsm.app.ports import Clock, Ids
from ruby_fsm.app.queries import Queries
from ruby_fsm.app.refusals import Refusals
from ruby_fsm.app.replaying import Replaying
from ruby_fsm.app.taking import Taking
from ruby_fsm.app.tokens import Tokens
from ruby_fsm.app.tracing import Tracing
from ruby_fsm.app.trail import TrailReader
from ruby_fsm.app.unanswered import Unanswered


@dataclass(frozen=True, slots=True)
class Service:
    conductor: Conductor
    desk: Desk
    taking: Taking
    unanswered: Unanswered
    alert_line: AlertLine
    handing_over: HandingOver
    human_line: HumanLine
    accepting: Accepting
    queries: Queries
    tokens: Tokens
    trail: TrailReader
    edge: Edge
    people: People
    health: HealthCheck
    observing: Observing
    replaying: Replaying
    erasing: Erasing
    line: Line
    refusals: Refusals
    tracing: Tracing
    clock: Clock
    ids: Ids
    public_url: str
    languages: tuple[str, ...]
    counts: Counter[str] = field(default_factory=Counter[str])
