"""How many calls may be asked for: by a token, for a user, to a number, and over all.

The generic cell rate algorithm (ITU-T I.371): of each key one moment is kept, when its next call
would be due were they evenly spread. A burst may run ahead of it by the whole allowance.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ruby_fsm.app.unit import Unit
from ruby_fsm.errors import TooMany

if TYPE_CHECKING:
    from ruby_fsm.config.limits import LimitsSection, Rate

SECOND_US = 1_000_000


def step_us(rate: Rate) -> int:
    """Between two calls, were they evenly spread."""
    return math.ceil(rate.within_s * SECOND_US / rate.calls)


def wait_us(due_us: int, now_us: int, rate: Rate) -> int:
    """How long until the next call may be asked for; 0: now."""
    ahead_us = max(due_us, now_us) - now_us
    return max(0, ahead_us - step_us(rate) * (rate.calls - 1))


def taken_us(due_us: int, now_us: int, rate: Rate) -> int:
    """What is kept once one is taken."""
    return max(due_us, now_us) + step_us(rate)


def take(
    unit: Unit, limits: LimitsSection, *, token: str, user: str, number: str, now_ms: int
) -> None:
    """One call of each limit, or of none: raises TooMany, and then the unit keeps nothing."""
    unit.limits_alone()
    now_us = now_ms * 1000
    drawn = [
        (what, key, rate, unit.limit_due_us(key))
        for what, key, rate in _limits(limits, token, user, number)
    ]
    waits = [(wait_us(due_us, now_us, rate), what, rate) for what, _, rate, due_us in drawn]
    longest_us, what, rate = max(waits, key=lambda one: one[0])
    if longest_us:
        again_s = math.ceil(longest_us / SECOND_US)
        raise TooMany(
            f"At most {rate.calls} calls within {rate.within_s} s may be asked for {what}; "
            f"ask again in {again_s} s.",
            again_s,
        )
    for _, key, rate, due_us in drawn:
        unit.set_limit_due_us(key, taken_us(due_us, now_us, rate))


def _limits(
    limits: LimitsSection, token: str, user: str, number: str
) -> Iterator[tuple[str, str, Rate]]:
    yield "in all", "overall", limits.overall
    yield "by one token", f"token:{token}", limits.token
    yield "to one number", f"number:{number}", limits.number
    if user:
        yield "for one user_id", f"user:{user}", limits.user
