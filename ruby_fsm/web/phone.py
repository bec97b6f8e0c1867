"""REST for who watches: the telephone status of a call, and the health of both sides."""

from __future__ import annotations

from litestar import Response, Router, get

from ruby_fsm.app.views import CallStatus, Health
from ruby_fsm.errors import CallNotFound, NotAllowed, NotAuthenticated
from ruby_fsm.web import examples
from ruby_fsm.web.auth import service_of, viewer_of
from ruby_fsm.web.calls import AnyRequest, Ref
from ruby_fsm.web.documented import answer, problems

HEALTH = "application/health+json"


@get(
    "/call/{call_sid:str}/status",
    operation_id="callStatus",
    summary="Telephone status of one call",
    responses={
        200: answer("As last heard from Twilio.", CallStatus, examples.STATUS),
        **problems(NotAuthenticated, NotAllowed, CallNotFound),
    },
)
async def status(request: AnyRequest, call_sid: Ref) -> CallStatus:
    """`to` is whole for the token that placed the call and for admin, else masked."""
    return await service_of(request).queries.status(call_sid, viewer_of(request))


def told(health: Health) -> Response[Health]:
    code = 200 if health.status == "ok" else 503
    return Response(health, status_code=code, media_type=HEALTH)


@get(
    "/health",
    media_type=HEALTH,
    security=[{}],
    operation_id="telephoneHealth",
    summary="Is the telephone side configured and reachable",
    responses={
        200: answer("Fit to work.", Health, examples.PHONE_HEALTHY, HEALTH),
        503: answer("Not fit; `components` says why.", Health, examples.PHONE_FAILING, HEALTH),
    },
)
async def telephone_health(request: AnyRequest) -> Response[Health]:
    """As last probed: Twilio is never asked while somebody waits."""
    return told(service_of(request).health.telephone())


@get(
    "/health",
    media_type=HEALTH,
    security=[{}],
    operation_id="callingHealth",
    summary="Is the calling side fit to work, component by component",
    responses={
        200: answer("Fit to work.", Health, examples.HEALTHY, HEALTH),
        503: answer("Not fit; `components` says why.", Health, examples.FAILING, HEALTH),
    },
)
async def calling_health(request: AnyRequest) -> Response[Health]:
    """200 only if a write works, and whatever must tick has ticked."""
    return told(await service_of(request).health.calling())


PHONE = Router("/phone", route_handlers=[status, telephone_health], tags=["monitoring"])
CALLING = Router("/ai-calling", route_handlers=[calling_health], tags=["monitoring"])
