"""The API document: what the framework reads off the endpoints, and what it can't see in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import OpenAPIRenderPlugin
from litestar.openapi.spec import (
    Components,
    OpenAPI,
    OpenAPIHeader,
    OpenAPIMediaType,
    OpenAPIResponse,
    OpenAPIType,
    Operation,
    Parameter,
    Reference,
    RequestBody,
    Schema,
    SecurityScheme,
    Tag,
)

from ruby_fsm.web import examples, policy_examples
from ruby_fsm.web.documented import Shown
from ruby_fsm.web.problems import PROBLEM

FORM = "application/x-www-form-urlencoded"
DESCRIPTION = """\
Outbound AI phone calls with Ruby, a companion: place a call, look at it, end it.

Errors are `application/problem+json`, their types stand in docs/reference/errors.md. Times are
RFC 3339 in UTC, durations in seconds. With the simulated carrier no token is needed, but for what
only an admin may do.
"""
TAGS = {
    "calls": "Place calls, look at them, end them.",
    "people": "Who may be called: consents, those who asked for no calls, the dial policy's word.",
    "crisis": "For the humans who are told of danger.",
    "conversations": "Who is talking now.",
    "monitoring": "Telephone status, and the health of the service.",
    "webhooks": "What systems of your own were told, and what they did not take.",
    "audit": "Who read what is not theirs, who did what can't be undone.",
    "Twilio only": "Signed by Twilio; anybody else gets 403.",
}
BODIES: Mapping[str, Mapping[str, object]] = {
    "initiateCall": {"usual": examples.INITIATE, "whole": examples.INITIATE_WHOLE},
    "endCall": {"usual": examples.END, "in crisis": examples.END_BY_FORCE},
    "resolveCrisis": {"usual": examples.RESOLVE},
    "joinCrisis": {"usual": examples.JOIN},
    "acknowledgeEscalation": {"usual": examples.ACKNOWLEDGE},
    "suppress": {"usual": policy_examples.SUPPRESS},
    "liftSuppression": {"usual": policy_examples.LIFT},
    "recordConsent": {"usual": policy_examples.CONSENT},
    "withdrawConsent": {"usual": policy_examples.WITHDRAW},
    "explainPolicy": {"usual": policy_examples.EXPLAIN},
}
NEEDED = frozenset(
    {"initiateCall", "resolveCrisis", "suppress", "liftSuppression"}
    | {"recordConsent", "withdrawConsent", "explainPolicy"}
)
LOCATION = "Where the status of the call is told."
REPLAYED = "`true` on an answer given before under the same Idempotency-Key."
HEADERS: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("initiateCall", "201"): {"Location": LOCATION, "Idempotent-Replayed": REPLAYED},
    ("initiateCall", "202"): {"Location": LOCATION, "Idempotent-Replayed": REPLAYED},
    ("activeCalls", "200"): {"Link": 'The next page, `rel="next"`, where there is one.'},
    ("auditTrail", "200"): {"Link": 'The next page, `rel="next"`, where there is one.'},
    ("deliveries", "200"): {"Link": 'The next page, `rel="next"`, where there is one.'},
    ("suppressions", "200"): {"Link": 'The next page, `rel="next"`, where there is one.'},
    ("conversations", "200"): {"Link": 'The next page, `rel="next"`, where there is one.'},
}
BY_STATUS: Mapping[str, Mapping[str, str]] = {
    "401": {"WWW-Authenticate": "Bearer."},
    "429": {"Retry-After": "Seconds."},
    "503": {"Retry-After": "Seconds."},
}
FIELDS: Mapping[str, str] = {
    "CallSid": examples.CALL_SID,
    "AccountSid": "AC0123456789abcdef0123456789abcdef",
    "CallStatus": "in-progress",
    "SpeechResult": "it was a long day",
    "Confidence": "0.93",
}
TEXT = Schema(type=OpenAPIType.STRING)


def openapi_config(version: str, pages: Sequence[OpenAPIRenderPlugin]) -> OpenAPIConfig:
    return OpenAPIConfig(
        title="ruby_fsm",
        version=version,
        description=DESCRIPTION,
        path="/docs",
        render_plugins=pages,
        tags=[Tag(name=name, description=text) for name, text in TAGS.items()],
        components=Components(
            security_schemes={
                "bearer": SecurityScheme(
                    type="http", scheme="bearer", description="A token of this service."
                )
            }
        ),
        security=[{"bearer": []}],
        use_handler_docstrings=True,
    )


def complete(document: OpenAPI) -> None:
    """Examples of bodies, headers, and Twilio's forms: put into the document, once or again."""
    for path, operation in operations(document):
        name, found = operation.operation_id or "", operation.responses or {}
        if path.startswith("/voice/webhook/"):
            as_webhook(operation)
        if isinstance(operation.request_body, RequestBody) and name in BODIES:
            with_examples(operation.request_body, BODIES[name], is_needed=name in NEEDED)
        operation.responses = {s: r for s, r in found.items() if not is_presumed(s, r)}
        for status, response in operation.responses.items():
            if isinstance(response, OpenAPIResponse):
                headers = {**BY_STATUS.get(status, {}), **HEADERS.get((name, status), {})}
                response.headers = {**(response.headers or {}), **spoken_of(headers)}


def is_presumed(status: str, response: OpenAPIResponse | Reference) -> bool:
    """A refusal that the framework presumes of every endpoint with a parameter, in its own form."""
    content = response.content if isinstance(response, OpenAPIResponse) else None
    return status == "400" and PROBLEM not in (content or {})


def operations(document: OpenAPI) -> Iterator[tuple[str, Operation]]:
    for path, item in (document.paths or {}).items():
        for operation in (item.get, item.post):
            if operation is not None:
                yield path, operation


def with_examples(body: RequestBody, shown: Mapping[str, object], *, is_needed: bool) -> None:
    body.required = is_needed
    for media in body.content.values():
        media.examples = {name: Shown(value=value) for name, value in shown.items()}


def spoken_of(headers: Mapping[str, str]) -> dict[str, Any]:
    return {
        name: OpenAPIHeader(schema=TEXT, description=text or None) for name, text in headers.items()
    }


def as_webhook(operation: Operation) -> None:
    """What Twilio sends: a signed form, and our ids in the query."""
    form = Schema(
        type=OpenAPIType.OBJECT,
        properties=dict.fromkeys(FIELDS, TEXT),
        required=["CallSid", "AccountSid"],
        description="Twilio's parameters; those not named here are read and kept out of the log.",
    )
    media = OpenAPIMediaType(schema=form, examples={"usual": Shown(value=dict(FIELDS))})
    operation.request_body = RequestBody(content={FORM: media}, required=True)
    operation.parameters = [
        Parameter(name="X-Twilio-Signature", param_in="header", schema=TEXT, required=True),
        Parameter(name="call", param_in="query", schema=TEXT, description="Our call id."),
        Parameter(
            name="at",
            param_in="query",
            schema=TEXT,
            description="Number of the document that holds this address.",
        ),
        Parameter(name="attempt", param_in="query", schema=TEXT, description="Which dial it is."),
        Parameter(
            name="try", param_in="query", schema=TEXT, description="Answers made without the store."
        ),
        Parameter(
            name="ring",
            param_in="query",
            schema=TEXT,
            description="Which call it is to the human on duty, where that is a call of its own.",
        ),
    ]
