"""A call and its log, as a unit of work reads and writes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from ruby_fsm.adapters.db.store import Store
from ruby_fsm.adapters.db.unit import StoreUnit
from ruby_fsm.app.records import LogRow, Utterance
from ruby_fsm.core.call import CallState
from ruby_fsm.core.effects import Line, Listen, LookAgain, Say
from ruby_fsm.core.events import ReplyReady, SpeechHeard
from ruby_fsm.understanding.assessment import Assessment, Mood, MoodReading
from tests.adapters.db.store_world import record, row
from tests.fakes_clock import NOON_MS

SAD = Assessment(mood=MoodReading(Mood.SAD, -0.6, 0.8))
HELLO, REPLY = Say("Hello.", Line.GREETING), Say("I hear you.", Line.REPLY)


async def test_a_call_is_found_by_its_id_and_by_every_sid(store: Store) -> None:
    def work(unit: StoreUnit) -> list[str | None]:
        unit.add_call(record())
        unit.add_attempt("CL1", 2)
        unit.bind_sid("CL1", 1, "CA1")
        unit.bind_sid("CL1", 2, "CA2")
        return [unit.resolve(ref) for ref in ("CL1", "CA1", "CA2", "CA3", "")]

    assert await store.units.run(work) == ["CL1", "CL1", "CL1", None, None]


async def test_a_call_comes_back_as_it_was_saved(store: Store) -> None:
    whole = record()
    changed = replace(whole.call, state=CallState.GREETING, n=3, seq=1, answered_ms=NOON_MS)

    def work(unit: StoreUnit) -> object:
        unit.add_call(whole)
        unit.save(changed)
        return unit.load("CL1")

    assert await store.units.run(work) == replace(whole, call=changed)


async def test_saving_a_call_that_was_never_added_is_a_broken_rule(store: Store) -> None:
    with pytest.raises(AssertionError, match="never added"):
        await store.units.run(lambda unit: unit.save(record().call))


async def test_an_event_is_seen_under_the_cause_that_recorded_it(store: Store) -> None:
    def work(unit: StoreUnit) -> list[str | None]:
        unit.append(row(1, key="key-1", cause="hook-1"))
        return [unit.seen("CL1", "key-1"), unit.seen("CL1", "key-2"), unit.seen("CL2", "key-1")]

    assert await store.units.run(work) == ["hook-1", None, None]


async def test_rows_without_key_or_move_may_be_many(store: Store) -> None:
    def work(unit: StoreUnit) -> None:
        unit.append(row(1))
        unit.append(row(2))

    await store.units.run(work)

    assert [one.n for one in await store.reader.log("CL1")] == [1, 2]


@pytest.mark.parametrize("twin", [row(1), row(2, key="key"), row(2, seq=1)])
async def test_number_key_and_move_stand_once_in_a_log(store: Store, twin: LogRow) -> None:
    await store.units.run(lambda unit: unit.append(row(1, key="key", seq=1)))

    with pytest.raises(AssertionError, match=r"UNIQUE|UniqueViolation"):
        await store.units.run(lambda unit: unit.append(twin))


async def test_a_cause_waits_until_its_answer_is_written_and_then_keeps_it(store: Store) -> None:
    def work(unit: StoreUnit) -> list[int | None]:
        unit.append(row(1, cause="hook"))
        unit.append(row(2, cause="other", doc=2))
        before = unit.answered("CL1", "hook")
        unit.close_cause("CL1", "hook", 2)
        return [before, unit.answered("CL1", "hook"), unit.answered("CL1", "other")]

    assert await store.units.run(work) == [None, 2, 2]


async def test_answering_a_cause_again_is_a_broken_rule(store: Store) -> None:
    def work(unit: StoreUnit) -> None:
        unit.append(row(1, cause="hook", doc=0))
        unit.close_cause("CL1", "hook", 1)

    with pytest.raises(AssertionError, match="answered once"):
        await store.units.run(work)


async def test_the_first_answer_of_a_cause_stands(store: Store) -> None:
    def work(unit: StoreUnit) -> int | None:
        unit.append(row(1, cause="hook", doc=1))
        unit.append(row(2, cause="hook", doc=2))
        return unit.answered("CL1", "hook")

    assert await store.units.run(work) == 1


async def test_a_document_is_all_verbs_of_its_cause_up_to_it(store: Store) -> None:
    def work(unit: StoreUnit) -> list[tuple[object, ...]]:
        unit.append(row(1, cause="a", verbs=(HELLO,)))
        unit.append(row(2, cause="b", verbs=(LookAgain(),)))
        unit.append(row(3, cause="a", verbs=(REPLY, Listen(8, 2))))
        unit.append(row(4, cause="a", verbs=(HELLO,)))
        return [unit.verbs_of("CL1", doc) for doc in (1, 2, 3, 9)]

    expected = [(HELLO,), (LookAgain(),), (HELLO, REPLY, Listen(8, 2)), ()]
    assert await store.units.run(work) == expected


async def test_history_tells_who_said_what_after_a_row(store: Store) -> None:
    def work(unit: StoreUnit) -> Sequence[Utterance]:
        unit.append(row(1, SpeechHeard(1, "a machine's words", 1.0, Assessment())))
        unit.append(row(2, SpeechHeard(2, "I feel low.", 0.9, SAD), verbs=(HELLO, Listen(8, 2))))
        unit.append(row(3, ReplyReady(3, 1, "I hear you.", "companion", 7), verbs=(REPLY,)))
        unit.append(row(4))
        return unit.history("CL1", 1)

    assert tuple(await store.units.run(work)) == (
        Utterance(True, "I feel low.", NOON_MS, SAD),
        Utterance(False, "Hello.", NOON_MS),
        Utterance(False, "I hear you.", NOON_MS),
    )


async def test_the_lease_of_a_reply_is_one_processes_until_it_ends(store: Store) -> None:
    def work(unit: StoreUnit) -> list[bool]:
        unit.add_call(record())
        return [
            unit.take_reply("CL1", 1, "a", 100, 200),
            unit.take_reply("CL1", 1, "a", 150, 250),
            unit.take_reply("CL1", 1, "b", 249, 400),
            unit.take_reply("CL1", 1, "b", 250, 400),
            unit.take_reply("CL1", 2, "a", 260, 500),
            unit.take_reply("CL1", 1, "b", 600, 700),
        ]

    assert await store.units.run(work) == [True, True, False, True, True, False]
