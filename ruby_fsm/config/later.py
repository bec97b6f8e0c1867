"""What the contract names and later work brings: one line each, and what to do until then.

Whatever meets such a thing (config.yaml, the command line) answers with its line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


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
        "dial_policy",
        "",
        "a dial policy (regions, kinds of number, calling hours, consent)",
        "remove the key, and ask only for calls that may be made now: of itself the service "
        "refuses nobody but who asked not to be called",
    ),
)
LATER: tuple[Later, ...] = CONFIG_KEYS

KEYS: Mapping[str, Later] = {line.place: line for line in CONFIG_KEYS}


def page() -> str:
    """`docs/reference/later.md`."""
    rows = "\n".join(row(one) for one in LATER)
    return PAGE.format(rows=rows)


def row(line: Later) -> str:
    written = f"`{line.written}`" if line.written else ""
    cells = (f"`{line.place}`", written, line.what.strip(","), line.instead)
    return "| " + " | ".join(cells) + " |"


PAGE = """\
# What is not built yet

The contract names it, this version does not have it. Whoever asks for it hears so at once, with the
sentence below: config keys stop the start (exit code 78). An endpoint is
answered with 404, like any path that is not there.

| where | written there | missing | until then |
|---|---|---|---|
{rows}

This page is written from the code.
"""
