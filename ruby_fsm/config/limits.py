"""How many calls may be asked for, and how often the REST side may be asked at all."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ruby_fsm.config.fields import Section

MOST = 1_000_000
DAY_S = 86_400


class Rate(Section):
    """So many at once, and then as they come free, evenly over the time."""

    calls: Annotated[int, Field(ge=1, le=MOST)]
    """Most calls asked for within that time."""
    within_s: Annotated[int, Field(ge=1, le=DAY_S)]
    """The time, seconds."""


class Requests(Section):
    """A coarse shield, in each process for itself, before anybody is asked for a token."""

    requests: Annotated[int, Field(ge=10, le=MOST)]
    """Most REST requests of one client address within that time."""
    within_s: Annotated[int, Field(ge=1, le=3600)]
    """The time, seconds."""


class LimitsSection(Section):
    """Calls that REST may ask for; more are answered with 429. Exact over all processes."""

    overall: Rate = Rate(calls=600, within_s=60)
    """Of all tokens together."""
    token: Rate = Rate(calls=300, within_s=60)
    """Of one token."""
    user: Rate = Rate(calls=30, within_s=3600)
    """For one `user_id`."""
    number: Rate = Rate(calls=30, within_s=3600)
    """To one number."""
    address: Requests = Requests(requests=6000, within_s=60)
    """Of one client address, of any kind; Twilio's webhooks are not counted."""
    ahead_days: Annotated[int, Field(ge=1, le=366)] = 30
    """How far ahead a call may be asked for with `not_before`, days."""
