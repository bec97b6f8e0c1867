"""What the team's systems are told of: in the unit of what happened, and of no person."""

from __future__ import annotations

from pathlib import Path

import pytest

from ruby_fsm.app.ports import Unit
from ruby_fsm.simulator import Digits, Speech
from tests.app.escalation_kit import acknowledge, config_with, escalation, in_crisis, step
from tests.app.kit import DANGER, HARMLESS, listening, says
from tests.hooks_kit import HOST, HookServer, told, webhook
from tests.world import TO_NUMBER

ENDED, CRISIS = "call.ended", "call.crisis"
OPENED, TAKEN = "escalation.opened", "escalation.acknowledged"


async def test_an_ended_call_is_told_with_its_reason(tmp_path: Path) -> None:
    async with told(tmp_path) as (it, server):
        call_id, _ = await listening(it)
        it.simulator.line(it.sid(call_id)).hang_up()
        await it.pass_time(1)

    (message,) = server.received
    assert message.url == f"https://{HOST}/ruby"
    assert message.headers["content-type"] == "application/json"
    assert message.is_signed()
    assert message.told["id"] == message.message_id
    assert {x: message.told[x] for x in ("type", "version")} == {"type": ENDED, "version": 1}
    assert message.told["data"] == {
        "call_id": call_id,
        "state": "ended",
        "level": "none",
        "end_reason": "hung_up",
    }


async def test_a_crisis_its_escalation_and_who_took_it_are_told(tmp_path: Path) -> None:
    async with told(tmp_path) as (it, server):
        call_id, made = await in_crisis(it)
        await it.pass_time(1)
        await acknowledge(it, made)
        await acknowledge(it, made)
        await it.pass_time(1)

    assert sorted(set(server.events) - {ENDED}) == [CRISIS, TAKEN, OPENED]
    assert len(server.of(TAKEN)) == 1
    level = {"level": "moderate", "call_id": call_id}
    assert server.of(CRISIS)[0].told["data"] == {**level, "state": "crisis"}
    for event in (OPENED, TAKEN):
        data = server.of(event)[0].told["data"]
        assert data == {**level, "escalation_id": made.escalation_id}


async def test_a_crisis_after_a_resolved_one_is_told_anew(tmp_path: Path) -> None:
    async with told(tmp_path) as (it, server):
        call_id, person = await listening(it)
        await says(it, person, Speech(DANGER))
        path = f"/ai-calling/call/{call_id}/crisis/resolve"
        assert (await it.api.post(path, json={"reason": "Spoke with them."})).is_success
        await it.calm()
        await says(it, person, Speech(DANGER))
        await it.pass_time(1)

    first, second = server.of(CRISIS)
    assert first.message_id != second.message_id


async def test_a_path_gone_through_unheard_is_told_at_its_last_deadline(tmp_path: Path) -> None:
    config = config_with(step("nurse", "sms", 60), step("lead", "sms", 60))
    async with told(tmp_path, config=config) as (it, server):
        began_ms = it.clock.now_ms()
        call_id, made = await in_crisis(it)
        await it.pass_time(119)
        before = server.of("escalation.exhausted")
        await it.pass_time(900)
        made = await escalation(it, call_id)

    (message,) = server.of("escalation.exhausted")
    assert before == []
    assert message.at_ms == made.through_ms
    assert message.at_ms - began_ms >= 120_000


async def test_a_path_that_somebody_took_in_time_is_not_told_as_unheard(tmp_path: Path) -> None:
    config = config_with(step("nurse", "sms", 60))
    async with told(tmp_path, config=config) as (it, server):
        _, made = await in_crisis(it)
        await it.pass_time(30)
        await acknowledge(it, made)
        await it.pass_time(900)

    assert server.of("escalation.exhausted") == []


