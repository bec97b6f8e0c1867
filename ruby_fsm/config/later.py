"""What the contract names and later work brings: one line each, and what to do until then.

Whatever meets such a thing (config.yaml, the command line) answers with its line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ruby_fsm.config.secret import MAKE_BEARER


@dataclass(frozen=True, slots=True)
class Later:
    """`place`: the config key or command where a person meets it.

    `written`: the value they write there, '' where any value meets it.
    """

    place: str
    written: str
    what: str
    instead: str

    @property
    def told(self) -> str:
        """What is missing and what to do, for whoever names the place already."""
        return f"{self.what} is not built yet; {self.instead}"

    def __str__(self) -> str:
        return f"{self.place}: {self.told}"


CONFIG_KEYS = (
    Later(
        "limits",
        "",
        "a limit on requests for each number, user or token",
        "remove the key: dial_policy.caps hold for dials, and what is over a cap waits; pace_per_s "
        "and live_calls of numbers.dialling hold for all calls together",
    ),
)
COMMANDS = (
    Later(
        "ruby-fsm token",
        "token",
        "a second token, or one with fewer scopes,",
        "there is one with every scope, RUBY_API_TOKEN. Make it with: " + MAKE_BEARER,
    ),
)
ENDPOINTS = (
    Later(
        "GET /metrics",
        "",
        "a page of metrics for Prometheus",
        "GET /ai-calling/health tells how the service is, and GET /ai-calling/analytics/summary "
        "counts the calls of any time",
    ),
)
LATER: tuple[Later, ...] = (*CONFIG_KEYS, *COMMANDS, *ENDPOINTS)

KEYS: Mapping[str, Later] = {line.place: line for line in CONFIG_KEYS}


def command(name: str) -> Later:
    """The line of a command that only answers with it."""
    return next(one for one in COMMANDS if one.written == name)


def page() -> str:
    """`docs/reference/later.md`."""
    rows = "\n".join(row(one) for one in LATER)
    return PAGE.format(rows=rows)


def row(line: Later) -> str:
    written = f"`{line.written}`" if line.written and line not in COMMANDS else ""
    cells = (f"`{line.place}`", written, line.what.strip(","), line.instead)
    return "| " + " | ".join(cells) + " |"


PAGE = """\
# What is not built yet

The contract names it, this version does not have it. Whoever asks for it hears so at once, with the
sentence below: config keys stop the start (exit code 78), and so do the commands. An endpoint is
answered with 404, like any path that is not there.

| where | written there | missing | until then |
|---|---|---|---|
{rows}

This page is written from the code.
"""
