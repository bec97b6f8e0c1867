"""A network on a bad day: webhooks twice, late, out of order or lost, and a REST side that fails.

What goes wrong is decided by a count and not by chance, so that a bad day can be had again.
"""

import json
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from ruby_fsm.simulator.clock import Clock
from ruby_fsm.simulator.courier import Courier, Delivery, DeliveryError, Reply
from ruby_fsm.simulator.faults import TwilioFaultError
from ruby_fsm.simulator.rest import Asgi, Message

Send = Callable[[Message], Awaitable[None]]
TOO_MANY, INTERNAL = 20429, 20500
STATUSES = {TOO_MANY: 429, INTERNAL: 500}
LATE_S = 1.5  # of one status event in two: the next one overtakes it
LOST_S = 12.0  # longer than a client waits for its answer


@dataclass(frozen=True, slots=True)
class BadDay:
    """What goes wrong. Times are of the network's clock, in seconds.

    `dropped`: kinds of webhooks (answer, gather, redirect, amd, fallback, dial) or words of a
    status event (initiated, ringing, in-progress, completed) of which the first never arrives.
    `unheard`: kinds of which the first arrives, and its answer does not.
    `rest_429`, `rest_500`: so many of the first dials are refused. `lost_dials`: so many of the
    first dials are made, and their answer never comes.
    """

    duplicated: bool = False
    reordered: bool = False
    delay_s: float = 0.0
    slow_s: float = 0.0
    dropped: frozenset[str] = frozenset()
    unheard: frozenset[str] = frozenset()
    rest_429: int = 0
    rest_500: int = 0
    lost_dials: int = 0


@dataclass(slots=True)
class Misdeeds:
    """What was done so far, by name."""

    done: Counter[str] = field(default_factory=Counter[str])

    def note(self, what: str) -> None:
        self.done[what] += 1

    def __str__(self) -> str:
        """`2 x webhook sent twice, 1 x 'completed' dropped`; '' for a good day."""
        return ", ".join(f"{times} x {what}" for what, times in self.done.items())


class Misbehaving:
    """A courier for a bad day, before one that keeps its word."""

    def __init__(self, courier: Courier, day: BadDay, clock: Clock, misdeeds: Misdeeds) -> None:
        self._courier = courier
        self._day = day
        self._clock = clock
        self._misdeeds = misdeeds
        self._spent: set[str] = set()
        self._statuses = 0

    async def carry(self, delivery: Delivery) -> Reply:
        """Bring back the reply, if it is not one of those that get lost. Raises DeliveryError."""
        await self._wait(delivery)
        if name := self._first_of(self._day.dropped, "dropped", delivery):
            self._misdeeds.note(f"'{name}' dropped")
            raise DeliveryError("rt", "lost on the way")
        reply = await self._courier.carry(delivery)
        if self._day.duplicated:
            self._misdeeds.note("webhook sent twice")
            await self._courier.carry(delivery)
        if name := self._first_of(self._day.unheard, "unheard", delivery):
            self._misdeeds.note(f"answer to '{name}' lost")
            raise DeliveryError("rt", "its answer was lost")
        return reply

    async def _wait(self, delivery: Delivery) -> None:
        wait_s = self._day.delay_s + 2 * self._day.slow_s
        if wait_s:
            self._misdeeds.note("webhook late")
        if self._day.reordered and delivery.kind == "status":
            self._statuses += 1
            if self._statuses % 2:
                self._misdeeds.note("status event overtaken")
                wait_s += LATE_S
        if wait_s:
            await self._clock.sleep(wait_s)

    def _first_of(self, kinds: frozenset[str], how: str, delivery: Delivery) -> str:
        """The name under which this delivery is the first of those kinds, '' for no such."""
        for name in (delivery.kind, delivery.params.get("CallStatus", "")):
            is_named = name in kinds and delivery.kind in {name, "status"}
            if is_named and f"{how} {name}" not in self._spent:
                self._spent.add(f"{how} {name}")
                return name
        return ""


class MisbehavingRest:
    """Twilio's REST interface on a bad day: the ASGI application before the one that works."""

    def __init__(self, app: Asgi, day: BadDay, clock: Clock, misdeeds: Misdeeds) -> None:
        self._app = app
        self._clock = clock
        self._misdeeds = misdeeds
        self._refusals = [TOO_MANY] * day.rest_429 + [INTERNAL] * day.rest_500
        self._lost = day.lost_dials

    async def __call__(
        self, scope: Message, receive: Callable[[], Awaitable[Message]], send: Send
    ) -> None:
        is_dial = scope["type"] == "http" and scope["method"] == "POST"
        if is_dial and scope["path"].endswith("/Calls.json"):
            if self._refusals:
                await self._refuse(self._refusals.pop(0), send)
                return
            if self._lost:
                self._lost -= 1
                self._misdeeds.note("answer to a dial lost")
                await self._app(scope, receive, never)
                await self._clock.sleep(LOST_S)
                return
        await self._app(scope, receive, send)

    async def _refuse(self, code: int, send: Send) -> None:
        status = STATUSES[code]
        self._misdeeds.note(f"dial refused with {status}")
        body: Mapping[str, object] = TwilioFaultError(code, "try again").body() | {"status": status}
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps(body).encode()})


async def never(_: Message) -> None:
    """The answer that is not sent."""
