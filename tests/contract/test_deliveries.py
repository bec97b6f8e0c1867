"""One suite for telling webhooks: both engines, both databases, a receiver on a real socket."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path

import httpx
import pytest

from ruby_fsm.adapters.db.store import Store
from ruby_fsm.adapters.db.unit import StoreUnit
from ruby_fsm.adapters.durable.engine import DurableEngine
from ruby_fsm.adapters.engine import LoopEngine
from ruby_fsm.adapters.jobs import Handler
from ruby_fsm.adapters.metrics import Metrics
from ruby_fsm.adapters.webhooks import HttpWebhooks
from ruby_fsm.app.deliveries import KIND, Delivery
from ruby_fsm.app.notices import Notices
from ruby_fsm.app.notifying import Notifying
from ruby_fsm.config.secret import webhook_key
from ruby_fsm.config.webhooks import Webhook
from tests.adapters.alerts_world import Receiver, receiver
from tests.adapters.db.store_world import NUMBER, opened
from tests.adapters.durable_world import CLOCK, closed, durable, until
from tests.contract.test_engines import looped
from tests.hooks_kit import SECRET, Message
from tests.postgresql import DATABASES, fresh_database

Engine = LoopEngine | DurableEngine
ENGINES = {"loop": looped, "durable": durable}


@pytest.fixture(params=DATABASES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    return fresh_database() if request.param == "postgresql" else tmp_path / "ruby.db"


@pytest.fixture(params=ENGINES)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def web() -> AsyncIterator[Receiver]:
    async with receiver() as made:
        yield made


@asynccontextmanager
async def at_work(store: Store, kind: str, to: Webhook) -> AsyncIterator[tuple[Engine, Notices]]:
    """An engine that tells `to`."""
    handlers: dict[str, Handler] = {}
    async with (
        httpx.AsyncClient(trust_env=False) as http,
        ENGINES[kind](store, handlers) as engine,
    ):
        handlers[KIND] = Notifying(
            units=store.units,
            port=HttpWebhooks(http, CLOCK, {"": [webhook_key(SECRET)]}),
            engine=engine,
            clock=CLOCK,
            meter=Metrics(),
            webhooks=[to],
            random_bytes=lambda n: b"\0" * n,
        ).deliver
        yield engine, Notices(engine, [to])


def crm(web: Receiver) -> Webhook:
    return Webhook(name="crm", url=web.url, events=("opt_out.added",), first_wait_s=1)


def opt_out(unit: StoreUnit, notices: Notices, *, fails: bool = False) -> None:
    assert unit.suppress(NUMBER, CLOCK.now_ms(), "words")
    known = unit.suppression(NUMBER)
    assert known is not None
    notices.opted_out(unit, known, "CL1")
    if fails:
        raise ValueError("no")


async def kept(store: Store) -> list[Delivery]:
    return list(await store.reader.deliveries(9, None, "", ""))


def ids(web: Receiver) -> set[str]:
    return {one.headers["webhook-id"] for one in web.received}


async def test_what_was_not_taken_is_told_again_until_it_is(
    place: Path | str, kind: str, web: Receiver
) -> None:
    web.status = 503
    async with opened(place, clock=CLOCK) as store, at_work(store, kind, crm(web)) as (_, notices):
        await store.units.run(partial(opt_out, notices=notices))
        await until(lambda: len(web.received) == 1)
        web.status = 200
        await closed(store)
        (one,) = await kept(store)

    assert len(web.received) == 2
    assert len(ids(web)) == 1
    assert all(Message("", got.headers, got.body).is_signed() for got in web.received)
    assert (one.state, one.tries, one.outcome) == ("delivered", 2, "200")


async def test_a_unit_that_failed_tells_nothing_and_leaves_nothing(
    place: Path | str, kind: str, web: Receiver
) -> None:
    async with opened(place, clock=CLOCK) as store, at_work(store, kind, crm(web)) as (_, notices):
        with pytest.raises(ValueError, match="no"):
            await store.units.run(partial(opt_out, notices=notices, fails=True))
        after_failing = await kept(store)
        await store.units.run(partial(opt_out, notices=notices))
        await closed(store)

    assert after_failing == []
    assert len(web.received) == 1


async def test_the_same_event_is_kept_once(place: Path | str, kind: str, web: Receiver) -> None:
    def twice(unit: StoreUnit, notices: Notices) -> None:
        opt_out(unit, notices)
        known = unit.suppression(NUMBER)
        assert known is not None
        notices.opted_out(unit, known, "CL1")

    async with opened(place, clock=CLOCK) as store, at_work(store, kind, crm(web)) as (_, notices):
        await store.units.run(partial(twice, notices=notices))
        await closed(store)
        found = await kept(store)

    assert len(found) == 1
    assert len(web.received) == 1


async def test_what_a_process_left_half_told_is_told_by_the_next(
    place: Path | str, kind: str, web: Receiver
) -> None:
    web.hangs = True
    async with opened(place, clock=CLOCK) as store, at_work(store, kind, crm(web)) as (_, notices):
        await store.units.run(partial(opt_out, notices=notices))
        await until(lambda: len(web.received) == 1)
    web.hangs = False
    async with opened(place, clock=CLOCK) as store, at_work(store, kind, crm(web)):
        await closed(store)
        (one,) = await kept(store)

    assert len(web.received) == 2
    assert len(ids(web)) == 1
    assert (one.state, one.tries) == ("delivered", 1)


async def test_a_receiver_that_trickles_for_ever_is_given_up_in_time(
    place: Path | str, kind: str
) -> None:
    gone = asyncio.Event()

    async def trickles(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        with suppress(ConnectionError):
            while True:
                writer.write(b"H")
                await writer.drain()
                await asyncio.sleep(0.2)
        writer.close()
        gone.set()

    server = await asyncio.start_server(trickles, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/ruby"
    to = Webhook(name="crm", url=url, events=("opt_out.added",), attempts=1, timeout_s=1)
    async with server, opened(place, clock=CLOCK) as store, at_work(store, kind, to) as (_, told):
        await store.units.run(partial(opt_out, notices=told))
        await closed(store)
        (one,) = await kept(store)
        await gone.wait()

    assert (one.state, one.outcome) == ("dead", "timeout")
