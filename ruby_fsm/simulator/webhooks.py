"""Deliver a webhook within its limits: retries, one idempotency token, 15 seconds in all."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from ruby_fsm.simulator.clock import Clock
from ruby_fsm.simulator.courier import Courier, Delivery, DeliveryError, Reply
from ruby_fsm.simulator.overrides import Overrides, split

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Webhook:
    """One thing the network has to tell or ask the account's application."""

    kind: str
    call_sid: str
    url: str
    method: str = "POST"
    params: Mapping[str, str] = field(default_factory=dict[str, str])


class Webhooks:
    """The network's outgoing mail. A delivery once begun outlives the call that wanted it."""

    def __init__(self, courier: Courier, clock: Clock, ids: Callable[[], str]) -> None:
        self.log: list[Delivery] = []
        self._courier = courier
        self._clock = clock
        self._ids = ids
        self._under_way: set[asyncio.Task[Any]] = set()

    async def request(self, hook: Webhook) -> Reply:
        """Deliver, trying again as the URL's fragment allows. Raises DeliveryError."""
        url, limits = split(hook.url)
        until_ms = self._clock.now_ms() + limits.total_ms
        delivery = Delivery(
            0, hook.kind, hook.call_sid, url, hook.method, hook.params, self._ids(), limits
        )
        for attempt in range(1, limits.retries + 1):
            try:
                reply = await self._attempt(replace(delivery, attempt=attempt), until_ms)
            except DeliveryError as fault:
                if not self._may_retry(limits, fault.reason, until_ms):
                    raise
            else:
                if not self._may_retry(limits, f"{reply.status // 100}xx", until_ms):
                    return reply
        return await self._attempt(replace(delivery, attempt=limits.retries + 1), until_ms)

    def in_background(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Run this beside the call; `quiet` waits for it."""
        return self._keep(asyncio.create_task(work))

    async def quiet(self) -> None:
        """Return when nothing is under way any more."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    async def close(self) -> None:
        """Give up what is under way."""
        for task in list(self._under_way):
            task.cancel()
        await self.quiet()

    def _may_retry(self, limits: Overrides, reason: str, until_ms: int) -> bool:
        return limits.retries_on(reason) and self._clock.now_ms() < until_ms

    async def _attempt(self, delivery: Delivery, until_ms: int) -> Reply:
        delivery = replace(delivery, number=len(self.log), replies=[])
        self.log.append(delivery)
        left_ms = min(until_ms - self._clock.now_ms(), delivery.limits.read_ms)
        carrying = self._keep(asyncio.create_task(self._courier.carry(delivery)))
        timer = asyncio.create_task(self._clock.sleep(left_ms / 1000))
        try:
            await asyncio.wait({carrying, timer}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            timer.cancel()
        if carrying.done():
            return carrying.result()
        raise DeliveryError("rt", f"no reply within {left_ms} ms")

    def _keep(self, task: asyncio.Task[T]) -> asyncio.Task[T]:
        self._under_way.add(task)
        task.add_done_callback(self._forget)
        return task

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self._under_way.discard(task)
        if not task.cancelled():
            task.exception()  # seen: whoever wanted the reply may be gone
