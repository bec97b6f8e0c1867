"""Sending what the team's systems are told, again and again until it is taken, or is dead."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import structlog

from ruby_fsm.app import measures as m
from ruby_fsm.app.deliveries import Delivery, DeliveryState
from ruby_fsm.app.ports import Answered, Clock, Engine, Meter, Unit, Units, Webhooks
from ruby_fsm.app.records import Job
from ruby_fsm.config.webhooks import EVENTS, Webhook

CHANCE_BYTES = 4
# One that config.yaml does not name (any more, or not yet in this process) is tried on like others.
UNKNOWN = Webhook(name="unknown", url="https://unknown.invalid/", events=EVENTS)
NOBODY = Answered("no such webhook in config.yaml")

log = structlog.get_logger("ruby_fsm.notifying")


@dataclass(frozen=True, slots=True)
class Receivers:
    """Those of config.yaml; each is asked by so many requests at once, and waits for no other."""

    known: Mapping[str, Webhook]
    lanes: Mapping[str, asyncio.Semaphore] = field(repr=False)

    @classmethod
    def of(cls, webhooks: Sequence[Webhook]) -> Receivers:
        return cls(
            {one.name: one for one in webhooks},
            {one.name: asyncio.Semaphore(one.at_once) for one in webhooks},
        )


class Notifying:
    """At least once, always under the same event id. `random_bytes` spreads what is tried again."""

    def __init__(
        self,
        *,
        units: Units,
        port: Webhooks,
        engine: Engine,
        clock: Clock,
        meter: Meter,
        webhooks: Sequence[Webhook],
        random_bytes: Callable[[int], bytes],
    ) -> None:
        self.units = units
        self.port = port
        self.engine = engine
        self.clock = clock
        self.meter = meter
        self.receivers = Receivers.of(webhooks)
        self.random_bytes = random_bytes

    async def deliver(self, job: Job) -> None:
        """One attempt. What was told, and by whom it was not taken, is kept after it."""
        lane = self.receivers.lanes.get(str(job.args["to"]), asyncio.Semaphore())
        async with lane:
            delivery = await self.units.run(lambda unit: wanted(unit, job))
            if delivery is not None:
                await self._attempt(delivery, job)

    async def _attempt(self, delivery: Delivery, job: Job) -> None:
        to = self.receivers.known.get(delivery.receiver)
        answered = await self.port.post(to, delivery) if to else NOBODY
        chance = int.from_bytes(self.random_bytes(CHANCE_BYTES), "big") / 256**CHANCE_BYTES
        now_ms = self.clock.now_ms()

        def keep(unit: Unit) -> Delivery | None:
            before = wanted(unit, job)
            after = before and tried(before, answered, to or UNKNOWN, now_ms, chance)
            if after is not None:
                unit.save_delivery(after)
                if after.is_pending:
                    self.engine.at(unit, after.job)
            return after

        kept = await self.units.run(keep)
        if kept is not None:
            self._told(kept)

    def _told(self, after: Delivery) -> None:
        """After the commit, so that nothing is counted twice or for nothing."""
        outcome = "retried" if after.is_pending else after.state.value
        self.meter.count(m.DELIVERIES, after.receiver, outcome)
        if after.state is not DeliveryState.DELIVERED:
            log.warning(
                "webhook_failed",
                delivery_id=after.delivery_id,
                webhook=after.receiver,
                outcome=after.outcome,
                attempt=after.tries,
                state=after.state.value,
            )


def wanted(unit: Unit, job: Job) -> Delivery | None:
    """None where this very attempt was made already, or the delivery was ended or replayed."""
    found = unit.delivery(str(job.args["delivery"]))
    if found is None or not found.is_pending or found.tries != job.args["try"]:
        return None
    return found


def tried(
    before: Delivery, answered: Answered, to: Webhook, now_ms: int, chance: float
) -> Delivery:
    """The delivery after an attempt; `chance` lies from 0 to 1."""
    after = replace(before, tries=before.tries + 1, outcome=answered.outcome)
    if answered.is_taken:
        return over(after, DeliveryState.DELIVERED, now_ms)
    made = after.tries - after.before
    if answered.is_gone or made >= to.attempts:
        return over(after, DeliveryState.DEAD, now_ms)
    wait_s = max(wait_after(made, to, chance), min(answered.retry_after_s, to.longest_wait_s))
    return replace(after, next_ms=now_ms + round(wait_s * 1000))


def wait_after(made: int, to: Webhook, chance: float) -> float:
    """Seconds after so many attempts: twice as long each time, a quarter more or less."""
    grown_s: float = min(to.first_wait_s * 2.0 ** (made - 1), to.longest_wait_s)
    return grown_s * (0.75 + chance / 2)


def over(delivery: Delivery, state: DeliveryState, now_ms: int) -> Delivery:
    return replace(delivery, state=state, next_ms=None, over_ms=now_ms)
