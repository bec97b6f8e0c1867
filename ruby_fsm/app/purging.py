"""Forgetting in time: ended calls and work that is done, after the days that config.yaml names."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from ruby_fsm.app.ports import Clock, Unit, Units
from ruby_fsm.errors import Unavailable

LOG = logging.getLogger("ruby_fsm.purging")
DAY_MS = 86_400_000
EVERY_S = 3600.0
# The contract promises a day; past two, a client has given up.
KEYS_MS = 2 * DAY_MS
AT_A_TIME = 50  # calls a unit: others wait for it
ForgetWork = Callable[[int], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Retention:
    """Days from the end of a call, of a piece of work, and of a webhook."""

    calls_days: int
    jobs_days: int
    webhooks_days: int = 30


class Purge:
    """`forget_work`: what the engine keeps of work that was over before a moment, in ms."""

    def __init__(
        self, units: Units, clock: Clock, retention: Retention, forget_work: ForgetWork
    ) -> None:
        self.units = units
        self.clock = clock
        self.retention = retention
        self.forget_work = forget_work

    async def run(self) -> None:
        while True:
            await self.clock.sleep(EVERY_S)
            with suppress(Unavailable):  # the next hour is early enough
                await self.once()

    async def once(self) -> int:
        """How many calls were forgotten."""
        now_ms = self.clock.now_ms()
        calls_before_ms = now_ms - self.retention.calls_days * DAY_MS
        jobs_before_ms = now_ms - self.retention.jobs_days * DAY_MS
        forgotten = await self._calls(calls_before_ms)
        await self.units.run(lambda unit: forget_small(unit, jobs_before_ms, now_ms - KEYS_MS))
        await self.units.run(lambda unit: unit.forget_refusals(calls_before_ms))
        webhooks_before_ms = now_ms - self.retention.webhooks_days * DAY_MS
        await self.units.run(lambda unit: unit.forget_deliveries(webhooks_before_ms))
        await self.forget_work(jobs_before_ms)
        if forgotten:
            LOG.info("%s calls of more than %s days", forgotten, self.retention.calls_days)
        return forgotten

    async def _calls(self, before_ms: int) -> int:
        forgotten = 0
        while found := await self.units.run(lambda unit: unit.forget_calls(before_ms, AT_A_TIME)):
            forgotten += found
        return forgotten


def forget_small(unit: Unit, jobs_before_ms: int, keys_before_ms: int) -> None:
    unit.forget_jobs(jobs_before_ms)
    unit.forget_keys(keys_before_ms)
    unit.forget_limits((keys_before_ms + KEYS_MS) * 1000)  # until now: they hold nobody back
