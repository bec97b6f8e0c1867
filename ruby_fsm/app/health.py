"""Whether the service is fit to work: only if a write works and everything that ticks ticked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from ruby_fsm.app.ports import Clock, Phone, Unit, Units
from ruby_fsm.app.timing import within
from ruby_fsm.app.views import Component, Health
from ruby_fsm.errors import PhoneError, Unavailable

STALE_MS = 30_000  # six watchdog ticks
WRITE_S = 3.0  # what a webhook's unit has, too
PROBE_S = 60.0
PROBED_MS = 180_000  # three probes
NOT_ASKED = "not asked yet; ask again in a few seconds"
FAILS = "a write to the database fails; is the disk full?"
UNSEEN = Component(ok=True, detail="not seen while the database fails")
NO_CALL = "CA" + "0" * 32  # a sid Twilio has never given: asking for it is a harmless probe


class HealthCheck:
    """`engine_ticked`, `watchdog_ticked`: the clock's ms of the last whole round, 0 for none.

    `chat`: who replies now, and which backend fails and why.
    """

    def __init__(
        self,
        *,
        units: Units,
        phone: Phone,
        clock: Clock,
        engine_ticked: Callable[[], int],
        watchdog_ticked: Callable[[], int],
        carrier: str,
        chat: Callable[[], str],
    ) -> None:
        self.units = units
        self.phone = phone
        self.clock = clock
        self.engine_ticked = engine_ticked
        self.watchdog_ticked = watchdog_ticked
        self.carrier = carrier
        self.chat = chat
        self._probe = Component(ok=False, detail=NOT_ASKED)
        self._probed_ms = 0
        self._made_ms = clock.now_ms()
        self.is_leaving = False  # told to stop: no new work should come here

    async def calling(self) -> Health:
        """The calling side: a write is made and kept, dispatcher and watchdog are alive."""
        database, unheard = await self._database()
        components = {
            "database": database,
            "dispatcher": self._ticked(self.engine_ticked(), "the dispatcher of jobs"),
            "watchdog": self._ticked(self.watchdog_ticked(), "the watchdog"),
            # Never failing: whoever is left alone, the embedded companion replies.
            "chat": Component(ok=True, detail=self.chat()),
            "escalations": unheard,
        }
        return judged(components)

    async def ready(self) -> Health:
        """Whether requests should come to this process: the store takes them, and it stays."""
        database, _ = await self._database()
        stays = Component(ok=not self.is_leaving, detail="stopping" if self.is_leaving else "")
        return judged({"database": database, "staying": stays})

    def leave(self) -> None:
        self.is_leaving = True

    def telephone(self) -> Health:
        """The telephone side, as last probed; Twilio is never asked while somebody waits."""
        age_ms = self.clock.now_ms() - self._probed_ms
        rest = self._probe
        if self._probed_ms and age_ms > PROBED_MS:
            rest = Component(ok=False, detail=f"the probe has not run for {age_ms // 1000} s")
        return judged({"carrier": Component(ok=True, detail=self.carrier), "rest": rest})

    async def probe_for_ever(self) -> None:
        while True:
            await self.probe()
            await self.clock.sleep(PROBE_S)

    async def probe(self) -> None:
        try:
            await self.phone.status(NO_CALL)
        except PhoneError as error:
            detail = f"Twilio's REST side fails: {error}"
            self._probe = Component(ok=False, detail=detail)
        else:
            self._probe = Component(ok=True)
        self._probed_ms = self.clock.now_ms()

    async def _database(self) -> tuple[Component, Component]:
        """That a write works, and in the same unit whether a danger found nobody."""
        now_ms = self.clock.now_ms()
        write = asyncio.ensure_future(self.units.run(lambda unit: write_and_read(unit, now_ms)))
        if not await within(self.clock, WRITE_S, write):
            write.add_done_callback(lambda done: done.cancelled() or done.exception())
            return Component(ok=False, detail=f"a write takes more than {WRITE_S:.0f} s"), UNSEEN
        try:
            unheard = write.result()
        except Unavailable:
            return Component(ok=False, detail=FAILS), UNSEEN
        return Component(ok=True), told_of(unheard)

    def _ticked(self, at_ms: int, name: str) -> Component:
        # What has not ticked yet has as long for its first round as for any other.
        age_ms = self.clock.now_ms() - max(at_ms, self._made_ms)
        if age_ms <= STALE_MS:
            return Component(ok=True)
        return Component(ok=False, detail=f"{name} has not ticked for {age_ms // 1000} s")


def write_and_read(unit: Unit, now_ms: int) -> int:
    """A real write that changes nothing; how many escalations found nobody."""
    unit.set_next_dial_ms(unit.next_dial_ms())
    return unit.unheard(now_ms)


def told_of(unheard: int) -> Component:
    """Never silently exhausted: it fails until a human takes what is open."""
    if not unheard:
        return Component(ok=True)
    return Component(
        ok=False,
        detail=f"{unheard} went through the whole path and no human has taken them; see the "
        "calls' escalations, and acknowledge each",
    )


def judged(components: dict[str, Component]) -> Health:
    is_ok = all(component.ok for component in components.values())
    return Health("ok" if is_ok else "failing", components)
