"""Who is told of danger: the people by role, how each is reached, when and for whom; the steps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time
from typing import Annotated, Literal, Self, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field
from pydantic import model_validator as whole
from pydantic_core import PydanticCustomError

from ruby_fsm.config.fields import Section

Channel = Literal["log", "call", "sms", "webhook", "email"]
CHANNELS: tuple[Channel, ...] = get_args(Channel)
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEK: tuple[Day, ...] = get_args(Day)
E164 = re.compile(r"\+[1-9][0-9]{6,14}")
MAIL = re.compile(r"[^@\s<>,;\"]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00")


def a_number(value: str) -> str:
    if value and not E164.fullmatch(value):
        raise PydanticCustomError("number", "no E.164 number; write it as +15005550006")
    return value


def an_address(value: str) -> str:
    if value and not MAIL.fullmatch(value):
        raise PydanticCustomError("address", "no e-mail address; write it as team@example.org")
    return value


def a_webhook(value: str) -> str:
    is_near = re.match(r"http://(localhost|127\.0\.0\.1|\[::1\])[:/]", value)
    if value and not (value.startswith("https://") or is_near):
        raise PydanticCustomError(
            "webhook", "no https address; write it as https://alerts.example.org/ruby"
        )
    return value


def a_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise PydanticCustomError(
            "zone", "{value} is no time zone; write it as Europe/Berlin", {"value": repr(value)}
        ) from None
    return value


def a_time(value: str) -> str:
    if not CLOCK.fullmatch(value):
        raise PydanticCustomError(
            "clock", "{value} is no time of day; write it as '08:00'", {"value": repr(value)}
        )
    return value


Number = Annotated[str, AfterValidator(a_number)]
ClockTime = Annotated[str, AfterValidator(a_time)]


class Hours(Section):
    """When a contact is on duty, in the contact's own time zone."""

    time_zone: Annotated[str, AfterValidator(a_zone)]
    """IANA name, as Europe/Berlin."""
    begin: ClockTime = "00:00"
    """First minute of duty."""
    end: ClockTime = "24:00"
    """The minute it ends; before `begin` it is the next morning's."""
    days: Annotated[tuple[Day, ...], Field(min_length=1, max_length=7)] = WEEK
    """The days on which duty begins."""

    def hold(self, now_ms: int) -> bool:
        """Whether that moment lies in them."""
        here = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone(ZoneInfo(self.time_zone))
        today, at = here.weekday(), f"{here:%H:%M}"
        if self.begin < self.end:
            return WEEK[today] in self.days and self.begin <= at < self.end
        begun_today = WEEK[today] in self.days and at >= self.begin
        return begun_today or (WEEK[today - 1] in self.days and at < self.end)


Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]
Region = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


class Contact(Section):
    """One who is told, and by which ways; those left out are not his."""

    call: Number = ""
    """E.164 number that is rung; a key on the telephone acknowledges."""
    sms: Number = ""
    """E.164 number that gets messages; a reply acknowledges."""
    webhook: Annotated[str, AfterValidator(a_webhook)] = ""
    """https address that gets a signed POST."""
    email: Annotated[str, AfterValidator(an_address)] = ""
    """Address that gets a mail with a link."""
    hours: Hours | None = None
    """When on duty; left out: always."""
    languages: Annotated[tuple[Language, ...], Field(max_length=50)] = ()
    """Languages of the calls this contact is told of; none: all."""
    regions: Annotated[tuple[Region, ...], Field(max_length=100)] = ()
    """Countries (ISO codes, as US) of the numbers this contact is told of; none: all."""

    def at(self, channel: str) -> str:
        """Number or address on that channel, '' for none; the log needs none."""
        return str(getattr(self, channel, ""))

    def speaks(self, language: str) -> bool:
        base = language.split("-", maxsplit=1)[0]
        return not self.languages or bool({language, base} & {*self.languages})

    def serves(self, language: str, region: str, now_ms: int) -> bool:
        """Whether this contact is the one to tell, for such a person at such a time."""
        is_theirs = self.speaks(language) and (not self.regions or region in self.regions)
        return is_theirs and (self.hours is None or self.hours.hold(now_ms))


class Step(Section):
    """One step of an escalation path."""

    contact: Annotated[str, Field(min_length=1, max_length=80)]
    """Who is told, by role: 'on call', 'team lead'. No number."""
    channel: Channel
    """How: `log` (the service's log and console) needs no contact; the others are the contact's."""
    wait_s: Annotated[int, Field(ge=15, le=3600)]
    """Seconds to wait for an acknowledgement before the next step."""
    repeat: Annotated[int, Field(ge=1, le=5)] = 1
    """How often this step is taken before the next one."""


StepList = Annotated[tuple[Step, ...], Field(min_length=1, max_length=20)]


class Paths(Section):
    """Who is told of danger, step after step, until a human acknowledges."""

    low: Annotated[tuple[Step, ...], Field(max_length=20)] = ()
    """Needed when `crisis.at` is low."""
    moderate: StepList
    """A wish to be dead, thoughts of suicide, a method."""
    high: StepList
    """Intent or a plan."""
    imminent: StepList
    """An attempt, an overdose or violence in progress."""

    def named(self) -> Iterator[tuple[str, tuple[Step, ...]]]:
        """Every path with the name of its level, the lowest one first."""
        for name in type(self).model_fields:
            yield name, getattr(self, name)


Role = Annotated[str, Field(min_length=1, max_length=80)]
Contacts = Annotated[Mapping[Role, Contact], Field(max_length=100)]
NOBODY = Contact()


class CrisisLine(Section):
    """A telephone line for people in danger; who runs the service calls it before relying on it."""

    country: Annotated[str, Field(pattern=r"^([A-Z]{2})$")]
    """ISO code of the country, as US; EU for the emergency number of the European Union."""
    name: Annotated[str, Field(min_length=1, max_length=120)]
    """What the line is called."""
    spoken: Annotated[str, Field(min_length=1, max_length=80)]
    """Its number as it is said aloud and dialled there."""
    source: Annotated[str, Field(pattern=r"^https://\S+$")]
    """Page of its operator that names the number."""
    checked: Annotated[str, Field(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$")] = ""
    """Day of the newest page on which the number was seen for this service, as 2026-01-31; '' for
    none yet."""

    @whole(mode="after")
    def a_real_day(self) -> Self:
        try:
            datetime.combine(datetime.fromisoformat(self.checked or "2026-01-01"), time())
        except ValueError:
            raise PydanticCustomError(
                "day", "checked is {day}, no day; write it as 2026-01-31", {"day": self.checked}
            ) from None
        return self


Lines = Annotated[tuple[CrisisLine, ...], Field(max_length=300)]
