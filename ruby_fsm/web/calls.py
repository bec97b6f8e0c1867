"""REST for the teams that call their users: place, look, end, and what humans do in a crisis."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Annotated, Any

from litestar import Request, Response, Router, get, post
from litestar.datastructures import ResponseHeader
from litestar.openapi import ResponseSpec
from litestar.params import FromQuery, HeaderParameter, JSONBody, PathParameter, QueryParameter

from ruby_fsm.app.accepting import Accepted, RequestKey
from ruby_fsm.app.analytics import when
from ruby_fsm.app.service import Service
from ruby_fsm.app.views import (
    ActiveCalls,
    Analytics,
    CallStatus,
    Conversations,
    EscalationView,
    Summary,
)
from ruby_fsm.errors import Fault, InvalidRequest
from ruby_fsm.web.auth import OWNER, service_of, with_token
from ruby_fsm.web.problems import Problem
from ruby_fsm.web.schemas import AcknowledgeBody, EndBody, InitiateBody, ReasonBody, milliseconds

DAY_MS = 86_400_000
AnyRequest = Request[Any, Any, Any]
Ref = Annotated[
    str,
    PathParameter(
        pattern=r"^(CL|CA)[0-9a-f]{32}$",
        description="Our call id (CL…) or any of its Twilio sids (CA…).",
    ),
]
Limit = Annotated[int, QueryParameter(ge=1, le=200, description="At most so many on a page.")]
After = Annotated[
    str, QueryParameter(pattern=r"^(CL[0-9a-f]{32})?$", description="`next` of the page before.")
]
IdempotencyKey = Annotated[
    str | None, HeaderParameter(name="Idempotency-Key", max_length=255, min_length=1)
]


def problems(*statuses: int) -> dict[int, ResponseSpec]:
    """The errors an endpoint may answer, for its OpenAPI."""
    return {
        status: ResponseSpec(
            Problem,
            media_type="application/problem+json",
            description=WHY[status],
        )
        for status in statuses
    }


WHY = {
    400: "The request is not valid; `errors` names every faulty field.",
    401: "A valid bearer token is needed.",
    403: "The dial policy refuses this call; `type` says which rule.",
    404: "No such call or escalation.",
    409: "It can't be done in the state it is in; `type` says why.",
    422: "This Idempotency-Key was used with another body.",
    503: "The database can't be reached or written to now.",
}


@dataclass(frozen=True, slots=True)
class Initiated:
    """A call accepted. `call_sid` is Twilio's where it is known already, else the `call_id`."""

    success: bool
    call_sid: str
    call_id: str
    status: str
    state: str
    to: str
    from_number: str
    message: str
    webhook_url: str
    queue_position: int | None = None
    scheduled_for: str | None = None
    waiting_for: str | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    success: bool
    call_sid: str
    call_id: str
    state: str
    end_reason: str | None
    message: str


@dataclass(frozen=True, slots=True)
class Acknowledged:
    success: bool
    escalation_id: str
    call_id: str
    acknowledged_at: str
    acknowledged_by: str


def owner_of(service: Service) -> str:
    return OWNER if service.token_sha256 is not None else "anyone"


@post(
    "/initiate-ai-call",
    status_code=201,
    guards=[with_token],
    operation_id="initiateCall",
    summary="Accept a call, and place it when pace and capacity allow",
    responses={
        202: ResponseSpec(Initiated, description="Accepted; it waits for `waiting_for`."),
        **problems(400, 401, 403, 409, 422, 503),
    },
    response_headers=[ResponseHeader(name="Location", description="Its status.", value="")],
)
async def initiate(
    request: AnyRequest,
    data: JSONBody[InitiateBody],
    idempotency_key: IdempotencyKey = None,
) -> Response[Any]:
    """The same Idempotency-Key and body give the same answer for at least a day."""
    service = service_of(request)
    check_language(service, data.language)
    fingerprint = hashlib.sha256(data.model_dump_json().encode()).hexdigest()
    key = RequestKey(owner_of(service), idempotency_key or "", fingerprint)
    accepted = await service.accepting.accept(data.wanted(), key)
    if accepted.stored:
        kept = json.loads(accepted.stored)
        return replayed(kept["body"], kept["status"])
    body = initiated(service, accepted)
    status = 202 if accepted.waiting_for else 201
    if key.key:
        kept = json.dumps({"status": status, "body": asdict(body)})
        await service.accepting.store_answer(key, body.call_id, kept)
    return Response(body, status_code=status, headers={"Location": location(body.call_id)})


def check_language(service: Service, language: str | None) -> None:
    if language and language not in service.languages:
        served = ", ".join(service.languages)
        fault = Fault("/language", f"is not served; write one of: {served}")
        raise InvalidRequest(f"/language: {fault.detail}", fault)


def replayed(body: dict[str, Any], status: int) -> Response[Any]:
    headers = {"Location": location(body["call_id"]), "Idempotent-Replayed": "true"}
    return Response(body, status_code=status, headers=headers)


def location(call_id: str) -> str:
    return f"/phone/call/{call_id}/status"


def initiated(service: Service, accepted: Accepted) -> Initiated:
    record, waits = accepted.record, accepted.waiting_for
    call_id = record.call.call_id
    message = f"Accepted; it waits for {waits.value}." if waits else "Ruby is calling."
    return Initiated(
        success=True,
        call_sid=accepted.sid or call_id,
        call_id=call_id,
        status="queued",
        state=record.call.state.value,
        to=record.person.to_number,
        from_number=record.from_number,
        message=message,
        webhook_url=f"{service.public_url}/voice/webhook/answer",
        queue_position=accepted.position or None,
        scheduled_for=when(accepted.scheduled_ms) if waits and accepted.scheduled_ms else None,
        waiting_for=waits.value if waits else None,
    )


