"""What is told to the team's systems, as it is kept: one row for each event and receiver."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from ruby_fsm.app.records import Job

KIND = "notify"


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event for one receiver; `event_id` is the event's, the same for all its receivers.

    `body` is signed and sent as it stands: ids, states and levels, nothing of the person. `tries`
    counts all attempts, of which `before` were made before it was last replayed; `outcome` is that
    of the newest: a status, or what went wrong in a word.
    """

    delivery_id: str
    event_id: str
    event: str
    receiver: str
    body: str
    at_ms: int
    call_id: str = ""
    state: DeliveryState = DeliveryState.PENDING
    tries: int = 0
    before: int = 0
    outcome: str = ""
    next_ms: int | None = None
    over_ms: int | None = None
    n: int = 0  # its place among all, given by the store

    @property
    def is_pending(self) -> bool:
        return self.state is DeliveryState.PENDING

    @property
    def job(self) -> Job:
        """Its next attempt; each has a key of its own, so that a late one finds nothing to do."""
        args: dict[str, str | int] = {
            "delivery": self.delivery_id,
            "call": self.call_id,
            "to": self.receiver,
            "try": self.tries,
        }
        return Job(f"{KIND}:{self.delivery_id}:{self.tries}", self.next_ms or 0, KIND, args)


class DeliveriesUnit(Protocol):
    """Deliveries, inside a unit of work."""

    def add_delivery(self, delivery: Delivery) -> bool:
        """False if it is there already: an event is told once."""

    def delivery(self, delivery_id: str) -> Delivery | None:
        """Locked until the unit ends."""

    def save_delivery(self, delivery: Delivery) -> None: ...

    def forget_deliveries(self, before_ms: int) -> None:
        """Those that were over before that moment."""
