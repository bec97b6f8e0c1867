"""One trace of each call, whose id is the call's; nothing personal in it."""

from __future__ import annotations

import asyncio
import gzip
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode
from structlog.testing import capture_logs

from ruby_fsm.adapters.otel import OpenTelemetry
from ruby_fsm.app.tracing import NoTracing, Spans, page
from ruby_fsm.errors import ChatError
from ruby_fsm.wiring.tracing import TracedRemote, tracing_of
from tests.adapters.chat.remote_kit import asked, openai
from tests.chat_server import chat_server, hung, whole
from tests.conftest import Golden
from tests.docs.blocks import ROOT
from tests.web.kit import DANGER, form_of, in_crisis, ruby, says, talking
from tests.world import TO_NUMBER

CALL = "CL" + "0123456789abcdef" * 2


class Heard:
    """Tracing whose spans stay here."""

    def __init__(self) -> None:
        self.exporter = InMemorySpanExporter()
        self.tracing = OpenTelemetry("0", self.exporter)

    def spans(self) -> list[ReadableSpan]:
        self.tracing._provider.force_flush()
        return list(self.exporter.get_finished_spans())

    def named(self, start: str) -> list[ReadableSpan]:
        return [one for one in self.spans() if one.name.startswith(start)]


@pytest.fixture
def heard() -> Iterator[Heard]:
    made = Heard()
    yield made
    made.tracing.close()


def trace_of(span: ReadableSpan) -> str:
    assert span.context is not None
    return f"CL{span.context.trace_id:032x}"


def below(heard: Heard, above: ReadableSpan) -> list[ReadableSpan]:
    assert above.context is not None
    parent = above.context.span_id
    return [one for one in heard.spans() if one.parent and one.parent.span_id == parent]


def told(span: ReadableSpan) -> dict[str, object]:
    return dict(span.attributes or {})


# --- a whole call ---------------------------------------------------------------------------------


async def test_all_that_is_done_for_a_call_is_in_its_one_trace(
    tmp_path: Path, heard: Heard
) -> None:
    async with ruby(tmp_path, tracing=heard.tracing) as it:
        first = await talking(it)
        await says(it, "It was a long day.")
        second = await in_crisis(it, "+14155550101")

    for call_id in (first, second):
        names = {one.name for one in heard.spans() if trace_of(one) == call_id}
        expected = {"POST /voice/webhook/answer", "POST /voice/webhook/gather", "transition"}
        assert names >= {*expected, "db unit", "job dial"}
    assert {trace_of(one) for one in heard.spans()} == {first, second}


async def test_what_a_webhook_did_lies_below_it(tmp_path: Path, heard: Heard) -> None:
    async with ruby(tmp_path, tracing=heard.tracing) as it:
        call_id = await talking(it)
        await says(it, DANGER)

    [gather] = heard.named("POST /voice/webhook/gather")
    assert told(gather) == {
        "http.request.method": "POST",
        "http.route": "/voice/webhook/gather",
        "ruby.call_id": call_id,
    }
    [unit] = below(heard, gather)
    assert unit.name == "db unit"
    assert told(unit)["db.system.name"] in {"sqlite", "postgresql"}
    spoke = {"ruby.event": "SpeechHeard", "ruby.from": "listening", "ruby.to": "crisis"}
    assert told(below(heard, unit)[-1]) == {**spoke, "ruby.call_id": call_id}


async def test_a_restart_and_the_jobs_of_an_escalation_stay_in_the_trace(
    tmp_path: Path, heard: Heard
) -> None:
    async with ruby(tmp_path, tracing=heard.tracing) as it:
        call_id = await in_crisis(it)
        await it.restart()
        await it.pass_time(60)

    assert {trace_of(one) for one in heard.named("job escalate")} == {call_id}


async def test_nothing_personal_stands_in_a_span(tmp_path: Path, heard: Heard) -> None:
    async with ruby(tmp_path, tracing=heard.tracing) as it:
        await talking(it, user_name="Qcanary", custom_prompt="Qcanary", user_id="Qcanary")
        await says(it, f"{DANGER}, says Qcanary")
        await it.hook("gather", "call=Qcanary", form_of("CA" + "0" * 32))

    whole_text = " ".join(one.to_json() for one in heard.spans())
    assert "Qcanary" not in whole_text
    assert TO_NUMBER[1:] not in whole_text
    known = {name for one in Spans for name in one.value.attributes} | {"ruby.call_id"}
    assert {name for one in heard.spans() for name in told(one)} <= known


