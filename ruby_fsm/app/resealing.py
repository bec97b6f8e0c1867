"""Rotation of keys under load: with two keys given, rows move to the newest, a few at a time."""

from __future__ import annotations

import logging
from contextlib import suppress

from ruby_fsm.app.ports import Clock, Unit, Units
from ruby_fsm.errors import Unavailable

LOG = logging.getLogger("ruby_fsm.keys")
AT_A_TIME = 100  # values a unit: others wait for it
PAUSE_S = 0.05
EVERY_S = 3600.0


class Resealing:
    """`kids`: ids of the keys given, newest first."""

    def __init__(
        self, units: Units, clock: Clock, kids: tuple[str, ...], pause_s: float = PAUSE_S
    ) -> None:
        self.units = units
        self.clock = clock
        self.kids = kids
        self.pause_s = pause_s

    async def run(self) -> None:
        """Until a whole round, an hour after the one before, has found nothing to change.

        By then no other process seals with an older key, and the older ones may be left out.
        """
        while len(self.kids) > 1:
            with suppress(Unavailable):  # the next round is early enough
                if await self.once() == 0:
                    await self.units.run(lambda unit: unit.forget_old_keys())
                    LOG.info("every row is sealed with %s; leave out the others", self.kids[0])
                    return
            await self.clock.sleep(EVERY_S)

    async def once(self) -> int:
        """How many values were sealed anew."""
        columns = await self.units.run(lambda unit: unit.sealed_columns)
        changed = 0
        for column in range(columns):
            changed += await self._column(column)
        if changed:
            LOG.info("%s values are now sealed with %s", changed, self.kids[0])
        return changed

    async def _column(self, column: int) -> int:
        after: str | int | None = None
        changed = 0
        while True:

            def work(unit: Unit, start: str | int | None = after) -> tuple[str | int | None, int]:
                return unit.reseal(column, start, AT_A_TIME)

            after, some = await self.units.run(work)
            changed += some
            if after is None:
                return changed
            await self.clock.sleep(self.pause_s)
