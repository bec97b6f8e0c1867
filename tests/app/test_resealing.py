"""Rotation of keys: rows move to the newest key while calls go on, and the old one may go."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from ruby_fsm.adapters.db.store import Store, open_store
from ruby_fsm.adapters.db.unit import StoreUnit
from ruby_fsm.app.resealing import Resealing
from ruby_fsm.config.keys import Keys
from ruby_fsm.core.events import SpeechHeard
from ruby_fsm.errors import ConfigError
from ruby_fsm.understanding.assessment import Assessment
from tests.adapters.db.store_world import record, row
from tests.fakes_clock import VirtualClock

OLD, NEW = ("old", b"o" * 32), ("new", b"n" * 32)
HASH = b"h" * 32


@asynccontextmanager
async def opened(path: Path, *keys: tuple[str, bytes]) -> AsyncIterator[tuple[Store, VirtualClock]]:
    clock = VirtualClock()
    given = Keys(keys, HASH)
    async with open_store(path, keys=given, clock=clock, random_bytes=os.urandom) as store:
        yield store, clock


async def filled(store: Store, calls: int) -> None:
    def work(unit: StoreUnit) -> None:
        for n in range(calls):
            name, heard = f"CL{n:04}", SpeechHeard(1, f"words {n}", 1.0, Assessment())
            unit.add_call(record(name))
            unit.append(row(1, heard, call_id=name))

    await store.units.run(work)


async def test_rows_move_to_the_newest_key_and_the_old_one_may_be_left_out(tmp_path: Path) -> None:
    path = tmp_path / "ruby.db"
    async with opened(path, OLD) as (store, _):
        await filled(store, 120)
    async with opened(path, NEW, OLD) as (store, clock):
        resealing = Resealing(store.units, clock, store.kids, 0)
        first, second = await resealing.once(), await resealing.once()
        await store.units.run(lambda unit: unit.forget_old_keys())
    async with opened(path, NEW) as (store, _):
        log = await store.reader.log("CL0007")
        found = await store.reader.record("CL0119")

    assert first == 240
    assert second == 0
    assert [row.event.text for row in log if isinstance(row.event, SpeechHeard)] == ["words 7"]
    assert found is not None


async def test_an_old_key_is_missed_until_a_whole_round_has_changed_nothing(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ruby.db"
    async with opened(path, OLD) as (store, _):
        await filled(store, 1)
    async with opened(path, NEW, OLD) as (store, clock):
        await Resealing(store.units, clock, store.kids, 0).once()

    with pytest.raises(ConfigError, match="'old' is missing"):
        async with opened(path, NEW):
            pass


async def test_a_value_written_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "ruby.db"
    async with opened(path, OLD) as (store, _):
        await filled(store, 1)
    async with opened(path, NEW, OLD) as (store, _):

        def work(unit: StoreUnit) -> int:
            unit.erase("CL0000")
            _, changed = unit.reseal(0, None, 10)
            return changed

        assert await store.units.run(work) == 0
        found = await store.reader.record("CL0000")

    assert found is not None
    assert found.person.to_number == ""
