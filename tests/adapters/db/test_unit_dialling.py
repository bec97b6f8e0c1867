"""Attempts, slots and the line of waiting calls, as a unit of work sees them."""

from __future__ import annotations

from dataclasses import replace

from ruby_fsm.adapters.db.store import Store
from ruby_fsm.adapters.db.unit import StoreUnit
from ruby_fsm.app.records import Attempt, Priority
from ruby_fsm.core.call import CallState
from tests.adapters.db.store_world import NUMBER, record
from tests.fakes_clock import NOON_MS, VirtualClock


async def test_a_new_call_has_one_attempt_without_a_slot(store: Store) -> None:
    def work(unit: StoreUnit) -> tuple[Attempt | None, Attempt | None]:
        unit.add_call(record())
        return unit.attempt("CL1", 1), unit.attempt("CL1", 2)

    assert await store.units.run(work) == (Attempt("CL1", 1), None)


async def test_an_attempt_takes_one_sid_and_a_sid_one_attempt(store: Store) -> None:
    def work(unit: StoreUnit) -> list[bool]:
        unit.add_call(record("CL1"))
        unit.add_call(record("CL2"))
        return [
            unit.bind_sid("CL1", 1, "CA1"),
            unit.bind_sid("CL1", 1, "CA1"),
            unit.bind_sid("CL1", 1, "CA2"),
            unit.bind_sid("CL2", 1, "CA1"),
            unit.bind_sid("CL3", 1, "CA3"),
        ]

    assert await store.units.run(work) == [True, True, False, False, False]


async def test_only_one_caller_gets_past_the_fence(store: Store) -> None:
    def work(unit: StoreUnit) -> list[bool]:
        unit.add_call(record())
        return [unit.fence("CL1", 1, 5), unit.fence("CL1", 1, 6)]

    assert await store.units.run(work) == [True, False]
    assert (await store.reader.attempts("CL1"))[0].placing_ms == 5


async def test_a_dial_that_was_surely_not_made_may_be_made_again(store: Store) -> None:
    def work(unit: StoreUnit) -> bool:
        unit.add_call(record())
        unit.fence("CL1", 1, 5)
        unit.unfence("CL1", 1)
        return unit.fence("CL1", 1, 6)

    assert await store.units.run(work)


async def test_a_slot_is_freed_exactly_once_and_only_if_it_was_granted(store: Store) -> None:
    def work(unit: StoreUnit) -> list[object]:
        unit.add_call(record())
        early = unit.free_slot("CL1", 1, 4)
        unit.grant_slot("CL1", 1, 5)
        used = unit.slots_used()
        return [early, used, unit.free_slot("CL1", 1, 6), unit.free_slot("CL1", 1, 7)]

    assert await store.units.run(work) == [False, 1, True, False]
    assert await store.units.run(lambda unit: unit.slots_used()) == 0


def fill_the_line(unit: StoreUnit) -> None:
    early, late = NOON_MS - 5000, NOON_MS - 1000
    unit.add_call(record("CL-low", priority=Priority.LOW, due_ms=early))
    unit.add_call(record("CL-late", due_ms=late))
    unit.add_call(record("CL-young", due_ms=early, created_ms=NOON_MS + 1))
    unit.add_call(record("CL-old", due_ms=early, created_ms=NOON_MS))
    unit.add_call(record("CL-high", priority=Priority.HIGH, due_ms=late))
    unit.add_call(record("CL-tomorrow", priority=Priority.HIGH, due_ms=NOON_MS + 86_400_000))
    unit.add_call(record("CL-talking", state=CallState.LISTENING))
    unit.add_call(record("CL-dialled"))
    unit.grant_slot("CL-dialled", 1, NOON_MS)


IN_LINE = ["CL-high", "CL-old", "CL-young", "CL-late", "CL-low"]


async def test_the_line_goes_by_priority_due_time_and_age(store: Store) -> None:
    def work(unit: StoreUnit) -> list[tuple[str, int]]:
        fill_the_line(unit)
        return list(unit.next_in_line(NOON_MS, 100))

    assert await store.units.run(work) == [(call_id, 1) for call_id in IN_LINE]


async def test_each_call_knows_how_many_stand_before_it(store: Store) -> None:
    def work(unit: StoreUnit) -> list[int]:
        fill_the_line(unit)
        return [unit.waiting_before(call_id) for call_id in [*IN_LINE, "CL-tomorrow", "CL-none"]]

    assert await store.units.run(work) == [0, 1, 2, 3, 4, 1, 0]


async def test_a_later_attempt_stands_in_line_anew(store: Store, clock: VirtualClock) -> None:
    whole = record()

    def work(unit: StoreUnit) -> list[tuple[str, int]]:
        unit.add_call(whole)
        unit.grant_slot("CL1", 1, NOON_MS)
        unit.free_slot("CL1", 1, NOON_MS)
        unit.save(replace(whole.call, attempt=2))
        unit.add_attempt("CL1", 2)
        return list(unit.next_in_line(clock.now_ms(), 100))

    assert await store.units.run(work) == [("CL1", 2)]


async def test_the_pace_is_one_row(store: Store) -> None:
    def work(unit: StoreUnit) -> list[int]:
        before = unit.next_dial_ms()
        unit.set_next_dial_ms(7)
        unit.set_next_dial_ms(9)
        return [before, unit.next_dial_ms()]

    assert await store.units.run(work) == [0, 9]


async def test_an_older_status_changes_nothing(store: Store) -> None:
    def work(unit: StoreUnit) -> None:
        unit.add_call(record())
        unit.note_status("CL1", 1, "initiated", 0, None)
        unit.note_status("CL1", 1, "completed", 3, 42)
        unit.note_status("CL1", 1, "ringing", 1, None)
        unit.note_answered_by("CL1", 1, "human")

    await store.units.run(work)

    (attempt,) = await store.reader.attempts("CL1")
    assert attempt == Attempt(
        "CL1", 1, status="completed", status_seq=3, answered_by="human", duration_s=42
    )


async def test_a_suppressed_number_stays_so_under_its_first_reason(store: Store) -> None:
    def work(unit: StoreUnit) -> list[bool]:
        before = unit.is_suppressed(NUMBER)
        unit.suppress(NUMBER, 1, "words")
        unit.suppress(NUMBER, 2, "key")
        return [before, unit.is_suppressed(NUMBER), unit.is_suppressed("+14155550143")]

    assert await store.units.run(work) == [False, True, False]


async def test_the_queued_calls_of_a_number_are_found(store: Store) -> None:
    def work(unit: StoreUnit) -> list[str]:
        unit.add_call(record("CL1"))
        unit.add_call(record("CL2", number="+14155550143"))
        unit.add_call(record("CL3", state=CallState.LISTENING))
        unit.add_call(record("CL4"))
        return list(unit.queued_to(NUMBER))

    assert await store.units.run(work) == ["CL1", "CL4"]


async def test_answered_calls_to_a_number_are_found(store: Store) -> None:
    whole = record()

    def work(unit: StoreUnit) -> list[list[str]]:
        unit.add_call(whole)
        before = unit.answered_calls_to(NUMBER)
        unit.save(replace(whole.call, answered_ms=NOON_MS))
        after = (unit.answered_calls_to(NUMBER), unit.answered_calls_to("+14155550143"))
        return [list(before), *map(list, after)]

    assert await store.units.run(work) == [[], [whole.call.call_id], []]
