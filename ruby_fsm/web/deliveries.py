"""REST over what the team's systems were told: look, and send once more."""

from __future__ import annotations

from typing import Annotated

from litestar import Response, Router, get, post
from litestar.params import PathParameter, QueryParameter

from ruby_fsm.app.deliveries import DeliveryState
from ruby_fsm.app.replaying import Deliveries, DeliveryView
from ruby_fsm.config.webhooks import NAME
from ruby_fsm.errors import DeliveryNotFound, InvalidRequest, NotAllowed, NotAuthenticated
from ruby_fsm.web.access import viewer_of
from ruby_fsm.web.audit import number_of
from ruby_fsm.web.auth import service_of
from ruby_fsm.web.calls import After, AnyRequest, Limit, link
from ruby_fsm.web.documented import answer, problems
from ruby_fsm.web.reading import one_fault

PATH = "/ai-calling/webhooks/deliveries"
# `state` is the framework's own word for something else.
Of = Annotated[
    str,
    QueryParameter(
        name="state",
        description="`pending`, `delivered` or `dead`; else all.",
        schema_extra={"enum": ["", *DeliveryState]},
    ),
]
Name = Annotated[
    str,
    QueryParameter(
        description="Those of one webhook, by its name.",
        schema_extra={"pattern": f"^({NAME.pattern})?$"},
    ),
]
DeliveryId = Annotated[str, PathParameter(description="`delivery_id` of the delivery.")]

DEAD = DeliveryView(
    delivery_id="WD5f0c8e1a9b7d4c2e8f6a1b3c5d7e9f01",
    event_id="EV0f1e2d3c4b5a69788796a5b4c3d2e1f0",
    event="call.ended",
    webhook="crm",
    call_id="CL5f0c8e1a9b7d4c2e8f6a1b3c5d7e9f01",
    state="dead",
    attempts=18,
    outcome="503",
    happened_at="2026-03-14T18:02:11.000Z",
    next_attempt_at=None,
    over_at="2026-03-15T19:40:03.000Z",
)
AGAIN = DeliveryView(
    delivery_id=DEAD.delivery_id,
    event_id=DEAD.event_id,
    event=DEAD.event,
    webhook=DEAD.webhook,
    call_id=DEAD.call_id,
    state="pending",
    attempts=18,
    outcome="503",
    happened_at=DEAD.happened_at,
    next_attempt_at="2026-03-16T08:00:00.000Z",
    over_at=None,
)


@get(
    "/deliveries",
    operation_id="deliveries",
    summary="What webhooks of config.yaml were told, newest first",
    responses={
        200: answer("A page of them.", Deliveries, Deliveries([DEAD])),
        **problems(InvalidRequest, NotAuthenticated, NotAllowed),
    },
)
async def deliveries(
    request: AnyRequest, limit: Limit = 50, after: After = "", only: Of = "", webhook: Name = ""
) -> Response[Deliveries]:
    """A dead one was tried for about a day, or refused with 410; it waits to be replayed."""
    if only and only not in list(DeliveryState):
        raise one_fault("/state", f"is none of {', '.join(DeliveryState)}; leave it out for all")
    if webhook and not NAME.fullmatch(webhook):
        raise one_fault("/webhook", "is no name of a webhook; leave it out for all")
    page = await service_of(request).replaying.page(limit, number_of(after), only, webhook)
    more = {"state": only, "webhook": webhook}
    return Response(page, headers=link(PATH, limit, page.next, **more))


@post(
    "/deliveries/{delivery_id:str}/replay",
    status_code=200,
    operation_id="replayDelivery",
    summary="Tell it once more",
    responses={
        200: answer("It is sent now, and tried like a new one.", DeliveryView, AGAIN),
        **problems(InvalidRequest, NotAuthenticated, NotAllowed, DeliveryNotFound),
    },
)
async def replay(request: AnyRequest, delivery_id: DeliveryId) -> DeliveryView:
    """Also one that was delivered: the receiver knows it by the same `webhook-id`."""
    by = viewer_of(request).token_id
    return await service_of(request).replaying.replay(delivery_id, by)


DELIVERIES = Router("/ai-calling/webhooks", route_handlers=[deliveries, replay], tags=["webhooks"])
