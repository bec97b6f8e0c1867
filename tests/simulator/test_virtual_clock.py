"""The virtual clock moves only when told to, and wakes everybody at their moment."""

import asyncio

import pytest

from ruby_fsm.simulator import RealClock, VirtualClock


async def test_sleepers_wake_in_order_at_their_own_moment() -> None:
    clock, woken = VirtualClock(start_ms=0), list[tuple[str, int]]()

    async def sleep(name: str, seconds: float) -> None:
        await clock.sleep(seconds)
        woken.append((name, clock.now_ms()))

    async with asyncio.TaskGroup() as group:
        group.create_task(sleep("late", 3))
        group.create_task(sleep("early", 1.5))
        await clock.advance(5)

    assert woken == [("early", 1500), ("late", 3000)]
    assert clock.now_ms() == 5000


async def test_advancing_wakes_those_who_fall_asleep_on_the_way() -> None:
    clock = VirtualClock(start_ms=0)

    async def ticks() -> int:
        for _ in range(3):
            await clock.sleep(1)
        return clock.now_ms()

    task = asyncio.create_task(ticks())
    await clock.advance(10)

    assert await task == 3000


async def test_run_jumps_to_whoever_is_next() -> None:
    clock = VirtualClock(start_ms=0)

    await clock.run(clock.sleep(3600))

    assert clock.now_ms() == 3_600_000


async def test_run_does_not_overtake_what_is_held() -> None:
    clock, go = VirtualClock(start_ms=0), asyncio.Event()

    async def work() -> int:
        with clock.hold():
            await go.wait()
            return clock.now_ms()

    async def release() -> None:
        for _ in range(200):
            await asyncio.sleep(0)
        go.set()

    sleeper = asyncio.create_task(clock.sleep(1))
    helper = asyncio.create_task(release())

    assert await clock.run(work()) == 0
    await helper
    sleeper.cancel()


async def test_run_says_when_nothing_can_wake_what_it_waits_for() -> None:
    with pytest.raises(RuntimeError, match="nobody sleeps"):
        await VirtualClock().run(asyncio.Event().wait())


async def test_a_cancelled_sleeper_is_forgotten() -> None:
    clock = VirtualClock(start_ms=0)
    sleeper = asyncio.create_task(clock.sleep(5))
    await clock.advance(1)
    sleeper.cancel()

    await clock.run(clock.sleep(2))

    assert clock.now_ms() == 3000


async def test_the_real_clock_goes_on() -> None:
    clock = RealClock()
    before = clock.now_ms()

    await clock.sleep(0.002)

    assert clock.now_ms() > before
