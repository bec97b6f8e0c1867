"""Escalations, remembered answers, configs and the watchdog's list."""

from __future__ import annotations

from dataclasses import replace

from ruby_fsm.adapters.db.store import Store
from ruby_fsm.adapters.db.unit import StoreUnit
from ruby_fsm.app.records import Escalation, Remembered, StepTaken
from ruby_fsm.core.call import CallState
from ruby_fsm.understanding.assessment import Category, Level
from tests.adapters.db.store_world import record
from tests.fakes_clock import NOON_MS

OPENED = Escalation("ES1", "CL1", 1, Level.HIGH, Category.PLAN, NOON_MS)


async def test_an_escalation_keeps_each_step_and_who_took_it_over(store: Store) -> None:
    step = StepTaken(1, "on-call", "sms", NOON_MS, "sent")
    taken = replace(OPENED, steps=(step,), acknowledged_ms=NOON_MS + 9, acknowledged_by="Kim")

    def work(unit: StoreUnit) -> list[object]:
        unit.save_escalation(OPENED)
        before = unit.escalation("ES1")
        unit.save_escalation(taken)
        unit.save_escalation(replace(OPENED, escalation_id="ES2", number=2))
        return [before, unit.escalation("ES1"), unit.escalation("ES9")]

    assert await store.units.run(work) == [OPENED, taken, None]
    found = await store.reader.escalations("CL1")
    assert [one.escalation_id for one in found] == ["ES1", "ES2"]


async def test_an_answer_is_remembered_for_its_owner_and_key_alone(store: Store) -> None:
    in_flight = Remembered("print", "CL1", NOON_MS, None)
    answered = replace(in_flight, response='{"call_id": "CL1"}')

    def work(unit: StoreUnit) -> list[object]:
        unit.remember("token", "key", in_flight)
        before = unit.remembered("token", "key")
        unit.remember("token", "key", answered)
        others = [unit.remembered("tokenk", "ey"), unit.remembered("token", "other")]
        return [before, unit.remembered("token", "key"), *others]

    assert await store.units.run(work) == [in_flight, answered, None, None]


async def test_a_config_is_kept_under_its_hash(store: Store) -> None:
    def work(unit: StoreUnit) -> list[str | None]:
        unit.keep_config("h", "{}")
        unit.keep_config("h", "{}")
        return [unit.config("h"), unit.config("other")]

    assert await store.units.run(work) == ["{}", None]


async def test_overdue_are_live_calls_past_their_time_oldest_first(store: Store) -> None:
    def work(unit: StoreUnit) -> list[list[str]]:
        unit.add_call(record("CL-fine", alive_until_ms=NOON_MS))
        unit.add_call(record("CL-late", alive_until_ms=NOON_MS - 1))
        unit.add_call(record("CL-later", alive_until_ms=NOON_MS - 9))
        unit.add_call(record("CL-over", state=CallState.ENDED, alive_until_ms=1))
        return [list(unit.overdue(NOON_MS, 9)), list(unit.overdue(NOON_MS, 1))]

    assert await store.units.run(work) == [["CL-later", "CL-late"], ["CL-later"]]


async def test_the_watchdogs_note_changes_no_call_and_holds_until_a_new_document(
    store: Store,
) -> None:
    whole = record(alive_until_ms=NOON_MS - 1)

    def work(unit: StoreUnit) -> list[object]:
        unit.add_call(whole)
        unit.push_alive("CL1", NOON_MS + 60_000)
        pushed = list(unit.overdue(NOON_MS, 9))
        same = unit.load("CL1")
        unit.save(replace(whole.call, silences=1))
        still = list(unit.overdue(NOON_MS, 9))
        unit.save(replace(whole.call, alive_until_ms=NOON_MS - 5))
        return [pushed, same, still, list(unit.overdue(NOON_MS, 9))]

    assert await store.units.run(work) == [[], whole, [], ["CL1"]]