@pytest.mark.parametrize(
    ("said", "source"),
    [(Speech("please stop calling me"), "words"), (Digits("8"), "key")],
    ids=["words", "key"],
)
async def test_an_opt_out_on_the_line_is_told(
    said: Speech | Digits, source: str, tmp_path: Path
) -> None:
    async with told(tmp_path) as (it, server):
        call_id, person = await listening(it)
        await says(it, person, said)
        await it.pass_time(1)
        known = (await it.parts.store.reader.suppressions(9, ""))[0]

    (message,) = server.of("opt_out.added")
    assert message.told["data"] == {
        "suppression_id": known.suppression_id,
        "source": source,
        "call_id": call_id,
    }


async def test_an_opt_out_over_rest_and_its_lifting_are_told_once_each(tmp_path: Path) -> None:
    body = {"to_number": TO_NUMBER, "reason": "By letter."}
    async with told(tmp_path) as (it, server):
        for path in ("", "", "/lift"):
            await it.drive(it.api.post(f"/ai-calling/suppressions{path}", json=body))
            await it.pass_time(1)
        await it.drive(it.api.post("/ai-calling/suppressions", json=body))
        await it.pass_time(1)

    assert (
        server.events == ["opt_out.added", "opt_out.lifted", "opt_out.added"][: len(server.events)]
    )
    assert server.received[0].told["data"]["source"] == "api"
    assert server.received[0].told["data"]["call_id"] is None


async def test_only_who_wants_an_event_is_told_of_it(tmp_path: Path) -> None:
    hooks = (webhook("crm", ENDED), webhook("desk", CRISIS, OPENED, host="desk.example.org"))
    async with told(tmp_path, *hooks) as (it, server):
        desk = it.rest.others["desk.example.org"] = HookServer(it.clock)
        call_id, _ = await in_crisis(it)
        it.simulator.line(it.sid(call_id)).hang_up()
        await it.pass_time(1)

    assert server.events == [ENDED]
    assert sorted(desk.events) == [CRISIS, OPENED]


async def test_nothing_is_told_of_a_unit_that_failed(tmp_path: Path) -> None:
    async with told(tmp_path) as (it, server):
        call_id, _ = await listening(it)
        record = await it.record(call_id)

        def fails(unit: Unit) -> None:
            known = unit.suppression(TO_NUMBER)
            unit.suppress(TO_NUMBER, it.clock.now_ms(), "api")
            known = unit.suppression(TO_NUMBER)
            assert known is not None
            it.parts.settler.orders.notices.opted_out(unit, known, record.call.call_id)
            raise ValueError("no")

        with pytest.raises(ValueError, match="no"):
            await it.parts.store.units.run(fails)
        await it.pass_time(1)
        kept = await it.parts.store.reader.deliveries(9, None, "", "")

    assert server.of("opt_out.added") == []
    assert [one.event for one in kept if one.event != ENDED] == []


async def test_no_number_no_name_and_no_word_of_a_call_stands_in_any_body(tmp_path: Path) -> None:
    words = "my sister wilhelmina left and i want to kill myself tonight"
    config = config_with(step("nurse", "sms", 60))
    given = {"user_name": "Wilhelmina", "user_id": "u-canary", "custom_prompt": "canary prompt"}
    async with told(tmp_path, config=config) as (it, server):
        call_id, person = await listening(it, **given)
        await says(it, person, Speech(HARMLESS))
        await says(it, person, Speech(words))
        await it.pass_time(300)
        made = await escalation(it, call_id)
        path = f"/ai-calling/escalations/{made.escalation_id}/acknowledge"
        await it.api.post(path, json={"by": "Dr Canary"})
        await says(it, person, Speech("stop calling me"))
        it.simulator.line(it.sid(call_id)).hang_up()
        await it.pass_time(1)

    assert {ENDED, CRISIS, OPENED, TAKEN, "opt_out.added"} <= {*server.events}
    sent = (
        b"".join(one.body + str(dict(one.headers)).encode() for one in server.received)
        .decode()
        .lower()
    )
    for canary in (TO_NUMBER, "4155550100", "wilhelmina", "canary", "nurse", "dr ", "+1500"):
        assert canary not in sent
    for word in {*words.split(), *HARMLESS.split()} - {"i", "a", "to", "my", "and", "at", "day"}:
        assert f" {word}" not in sent
        assert f'"{word}' not in sent
