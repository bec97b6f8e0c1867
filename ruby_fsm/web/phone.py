"""REST for who watches: the telephone status of a call, and the health of both sides."""

from __future__ import annotations

from litestar import Response, Router, get
from litestar.openapi import ResponseSpec

from ruby_fsm.app.views import CallStatus, Health
from ruby_fsm.web.auth import service_of, with_token
from ruby_fsm.web.calls import AnyRequest, Ref, owner_of, problems

HEALTH = "application/health+json"
FAILING = {503: ResponseSpec(Health, description="Not fit to work; `components` says why.")}


@get(
    "/call/{call_sid:str}/status",
    guards=[with_token],
    operation_id="callStatus",
    summary="Telephone status of one call",
    responses=problems(400, 401, 404),
)
async def status(request: AnyRequest, call_sid: Ref) -> CallStatus:
    service = service_of(request)
    return await service.queries.status(call_sid, owner=owner_of(service))


def told(health: Health) -> Response[Health]:
    code = 200 if health.status == "ok" else 503
    return Response(health, status_code=code, media_type=HEALTH)


@get(
    "/health",
    operation_id="telephoneHealth",
    summary="Is the telephone side configured and reachable",
    responses=FAILING,
)
async def telephone_health(request: AnyRequest) -> Response[Health]:
    return told(service_of(request).health.telephone())


@get(
    "/health",
    operation_id="callingHealth",
    summary="Is the calling side fit to work, component by component",
    responses=FAILING,
)
async def calling_health(request: AnyRequest) -> Response[Health]:
    return told(await service_of(request).health.calling())


PHONE = Router("/phone", route_handlers=[status, telephone_health], tags=["monitoring"])
CALLING = Router("/ai-calling", route_handlers=[calling_health], tags=["monitoring"])
