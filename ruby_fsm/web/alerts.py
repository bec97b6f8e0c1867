"""Twilio's webhooks of those who are told of danger: a key on the telephone, or a message."""

from __future__ import annotations

import logging
from collections.abc import Awaitable
from urllib.parse import parse_qsl

from litestar import Response, Router

from ruby_fsm.app.paths import region_of
from ruby_fsm.app.service import Service
from ruby_fsm.app.taking import Took
from ruby_fsm.errors import Unavailable
from ruby_fsm.web.auth import service_of
from ruby_fsm.web.voice import SID, XML, TwilioRequest, hears, notes, signed, whole

LOG = logging.getLogger("ruby_fsm.web")
AWAY = "The service has trouble and could not note this. Please send it again in a minute."
ANSWERS = {
    Took.TAKEN: "Thank you. {code} is yours now. Please look at the call at once.",
    Took.OVER: "Thank you. Somebody takes care of {code} already.",
    Took.PASSED: "Understood. The next one is told of {code}.",
}


def xml(text: str) -> Response[str]:
    return Response(text, media_type=XML, status_code=200)


async def called(request: TwilioRequest, name: str) -> Response[str]:
    """What the human on the telephone hears; without the store the question, once more."""
    service = service_of(request)
    raw_query, form = await signed(request, service, name)
    query = dict(parse_qsl(raw_query, keep_blank_values=True))
    made, step = query.get("escalation", "")[:64], whole(query.get("step", ""))
    tries, sid = whole(query.get("try", "")), form.get("CallSid", "")
    if not SID.fullmatch(sid):
        return xml(service.line.unknown())
    keys = form.get("Digits", "") if name == "alert-key" else ""
    took = await _known(name, service.taking.pressed(made, step, sid, keys))
    if took is Took.STRANGER:
        return xml(service.line.unknown())
    if took in {Took.TAKEN, Took.OVER}:
        line = service.alert_line
        return xml(line.taken() if took is Took.TAKEN else line.over())
    return xml(service.alert_line.ask(made, step, tries + (name == "alert-key")))


async def _known(name: str, work: Awaitable[Took]) -> Took:
    try:
        return await work
    except Unavailable:
        return Took.PASSED
    except Exception as error:  # noqa: BLE001 - an edge: a human who takes the call must be asked
        LOG.error("unhandled %s in webhook %s", type(error).__name__, name)  # noqa: TRY400
        return Took.PASSED


@hears("/alert", "alertWebhook", "A human who is told of danger has picked up")
async def alert(request: TwilioRequest) -> Response[str]:
    return await called(request, "alert")


@hears("/alert-key", "alertKeyWebhook", "A human who is told of danger has pressed a key")
async def alert_key(request: TwilioRequest) -> Response[str]:
    return await called(request, "alert-key")


@notes("/alert-status", "alertStatusWebhook", "The call to a human who is told of danger is over")
async def alert_status(request: TwilioRequest) -> Response[None]:
    service = service_of(request)
    raw_query, form = await signed(request, service, "alert-status")
    query = dict(parse_qsl(raw_query, keep_blank_values=True))
    made, step = query.get("escalation", "")[:64], whole(query.get("step", ""))
    sid, status = form.get("CallSid", ""), form.get("CallStatus", "")
    if SID.fullmatch(sid):
        await service.unanswered.told(made, step, sid, status)
    return Response(None, status_code=204)


@hears("/sms", "messageWebhook", "A message to the number that calls")
async def sms(request: TwilioRequest) -> Response[str]:
    """Of a human who was told by message any reply but 'no' takes the escalation."""
    service = service_of(request)
    _, form = await signed(request, service, "sms")
    return xml(await answer_to(service, form.get("From", ""), form.get("Body", "")))


async def answer_to(service: Service, number: str, body: str) -> str:
    try:
        took, made = await service.taking.texted(number, body)
    except Unavailable:
        return service.alert_line.message(AWAY)
    if took is Took.STRANGER:
        return service.alert_line.stranger(region_of(number))
    return service.alert_line.message(ANSWERS[took].format(code=made[2:8]))


ALERTS = Router(
    "/voice/webhook",
    route_handlers=[alert, alert_key, alert_status, sms],
    tags=["Twilio only"],
    security=[{}],
)
