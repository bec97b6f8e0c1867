"""What requests about people and about the dial policy may hold."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema

from ruby_fsm.web.schemas import E164, Body, Moment, Text, known_zone, possible

Number = Annotated[
    str,
    AfterValidator(possible),
    WithJsonSchema({"type": "string", "pattern": f"^{E164.pattern}$"}),
]
Why = Annotated[str, Field(min_length=1, max_length=500), Text]


class SuppressBody(Body):
    """A number nobody may call any more."""

    to_number: Number
    """E.164, as in +14155550100."""
    reason: Why
    """Why; kept, sealed."""


class LiftBody(Body):
    """A number that may be called again."""

    to_number: Number
    """E.164, as in +14155550100."""
    reason: Why
    """Why, as 'asked for calls again by letter'; kept, sealed."""


class ConsentBody(Body):
    """That a person agreed to be called."""

    to_number: Number
    """E.164, as in +14155550100."""
    source: Annotated[str, Field(min_length=1, max_length=128), Text]
    """Where, as in 'sign-up form'."""
    at: Moment | None = None
    """RFC 3339: when; now if absent, and never later."""


class WithdrawBody(Body):
    """That a person agrees no more."""

    to_number: Number
    """E.164, as in +14155550100."""
    reason: Annotated[str, Field(max_length=500), Text] = ""
    """Why, if it is known; kept, sealed."""


class ExplainBody(Body):
    """A call that might be asked for."""

    to_number: Number
    """E.164, as in +14155550100."""
    user_id: Annotated[str, Field(max_length=128), Text] | None = None
    """The user whose calls it would count among."""
    time_zone: Annotated[str, AfterValidator(known_zone)] | None = None
    """IANA name of the person's time zone."""
    at: Moment | None = None
    """RFC 3339: when; now if absent."""
