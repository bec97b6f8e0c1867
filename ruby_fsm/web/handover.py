"""Twilio's webhooks of the human whom a person is to be connected with, before they are joined."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from urllib.parse import parse_qsl

from litestar import Response, Router

from ruby_fsm.app.handing_over import Handed, HandingOver, Leg, without_store
from ruby_fsm.app.service import Service
from ruby_fsm.app.watching import STANDING
from ruby_fsm.understanding.assessment import Level
from ruby_fsm.web.alerts import xml
from ruby_fsm.web.auth import service_of
from ruby_fsm.web.voice import SID, TwilioRequest, hears, notes, signed, whole

LOG = logging.getLogger("ruby_fsm.web")


async def asked(request: TwilioRequest, name: str) -> Response[str]:
    """Joined by the key 1 alone: a voicemail presses none."""
    service = service_of(request)
    raw_query, form = await signed(request, service, name)
    query = dict(parse_qsl(raw_query, keep_blank_values=True))
    leg = leg_of(query, form, form.get("Digits", "") if name == "accept-key" else "")
    handed, level = await handed_to(service.handing_over, leg, name)
    if handed is Handed.ASK:
        at, asked_before = whole(query.get("at", "")), whole(query.get("try", ""))
        tries = asked_before + (name == "accept-key")
        return xml(service.human_line.ask(leg.call_ref, at, tries, level, leg.ring))
    return xml(last_words(service, handed, leg))


def leg_of(query: Mapping[str, str], form: Mapping[str, str], keys: str = "") -> Leg:
    parent, sid = form.get("ParentCallSid", ""), form.get("CallSid", "")
    return Leg(
        call_ref=query.get("call", "")[:64],
        parent_sid=parent if SID.fullmatch(parent) else "",
        keys=keys,
        ring=whole(query.get("ring", "")),
        sid=sid if SID.fullmatch(sid) else "",
    )


def last_words(service: Service, handed: Handed, leg: Leg) -> str:
    match handed:
        case Handed.ROOM:
            return service.human_line.room(leg.call_ref, leg.ring)
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
        return without_store(leg), Level.NONE


@hears("/accept", "acceptWebhook", "A human has picked up with whom a person is to be connected")
async def accept(request: TwilioRequest) -> Response[str]:
    return await asked(request, "accept")


@hears("/accept-key", "acceptKeyWebhook", "That human has pressed a key, or none")
async def accept_key(request: TwilioRequest) -> Response[str]:
    return await asked(request, "accept-key")


@notes("/accept-status", "acceptStatusWebhook", "The call to that human is over")
async def accept_status(request: TwilioRequest) -> Response[None]:
    service = service_of(request)
    raw_query, form = await signed(request, service, "accept-status")
    leg = leg_of(dict(parse_qsl(raw_query, keep_blank_values=True)), form)
    status = form.get("CallStatus", "")
    if leg.sid and status and status not in STANDING:
        await service.handing_over.ended(leg)
    return Response(None, status_code=204)


HANDOVER = Router(
    "/voice/webhook",
    route_handlers=[accept, accept_key, accept_status],
    tags=["Twilio only"],
    security=[{}],
)
