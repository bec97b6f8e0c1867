"""One trace of each call: what was done for it and how long that took, never what was said.

The trace's id is the call's, so that all webhooks, jobs and processes of a call meet in one trace.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from ruby_fsm.app.records import Kept

Value = str | int | bool
Attributes = Mapping[str, Value]
CALL, EVENT, FROM, TO = "ruby.call_id", "ruby.event", "ruby.from", "ruby.to"
BACKEND, OUTCOME = "ruby.chat.backend", "ruby.chat.outcome"
METHOD, ROUTE = "http.request.method", "http.route"
DATABASE, KIND, ERROR = "db.system.name", "ruby.job.kind", "error.type"


@dataclass(frozen=True, slots=True)
class Told:
    """What a kind of span is, and which attributes it may have beside `ruby.call_id`."""

    name: str
    told: str
    attributes: tuple[str, ...]


class Spans(Enum):
    """Every span there is."""

    WEBHOOK = Told("POST /voice/webhook/", "One of the webhooks, answered.", (METHOD, ROUTE, ERROR))
    UNIT = Told("db unit", "A unit of work, from its call to its commit.", (DATABASE, ERROR))
    TRANSITION = Told("transition", "A fact that met the call, once it is kept.", (EVENT, FROM, TO))
    CHAT = Told(
        "chat",
        "A remote chat backend, asked for a reply; `failed`, `given up` or `replied`.",
        (BACKEND, OUTCOME, ERROR),
    )
    JOB = Told("job …", "A job: a dial, a step of an escalation, words now.", (KIND, ERROR))


class Span(Protocol):
    """Open until its block ends."""

    def set(self, name: str, value: Value) -> None: ...


class Tracing(Protocol):
    """Makes spans. `is_on`: whether anything is done with them."""

    is_on: bool

    def span(
        self, of: Spans, name: str, call_id: str, attributes: Attributes
    ) -> AbstractContextManager[Span]:
        """Open while the block runs, below the span that is open, or first in the call's trace.

        Without a call id, and with no span open, it belongs to no call and is not made.
        """

    def headers(self) -> Mapping[str, str]:
        """W3C trace context for a request to somebody else; empty where no span is open."""

    def close(self) -> None:
        """Send what is left; blocks for a few seconds at most."""


class Silent:
    """A span that nobody sees."""

    def set(self, name: str, value: Value) -> None:
        pass


class NoTracing:
    """What is there by default."""

    is_on = False
    _nothing = nullcontext(Silent())

    def span(
        self,
        of: Spans,  # noqa: ARG002 - the port's
        name: str,  # noqa: ARG002
        call_id: str,  # noqa: ARG002
        attributes: Attributes,  # noqa: ARG002
    ) -> AbstractContextManager[Span]:
        return self._nothing

    def headers(self) -> Mapping[str, str]:
        return {}

    def close(self) -> None:
        pass


def transitions(tracing: Tracing, kept: Kept) -> None:
    """A span for each fact that a unit kept: which, and from where to where."""
    for row in kept.rows:
        event, source, dest = type(row.event).__name__, row.from_state.value, row.to_state.value
        told = {EVENT: event, FROM: source, TO: dest}
        with tracing.span(Spans.TRANSITION, Spans.TRANSITION.value.name, row.call_id, told):
            pass


def page() -> str:
    """`docs/reference/traces.md`."""
    rows = "\n".join(
        f"| `{one.name}` | {one.told} | {', '.join(f'`{name}`' for name in one.attributes)} |"
        for one in (each.value for each in Spans)
    )
    return PAGE.format(rows=rows)


PAGE = """\
# Traces

With [tracing switched on](../how-to/trace-a-call.md) each call is one trace. Its id is the 32 hex
digits of the call id, so webhooks, jobs and processes of a call meet in it, and a call is found by
its id. Every span holds `ruby.call_id` where it is known; none holds a number, a name, a word that
was said, or an error's own words: `error.type` is the name of its class.

| span | what it is | attributes |
|---|---|---|
{rows}

A chat backend that is asked for a reply gets the trace as `traceparent` (W3C Trace Context).

This page is written from the code.
"""