# --- chat -----------------------------------------------------------------------------------------


async def test_a_chat_backend_is_told_of_the_trace_and_how_it_went_is_kept(heard: Heard) -> None:
    async with chat_server() as server, client(heard.tracing) as http:
        remote = TracedRemote(openai(http, server), heard.tracing)
        await remote.reply(asked("Hello.", call_id=CALL))
        server.answer = lambda _: whole({"error": {"message": "Qcanary"}}, 500)
        with pytest.raises(ChatError):
            await remote.reply(asked("Hello.", call_id=CALL))

    replied, failed = heard.named("chat")
    assert told(replied)["ruby.chat.outcome"] == "replied"
    assert told(failed) == {
        "ruby.chat.backend": "openai",
        "ruby.chat.outcome": "failed",
        "ruby.call_id": CALL,
        "error.type": "ChatError",
    }
    assert (failed.status.status_code, failed.events) == (StatusCode.ERROR, ())
    version, trace, parent, _ = server.asked[0].headers["traceparent"].split("-")
    assert (version, f"CL{trace}") == ("00", CALL)
    assert replied.context is not None
    assert int(parent, 16) == replied.context.span_id


async def test_a_reply_given_up_is_told_so(heard: Heard) -> None:
    async with chat_server() as server, client(heard.tracing) as http:
        server.answer = lambda _: hung()
        remote = TracedRemote(openai(http, server), heard.tracing)
        task = asyncio.create_task(remote.reply(asked("Hello.", call_id=CALL)))
        await server.arrived.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    [span] = heard.named("chat")
    assert told(span)["ruby.chat.outcome"] == "given up"


def client(tracing: OpenTelemetry) -> httpx.AsyncClient:
    async def add(request: httpx.Request) -> None:
        request.headers.update(tracing.headers())

    return httpx.AsyncClient(trust_env=False, event_hooks={"request": [add]})


# --- on and off -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"OTEL_EXPORTER_OTLP_ENDPOINT": ""},
        {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1", "OTEL_SDK_DISABLED": "true"},
        {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1", "OTEL_TRACES_EXPORTER": "none"},
    ],
)
def test_nothing_is_traced_unless_an_endpoint_is_named(environ: dict[str, str]) -> None:
    tracing = tracing_of(environ)

    assert isinstance(tracing, NoTracing)
    with tracing.span(Spans.UNIT, "db unit", CALL, {}) as span:
        span.set("ruby.event", "x")
    assert tracing.headers() == {}
    tracing.close()


def test_an_endpoint_without_the_extra_is_one_warning_with_the_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "ruby_fsm.adapters.otel", None)
    with capture_logs() as logs:
        tracing = tracing_of({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://user:Qcanary@127.0.0.1:1"})

    assert isinstance(tracing, NoTracing)
    [line] = logs
    assert line["log_level"] == "warning"
    assert "OTEL_EXPORTER_OTLP_ENDPOINT" in line["detail"]
    assert "pip install 'ruby_fsm[otel]'" in line["detail"]
    assert "Qcanary" not in str(line)


def test_a_receiver_of_otlp_gets_the_spans(monkeypatch: pytest.MonkeyPatch) -> None:
    got: list[tuple[str, ExportTraceServiceRequest]] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            raw = gzip.decompress(body) if self.headers["Content-Encoding"] == "gzip" else body
            got.append((self.path, ExportTraceServiceRequest.FromString(raw)))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Receiver) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        endpoint = f"http://127.0.0.1:{server.server_port}"
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        tracing = tracing_of({"OTEL_EXPORTER_OTLP_ENDPOINT": endpoint})
        with tracing.span(Spans.JOB, "job dial", CALL, {"ruby.job.kind": "dial"}):
            pass
        tracing.close()
        server.shutdown()
        thread.join()

    [(path, sent)] = got
    assert path == "/v1/traces"
    [resource] = sent.resource_spans
    names = {one.key: one.value.string_value for one in resource.resource.attributes}
    assert names["service.name"] == "ruby-fsm"
    [span] = resource.scope_spans[0].spans
    assert (span.name, f"CL{span.trace_id.hex()}") == ("job dial", CALL)


def test_the_page_of_spans_is_fresh(golden: Golden) -> None:
    golden(ROOT / "docs" / "reference" / "traces.md", page())
