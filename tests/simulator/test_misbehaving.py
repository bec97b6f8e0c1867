"""A network on a bad day does what it was asked to, and counts it."""

from __future__ import annotations

import asyncio

import pytest

from ruby_fsm.simulator import Answer, BadDay, Ringing, Speech
from tests.simulator.sim_world import (
    APP,
    ASK,
    CALLS,
    FROM,
    HELLO,
    STATUS,
    TO,
    World,
    answered,
    asked,
    twiml,
    world,
)

PLACED = ["initiated", "ringing", "in-progress", "completed"]
FALLBACK = {"FallbackUrl": f"{APP}/fallback"}


async def rung(w: World) -> None:
    """Let time pass until the telephone rings."""
    while not isinstance(w.callee.asked, Ringing):
        await w.clock.advance(1)


async def whole_call(day: BadDay) -> World:
    """A call that is answered, hears one document and ends; the world is closed by then."""
    async with world({"/answer": HELLO}, bad_day=day) as w:
        sid = await w.create(**STATUS)
        await rung(w)
        w.callee.answer(Answer(after_s=0))
        await w.finish(sid)
        return w


async def test_a_good_day_changes_nothing() -> None:
    w = await whole_call(BadDay())

    assert w.app.kinds() == PLACED
    assert str(w.sim.misdeeds) == ""


async def test_every_webhook_can_come_twice() -> None:
    w = await whole_call(BadDay(duplicated=True))

    assert w.app.kinds() == [kind for kind in PLACED for _ in range(2)]
    assert len(w.app.at("/answer")) == 2
    assert str(w.sim.misdeeds) == "5 x webhook sent twice"


async def test_status_events_can_overtake_each_other() -> None:
    w = await whole_call(BadDay(reordered=True))

    assert sorted(w.app.kinds()) == sorted(PLACED)
    assert w.app.kinds() != PLACED


@pytest.mark.parametrize("kind", PLACED)
async def test_one_status_event_can_be_lost(kind: str) -> None:
    w = await whole_call(BadDay(dropped=frozenset({kind})))

    assert w.app.kinds() == [one for one in PLACED if one != kind]
    assert str(w.sim.misdeeds) == f"1 x '{kind}' dropped"


async def test_webhooks_can_be_late() -> None:
    punctual, late = await whole_call(BadDay()), await whole_call(BadDay(delay_s=3, slow_s=1))

    assert late.app.kinds() == PLACED
    assert late.clock.now_ms() - punctual.clock.now_ms() >= 5000


async def test_a_lost_answer_asks_the_fallback() -> None:
    documents = {"/answer": twiml(ASK), "/heard": HELLO, "/fallback": HELLO}
    async with world(documents, bad_day=BadDay(unheard=frozenset({"gather"}))) as w:
        sid = await answered(w, **FALLBACK)
        await asked(w)
        w.callee.answer(Speech("hello"))
        await w.finish(sid)

        assert len(w.app.at("/heard")) == len(w.app.at("/fallback")) == 1


@pytest.mark.parametrize(
    ("day", "status", "code"),
    [(BadDay(rest_429=1), 429, 20429), (BadDay(rest_500=1), 500, 20500)],
)
async def test_the_first_dial_can_be_refused(day: BadDay, status: int, code: int) -> None:
    async with world({"/answer": HELLO}, bad_day=day) as w:
        order = {"To": TO, "From": FROM, "Url": f"{APP}/answer"}
        refused = await w.rest.post(CALLS, data=order)

        assert (refused.status_code, refused.json()["code"]) == (status, code)
        assert not w.sim.calls
        await w.create()
        assert len(w.sim.calls) == 1


async def test_the_reply_to_a_dial_can_be_lost_and_the_call_is_made_all_the_same() -> None:
    async with world({"/answer": HELLO}, bad_day=BadDay(lost_dials=1)) as w:
        order = {"To": TO, "From": FROM, "Url": f"{APP}/answer"}
        placing = asyncio.create_task(w.rest.post(CALLS, data=order))
        await rung(w)

        assert len(w.sim.calls) == 1
        assert not placing.done()
        placing.cancel()
        await asyncio.gather(placing, return_exceptions=True)