@get(
    "/call/{call_sid:str}/analytics",
    guards=[with_token],
    operation_id="callAnalytics",
    summary="Everything known of one call",
    responses=problems(400, 401, 404),
)
async def analytics(request: AnyRequest, call_sid: Ref) -> Analytics:
    return await service_of(request).queries.analytics(call_sid)


@get(
    "/calls/active",
    guards=[with_token],
    operation_id="activeCalls",
    summary="Calls not yet ended, oldest first",
    responses=problems(400, 401),
)
async def active(request: AnyRequest, limit: Limit = 50, after: After = "") -> ActiveCalls:
    service = service_of(request)
    return await service.queries.active(limit, after, owner=owner_of(service))


@post(
    "/call/{call_sid:str}/end",
    status_code=200,
    guards=[with_token],
    operation_id="endCall",
    summary="End a call: cancel a queued one, say goodbye and hang up a live one",
    responses=problems(400, 401, 404, 409, 503),
)
async def end(request: AnyRequest, call_sid: Ref, data: JSONBody[EndBody | None] = None) -> Ended:
    """A call in crisis is ended only by force, with a reason, and after the resources."""
    service, body = service_of(request), data or EndBody()
    if body.force and not body.reason.strip():
        fault = Fault("/reason", "is needed with force; say why")
        raise InvalidRequest("/reason: is needed with force; say why", fault)
    by = owner_of(service)
    record = await service.desk.end(call_sid, by, force=body.force, reason=body.reason)
    call = record.call
    status = await service.queries.status(call_sid, owner=by)
    message = "It has ended." if call.ended_ms else "Ruby says goodbye and hangs up."
    reason = call.end_reason.value if call.end_reason else None
    return Ended(True, status.call_sid, call.call_id, call.state.value, reason, message)


@post(
    "/call/{call_sid:str}/crisis/resolve",
    status_code=200,
    guards=[with_token],
    operation_id="resolveCrisis",
    summary="A human judges the danger over",
    responses=problems(400, 401, 404, 409, 503),
)
async def resolve(request: AnyRequest, call_sid: Ref, data: JSONBody[ReasonBody]) -> CallStatus:
    service = service_of(request)
    await service.desk.resolve(call_sid, owner_of(service), data.reason)
    return await service.queries.status(call_sid, owner=owner_of(service))


@post(
    "/call/{call_sid:str}/crisis/join",
    status_code=200,
    guards=[with_token],
    operation_id="joinCrisis",
    summary="A human joins a call in crisis",
    responses=problems(400, 401, 404, 409, 503),
)
async def join(request: AnyRequest, call_sid: Ref, data: JSONBody[ReasonBody]) -> CallStatus:
    service = service_of(request)
    await service.desk.join(call_sid, owner_of(service), data.reason)
    return await service.queries.status(call_sid, owner=owner_of(service))


@get(
    "/call/{call_sid:str}/escalations",
    guards=[with_token],
    operation_id="callEscalations",
    summary="The escalations of one call, with every step",
    responses=problems(400, 401, 404),
)
async def escalations(request: AnyRequest, call_sid: Ref) -> list[EscalationView]:
    return await service_of(request).queries.escalations(call_sid)


@post(
    "/escalations/{escalation_id:str}/acknowledge",
    status_code=200,
    guards=[with_token],
    operation_id="acknowledgeEscalation",
    summary="A human has it; the next step is not taken",
    responses=problems(400, 401, 404, 503),
)
async def acknowledge(
    request: AnyRequest,
    escalation_id: Annotated[str, PathParameter(pattern=r"^ES[0-9a-f]{32}$")],
    data: JSONBody[AcknowledgeBody | None] = None,
) -> Acknowledged:
    service = service_of(request)
    by = (data.by if data else "") or owner_of(service)
    escalation = await service.desk.acknowledge(escalation_id, by)
    assert escalation.acknowledged_ms is not None
    return Acknowledged(
        True,
        escalation.escalation_id,
        escalation.call_id,
        when(escalation.acknowledged_ms),
        escalation.acknowledged_by,
    )


@get(
    "/analytics/summary",
    guards=[with_token],
    operation_id="analyticsSummary",
    summary="The same over many calls",
    responses=problems(400, 401),
)
async def summary(
    request: AnyRequest,
    since: FromQuery[datetime | None] = None,
    until: FromQuery[datetime | None] = None,
) -> Summary:
    """Calls accepted from `since` (default: a day before `until`) to `until` (default: now)."""
    service = service_of(request)
    until_ms = milliseconds(until) if until else service.clock.now_ms() + 1
    since_ms = milliseconds(since) if since else until_ms - DAY_MS
    if since_ms >= until_ms:
        fault = Fault("/since", "is not before until")
        raise InvalidRequest("/since: is not before until", fault)
    return await service.queries.summary(since_ms, until_ms)


CALLS = Router(
    "/ai-calling",
    route_handlers=[
        initiate,
        analytics,
        active,
        end,
        resolve,
        join,
        escalations,
        acknowledge,
        summary,
    ],
    tags=["calls"],
)


@get(
    "/conversations",
    guards=[with_token],
    operation_id="conversations",
    summary="Conversations in progress",
    responses=problems(400, 401),
)
async def conversations(request: AnyRequest, limit: Limit = 50, after: After = "") -> Conversations:
    return await service_of(request).queries.conversations(limit, after)


CONVERSATIONS = Router("/voice", route_handlers=[conversations], tags=["conversations"])
