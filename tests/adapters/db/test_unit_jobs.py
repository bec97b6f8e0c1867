"""Keyed jobs in the table: put once, cancelled until they are being sent, done once."""

from __future__ import annotations

from ruby_fsm.adapters.db.store import Store
from ruby_fsm.adapters.db.unit import StoreUnit
from ruby_fsm.app.records import Job
from tests.adapters.db.store_world import job
from tests.fakes_clock import NOON_MS


def keys(unit: StoreUnit) -> list[str]:
    return [one.key for one in unit.open_jobs()]


async def test_the_first_of_two_jobs_with_one_key_stands(store: Store) -> None:
    def work(unit: StoreUnit) -> list[tuple[int, object]]:
        unit.put_job(job("a", due_ms=5, attempt=1))
        unit.put_job(job("a", due_ms=9, attempt=2))
        return [(one.due_ms, one.args) for one in unit.open_jobs()]

    assert await store.units.run(work) == [(5, {"call": "CL1", "attempt": 1})]


async def test_a_done_key_may_be_put_again(store: Store) -> None:
    def work(unit: StoreUnit) -> list[int]:
        unit.put_job(job("a", due_ms=5))
        unit.finish_run(unit.open_jobs()[0], 6)
        unit.put_job(job("a", due_ms=9))
        return [one.due_ms for one in unit.open_jobs()]

    assert await store.units.run(work) == [9]


async def test_open_jobs_come_by_their_due_time(store: Store) -> None:
    def work(unit: StoreUnit) -> list[str]:
        for key, due_ms in (("c", 9), ("a", 3), ("b", 3)):
            unit.put_job(job(key, due_ms=due_ms))
        return keys(unit)

    assert await store.units.run(work) == ["a", "b", "c"]


async def test_a_cancelled_job_is_neither_open_nor_sent(store: Store) -> None:
    def work(unit: StoreUnit) -> list[object]:
        unit.put_job(job("a"))
        unit.cancel_job("a")
        return [keys(unit), unit.begin_sending("a", NOON_MS)]

    assert await store.units.run(work) == [[], False]


async def test_cancelling_spares_what_is_being_sent_and_says_so(store: Store) -> None:
    def work(unit: StoreUnit) -> list[object]:
        unit.put_job(job("say", kind="say_now"))
        unit.put_job(job("hang", kind="hang_up"))
        unit.put_job(job("dial"))
        unit.put_job(Job("other", 1, "hang_up", {"call": "CL2"}))
        said = next(one for one in unit.open_jobs() if one.key == "say")
        unit.begin_sending("say", NOON_MS)
        cancelled = unit.cancel_jobs("CL1", ("say_now", "hang_up"))
        unit.finish_run(said, NOON_MS)
        return [cancelled, keys(unit), unit.cancel_jobs("CL1", ("say_now", "hang_up"))]

    assert await store.units.run(work) == [True, ["other", "dial"], False]


async def test_a_done_job_is_not_sent_again(store: Store) -> None:
    def work(unit: StoreUnit) -> list[bool]:
        unit.put_job(job("a"))
        first = unit.begin_sending("a", 1)
        again = unit.begin_sending("a", 2)
        unit.finish_run(unit.open_jobs()[0], 3)
        return [first, again, unit.begin_sending("a", 4)]

    assert await store.units.run(work) == [True, True, False]


async def test_one_run_never_finishes_a_later_job_of_its_key(store: Store) -> None:
    def work(unit: StoreUnit) -> list[object]:
        unit.put_job(job("a"))
        (first,) = unit.open_jobs()
        unit.cancel_job("a")
        unit.put_job(job("a"))
        (second,) = unit.open_jobs()
        unit.finish_run(first, NOON_MS)
        return [unit.this_try(first.serial, 0), unit.this_try(second.serial, 0) == second]

    assert await store.units.run(work) == [None, True]
