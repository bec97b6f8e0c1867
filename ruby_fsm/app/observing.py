"""The numbers an operator's tools fetch: counts of this process, and what stands in the store."""

from __future__ import annotations

from ruby_fsm.app import measures as m
from ruby_fsm.app.health import HealthCheck
from ruby_fsm.app.ports import Clock, Metrics, Reader
from ruby_fsm.core.call import CallState
from ruby_fsm.errors import Unavailable


class Observing:
    def __init__(self, metrics: Metrics, reader: Reader, health: HealthCheck, clock: Clock) -> None:
        self.metrics = metrics
        self.reader = reader
        self.health = health
        self.clock = clock

    async def text(self) -> bytes:
        """Never fails: while the store is away its gauges stand as they were; health says so."""
        for name, component in (await self.health.calling()).components.items():
            self.metrics.set(m.FIT, component.ok, name)
        try:
            await self._look()
        except Unavailable:
            self.metrics.set(m.FIT, 0, "database")
        return self.metrics.text()

    async def _look(self) -> None:
        standing = await self.reader.standing(self.clock.now_ms())
        for state in CallState:
            if state is not CallState.ENDED:
                self.metrics.set(m.CALLS, standing.calls.get(state.value, 0), state.value)
        self.metrics.set(m.DUE, standing.due)
        self.metrics.set(m.WAIT, standing.oldest_wait_ms / 1000)
        self.metrics.set(m.OPEN, standing.open)
        self.metrics.set(m.OPEN_FOR, standing.oldest_open_ms / 1000)
        self.metrics.set(m.UNHEARD, standing.unheard)
        self.metrics.set(m.LATE, standing.jobs_late_ms / 1000)
        self.metrics.set(m.DEAD, standing.dead)
