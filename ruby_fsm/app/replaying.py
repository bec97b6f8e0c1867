"""Deliveries shown, and sent once more on somebody's wish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from ruby_fsm.app.analytics import when, when_or_none
from ruby_fsm.app.deliveries import Delivery, DeliveryState
from ruby_fsm.app.ports import Clock, Engine, Unit, Units
from ruby_fsm.app.trail import Act, Entry
from ruby_fsm.errors import DeliveryNotFound


class DeliveryReader(Protocol):
    async def deliveries(
        self, limit: int, before: int | None, state: str, receiver: str
    ) -> Sequence[Delivery]:
        """The newest first, from before row `before` on; '' for any. Raises Unavailable."""


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """One event for one receiver. `outcome`: the newest attempt's, a status or a word."""

    delivery_id: str
    event_id: str
    event: str
    webhook: str
    call_id: str | None
    state: str
    attempts: int
    outcome: str | None
    happened_at: str
    next_attempt_at: str | None
    over_at: str | None


@dataclass(frozen=True, slots=True)
class Deliveries:
    """`next` continues the list as `?after=`; None on the last page."""

    deliveries: list[DeliveryView]
    next: str | None = None


class Replaying:
    def __init__(self, units: Units, reader: DeliveryReader, engine: Engine, clock: Clock) -> None:
        self.units = units
        self.reader = reader
        self.engine = engine
        self.clock = clock

    async def page(
        self, limit: int, before: int | None, state: str = "", receiver: str = ""
    ) -> Deliveries:
        found = await self.reader.deliveries(limit + 1, before, state, receiver)
        following = str(found[limit - 1].n) if len(found) > limit else None
        return Deliveries([view_of(one) for one in found[:limit]], following)

    async def replay(self, delivery_id: str, by: str) -> DeliveryView:
        """Now, with as many attempts as a new one, under the same event id."""
        return view_of(await self.units.run(lambda unit: self._replay(unit, delivery_id, by)))

    def _replay(self, unit: Unit, delivery_id: str, by: str) -> Delivery:
        found = unit.delivery(delivery_id)
        if found is None:
            raise DeliveryNotFound("No delivery has this id; it is WD and 32 hex digits.")
        now_ms = self.clock.now_ms()
        self.engine.cancel(unit, found.job.key)
        again = replace(
            found, state=DeliveryState.PENDING, before=found.tries, next_ms=now_ms, over_ms=None
        )
        unit.save_delivery(again)
        self.engine.at(unit, again.job)
        detail = {"event": again.event, "webhook": again.receiver}
        unit.audit(Entry(now_ms, by, Act.WEBHOOK_REPLAYED, delivery_id, detail))
        return again


def view_of(one: Delivery) -> DeliveryView:
    return DeliveryView(
        delivery_id=one.delivery_id,
        event_id=one.event_id,
        event=one.event,
        webhook=one.receiver,
        call_id=one.call_id or None,
        state=one.state.value,
        attempts=one.tries,
        outcome=one.outcome or None,
        happened_at=when(one.at_ms),
        next_attempt_at=when_or_none(one.next_ms),
        over_at=when_or_none(one.over_ms),
    )
