"""Short ways to where a test begins: a call that rings, that listens, that is in danger."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from litestar import Litestar

from ruby_fsm.app.records import LogRow
from ruby_fsm.config.load import load
from ruby_fsm.config.schema import Config
from ruby_fsm.core.call import Call
from ruby_fsm.core.events import Fact
from ruby_fsm.simulator import Answer, Delivery, HandCallee, Input, Listening, Reply, Speech
from tests.world import TO_NUMBER, Ruby, ruby

CONFIG: Config = load()
POLICY = CONFIG.policy("en")
PHRASES = POLICY.phrases
AT_ONCE = float("inf")  # speaking and silence take no time
APPS: list[Litestar] = []  # one for all: each test gives it a service of its own
DANGER = "i want to kill myself"
GRAVE = "i took all the pills just now"
HARMLESS = "i had a long day at work"


@asynccontextmanager
async def quick(data: Path, **more: Any) -> AsyncIterator[Ruby]:
    """The whole service; on the line nothing takes time but what a test makes take it."""
    given: dict[str, Any] = {"config": CONFIG, "speed": AT_ONCE, "app": next(iter(APPS), None)}
    async with ruby(data, **given | more) as it:
        APPS[:] = filter(None, [it.app])
        yield it


async def ringing(it: Ruby, to: str = TO_NUMBER, **more: Any) -> tuple[str, HandCallee]:
    """A call placed, its telephone ringing; the call's id and the person."""
    placed = await it.initiate(to, **more)
    if placed["waiting_for"] == "pace":
        await it.pass_time(1)
    return str(placed["call_id"]), it.callees[to]


async def listening(it: Ruby, to: str = TO_NUMBER, **more: Any) -> tuple[str, HandCallee]:
    """A call answered and greeted, the person's turn."""
    call_id, person = await ringing(it, to, **more)
    person.answer(Answer(after_s=0))
    await it.reach(Listening, to)
    return call_id, person


async def says(it: Ruby, person: HandCallee, words: Input) -> None:
    """The person speaks, presses or stays silent, and the network goes on as far as it can."""
    person.answer(words)
    await it.calm()


async def at(it: Ruby, state: str) -> str:
    """A call brought into this state; its id."""
    call_id, person = await (ringing(it) if state == "queued" else listening(it))
    if state == "responding":
        it.chat.delay_s = 2.9
        person.answer(Speech(HARMLESS))
        await it.pass_time(2.6)
    elif state not in {"queued", "greeting"}:
        await says(it, person, Speech(DANGER if state == "crisis" else HARMLESS))
    if state == "closing":
        it.simulator.calls[it.sid(call_id)].order.time_limit_s = 10**6
        await it.parts.engine.stop()
        await it.api.post(f"/ai-calling/call/{call_id}/end")
    if state == "ended":
        it.simulator.line(it.sid(call_id)).hang_up()
    await it.calm()
    assert (await call_of(it, call_id)).state == state
    return call_id


async def call_of(it: Ruby, call_id: str) -> Call:
    return (await it.record(call_id)).call


async def rows_of(it: Ruby, call_id: str, fact: type[Fact]) -> list[LogRow]:
    return [row for row in await it.log(call_id) if isinstance(row.event, fact)]


def heard(person: HandCallee) -> list[str]:
    return [one.text for one in person.heard]


# --- webhooks in the test's hand ----------------------------------------------------------------
async def next_hook(it: Ruby, kind: str) -> Delivery:
    """The oldest webhook of this kind that waits on the desk; all before it are delivered."""
    while True:
        await it.calm()
        delivery = it.simulator.desk.pending[0]
        if delivery.kind == kind:
            return delivery
        await deliver(it, delivery)


async def deliver(it: Ruby, delivery: Delivery) -> Reply:
    return await it.drive(it.simulator.desk.deliver(delivery))


async def duplicate(it: Ruby, delivery: Delivery) -> Reply:
    return await it.drive(it.simulator.desk.duplicate(delivery))


async def deliver_all(it: Ruby) -> None:
    """Everything that waits, and what comes of it, in order."""
    await it.calm()
    while it.simulator.desk.pending:
        await deliver(it, it.simulator.desk.pending[0])
        await it.calm()


async def listening_by_hand(it: Ruby, to: str = TO_NUMBER) -> tuple[str, HandCallee]:
    """A call answered and greeted, every webhook so far delivered."""
    call_id, person = await ringing(it, to)
    await deliver_all(it)
    person.answer(Answer(after_s=0))
    await deliver_all(it)
    assert isinstance(person.asked, Listening)
    return call_id, person


async def gather(it: Ruby, call_id: str, doc: int, words: str) -> str:
    """Words in answer to this document, signed as the network would."""
    sid = next(call.sid for call in it.calls() if call_id in call.order.status_callback)
    form = {"CallSid": sid, "SpeechResult": words, "Confidence": "0.9"}
    answer = await it.drive(it.hook("gather", f"call={call_id}&at={doc}", form))
    assert answer.status_code == 200
    return answer.text
