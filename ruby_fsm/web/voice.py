"""Twilio's webhooks: signed form in, TwiML out. Nothing is read before the signature holds."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import parse_qsl

from litestar import Request, Response, Router, post
from litestar.openapi import ResponseSpec

from ruby_fsm.app import measures as m
from ruby_fsm.app.hooks import Hook, Kind
from ruby_fsm.app.service import Service
from ruby_fsm.app.tracing import METHOD, ROUTE, Span, Spans
from ruby_fsm.errors import NotFromTwilio
from ruby_fsm.web import examples
from ruby_fsm.web.auth import service_of
from ruby_fsm.web.documented import answer as answers
from ruby_fsm.web.documented import problems

LOG = logging.getLogger("ruby_fsm.web")
MAX_DIGITS = 9
SID = re.compile(r"CA[0-9a-f]{32}")
XML = "text/xml"
TwilioRequest = Request[Any, Any, Any]


async def signed(
    request: TwilioRequest, service: Service, name: str
) -> tuple[str, Mapping[str, str]]:
    """The raw query and the form, the signature checked. Raises NotFromTwilio.

    The raw body is read and parsed by the verifier: the framework's own parser keeps bodies in a
    cache, where words would outlive their call.
    """
    body = await request.body()
    raw_query = request.scope["query_string"].decode("latin-1")
    path = request.scope.get("raw_path", b"").decode("latin-1").partition("?")[0]
    headers = {name.lower(): value for name, value in request.headers.items()}
    try:
        form = service.line.verify(request.method, path, raw_query, headers, body)
    except NotFromTwilio:
        service.observing.metrics.count(m.REFUSED, name)
        raise
    return raw_query, form


async def hook_from(request: TwilioRequest, service: Service, kind: Kind) -> Hook:
    """The webhook, its signature checked. Raises NotFromTwilio."""
    raw_query, form = await signed(request, service, kind.value)
    query = dict(parse_qsl(raw_query, keep_blank_values=True))
    sid = form.get("CallSid", "")
    is_call = SID.fullmatch(sid) is not None  # without its sid it is the webhook of no call
    return Hook(
        kind=kind,
        call_ref=query.get("call", "")[:64] if is_call else "",
        sid=sid if is_call else "",
        doc=whole(query.get("at", "")),
        attempt=whole(query.get("attempt", "")),
        tries=whole(query.get("try", "")),
        raw_query=raw_query,
        form=form,
        arrived_ms=service.clock.now_ms(),
        language=query.get("lang", "")[:16],
    )


def whole(value: str) -> int:
    """A number of ours that stood in a URL; 0 where it is none."""
    is_number = value.isascii() and value.isdigit() and len(value) <= MAX_DIGITS
    return int(value) if is_number else 0


async def spoken(request: TwilioRequest, kind: Kind) -> Response[str]:
    service = service_of(request)
    hook = await hook_from(request, service, kind)
    try:
        with spanned(service, hook):
            twiml = await service.conductor.answer(hook)
    except Exception as error:  # noqa: BLE001 - an edge: the person on the line hears kind words
        LOG.error("unhandled %s in webhook %s", type(error).__name__, kind.value)  # noqa: TRY400
        service.counts["webhook_bug"] += 1
        where = (hook.call_ref, hook.doc, hook.tries, hook.language, hook.country)
        twiml = service.line.degraded(*where)
    took_s = (service.clock.now_ms() - hook.arrived_ms) / 1000
    service.observing.metrics.observe(m.WEBHOOKS, took_s, kind.value)
    return Response(twiml, media_type=XML, status_code=200)


async def noted(request: TwilioRequest, kind: Kind) -> Response[None]:
    service = service_of(request)
    hook = await hook_from(request, service, kind)
    with spanned(service, hook):
        await service.conductor.note(hook)
    return Response(None, status_code=204)


def spanned(service: Service, hook: Hook) -> AbstractContextManager[Span]:
    route = f"/voice/webhook/{hook.kind.value}"
    told = {METHOD: "POST", ROUTE: route}
    return service.tracing.span(Spans.WEBHOOK, f"POST {route}", hook.call_ref, told)


def hears(path: str, operation_id: str, summary: str) -> post:
    """A webhook whose answer is played to the person."""
    return post(
        path,
        status_code=200,
        media_type=XML,
        operation_id=operation_id,
        summary=summary,
        responses={200: answers("What is said next.", str, examples.TWIML, XML), **FORGED},
    )


def notes(path: str, operation_id: str, summary: str) -> post:
    """A webhook whose answer Twilio ignores."""
    responses = {204: ResponseSpec(None, description="Noted."), **FORGED}
    return post(
        path, status_code=204, operation_id=operation_id, summary=summary, responses=responses
    )


FORGED = problems(NotFromTwilio)


@hears("/answer", "answerWebhook", "The call was answered")
async def answer(request: TwilioRequest) -> Response[str]:
    return await spoken(request, Kind.ANSWER)


@hears("/gather", "gatherWebhook", "The person spoke, pressed a key, or stayed silent")
async def gather(request: TwilioRequest) -> Response[str]:
    return await spoken(request, Kind.GATHER)


@hears(
    "/reply", "replyWebhook", "A second look: the reply that was being made, or the newest words"
)
async def reply(request: TwilioRequest) -> Response[str]:
    return await spoken(request, Kind.REPLY)


@hears("/dial", "dialWebhook", "A transfer to a human has ended")
async def dial(request: TwilioRequest) -> Response[str]:
    return await spoken(request, Kind.DIAL)


@hears("/fallback", "fallbackWebhook", "Twilio never got, or could not use, our last document")
async def fallback(request: TwilioRequest) -> Response[str]:
    return await spoken(request, Kind.FALLBACK)


@notes("/status", "statusWebhook", "Call progress")
async def status(request: TwilioRequest) -> Response[None]:
    return await noted(request, Kind.STATUS)


@notes("/amd", "amdWebhook", "Who answered: a human or a machine")
async def amd(request: TwilioRequest) -> Response[None]:
    return await noted(request, Kind.AMD)


VOICE = Router(
    "/voice/webhook",
    route_handlers=[answer, gather, reply, dial, fallback, status, amd],
    tags=["Twilio only"],
    security=[{}],
)
