"""Errors as application/problem+json (RFC 9457): stable types, every fault, nothing internal."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

from ruby_fsm.errors import (
    Fault,
    NotAuthenticated,
    NotYet,
    PolicyRefused,
    RequestError,
    TooMany,
    Unavailable,
    UpstreamError,
)

LOG = logging.getLogger("ruby_fsm.web")
PROBLEM = "application/problem+json"
URN = "urn:ruby-fsm:problem:"
SERVER_ERROR = 500
TITLES = {
    400: ("invalid-request", "The request is not valid"),
    404: ("not-found", "Nothing is here"),
    405: ("method-not-allowed", "This path does not take this method"),
    413: ("too-large", "The request is too large"),
    415: ("unsupported-media-type", "Send JSON"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What every error answer holds; `errors` names each faulty field by a JSON pointer."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Fault] = field(default_factory=list[Fault])


AnyRequest = Request[Any, Any, Any]


def answered(problem: Problem, headers: dict[str, str] | None = None) -> Response[Problem]:
    return Response(problem, status_code=problem.status, media_type=PROBLEM, headers=headers or {})


def on_request_error(_: AnyRequest, error: RequestError) -> Response[Problem]:
    problem = Problem(URN + error.type, error.title, error.status, error.detail, [*error.errors])
    headers: dict[str, str] = {}
    if isinstance(error, TooMany):
        headers["Retry-After"] = str(error.retry_after_s)
    if isinstance(error, NotAuthenticated):
        headers["WWW-Authenticate"] = 'Bearer realm="ruby-fsm"'
    return answered(problem, headers)


def on_validation(_: AnyRequest, error: ValidationException) -> Response[Problem]:
    """Litestar's own checks of path, query and body: every fault, without the value it had."""
    extra = error.extra if isinstance(error.extra, list) else []
    faults = [
        Fault(pointer(str(one.get("key", ""))), str(one.get("message", "is not valid")))
        for one in extra
        if isinstance(one, dict)
    ]
    kind, title = TITLES[400]
    named = "; ".join(f"{fault.pointer or '/'}: {fault.detail}" for fault in faults)
    detail = named or "The request could not be read; send one JSON object."
    return answered(Problem(URN + kind, title, 400, detail, faults))


def pointer(key: str) -> str:
    """`consent.at` of the framework is `/consent/at` as a JSON pointer."""
    return "/" + key.replace("~", "~0").replace("/", "~1").replace(".", "/") if key else ""


def on_http(_: AnyRequest, error: HTTPException) -> Response[Problem]:
    status = error.status_code
    kind, title = TITLES.get(status, ("refused", "The request was refused"))
    headers = {k: v for k, v in (error.headers or {}).items() if k.lower() == "allow"}
    detail = "The body is not valid JSON." if kind == "invalid-request" else title + "."
    return answered(Problem(URN + kind, title, status, detail), headers)


def on_unavailable(_: AnyRequest, __: Unavailable) -> Response[Problem]:
    """Our own state: the only 5xx there is."""
    detail = "The database can't be reached or written to now; try again in a few seconds."
    problem = Problem(URN + "unavailable", "The service can't do this now", 503, detail)
    return answered(problem, {"Retry-After": "5"})


def on_not_yet(_: AnyRequest, error: NotYet) -> Response[Problem]:
    return answered(Problem(URN + "not-yet", "This is not built yet", 400, str(error)))


def on_upstream(_: AnyRequest, error: UpstreamError) -> Response[Problem]:
    detail = f"{error.service} failed; try again in a few seconds."
    problem = Problem(URN + "upstream", "Another service failed", 503, detail)
    return answered(problem, {"Retry-After": "5"})


def on_bug(request: AnyRequest, error: Exception) -> Response[Problem]:
    """Ours to mend: the type of the error is logged, its words may hold what must not be."""
    LOG.error("unhandled %s in %s", type(error).__name__, request.scope.get("path_template", ""))
    detail = "An error of ours; it is logged. Nothing was lost that was acknowledged."
    problem = Problem(URN + "bug", "The service failed", SERVER_ERROR, detail)
    return answered(problem)


HANDLERS: dict[int | type[Exception], Any] = {
    RequestError: on_request_error,
    PolicyRefused: on_request_error,
    ValidationException: on_validation,
    HTTPException: on_http,
    Unavailable: on_unavailable,
    NotYet: on_not_yet,
    UpstreamError: on_upstream,
    Exception: on_bug,
}
