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
    alarm = asyncio.ensure_future(clock.sleep(seconds))
    waited: set[asyncio.Future[T] | asyncio.Future[None]] = {work, alarm}
    try:
        await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
    finally:
        alarm.cancel()
    return work.done()
