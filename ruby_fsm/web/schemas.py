"""Request bodies, checked whole: every fault at once, unknown fields refused by name."""

from __future__ import annotations

import zoneinfo
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Annotated

import phonenumbers
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from ruby_fsm.app.accepting import Wanted
from ruby_fsm.app.records import Priority
from ruby_fsm.understanding.assessment import Mood


@cache
def zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def possible(number: str) -> str:
    """E.164 as *possible*: Twilio's test numbers are possible, not valid."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        parsed = None
    if parsed is None or not phonenumbers.is_possible_number(parsed):
        raise ValueError("is no possible number; write it as +14155550100 (E.164)")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def known_zone(name: str) -> str:
    if name not in zones():
        raise ValueError("is no IANA time zone; write one like Europe/Berlin")
    return name


def encodable(text: str) -> str:
    """Half of a surrogate pair can be neither stored nor spoken."""
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise ValueError("holds half of a surrogate pair; send valid Unicode")
    return text


Number = Annotated[
    str,
    StringConstraints(pattern=r"^\+[1-9][0-9]{6,14}$"),
    AfterValidator(possible),
    Field(description="E.164, as in +14155550100", examples=["+14155550100"]),
]
Text = AfterValidator(encodable)
Zone = Annotated[str, AfterValidator(known_zone), Field(examples=["America/Los_Angeles"])]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Consent(Body):
    """Where and when the person agreed to be called."""

    source: Annotated[str, Text, Field(min_length=1, max_length=128, examples=["sign-up form"])]
    at: AwareDatetime


class InitiateBody(Body):
    """One call to make."""

    to_number: Number
    user_id: Annotated[str, Text] | None = Field(default=None, max_length=128)
    initial_mood: Mood = Mood.NEUTRAL
    custom_prompt: Annotated[str, Text] | None = Field(
        default=None, max_length=2000, description="Instructions for Ruby, never spoken aloud."
    )
    user_name: Annotated[str, Text] | None = Field(default=None, max_length=80)
    language: str | None = Field(default=None, pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$", examples=["en"])
    not_before: AwareDatetime | None = None
    priority: Priority = Priority.NORMAL
    time_zone: Zone | None = None
    consent: Consent | None = None

    def wanted(self) -> Wanted:
        return Wanted(
            to_number=self.to_number,
            user_id=self.user_id or "",
            user_name=self.user_name or "",
            initial_mood=self.initial_mood,
            custom_prompt=self.custom_prompt or "",
            language=self.language or "",
            not_before_ms=milliseconds(self.not_before) if self.not_before else 0,
            priority=self.priority,
            time_zone=self.time_zone or "",
            consent=told(self.consent) if self.consent else None,
        )


class EndBody(Body):
    """`force` ends a call in crisis; it needs a reason, which is kept."""

    force: bool = False
    reason: Annotated[str, Text] = Field(default="", max_length=500)


class ReasonBody(Body):
    """Why a human judges so; kept."""

    reason: Annotated[str, Text] = Field(min_length=1, max_length=500)


class AcknowledgeBody(Body):
    """Who has it, where the token alone does not tell."""

    by: Annotated[str, Text] = Field(default="", max_length=80)


def milliseconds(at: datetime) -> int:
    return round(at.astimezone(UTC).timestamp() * 1000)


def told(consent: Consent) -> Mapping[str, str]:
    return {"source": consent.source, "at": consent.at.isoformat()}
