"""What requests may hold. Types are strict: nothing is converted silently."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Annotated

import phonenumbers
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    WithJsonSchema,
)

from ruby_fsm.app.accepting import Wanted
from ruby_fsm.app.records import Priority
from ruby_fsm.understanding.assessment import Mood

RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
E164 = re.compile(r"\+[1-9][0-9]{6,14}")
TAG = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")


def possible(number: str) -> str:
    """E.164 as *possible*: Twilio's test numbers are possible, not valid."""
    try:
        parsed = phonenumbers.parse(number) if E164.fullmatch(number) else None
    except phonenumbers.NumberParseException:  # a prefix of no country
        parsed = None
    if parsed is None or not phonenumbers.is_possible_number(parsed):
        raise ValueError("is no possible telephone number; write it in E.164, as +14155550100")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


@cache
def zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def known_zone(name: str) -> str:
    if name not in zones():
        raise ValueError("is no IANA time zone; write one like Europe/Berlin")
    return name


def served(tag: str, info: ValidationInfo) -> str:
    languages: Sequence[str] = (info.context or {}).get("languages", (tag,))
    if not TAG.fullmatch(tag):
        raise ValueError("is no language tag; write it as en or en-GB")
    if not {tag, tag.partition("-")[0]} & set(languages):  # en-GB has the words of en
        raise ValueError(f"is not served; write one of: {', '.join(languages)}")
    return tag


def speakable(text: str) -> str:
    """Half of a surrogate pair can be neither stored nor spoken, NUL no more."""
    if "\0" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise ValueError("holds a NUL or half of a surrogate pair; send plain text")
    return text


def moment(value: object) -> datetime:
    """RFC 3339, with its offset. Raises ValueError, also for a moment no calendar reaches."""
    fault = ValueError("is no time of RFC 3339; write it as 2030-01-31T18:00:00Z")
    if not isinstance(value, str) or not RFC3339.fullmatch(value):
        raise fault
    try:
        return datetime.fromisoformat(value.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise fault from None


def milliseconds(at: datetime) -> int:
    return round(at.timestamp() * 1000)


Text = AfterValidator(speakable)
Moment = Annotated[
    datetime,
    BeforeValidator(moment),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]


class Body(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        hide_input_in_errors=True,
        use_attribute_docstrings=True,
    )


class Consent(Body):
    """Where and when the person agreed to be called."""

    source: Annotated[str, Field(min_length=1, max_length=128), Text]
    """As in 'sign-up form'."""
    at: Moment


class InitiateBody(Body):
    """One call to make."""

    to_number: Annotated[
        str,
        AfterValidator(possible),
        WithJsonSchema({"type": "string", "pattern": f"^{E164.pattern}$"}),
    ]
    """E.164, as in +14155550100."""
    user_id: Annotated[str, Field(max_length=128), Text] | None = None
    """Your own name for the person; kept, never used."""
    initial_mood: Annotated[Mood, Field(strict=False)] = Mood.NEUTRAL
    """How the person feels, as far as you know: it chooses the greeting."""
    custom_prompt: Annotated[str, Field(max_length=2000), Text] | None = None
    """Instructions for Ruby, never spoken aloud."""
    user_name: Annotated[str, Field(max_length=80), Text] | None = None
    """How Ruby calls the person."""
    language: Annotated[str, AfterValidator(served)] | None = None
    """One of the languages of config.yaml, also with a region (en-GB); its default if absent."""
    not_before: Moment | None = None
    """RFC 3339: the call is not placed before; at most `limits.ahead_days` ahead, 30 by default."""
    priority: Annotated[Priority, Field(strict=False)] = Priority.NORMAL
    """Who is called first when calls wait."""
    time_zone: Annotated[str, AfterValidator(known_zone)] | None = None
    """IANA name of the person's time zone."""
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
    """Also a call in crisis; the resources are said first."""
    reason: Annotated[str, Field(max_length=500), Text] = ""
    """Why; needed with `force`."""


class ResolveBody(Body):
    """Why a human judges the danger over; kept."""

    reason: Annotated[str, Field(min_length=1, max_length=500), Text]


class JoinBody(Body):
    """Why a human joins; kept."""

    reason: Annotated[str, Field(max_length=500), Text] = ""


class AcknowledgeBody(Body):
    """Who has it, where the token alone does not tell."""

    by: Annotated[str, Field(max_length=80), Text] = ""


def told(consent: Consent) -> Mapping[str, str]:
    return {"source": consent.source, "at": consent.at.isoformat()}
