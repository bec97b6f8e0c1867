"""Several processes on one PostgreSQL: who lives, who died, and who takes over what it left."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from ruby_fsm.adapters.db.peers import Peers
from ruby_fsm.adapters.db.places import only_process
from ruby_fsm.adapters.db.postgresql import PostgreSQL, connect
from ruby_fsm.adapters.db.store import Store
from ruby_fsm.errors import Unavailable
from tests.adapters.db.store_world import opened, record
from tests.adapters.durable_world import CLOCK, closed, durable, job, until
from tests.adapters.engine_world import Desk
from tests.postgresql import ASKED, DATABASES, fresh_database

STANDS = "SELECT 1 FROM pg_stat_activity WHERE pid = %s"
pytestmark = pytest.mark.skipif(
    "postgresql" not in DATABASES,
    reason=f"needs a PostgreSQL: {ASKED}=1, after `python3 run.py oracles`",
)


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    async with opened(fresh_database(), clock=CLOCK, alone=False) as store:
        yield store


def peers(store: Store, name: str, role: str = "all") -> Peers:
    assert isinstance(store.place, PostgreSQL)
    made = Peers(store.place, name, role, CLOCK.now_ms())
    made.join()
    return made


async def dies(one: Peers) -> None:
    """As the server sees it when a process is killed; returns when it has seen it."""
    assert one._held is not None
    pid = one._held.info.backend_pid
    one._held.close()
    with connect(one._place) as other:
        async with asyncio.timeout(10):
            while other.execute(STANDS, [pid]).fetchone():  # noqa: ASYNC110 - of the server
                await asyncio.sleep(0.01)


async def test_a_process_is_on_the_list_with_its_role_until_it_leaves(store: Store) -> None:
    a, b = peers(store, "a"), peers(store, "b", "web")

    before = a.others()
    b.leave()

    assert (before, a.others()) == ({"b": "web"}, {})
    a.leave()


async def test_who_lives_is_not_dead_and_who_died_is_buried_by_one(store: Store) -> None:
    a, b, c = (peers(store, name) for name in "abc")

    alive = a.is_dead("b")
    await dies(b)
    mine, theirs = a.is_dead("b"), c.is_dead("b")
    a.bury("b")

    assert (alive, mine, theirs) == (False, True, False)
    assert (a.others(), c.is_dead("b")) == ({"c": "all"}, True)
    a.leave()
    c.leave()


async def test_a_process_that_lost_its_session_comes_back_under_its_name(store: Store) -> None:
    a, b = peers(store, "a"), peers(store, "b")
    await dies(a)
    assert b.is_dead("a")
    b.bury("a")

    a.others()

    assert b.others() == {"a": "all"}
    assert not b.is_dead("a")
    a.leave()
    b.leave()


async def test_the_work_of_a_dead_process_is_taken_over(store: Store) -> None:
    """Begun by one that is killed before it ends; and not once more by who comes back."""
    first, second = Desk(), Desk()
    first.gate.clear()
    async with durable(store, {"dial": first}, "a") as engine:
        await store.units.run(lambda unit: unit.put_job(job("cut off")))
        await until(lambda: first.began == ["cut off"])
        assert engine.rescue is not None
        await dies(engine.rescue._peers)
        engine.rescue = None  # killed: it looks after nobody, and says no good-bye
    with capture_logs() as logs:
        async with durable(store, {"dial": second}, "b"):
            await closed(store)

    died = [one for one in logs if one["event"] == "process_died"]
    assert [(one["process"], one["jobs"]) for one in died] == [("a", 1)]
    assert (first.done, second.done) == ([], ["cut off"])


async def test_the_work_of_a_living_process_is_left_to_it(store: Store) -> None:
    first, second = Desk(), Desk()
    first.gate.clear()
    async with durable(store, {"dial": first}, "a") as engine:
        assert engine.rescue is not None
        alive, engine.rescue = engine.rescue._peers, None
        await store.units.run(lambda unit: unit.put_job(job("going on")))
        await until(lambda: first.began == ["going on"])
    async with durable(store, {"dial": second}, "b") as engine:
        await until(lambda: engine.tick_ms is not None)
        assert engine.rescue is not None
        await engine.rescue.look()

    assert second.began == []
    alive.leave()


async def test_a_reply_that_a_dead_process_was_making_may_be_made_by_anybody(
    store: Store,
) -> None:
    until_ms = CLOCK.now_ms() + 60_000
    await store.units.run(lambda unit: unit.add_call(record()))
    await store.units.run(lambda unit: unit.take_reply("CL1", 1, "a", CLOCK.now_ms(), until_ms))
    dead = peers(store, "a")
    await dies(dead)

    async with durable(store, {}, "b") as engine:
        await until(lambda: engine.tick_ms is not None)
        mine = await store.units.run(
            lambda unit: unit.take_reply("CL1", 1, "b", CLOCK.now_ms(), until_ms)
        )

    assert mine


async def test_a_web_process_is_fit_only_while_a_worker_lives(store: Store) -> None:
    async with durable(store, {}, "w", is_worker=False) as engine:
        assert engine.rescue is not None
        await engine.rescue.look()
        alone = engine._has_worker()
        worker = peers(store, "b", "worker")
        await engine.rescue.look()
        together = engine._has_worker()
        await dies(worker)
        await engine.rescue.look()

        assert (alone, together, engine._has_worker()) == (False, True, False)


async def test_a_web_process_puts_jobs_and_does_none(store: Store) -> None:
    web, worker = Desk(), Desk()
    async with durable(store, {"dial": web}, "w", is_worker=False):
        await store.units.run(lambda unit: unit.put_job(job("put")))
        await asyncio.sleep(0.6)  # two rounds of the queues
    async with durable(store, {"dial": worker}, "b"):
        await closed(store)

    assert (web.began, worker.done) == ([], ["put"])


async def test_a_server_that_goes_away_is_asked_again(store: Store) -> None:
    with capture_logs() as logs:
        async with durable(store, {}, "a") as engine:
            assert isinstance(store.place, PostgreSQL)
            with connect(store.place) as other:
                other.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE pid <> pg_backend_pid() AND datname = current_database()"
                )
            await until(lambda: "peers_not_seen" in {one["event"] for one in logs})
            engine.tick_ms = None
            await until(lambda: engine.tick_ms is not None)
            assert engine.rescue is not None
            await engine.rescue.look()
            other_one = peers(store, "b")
            held = other_one.is_dead("a")
            other_one.leave()

    assert not held


async def test_one_that_must_be_alone_and_those_that_share_exclude_each_other(
    store: Store,
) -> None:
    with (
        pytest.raises(Unavailable, match="this one must be alone"),
        only_process(store.place, alone=True),
    ):
        pass
    with only_process(store.place, alone=False):
        pass
