"""Conference rooms: named, made by whoever enters first, over when one leaves who ends them."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable
from typing import TYPE_CHECKING

from ruby_fsm.simulator.callee import Callee, Joined
from ruby_fsm.simulator.verbs import Conference

if TYPE_CHECKING:
    from ruby_fsm.simulator.network import Network


class Room:
    """Those who are in it now. `together`: it has begun, and somebody is not alone."""

    def __init__(self) -> None:
        self.guests: list[Conference] = []
        self.together = asyncio.Event()
        self.over = asyncio.Event()
        self._has_begun = False

    def enter(self, guest: Conference) -> None:
        self.guests.append(guest)
        self._has_begun |= guest.starts_on_enter
        if self._has_begun and len(self.guests) > 1:
            self.together.set()

    def leave(self, guest: Conference) -> None:
        self.guests.remove(guest)
        if not self.guests or (guest.ends_on_exit and self._has_begun):
            self.over.set()


class Rooms:
    """All rooms of the account, by name."""

    def __init__(self) -> None:
        self._open: dict[str, Room] = {}

    async def stay(self, way_in: Conference, callee: Callee, limit_s: float, to: Network) -> bool:
        """Until the room or the time is over, or the callee hangs up: True for that.

        Who is taken away meanwhile leaves as well.
        """
        room = self._open.setdefault(way_in.name, Room())
        room.enter(way_in)
        try:
            return await first_of(
                talk(room, way_in.name, callee, to), room.over.wait(), to.clock.sleep(limit_s)
            )
        finally:
            room.leave(way_in)
            if room.over.is_set() and self._open.get(way_in.name) is room:
                del self._open[way_in.name]


async def talk(room: Room, name: str, callee: Callee, network: Network) -> None:
    """As long as this one wants to; nobody hangs up before there is somebody."""
    await room.together.wait()
    seconds = await callee.joined(Joined(name))
    if math.isinf(seconds):
        await asyncio.Event().wait()
    await network.linger(seconds)


async def first_of(wanted: Awaitable[object], *others: Awaitable[object]) -> bool:
    """Whether `wanted` came to its end before any of the others; all are given up after it."""
    tasks = [asyncio.ensure_future(one) for one in (wanted, *others)]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        is_first = not any(task.done() for task in tasks[1:])
        if is_first:
            await tasks[0]
        return is_first
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
