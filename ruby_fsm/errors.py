"""The error tree, drawn once.

RubyError
├── ConfigError               settings or config.yaml can't be used; every fault  -> exit 78
├── Unavailable               our own database or a port can't be had  -> exit 69, 503
├── RequestError              the caller can mend it  -> 4xx
│   ├── InvalidRequest 400 · NotAuthenticated 401 · NotAllowed 403
│   ├── NotFromTwilio 403 · PolicyRefused 403
│   ├── CallNotFound 404 · EscalationNotFound 404 · NotSuppressed 404
│   ├── KeyInFlight 409 · CrisisNeedsForce 409 · PersonOnTheLine 409 · NotInCrisis 409
│   ├── KeyReused 422 · TooMany 429 (retry_after_s)
└── UpstreamError             someone else failed; `.retryable`, `.service`  -> exit 75
    ├── PhoneError (code) · ChatError · AlertError (unknown)

No message of these holds a number, a word that was said, a name, a prompt or a token.
"""

from __future__ import annotations

from dataclasses import dataclass


class RubyError(Exception):
    """Everything this service raises on purpose."""


class ConfigError(RubyError):
    """All faults at once, a line each: place, value, way out."""

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Unavailable(RubyError):
    """Something of our own can't be had now: the database is missing, locked or full."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One faulty field of a request: a JSON pointer to it, and what is wrong."""

    pointer: str
    detail: str


class RequestError(RubyError):
    """The caller can mend it. `type` is stable and part of the contract."""

    status = 400
    type = "invalid-request"
    title = "The request is not valid"

    def __init__(self, detail: str, *errors: Fault) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = errors


class InvalidRequest(RequestError):
    pass


class NotAuthenticated(RequestError):
    """For the log alone, `why`: what was wrong with it; `who`: whose it was, where it is known."""

    status = 401
    type = "not-authenticated"
    title = "A valid bearer token is needed"

    def __init__(self, detail: str, why: str = "no token", who: str = "") -> None:
        super().__init__(detail)
        self.why = why
        self.who = who


class NotAllowed(RequestError):
    """`needs`: the scopes of which one would do; `who`: whose token it is."""

    status = 403
    type = "not-allowed"
    title = "This token may not do this"

    def __init__(self, detail: str, needs: tuple[str, ...] = (), who: str = "") -> None:
        super().__init__(detail)
        self.needs = needs
        self.who = who


class NotFromTwilio(RequestError):
    status = 403
    type = "not-from-twilio"
    title = "The signature is missing or wrong"


class PolicyRefused(RequestError):
    """`type` names the dial policy that refused."""

    status = 403
    title = "The dial policy refuses this call"

    def __init__(self, policy: str, detail: str) -> None:
        super().__init__(detail)
        self.policy = policy
        self.type = f"policy-{policy}".replace("_", "-")


class CallNotFound(RequestError):
    """`who`, for the log alone: whose token asked for a call that is there, but another's."""

    status = 404
    type = "call-not-found"
    title = "No such call"

    def __init__(self, detail: str, who: str = "") -> None:
        super().__init__(detail)
        self.who = who


class EscalationNotFound(RequestError):
    status = 404
    type = "escalation-not-found"
    title = "No such escalation"


class DeliveryNotFound(RequestError):
    status = 404
    type = "delivery-not-found"
    title = "No such delivery"


class NotSuppressed(RequestError):
    status = 404
    type = "not-suppressed"
    title = "Nobody asked for no calls to this number"


class PersonOnTheLine(RequestError):
    status = 409
    type = "person-on-the-line"
    title = "A call to this person has not ended"


class KeyInFlight(RequestError):
    status = 409
    type = "idempotency-key-in-flight"
    title = "A request with this Idempotency-Key is being answered"


class CrisisNeedsForce(RequestError):
    status = 409
    type = "crisis-needs-force"
    title = "The call is in crisis"


class NotInCrisis(RequestError):
    status = 409
    type = "not-in-crisis"
    title = "The call is not in crisis"


class KeyReused(RequestError):
    status = 422
    type = "idempotency-key-reused"
    title = "This Idempotency-Key was used with another body"


class TooMany(RequestError):
    status = 429
    type = "too-many-requests"
    title = "Too many requests"

    def __init__(self, detail: str, retry_after_s: int) -> None:
        super().__init__(detail)
        self.retry_after_s = retry_after_s


class UpstreamError(RubyError):
    """Someone else failed. `retryable`: it was surely not done, so it may be tried again."""

    service = "upstream"

    def __init__(self, detail: str, *, retryable: bool = False) -> None:
        super().__init__(detail)
        self.retryable = retryable


class PhoneError(UpstreamError):
    """`code`: Twilio's error code, 0 for none; `unknown`: it may have been done all the same."""

    service = "twilio"

    def __init__(
        self, detail: str, *, code: int = 0, retryable: bool = False, unknown: bool = False
    ) -> None:
        super().__init__(detail, retryable=retryable)
        self.code = code
        self.unknown = unknown


class ChatError(UpstreamError):
    """`retry_after_s`: how long the backend asked to be left alone, 0 where it did not say."""

    service = "chat"

    def __init__(self, detail: str, *, retryable: bool = False, retry_after_s: float = 0.0) -> None:
        super().__init__(detail, retryable=retryable)
        self.retry_after_s = retry_after_s


class AlertError(UpstreamError):
    """`unknown`: it may have been sent all the same."""

    service = "alerts"

    def __init__(self, detail: str, *, unknown: bool = False) -> None:
        super().__init__(detail)
        self.unknown = unknown
