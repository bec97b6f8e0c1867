"""Whether calls are traced, by OpenTelemetry's own variables; and what is put around which part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.metadata import version
from typing import TypeVar

import structlog

from ruby_fsm.adapters.chat.guarded import Remote
from ruby_fsm.adapters.db.places import Place
from ruby_fsm.adapters.db.postgresql import PostgreSQL
from ruby_fsm.adapters.jobs import Handler
from ruby_fsm.app.ports import ChatRequest, Unit, Units
from ruby_fsm.app.records import Job
from ruby_fsm.app.tracing import BACKEND, DATABASE, KIND, OUTCOME, NoTracing, Spans, Tracing
from ruby_fsm.errors import ChatError

T = TypeVar("T")
WHERE = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
INSTALL = "pip install 'ruby_fsm[otel]'"

log = structlog.get_logger("ruby_fsm.tracing")


def tracing_of(environ: Mapping[str, str]) -> Tracing:
    """On where an OTLP endpoint is named, off by OTEL_SDK_DISABLED or OTEL_TRACES_EXPORTER=none."""
    named = next((name for name in WHERE if environ.get(name)), "")
    is_off = environ.get("OTEL_SDK_DISABLED", "").lower() == "true"
    if not named or is_off or environ.get("OTEL_TRACES_EXPORTER") == "none":
        return NoTracing()
    try:
        from ruby_fsm.adapters.otel import OpenTelemetry  # noqa: PLC0415 - an extra
    except ImportError:
        log.warning("no_traces", detail=f"{named} is set, what sends them is absent: {INSTALL}")
        return NoTracing()
    return OpenTelemetry(version("ruby-fsm"))


class TracedUnits:
    """Units of work with a span each."""

    def __init__(self, units: Units, tracing: Tracing, database: str) -> None:
        self._units, self._tracing = units, tracing
        self._told = {DATABASE: database}

    async def run(self, work: Callable[[Unit], T]) -> T:
        with self._tracing.span(Spans.UNIT, Spans.UNIT.value.name, "", self._told):
            return await self._units.run(work)


class TracedRemote:
    """A remote chat backend with a span for each reply that it is asked for."""

    def __init__(self, remote: Remote, tracing: Tracing) -> None:
        self.name = remote.name
        self._remote, self._tracing = remote, tracing

    async def reply(self, request: ChatRequest) -> str:
        told = {BACKEND: self.name, OUTCOME: "given up"}
        name = Spans.CHAT.value.name
        with self._tracing.span(Spans.CHAT, name, request.call_id, told) as span:
            try:
                said = await self._remote.reply(request)
            except ChatError:
                span.set(OUTCOME, "failed")
                raise
            span.set(OUTCOME, "replied")
            return said

    async def check(self) -> str:
        return await self._remote.check()


def kind_of(place: Place) -> str:
    """As OpenTelemetry's conventions name databases."""
    return "postgresql" if isinstance(place, PostgreSQL) else "sqlite"


def traced_units(units: Units, tracing: Tracing, database: str) -> Units:
    return TracedUnits(units, tracing, database) if tracing.is_on else units


def traced_remote(tracing: Tracing) -> Callable[[Remote], Remote]:
    """What is put around each remote backend."""
    return lambda remote: TracedRemote(remote, tracing) if tracing.is_on else remote


def traced_jobs(handlers: Mapping[str, Handler], tracing: Tracing) -> Mapping[str, Handler]:
    if not tracing.is_on:
        return handlers
    return {kind: traced_job(kind, handler, tracing) for kind, handler in handlers.items()}


def traced_job(kind: str, handler: Handler, tracing: Tracing) -> Handler:
    async def done(job: Job) -> None:
        call_id = str(job.args.get("call", ""))
        with tracing.span(Spans.JOB, f"job {kind}", call_id, {KIND: kind}):
            await handler(job)

    return done
