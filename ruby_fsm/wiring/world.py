"""What the service takes from outside, and which part of it this process is."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

import httpx

from ruby_fsm.adapters.clock import SystemClock
from ruby_fsm.adapters.ids import RandomIds
from ruby_fsm.app.ports import Alerts, ChatBackend, Clock, Ids
from ruby_fsm.app.tracing import NoTracing, Tracing
from ruby_fsm.app.watching import UNKNOWN_MS

# What runs on this computer is reached directly, whatever proxy leads out of it.
NO_PROXY: dict[str, None] = {f"all://{host}": None for host in ("127.0.0.1", "localhost", "[::1]")}


class Role(StrEnum):
    """What one process of several does. `web`: answers HTTP. `worker`: jobs, and watching."""

    WEB = "web"
    WORKER = "worker"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class World:
    """What the service takes from outside, so that all of it can run under a virtual clock.

    `transport`: of all outgoing HTTP, None for the network's own. `around_chat`: what stands before
    the first chat backend, for one that hesitates or counts. `patience_ms`: how long the
    carrier may know nothing of a line; 0 for one that lives and dies with this process. `role`:
    in real time, with the durable engine, beside other processes; None for a process that is alone
    and does its jobs by the clock given.
    """

    clock: Clock = field(default_factory=SystemClock)
    ids: Ids = field(default_factory=RandomIds)
    random_bytes: Callable[[int], bytes] = os.urandom
    transport: httpx.AsyncBaseTransport | None = None
    around_chat: Callable[[ChatBackend], ChatBackend] = lambda first: first
    alerts: Alerts | None = None
    patience_ms: int = UNKNOWN_MS
    role: Role | None = None
    tracing: Tracing = field(default_factory=NoTracing)


def quiet_libraries() -> None:
    """At INFO these log whole URLs, and with them numbers; below WARNING they say nothing here."""
    for name in ("httpx", "httpcore", "twilio", "transitions", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
