"""Tracing by OpenTelemetry, sent over OTLP. Only there with the extra `otel`.

No provider of ours is made the process's own, so no library adds spans, and with them addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.trace import SpanKind, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from ruby_fsm.app.tracing import CALL, ERROR, Attributes, Silent, Span, Spans, Value

CALL_ID = re.compile(r"CL([0-9a-f]{32})")
KINDS = {Spans.WEBHOOK: SpanKind.SERVER, Spans.CHAT: SpanKind.CLIENT, Spans.UNIT: SpanKind.CLIENT}
UNNAMED = "unknown_service"
WAIT_MS = 3000  # at the end, for what is still to be sent
TRACE_ID: ContextVar[int] = ContextVar("ruby_trace_id", default=0)


class CallIds(RandomIdGenerator):
    """A trace that begins is that of the call at hand."""

    def generate_trace_id(self) -> int:
        return TRACE_ID.get() or super().generate_trace_id()


class Open:
    """See `ruby_fsm.app.tracing.Span`."""

    def __init__(self, span: trace.Span) -> None:
        self._span = span

    def set(self, name: str, value: Value) -> None:
        self._span.set_attribute(name, value)


def resource(version: str) -> Resource:
    """What the standard variables say of this process, and our name where they give none."""
    told = Resource.create({"service.version": version})
    if str(told.attributes["service.name"]).startswith(UNNAMED):
        return told.merge(Resource({"service.name": "ruby-fsm"}))
    return told


class OpenTelemetry:
    """See `ruby_fsm.app.tracing.Tracing`. Where to is told by the standard OTEL_ variables."""

    is_on = True

    def __init__(self, version: str, exporter: SpanExporter | None = None) -> None:
        self._provider = TracerProvider(
            resource=resource(version), id_generator=CallIds(), shutdown_on_exit=False
        )
        self._provider.add_span_processor(BatchSpanProcessor(exporter or OTLPSpanExporter()))
        self._tracer = self._provider.get_tracer("ruby_fsm", version)
        self._propagator = TraceContextTextMapPropagator()

    def span(
        self, of: Spans, name: str, call_id: str, attributes: Attributes
    ) -> AbstractContextManager[Span]:
        return self._opened(of, name, call_id, attributes)

    @contextmanager
    def _opened(self, of: Spans, name: str, call_id: str, attributes: Attributes) -> Iterator[Span]:
        span = self._begun(of, name, call_id, attributes)
        if span is None:
            yield Silent()
            return
        # An exception's own words may hold what must not be told.
        with trace.use_span(
            span, end_on_exit=True, record_exception=False, set_status_on_exception=False
        ):
            try:
                yield Open(span)
            except BaseException as error:
                span.set_status(StatusCode.ERROR)
                span.set_attribute(ERROR, type(error).__name__)
                raise

    def _begun(
        self, of: Spans, name: str, call_id: str, attributes: Attributes
    ) -> trace.Span | None:
        found, above = CALL_ID.fullmatch(call_id), trace.get_current_span().get_span_context()
        wanted = int(found[1], 16) if found else above.trace_id
        if not wanted:
            return None
        told = {**attributes, **({CALL: call_id} if found else {})}
        context = None if wanted == above.trace_id else Context()
        token = TRACE_ID.set(wanted)
        try:
            kind = KINDS.get(of, SpanKind.INTERNAL)
            return self._tracer.start_span(name, context, kind, told)
        finally:
            TRACE_ID.reset(token)

    def headers(self) -> Mapping[str, str]:
        carrier: dict[str, str] = {}
        self._propagator.inject(carrier)
        return carrier

    def close(self) -> None:
        self._provider.force_flush(WAIT_MS)
        self._provider.shutdown()
