"""Waiting on the injected clock."""

from __future__ import annotations

import asyncio
from typing import TypeVar

from ruby_fsm.app.ports import Clock

T = TypeVar("T")


async def within(clock: Clock, seconds: float, work: asyncio.Future[T]) -> bool:
    """Whether `work` is done within `seconds`; it is never cancelled, and goes on if it is not."""
    if work.done() or seconds <= 0:
        return work.done()
    woken = asyncio.get_running_loop().create_future()

    def wake(_: object) -> None:
        if not woken.done():
            woken.set_result(None)

    # Half of what `asyncio.wait` costs; every turn waits four times.
    alarm = asyncio.ensure_future(clock.sleep(seconds))
    alarm.add_done_callback(wake)
    work.add_done_callback(wake)
    try:
        await woken
    finally:
        alarm.cancel()
        work.remove_done_callback(wake)
    return work.done()
