"""REST for the teams that call their users: look at calls, and end them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import urlencode

from litestar import Request, Response, Router, get, post
from litestar.params import JSONBody, PathParameter, QueryParameter

from ruby_fsm.app.views import ActiveCalls, Analytics, Conversations, Summary
from ruby_fsm.errors import (
    CallNotFound,
    CrisisNeedsForce,
    InvalidRequest,
    NotAllowed,
    NotAuthenticated,
)
from ruby_fsm.web import examples
from ruby_fsm.web.answers import Ended, ended
from ruby_fsm.web.auth import service_of, viewer_of
from ruby_fsm.web.documented import answer, problems
from ruby_fsm.web.initiate import initiate
from ruby_fsm.web.periods import Period
from ruby_fsm.web.reading import one_fault
from ruby_fsm.web.schemas import EndBody

AnyRequest = Request[Any, Any, Any]
Ref = Annotated[
    str, PathParameter(description="Our call id (CL…) or any of its Twilio sids (CA…).")
]
Limit = Annotated[int, QueryParameter(ge=1, le=200, description="At most so many on a page.")]
After = Annotated[str, QueryParameter(description="`next` of the page before.")]
Time = Annotated[str, QueryParameter(description="RFC 3339, as 2030-01-31T18:00:00Z.")]


@get(
    "/call/{call_sid:str}/analytics",
    operation_id="callAnalytics",
    summary="Everything known of one call",
    responses={
        200: answer("What is known so far.", Analytics, examples.ANALYTICS),
        **problems(NotAuthenticated, NotAllowed, CallNotFound),
    },
)
async def analytics(request: AnyRequest, call_sid: Ref) -> Analytics:
    """Told from the log of the call; no word that was said stands in it."""
    return await service_of(request).queries.analytics(call_sid, viewer_of(request))


@get(
    "/calls/active",
    operation_id="activeCalls",
    summary="Calls not yet ended, oldest first",
    responses={
        200: answer("A page of them.", ActiveCalls, examples.ACTIVE),
        **problems(InvalidRequest, NotAuthenticated, NotAllowed),
    },
)
async def active(
    request: AnyRequest, limit: Limit = 50, after: After = ""
) -> Response[ActiveCalls]:
    """`count` is of all; where there are more than `limit`, `next` and the header Link lead on."""
    page = await service_of(request).queries.active(limit, after, viewer_of(request))
    return Response(page, headers=link("/ai-calling/calls/active", limit, page.next))


@post(
    "/call/{call_sid:str}/end",
    status_code=200,
    operation_id="endCall",
    summary="End a call: cancel a queued one, say goodbye and hang up a live one",
    responses={
        200: answer("It ends, or had ended.", Ended, examples.ENDED),
        **problems(
            InvalidRequest,
            NotAuthenticated,
            NotAllowed,
            CallNotFound,
            CrisisNeedsForce,
            takes_body=True,
        ),
    },
)
async def end(request: AnyRequest, call_sid: Ref, data: JSONBody[EndBody | None] = None) -> Ended:
    """A call in crisis is ended only by force, with a reason, and after the resources."""
    service, body = service_of(request), data or EndBody()
    if body.force and not body.reason.strip():
        raise one_fault("/reason", "is needed with force; say why")
    viewer = viewer_of(request)
    record = await service.desk.end(
        call_sid, viewer.token_id, force=body.force, reason=body.reason, only=viewer.only
    )
    status = await service.queries.status(call_sid, viewer)
    return ended(record, status.call_sid)


@get(
    "/analytics/summary",
    operation_id="analyticsSummary",
    summary="The same over many calls",
    responses={
        200: answer("Counts over the calls accepted in that time.", Summary, examples.SUMMARY),
        **problems(InvalidRequest, NotAuthenticated, NotAllowed),
    },
)
async def summary(request: AnyRequest, since: Time = "", until: Time = "") -> Summary:
    """Calls accepted from `since` (default: a day before `until`) to `until` (default: now)."""
    service = service_of(request)
    period = Period.of(since, until, service.clock.now_ms())
    return await service.queries.summary(period.since_ms, period.until_ms, viewer_of(request))


@get(
    "/conversations",
    operation_id="conversations",
    summary="Conversations in progress, oldest first",
    responses={
        200: answer("A page of them.", Conversations, examples.CONVERSATIONS),
        **problems(InvalidRequest, NotAuthenticated, NotAllowed),
    },
)
async def conversations(
    request: AnyRequest, limit: Limit = 50, after: After = ""
) -> Response[Conversations]:
    """Calls that were answered and stand; no word that was said is shown."""
    page = await service_of(request).queries.conversations(limit, after, viewer_of(request))
    return Response(page, headers=link("/voice/conversations", limit, page.next))


def link(path: str, limit: int, after: str | None, **more: str) -> Mapping[str, str]:
    """RFC 8288: the next page, if there is one; `more`: what else was asked."""
    if after is None:
        return {}
    asked = {name: value for name, value in more.items() if value}
    query = urlencode({**asked, "limit": limit, "after": after})
    return {"Link": f'<{path}?{query}>; rel="next"'}


CALLS = Router(
    "/ai-calling", route_handlers=[initiate, analytics, active, end, summary], tags=["calls"]
)
CONVERSATIONS = Router("/voice", route_handlers=[conversations], tags=["conversations"])
