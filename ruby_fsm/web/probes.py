"""What machines ask of this process: does it live, is it ready, and its numbers."""

from __future__ import annotations

from litestar import Response, Router, get

from ruby_fsm.app.views import Health
from ruby_fsm.errors import NotAllowed, NotAuthenticated
from ruby_fsm.web import examples
from ruby_fsm.web.auth import service_of
from ruby_fsm.web.calls import AnyRequest
from ruby_fsm.web.documented import answer, problems
from ruby_fsm.web.phone import HEALTH, told


@get(
    "/livez",
    operation_id="livez",
    summary="This process answers; restart it when it does not",
    security=[{}],
    responses={200: answer("It lives.", str, "ok", "text/plain")},
    media_type="text/plain",
)
async def livez() -> str:
    return "ok"


@get(
    "/readyz",
    operation_id="readyz",
    summary="Whether requests should come to this process",
    security=[{}],
    responses={
        200: answer("Send requests here.", Health, examples.READY, HEALTH),
        503: answer("Its store fails, or it is stopping.", Health, examples.NOT_READY, HEALTH),
    },
)
async def readyz(request: AnyRequest) -> Response[Health]:
    return told(await service_of(request).health.ready())


@get(
    "/metrics",
    operation_id="metrics",
    summary="Numbers for Prometheus",
    responses={
        200: answer("In Prometheus' text format.", str, examples.METRICS, "text/plain"),
        **problems(NotAuthenticated, NotAllowed),
    },
    media_type="text/plain",
)
async def metrics(request: AnyRequest) -> Response[bytes]:
    service = service_of(request)
    text = await service.observing.text()
    return Response(text, headers={"content-type": service.observing.metrics.content_type})


PROBES = Router("/", route_handlers=[livez, readyz, metrics], tags=["monitoring"])
