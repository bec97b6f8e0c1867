"""Waiting for work on the injected clock: in time, too late, already done, given up."""

from __future__ import annotations

import asyncio

import pytest

from ruby_fsm.app.timing import within
from ruby_fsm.simulator import VirtualClock


async def test_work_that_is_done_in_time_leaves_no_alarm_behind() -> None:
    clock = VirtualClock()
    work: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    waiting = asyncio.create_task(within(clock, 5, work))
    await clock.advance(1)

    work.set_result(1)
    assert await waiting is True
    await asyncio.sleep(0)

    assert clock._next_due() is None
    assert len(asyncio.all_tasks()) == 1


async def test_work_that_takes_longer_goes_on_unheard() -> None:
    clock = VirtualClock()
    work = asyncio.create_task(clock.sleep(10))

    waiting = asyncio.create_task(within(clock, 5, work))
    await clock.advance(5)
    assert await waiting is False

    await clock.advance(5)
    assert work.done()
    assert not work.cancelled()


@pytest.mark.parametrize("seconds", [5, 0, -1])
async def test_work_that_is_done_already_is_in_time(seconds: float) -> None:
    work: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    work.set_result(1)

    assert await within(VirtualClock(), seconds, work) is True


async def test_no_time_is_no_wait() -> None:
    work: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    assert await within(VirtualClock(), 0, work) is False


async def test_who_gives_up_waiting_leaves_no_alarm_and_does_not_harm_the_work() -> None:
    clock = VirtualClock()
    work: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    waiting = asyncio.create_task(within(clock, 5, work))
    await clock.advance(1)

    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    await asyncio.sleep(0)

    assert clock._next_due() is None
    assert not work.done()
