"""Every type of problem an answer may hold: an example as it is sent, its meaning, the way out.

The API document and docs/reference/errors.md are written from here; a test holds it against the
error tree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ruby_fsm.app.tokens import HOW
from ruby_fsm.errors import (
    CallNotFound,
    CrisisNeedsForce,
    DeliveryNotFound,
    EscalationNotFound,
    Fault,
    InvalidRequest,
    KeyInFlight,
    KeyReused,
    NotAllowed,
    NotAuthenticated,
    NotFromTwilio,
    NotInCrisis,
    NotSuppressed,
    PersonOnTheLine,
    PolicyRefused,
    RequestError,
    TooMany,
)
from ruby_fsm.web.problems import BUG, BY_STATUS, UNAVAILABLE, Problem, problem_of
from ruby_fsm.web.reading import invalid


@dataclass(frozen=True, slots=True)
class Known:
    """`problem` as it is answered, with words that fit a case in point."""

    problem: Problem
    meaning: str
    way_out: str


def of(error: RequestError, meaning: str, way_out: str) -> Known:
    return Known(problem_of(error), meaning, way_out)


POLICIES: tuple[Known, ...] = (
    of(
        PolicyRefused("suppressed", "This person asked not to be called any more."),
        "The person asked not to be called any more.",
        "Ask no more. Only the person's own wish lifts it: POST /ai-calling/suppressions/lift.",
    ),
    of(
        PolicyRefused("consent", "No consent is on record for this number."),
        "Consent was withdrawn, or config.yaml wants one on record (`dial_policy.consent`) and "
        "there is none.",
        "Record a newer one by POST /ai-calling/consents, once the person has agreed.",
    ),
    of(
        PolicyRefused("emergency", "This number leads to the emergency services."),
        "The number rings the emergency services of its country, or may.",
        "Never ask for it: nobody there waits for a companion.",
    ),
    of(
        PolicyRefused("short_number", "This is the short number of a service, no person's."),
        "The number is a short one, of a service.",
        "Send the number of a person, with all its digits.",
    ),
    of(
        PolicyRefused("region", "Numbers of JM may not be called."),
        "The country of the number is not among `dial_policy.regions`, or it has none: satellite, "
        "international, or given to nobody.",
        "Check the number. Whoever runs the service allows its country in config.yaml.",
    ),
    of(
        PolicyRefused("number_type", "Numbers of this kind may not be called: premium rate."),
        "The kind of the number is not among `dial_policy.types`; premium, shared-cost and pager "
        "numbers never are.",
        "Send a number of a person's own.",
    ),
    of(
        PolicyRefused("time_zone", "The zone of this number is not known."),
        "The zone of the number is not known, or it may be in zones too far apart.",
        "Send `time_zone`, the zone the person is in.",
    ),
    of(
        PolicyRefused("calling_hours", "At no time are all of these open: ..."),
        "The calling hours leave no moment that is one in every zone the number may be in.",
        "Send `time_zone`, or widen `dial_policy.calling_hours`.",
    ),
    of(
        PolicyRefused("spend", "One call at its longest would cost more than a day may."),
        "`dial_policy.spend_a_day` is smaller than what one call to that country may cost.",
        "Raise it, or shorten `call_s`.",
    ),
)
REQUEST: Mapping[type[RequestError], Known] = {
    InvalidRequest: of(
        invalid(
            [
                Fault("/to_number", "is needed"),
                Fault("/number", "is no field of this request; did you mean to_number?"),
            ]
        ),
        "The body or the query is not what the endpoint takes.",
        "`errors` names every faulty field by a JSON pointer, and what to write; mend all of them.",
    ),
    NotAuthenticated: of(
        NotAuthenticated(HOW),
        "The bearer token is missing, wrong, expired or revoked.",
        "Send a good one: `ruby-fsm token create` makes it, `RUBY_API_TOKEN` holds one. Health, "
        "the page at /docs and the OpenAPI document need none.",
    ),
    NotAllowed: of(
        NotAllowed("The token has the scope auditor; this needs caller or admin.", ()),
        "The token is good, but its scopes do not reach so far.",
        "Ask with a token of a scope that `detail` names; [who may do what](access.md) has all.",
    ),
    NotFromTwilio: of(
        NotFromTwilio("X-Twilio-Signature does not fit this request."),
        "A webhook was not signed by Twilio for this account and address; nothing was written.",
        "Check `TWILIO_AUTH_TOKEN`, and that `BACKEND_URL` is the address Twilio calls, scheme, "
        "host and port.",
    ),
    PolicyRefused: POLICIES[0],
    CallNotFound: of(
        CallNotFound("No call has this id; it is CL or CA and 32 hex digits."),
        "No call has this id, neither ours nor Twilio's.",
        "Use the `call_id` or `call_sid` of the answer that accepted the call.",
    ),
    EscalationNotFound: of(
        EscalationNotFound("No escalation has this id; it is ES and 32 hex digits."),
        "No escalation has this id.",
        "Use the `escalation_id` of the call's analytics or escalations.",
    ),
    DeliveryNotFound: of(
        DeliveryNotFound("No delivery has this id; it is WD and 32 hex digits."),
        "No delivery of a webhook has this id; one that is over is kept for a while only.",
        "Use the `delivery_id` of GET /ai-calling/webhooks/deliveries.",
    ),
    PersonOnTheLine: of(
        PersonOnTheLine("A call to this person is queued or on the line; end it, then ask again."),
        "A person can be erased only once no call to them is queued or on the line.",
        "End the call: POST /ai-calling/call/{call_sid}/end, then ask again.",
    ),
    NotSuppressed: of(
        NotSuppressed("This number is not on the list of those who asked for no calls."),
        "The number is not on the list, or was taken off it before.",
        "Nothing is to be done: it may be called as far as that goes.",
    ),
    KeyInFlight: of(
        KeyInFlight("It is answered within a few seconds; ask again then."),
        "The first request with this Idempotency-Key is still being answered.",
        "Send the same request again after a few seconds: it gets the same answer.",
    ),
    CrisisNeedsForce: of(
        CrisisNeedsForce(
            'A person in danger is on the line. To end it all the same, send {"force": true, '
            '"reason": "..."}; the resources are said first.'
        ),
        "A person in danger is on the line: the call is not ended like another.",
        'Join it, or resolve it; to end it all the same send `{"force": true, "reason": "…"}`.',
    ),
    NotInCrisis: of(
        NotInCrisis("The call is in state listening."),
        "The call is not in crisis (any more), so there is nothing to join or to resolve.",
        "Look at its status; somebody else may have resolved it.",
    ),
    KeyReused: of(
        KeyReused("Send a new Idempotency-Key with another body."),
        "This Idempotency-Key came with another body before.",
        "Send a new key with a new request, the old key only with the same body.",
    ),
    TooMany: of(
        TooMany(
            "At most 30 calls within 3600 s may be asked for to one number; ask again in 60 s.", 60
        ),
        "More was asked for than one of the `limits` of [config.yaml](config.md) allows: by a "
        "token, for a user, to a number, over all, or by a client address.",
        "Wait as long as the header `Retry-After` says.",
    ),
}
OTHERS: tuple[Known, ...] = (
    Known(
        BY_STATUS[404],
        "There is no such path.",
        "The paths stand on this service's own page at /docs.",
    ),
    Known(
        BY_STATUS[405],
        "The path exists, but not with this method.",
        "The header `Allow` names the methods it takes.",
    ),
    Known(
        BY_STATUS[408],
        "The body did not arrive within 5 seconds; the connection was ended.",
        "Send it again, at once and whole.",
    ),
    Known(
        BY_STATUS[413],
        "The body is larger than 64 KiB.",
        "Nothing that the contract names is as large; send less.",
    ),
    Known(
        BY_STATUS[415],
        "The body is not marked as JSON.",
        "Send `Content-Type: application/json`: with requests `json=…`, with fetch the header.",
    ),
    Known(
        UNAVAILABLE,
        "The database can't be reached or written to: missing, locked, or the disk is full.",
        "Try again after `Retry-After`; /ai-calling/health says which part fails. A call accepted "
        "with an Idempotency-Key is not made twice.",
    ),
    Known(BUG, "An error of ours.", "It is in the log, by its kind; report it."),
)


def everything() -> list[Known]:
    """By status, then type."""
    found = [*REQUEST.values(), *POLICIES[1:], *OTHERS]
    return sorted(found, key=lambda known: (known.problem.status, known.problem.type))
