"""What was told is listed, and told once more by whoever may; the trail says who."""

from __future__ import annotations

from pathlib import Path

import pytest

from ruby_fsm.app.access import Scope
from tests.app.kit import listening
from tests.hooks_kit import HookServer, told, webhook
from tests.web.trust_kit import acts, asked, bearer, new_token
from tests.world import Ruby

PATH = "/ai-calling/webhooks/deliveries"
ENDED = "call.ended"


async def ends(it: Ruby) -> str:
    call_id, _ = await listening(it)
    it.simulator.line(it.sid(call_id)).hang_up()
    await it.calm()
    return call_id


async def test_a_dead_delivery_is_listed_with_all_that_is_known_of_it(tmp_path: Path) -> None:
    async with told(tmp_path) as (it, server):
        server.answers.append(410)
        call_id = await ends(it)
        answer = await it.api.get(f"{PATH}?state=dead")

    (one,) = answer.json()["deliveries"]
    assert one["delivery_id"].startswith("WD")
    assert one["event_id"] == server.received[0].message_id
    assert {name: one[name] for name in ("event", "webhook", "call_id", "state", "outcome")} == {
        "event": ENDED,
        "webhook": "crm",
        "call_id": call_id,
        "state": "dead",
        "outcome": "410",
    }
    assert (one["attempts"], one["next_attempt_at"]) == (1, None)
    assert one["over_at"] is not None


async def test_a_list_is_filtered_and_goes_on_by_its_link(tmp_path: Path) -> None:
    hooks = (webhook("crm", ENDED), webhook("desk", ENDED, host="desk.example.org"))
    async with told(tmp_path, *hooks) as (it, _):
        it.rest.others["desk.example.org"] = HookServer(it.clock, [500] * 9)
        for _ in range(3):
            await ends(it)
        first = await it.api.get(f"{PATH}?limit=2&webhook=desk&state=pending")
        target = first.headers["Link"].partition(">")[0].removeprefix("<")
        rest = await it.api.get(target)
        whole = (await it.api.get(PATH)).json()["deliveries"]

    found = first.json()["deliveries"] + rest.json()["deliveries"]
    assert [len(one.json()["deliveries"]) for one in (first, rest)] == [2, 1]
    assert rest.json()["next"] is None
    assert {(one["webhook"], one["state"]) for one in found} == {("desk", "pending")}
    assert len({one["delivery_id"] for one in found}) == 3
    assert len(whole) == 6


@pytest.mark.parametrize(
    "query", ["state=lost", "after=x", "webhook=%00", "webhook=A b", "limit=0"]
)
async def test_what_is_no_question_is_answered_with_the_way_out(query: str, tmp_path: Path) -> None:
    async with told(tmp_path) as (it, _):
        answer = await it.api.get(f"{PATH}?{query}")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == f"/{query.partition('=')[0]}"


@pytest.mark.parametrize("first", [410, 204], ids=["dead", "delivered"])
async def test_a_replayed_delivery_is_told_again_under_its_id_and_stands_in_the_trail(
    first: int, tmp_path: Path
) -> None:
    async with told(tmp_path) as (it, server):
        server.answers += [first, 500]
        await ends(it)
        secret, token = await new_token(it, Scope.OPERATOR)
        (dead,) = (await asked(it, secret, "GET", PATH)).json()["deliveries"]
        path = f"{PATH}/{dead['delivery_id']}/replay"
        again = await asked(it, secret, "POST", path)
        await it.pass_time(30)
        (one,) = (await asked(it, secret, "GET", PATH)).json()["deliveries"]
        trail = await acts(it)

    assert again.status_code == 200
    assert again.json()["state"] == "pending"
    assert len(server.received) == 3
    assert len({message.message_id for message in server.received}) == 1
    assert (one["state"], one["attempts"]) == ("delivered", 3)
    assert trail == [("webhook replayed", token.token_id, dead["delivery_id"])]


async def test_a_replay_of_one_that_waits_brings_it_forward(tmp_path: Path) -> None:
    async with told(tmp_path) as (it, server):
        server.answers += [500] * 6
        await ends(it)
        await it.pass_time(200)
        before = len(server.received)
        (one,) = (await it.api.get(PATH)).json()["deliveries"]
        await it.api.post(f"{PATH}/{one['delivery_id']}/replay")
        await it.calm()
        (after,) = (await it.api.get(PATH)).json()["deliveries"]

    assert (before, len(server.received)) == (6, 7)
    assert after["state"] == "delivered"


async def test_what_nobody_has_is_not_replayed(tmp_path: Path) -> None:
    async with told(tmp_path) as (it, _):
        answer = await it.api.post(f"{PATH}/WD{'0' * 32}/replay")

    assert answer.status_code == 404
    assert answer.json()["type"].endswith("delivery-not-found")


async def test_a_caller_neither_looks_nor_replays(tmp_path: Path) -> None:
    async with told(tmp_path) as (it, _):
        secret, _ = await new_token(it, Scope.CALLER)
        looked = await it.api.get(PATH, headers=bearer(secret))
        replayed = await it.api.post(f"{PATH}/WD1/replay", headers=bearer(secret))

    assert (looked.status_code, replayed.status_code) == (403, 403)
