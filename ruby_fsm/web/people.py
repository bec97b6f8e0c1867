"""REST over who may be called: those who asked for no calls, consents, and the dial policy's word.

A number stands in bodies only, never in a path or a query: these end up in other people's logs.
"""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import JSONBody

from ruby_fsm.app.dial_gate import Asked
from ruby_fsm.app.dial_records import Stage
from ruby_fsm.app.policy_views import (
    ConsentView,
    Suppressions,
    SuppressionView,
    consent_of,
    suppression_of,
    suppressions_of,
    verdict_of,
)
from ruby_fsm.app.views import VerdictView
from ruby_fsm.errors import InvalidRequest, NotAllowed, NotAuthenticated, NotSuppressed
from ruby_fsm.web import policy_examples as examples
from ruby_fsm.web.access import viewer_of
from ruby_fsm.web.auth import service_of
from ruby_fsm.web.calls import After, Limit, link
from ruby_fsm.web.documented import answer, problems
from ruby_fsm.web.people_bodies import (
    ConsentBody,
    ExplainBody,
    LiftBody,
    SuppressBody,
    WithdrawBody,
)
from ruby_fsm.web.reading import one_fault
from ruby_fsm.web.schemas import milliseconds

AnyRequest = Request[Any, Any, Any]
PATH = "/ai-calling/suppressions"


@get(
    "/suppressions",
    operation_id="suppressions",
    summary="Numbers nobody may call",
    responses={
        200: answer("A page of them.", Suppressions, examples.SUPPRESSIONS),
        **problems(InvalidRequest, NotAuthenticated, NotAllowed),
    },
)
async def suppressions(
    request: AnyRequest, limit: Limit = 50, after: After = ""
) -> Response[Suppressions]:
    """By their ids, those that were lifted too. The numbers are kept as a keyed hash alone."""
    found = await service_of(request).people.suppressed(limit + 1, after)
    page = suppressions_of(found, limit)
    return Response(page, headers=link(PATH, limit, page.next))


@post(
    "/suppressions",
    status_code=201,
    operation_id="suppress",
    summary="Never call this number again",
    responses={
        201: answer("Nobody calls it any more.", SuppressionView, examples.SUPPRESSION),
        200: answer("It was there; the first entry stands.", SuppressionView, examples.SUPPRESSION),
        **problems(InvalidRequest, NotAuthenticated, NotAllowed, takes_body=True),
    },
)
async def suppress(request: AnyRequest, data: JSONBody[SuppressBody]) -> Response[SuppressionView]:
    """Calls to it that are queued or ringing end at once, in the same commit."""
    service = service_of(request)
    by = viewer_of(request).token_id
    known, is_new = await service.people.suppress(data.to_number, data.reason, by)
    return Response(suppression_of(known), status_code=201 if is_new else 200)


@post(
    "/suppressions/lift",
    status_code=200,
    operation_id="liftSuppression",
    summary="The person wants calls again",
    responses={
        200: answer("It may be called again.", SuppressionView, examples.LIFTED),
        **problems(InvalidRequest, NotAuthenticated, NotAllowed, NotSuppressed, takes_body=True),
    },
)
async def lift(request: AnyRequest, data: JSONBody[LiftBody]) -> SuppressionView:
    """Only on the person's own wish, with the reason; both stay on record."""
    service = service_of(request)
    by = viewer_of(request).token_id
    return suppression_of(await service.people.lift(data.to_number, data.reason, by))


@post(
    "/consents",
    status_code=200,
    operation_id="recordConsent",
    summary="The person agreed to be called",
    responses={
        200: answer("What stands now.", ConsentView, examples.CONSENTED),
        **problems(InvalidRequest, NotAuthenticated, NotAllowed, takes_body=True),
    },
)
async def record_consent(request: AnyRequest, data: JSONBody[ConsentBody]) -> ConsentView:
    """The newest moment stands: what is older than a withdrawal does not undo it."""
    service = service_of(request)
    now_ms = service.clock.now_ms()
    given_ms = milliseconds(data.at) if data.at else now_ms
    if not 0 < given_ms <= now_ms:
        raise one_fault("/at", "is not in the past; send when the person agreed")
    return consent_of(await service.people.record_consent(data.to_number, data.source, given_ms))


@post(
    "/consents/withdraw",
    status_code=200,
    operation_id="withdrawConsent",
    summary="The person agrees no more",
    responses={
        200: answer("What stands now.", ConsentView, examples.WITHDRAWN),
        **problems(InvalidRequest, NotAuthenticated, NotAllowed, takes_body=True),
    },
)
async def withdraw(request: AnyRequest, data: JSONBody[WithdrawBody]) -> ConsentView:
    """Calls to the number that are queued or ringing end at once, in the same commit."""
    service = service_of(request)
    return consent_of(await service.people.withdraw_consent(data.to_number, data.reason))


@post(
    "/policy/explain",
    status_code=200,
    operation_id="explainPolicy",
    summary="What the dial policy would say to a call, without calling",
    responses={
        200: answer("Its word, with every reason.", VerdictView, examples.EXPLAINED),
        **problems(InvalidRequest, NotAuthenticated, NotAllowed, takes_body=True),
    },
)
async def explain(request: AnyRequest, data: JSONBody[ExplainBody]) -> VerdictView:
    """As of now: what is dialled until then counts as well, and is not known yet."""
    service = service_of(request)
    asked = Asked(
        data.to_number, data.user_id or "", viewer_of(request).token_id, data.time_zone or ""
    )
    at_ms = milliseconds(data.at) if data.at else service.clock.now_ms()
    return verdict_of(Stage.EXPLAIN, await service.people.explain(asked, at_ms))


PEOPLE = Router(
    "/ai-calling",
    route_handlers=[suppressions, suppress, lift, record_consent, withdraw, explain],
    tags=["people"],
)
