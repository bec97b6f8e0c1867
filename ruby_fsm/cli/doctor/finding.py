"""What a check finds, and what it may look at."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import httpx

from ruby_fsm.app.ports import Clock
from ruby_fsm.config.schema import Config
from ruby_fsm.config.settings import Settings


class State(StrEnum):
    """`skip`: not looked at, and the finding says why."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was found, and for warn and fail what to do. No secret, no whole number."""

    state: State
    found: str
    mend: str = ""


def ok(found: str) -> Finding:
    return Finding(State.OK, found)


def warn(found: str, mend: str) -> Finding:
    return Finding(State.WARN, found, mend)


def fail(found: str, mend: str) -> Finding:
    return Finding(State.FAIL, found, mend)


def skip(why: str) -> Finding:
    return Finding(State.SKIP, why)


@dataclass(frozen=True, slots=True)
class Patient:
    """The installation that is examined. `settings`, `config`: None where they can't be read."""

    settings: Settings | None
    faults: tuple[str, ...]
    config: Config | None
    config_faults: tuple[str, ...]
    host: str
    port: int
    http: httpx.AsyncClient = field(repr=False)
    clock: Clock = field(repr=False)


Examine = Callable[[Patient], Awaitable[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """`looks_at`: a sentence for the reference page. `is_remote`: asks somebody over a network."""

    name: str
    looks_at: str
    examine: Examine
    is_remote: bool = False


NO_SETTINGS = skip("the settings can't be read; mend them first")
NO_CONFIG = skip("config.yaml can't be read; mend it first")


def is_ours(body: object) -> bool:
    """Whether an answer is the health document of a service like this one."""
    parts = body.get("components") if isinstance(body, Mapping) else None
    return isinstance(parts, Mapping) and {"database", "dispatcher"} <= set(parts)


def masked(number: str) -> str:
    """Enough to know which number is meant."""
    return f"{number[:3]}...{number[-2:]}"


def standing(folder: Path) -> Path:
    """The nearest folder that exists, from which a disk can be asked."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder
