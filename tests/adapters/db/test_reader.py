"""The read side: what is committed, page by page, and nothing written through it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa

from ruby_fsm.adapters.db import reader
from ruby_fsm.adapters.db.store import Store
from ruby_fsm.adapters.db.unit import StoreUnit
from ruby_fsm.app.records import LogRow
from ruby_fsm.core.call import CallState
from ruby_fsm.core.events import KeyPressed
from tests.adapters.db.store_world import opened, record, row
from tests.fakes_clock import NOON_MS


def three_calls(unit: StoreUnit) -> None:
    unit.add_call(record("CL-b", created_ms=NOON_MS))
    unit.add_call(record("CL-a", created_ms=NOON_MS))
    unit.add_call(record("CL-c", created_ms=NOON_MS + 1, state=CallState.LISTENING))
    unit.add_call(record("CL-over", created_ms=NOON_MS + 2, state=CallState.ENDED))


async def test_a_record_is_found_by_call_id_and_sid(store: Store) -> None:
    def work(unit: StoreUnit) -> None:
        unit.add_call(record())
        unit.bind_sid("CL1", 1, "CA1")

    await store.units.run(work)

    assert await store.reader.record("CL1") == record()
    assert await store.reader.record("CA1") == record()
    assert await store.reader.record("CA2") is None


def append(one: LogRow, unit: StoreUnit) -> None:
    unit.append(one)


async def test_the_log_comes_whole_and_in_order(store: Store) -> None:
    rows = [row(n, KeyPressed(NOON_MS, str(n)), key=f"k{n}", seq=n, doc=n) for n in (1, 2, 3)]

    for one in reversed(rows):
        await store.units.run(partial(append, one))

    assert await store.reader.log("CL1") == rows


async def test_live_calls_come_oldest_first_and_page_by_page(store: Store) -> None:
    await store.units.run(three_calls)

    first = await store.reader.live(2, "")
    rest = await store.reader.live(2, "CL-b")

    assert [r.call.call_id for r in first] == ["CL-a", "CL-b"]
    assert [r.call.call_id for r in rest] == ["CL-c"]
    assert await store.reader.live_count() == 3


@pytest.mark.parametrize("after", ["", "CL1"])
async def test_a_list_of_live_calls_looks_at_no_other(tmp_path: Path, after: str) -> None:
    query = reader.live_after(after).limit(5).compile(compile_kwargs={"literal_binds": True})

    async with opened(tmp_path / "ruby.db"):
        with closing(sqlite3.connect(tmp_path / "ruby.db")) as connection:
            plan = connection.execute(f"EXPLAIN QUERY PLAN {query}").fetchall()

    assert "USING INDEX ix_ruby_calls_live" in plan[0][3]


async def test_attempts_of_many_calls_come_together_each_in_order(store: Store) -> None:
    def work(unit: StoreUnit) -> None:
        three_calls(unit)
        unit.add_attempt("CL-a", 3)
        unit.add_attempt("CL-a", 2)

    await store.units.run(work)

    found = await store.reader.attempts_of(["CL-b", "CL-a", "CL-none"])

    assert {name: [one.n for one in of] for name, of in found.items()} == {
        "CL-b": [1],
        "CL-a": [1, 2, 3],
        "CL-none": [],
    }


async def test_recent_calls_come_newest_first_and_page_by_page(store: Store) -> None:
    await store.units.run(three_calls)

    first = await store.reader.recent(2, "")
    rest = await store.reader.recent(2, "CL-c")

    assert [r.call.call_id for r in first] == ["CL-over", "CL-c"]
    assert [r.call.call_id for r in rest] == ["CL-b", "CL-a"]


async def test_a_cursor_nobody_gave_finds_nothing(store: Store) -> None:
    await store.units.run(three_calls)

    assert await store.reader.live(9, "CL-none") == []


async def test_a_span_holds_its_start_and_not_its_end(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "PAGE", 2)
    await store.units.run(three_calls)

    found = [r.call.call_id async for r in store.reader.between(NOON_MS, NOON_MS + 2)]

    assert found == ["CL-a", "CL-b", "CL-c"]


async def test_nothing_is_written_through_the_reader(store: Store) -> None:
    async with store.reader._engine.connect() as connection:
        with pytest.raises(sa.exc.DBAPIError, match=r"readonly|read-only"):
            await connection.execute(sa.text("DELETE FROM ruby_calls"))


async def test_readers_are_served_while_a_unit_is_open(store: Store) -> None:
    await store.units.run(lambda unit: unit.add_call(record()))
    async with store.reader._engine.connect() as connection:
        await connection.execute(sa.text("SELECT 1 FROM ruby_calls"))

        await store.units.run(lambda unit: unit.add_call(record("CL2")))
        seen = await store.reader.live_count()

    assert seen == 2
