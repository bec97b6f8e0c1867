"""Who may be called and when: `dial_policy` of config.yaml, always the newest file's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from ruby_fsm.config.escalation import ClockTime, Region
from ruby_fsm.config.fields import Section

# What a person may have. Premium, shared-cost and pager numbers can't be listed at all.
NumberType = Literal[
    "fixed_line",
    "mobile",
    "fixed_line_or_mobile",
    "toll_free",
    "voip",
    "personal_number",
    "uan",
    "voicemail",
]
Price = Annotated[float, Field(ge=0, le=100)]
Times = Annotated[int, Field(ge=1, le=1_000_000)]
# Countries with estimates on the high side, for a mobile telephone; your carrier's list holds.
REGIONS: Mapping[str, float] = {
    **dict.fromkeys(("US", "CA"), 0.02),
    **dict.fromkeys(("AU", "GB", "IE", "NZ", "SG"), 0.1),
    **dict.fromkeys(("DE", "DK", "ES", "FR", "IT", "NL", "NO", "PL", "PT", "SE"), 0.1),
    **dict.fromkeys(("AT", "BE", "CH", "FI"), 0.4),
    **dict.fromkeys(("IN", "JP", "MX"), 0.3),
}
DAY_MIN = 1440


def minutes(clock: str) -> int:
    """Minutes since midnight."""
    hours, _, rest = clock.partition(":")
    return int(hours) * 60 + int(rest)


class CallingHours(Section):
    """When a telephone may ring, by the clock on the person's wall."""

    begin: ClockTime = "08:00"
    """The first minute, in every zone the number may be in."""
    end: ClockTime = "21:00"
    """The minute it ends; '24:00' is midnight."""

    @model_validator(mode="after")
    def in_one_day(self) -> Self:
        if self.begin_min >= self.end_min:
            raise PydanticCustomError(
                "hours",
                "begin ({begin}) must be earlier than end ({end}), on the same day",
                {"begin": self.begin, "end": self.end},
            )
        return self

    @property
    def begin_min(self) -> int:
        return minutes(self.begin)

    @property
    def end_min(self) -> int:
        return minutes(self.end)


class Cap(Section):
    """Most dials, retries too; counted back from the moment of the dial."""

    hour: Times
    """In 60 minutes."""
    day: Times
    """In 24 hours."""


class Caps(Section):
    """How often it may be dialled for the same; what is over a cap waits."""

    number: Cap = Cap(hour=3, day=8)
    """To one number."""
    user: Cap = Cap(hour=3, day=8)
    """For one `user_id`."""
    token: Cap = Cap(hour=600, day=5000)
    """For one API token."""


class DialPolicy(Section):
    """Who may be called and when."""

    regions: Annotated[Mapping[Region, Price], Field(min_length=1, max_length=300)] = REGIONS
    """Countries that may be called (ISO codes, as US), each with what a minute costs, estimated."""
    types: Annotated[tuple[NumberType, ...], Field(min_length=1, max_length=8)] = (
        "fixed_line",
        "mobile",
        "fixed_line_or_mobile",
        "toll_free",
        "voip",
        "personal_number",
    )
    """Kinds of number that may be called."""
    calling_hours: CallingHours = CallingHours()
    """When a telephone may ring."""
    zones_apart_h: Annotated[int, Field(ge=0, le=12)] = 4
    """Farther apart than these hours, the zones of a number say nothing: `time_zone` is needed."""
    caps: Caps = Caps()
    """How often it may be dialled."""
    spend_a_day: Annotated[float, Field(ge=0, le=1_000_000)] = 100.0
    """Most that calls may cost in 24 hours, estimated, in the currency of `regions`; 0: no cap."""
    cool_down_s: Annotated[int, Field(ge=0, le=86_400)] = 3600
    """After a call that nobody answered the next call to that number waits so long, seconds."""
    consent: Literal["attested", "recorded"] = "attested"
    """`attested`: who asks for a call vouches for it. `recorded`: consent must be on record."""
    rehearse: bool = False
    """Hold simulated calls to hours, caps, spend and cool-down as well."""
