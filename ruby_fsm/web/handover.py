"""Twilio's webhooks of the human whom a person is to be connected with, before they are joined."""

from __future__ import annotations

import logging
from urllib.parse import parse_qsl

from litestar import Response, Router

from ruby_fsm.app.handing_over import Handed, HandingOver, Leg, asked_for
from ruby_fsm.app.service import Service
from ruby_fsm.understanding.assessment import Level
from ruby_fsm.web.alerts import xml
from ruby_fsm.web.auth import service_of
from ruby_fsm.web.voice import SID, TwilioRequest, hears, signed, whole

LOG = logging.getLogger("ruby_fsm.web")


async def asked(request: TwilioRequest, name: str) -> Response[str]:
    """Joined by the key 1 alone: a voicemail presses none."""
    service = service_of(request)
    raw_query, form = await signed(request, service, name)
    query = dict(parse_qsl(raw_query, keep_blank_values=True))
    call_ref, at, tries = (
        query.get("call", "")[:64],
        whole(query.get("at", "")),
        query.get("try", ""),
    )
    keys = form.get("Digits", "") if name == "accept-key" else ""
    parent = form.get("ParentCallSid", "")
    leg = Leg(call_ref, parent if SID.fullmatch(parent) else "", keys)
    handed, level = await handed_to(service.handing_over, leg, name)
    if handed is Handed.ASK:
        asked_before = whole(tries) + (name == "accept-key")
        return xml(service.human_line.ask(call_ref, at, asked_before, level))
    return xml(last_words(service, handed))


def last_words(service: Service, handed: Handed) -> str:
    match handed:
        case Handed.JOIN:
            return service.human_line.joined()
        case Handed.PASS:
            return service.human_line.passed()
        case Handed.OVER:
            return service.human_line.over()
        case _:
            return service.line.unknown()


async def handed_to(handing_over: HandingOver, leg: Leg, name: str) -> tuple[Handed, Level]:
    try:
        return await handing_over.heard(leg)
    except Exception as error:  # noqa: BLE001 - an edge: a person waits for this human
        LOG.error("unhandled %s in webhook %s", type(error).__name__, name)  # noqa: TRY400
        return asked_for(leg), Level.NONE


@hears("/accept", "acceptWebhook", "A human has picked up with whom a person is to be connected")
async def accept(request: TwilioRequest) -> Response[str]:
    return await asked(request, "accept")


@hears("/accept-key", "acceptKeyWebhook", "That human has pressed a key, or none")
async def accept_key(request: TwilioRequest) -> Response[str]:
    return await asked(request, "accept-key")


HANDOVER = Router(
    "/voice/webhook", route_handlers=[accept, accept_key], tags=["Twilio only"], security=[{}]
)
