"""REST for the humans who are told of danger: join, judge it over, acknowledge."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request, Router, get, post
from litestar.params import JSONBody, PathParameter

from ruby_fsm.app.views import CallStatus, EscalationView
from ruby_fsm.errors import (
    CallNotFound,
    EscalationNotFound,
    InvalidRequest,
    NotAllowed,
    NotAuthenticated,
    NotInCrisis,
)
from ruby_fsm.web import examples
from ruby_fsm.web.answers import Acknowledged, acknowledged
from ruby_fsm.web.auth import service_of, viewer_of
from ruby_fsm.web.calls import Ref
from ruby_fsm.web.documented import answer, problems
from ruby_fsm.web.schemas import AcknowledgeBody, JoinBody, ResolveBody

AnyRequest = Request[Any, Any, Any]
EscalationId = Annotated[str, PathParameter(description="`escalation_id` of the escalation.")]


@post(
    "/call/{call_sid:str}/crisis/resolve",
    status_code=200,
    operation_id="resolveCrisis",
    summary="A human judges the danger over",
    responses={
        200: answer("The conversation goes on.", CallStatus, examples.STATUS),
        **problems(
            InvalidRequest, NotAuthenticated, NotAllowed, CallNotFound, NotInCrisis, takes_body=True
        ),
    },
)
async def resolve(request: AnyRequest, call_sid: Ref, data: JSONBody[ResolveBody]) -> CallStatus:
    """The risk itself stays on record; new danger is escalated anew."""
    service, viewer = service_of(request), viewer_of(request)
    await service.desk.resolve(call_sid, viewer.token_id, data.reason)
    return await service.queries.status(call_sid, viewer)


@post(
    "/call/{call_sid:str}/crisis/join",
    status_code=200,
    operation_id="joinCrisis",
    summary="A human joins a call in crisis",
    responses={
        200: answer("The next step is not taken.", CallStatus, examples.IN_CRISIS),
        **problems(
            InvalidRequest, NotAuthenticated, NotAllowed, CallNotFound, NotInCrisis, takes_body=True
        ),
    },
)
async def join(
    request: AnyRequest, call_sid: Ref, data: JSONBody[JoinBody | None] = None
) -> CallStatus:
    """The person is told that a human is there; the next step of the path is not taken."""
    service, viewer = service_of(request), viewer_of(request)
    reason = data.reason if data else ""
    await service.desk.join(call_sid, viewer.token_id, reason)
    return await service.queries.status(call_sid, viewer)


@get(
    "/call/{call_sid:str}/escalations",
    operation_id="callEscalations",
    summary="The escalations of one call, with every step",
    responses={
        200: answer("Oldest first.", list[EscalationView], [examples.ESCALATION]),
        **problems(NotAuthenticated, NotAllowed, CallNotFound),
    },
)
async def escalations(request: AnyRequest, call_sid: Ref) -> list[EscalationView]:
    """The same as in the analytics of the call."""
    return await service_of(request).queries.escalations(call_sid, viewer_of(request))


@post(
    "/escalations/{escalation_id:str}/acknowledge",
    status_code=200,
    operation_id="acknowledgeEscalation",
    summary="A human has it; the next step is not taken",
    responses={
        200: answer("It is acknowledged.", Acknowledged, examples.ACKNOWLEDGED),
        **problems(
            InvalidRequest, NotAuthenticated, NotAllowed, EscalationNotFound, takes_body=True
        ),
    },
)
async def acknowledge(
    request: AnyRequest,
    escalation_id: EscalationId,
    data: JSONBody[AcknowledgeBody | None] = None,
) -> Acknowledged:
    """The second time changes nothing: whoever was first has it."""
    asks = viewer_of(request).token_id
    by = (data.by if data else "") or asks
    return acknowledged(await service_of(request).desk.acknowledge(escalation_id, by, asks))


CRISIS = Router(
    "/ai-calling", route_handlers=[resolve, join, escalations, acknowledge], tags=["crisis"]
)
