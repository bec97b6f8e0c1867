"""Errors as application/problem+json (RFC 9457): stable types, every fault, nothing internal."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

from ruby_fsm.errors import (
    CallNotFound,
    Fault,
    InvalidRequest,
    NotAllowed,
    NotAuthenticated,
    NotFromTwilio,
    RequestError,
    TooMany,
    Unavailable,
)
from ruby_fsm.web.access import template_of
from ruby_fsm.web.auth import service_of
from ruby_fsm.web.reading import invalid
from ruby_fsm.web.request_id import URN as OCCURRENCE
from ruby_fsm.web.request_id import urn_of

LOG = logging.getLogger("ruby_fsm.web")
PROBLEM = "application/problem+json"
URN = "urn:ruby-fsm:problem:"
SERVER_ERROR = 500
AGAIN_S = 5
REALM = 'Bearer realm="ruby-fsm"'
PARAMETERS = {
    "data": Fault("", "is needed: send one JSON object"),
    "limit": Fault("/limit", "is no whole number from 1 to 200"),
    "idempotency_key": Fault("/Idempotency-Key", "is empty, or longer than 255 characters"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What every error answer holds; `errors` names each faulty field by a JSON pointer.

    `instance` names this one occurrence: the id of the request, as the log has it.
    """

    type: str
    title: str
    status: int
    detail: str
    errors: list[Fault] = field(default_factory=list[Fault])
    instance: str = f"{OCCURRENCE}RQ5f0c8e1a9b7d4c2e8f6a1b3c5d7e9f01"  # an example until it is sent


def framework(status: int, kind: str, title: str, detail: str) -> Problem:
    return Problem(URN + kind, title, status, detail)


REFUSED = framework(400, "invalid-request", InvalidRequest.title, "The request can't be read.")
BY_STATUS: Mapping[int, Problem] = {
    404: framework(
        404, "not-found", "Nothing is here", "No such path; /docs shows those there are."
    ),
    405: framework(
        405,
        "method-not-allowed",
        "This path does not take this method",
        "The header Allow names those it takes.",
    ),
    408: framework(
        408, "too-slow", "The request came too slowly", "A body has to arrive within 5 s."
    ),
    413: framework(413, "too-large", "The request is too large", "At most 64 KiB are read."),
    415: framework(
        415,
        "unsupported-media-type",
        "The body is not sent as JSON",
        "Send one JSON object with the header 'Content-Type: application/json'.",
    ),
}
UNAVAILABLE = framework(
    503,
    "unavailable",
    "The service can't do this now",
    "The database can't be reached or written to now; try again in a few seconds.",
)
BUG = framework(
    SERVER_ERROR,
    "bug",
    "The service failed",
    "An error of ours; it is logged. Nothing was lost that was acknowledged.",
)
AnyRequest = Request[Any, Any, Any]


def problem_of(error: RequestError) -> Problem:
    return Problem(URN + error.type, error.title, error.status, error.detail, [*error.errors])


def too_many(wait_s: int) -> Problem:
    """Of one client address, whatever it asked for."""
    return problem_of(TooMany(f"Too many requests from this address; wait {wait_s} s.", wait_s))


def answered(
    request: AnyRequest, problem: Problem, headers: Mapping[str, str] | None = None
) -> Response[Problem]:
    return Response(
        replace(problem, instance=urn_of(request.scope)),
        status_code=problem.status,
        media_type=PROBLEM,
        headers=headers or {},
    )


def again(request: AnyRequest, problem: Problem, after_s: int = AGAIN_S) -> Response[Problem]:
    """Whoever asks may ask again; when, the header says."""
    return answered(request, problem, {"Retry-After": str(after_s)})


def on_request_error(request: AnyRequest, error: RequestError) -> Response[Problem]:
    if isinstance(error, TooMany):
        return again(request, problem_of(error), error.retry_after_s)
    if is_refusal(error):
        service_of(request).refusals.note(error, template_of(request.scope), request.method)
    return answered(request, problem_of(error), challenge(error))


def is_refusal(error: RequestError) -> bool:
    """Whether somebody was kept from what is not his; also where it is answered as not there."""
    if isinstance(error, CallNotFound):
        return bool(error.who)
    return isinstance(error, NotAuthenticated | NotAllowed | NotFromTwilio)


def challenge(error: RequestError) -> dict[str, str]:
    """RFC 6750, 3: what token would do."""
    match error:
        case NotAuthenticated():
            return {"WWW-Authenticate": REALM}
        case NotAllowed(needs=needs):
            scope = f', error="insufficient_scope", scope="{" ".join(needs)}"'
            return {"WWW-Authenticate": REALM + scope}
        case _:
            return {}


def on_validation(request: AnyRequest, error: ValidationException) -> Response[Problem]:
    """The framework's own checks, of the query and headers: every fault, without its value."""
    extra = error.extra if isinstance(error.extra, list) else []
    names = [str(one.get("key", "")) for one in extra if isinstance(one, dict)]
    faults = [PARAMETERS.get(name, Fault(f"/{name}", "is missing or wrong")) for name in names]
    return answered(request, problem_of(invalid(faults)))


def on_http(request: AnyRequest, error: HTTPException) -> Response[Problem]:
    allowed = {k: v for k, v in (error.headers or {}).items() if k.lower() == "allow"}
    return answered(request, BY_STATUS.get(error.status_code, REFUSED), allowed)


def on_unavailable(request: AnyRequest, _: Unavailable) -> Response[Problem]:
    """Our own state: the only 5xx there is."""
    return again(request, UNAVAILABLE)


def on_bug(request: AnyRequest, error: Exception) -> Response[Problem]:
    """Ours to mend: the type of the error is logged, its words may hold what must not be."""
    LOG.error("unhandled %s in %s", type(error).__name__, request.scope.get("path_template", ""))
    return answered(request, BUG)


HANDLERS: dict[int | type[Exception], Any] = {
    RequestError: on_request_error,
    ValidationException: on_validation,
    HTTPException: on_http,
    Unavailable: on_unavailable,
    Exception: on_bug,
}
