"""How it is told: signed, again and again for a day, then kept; a slow receiver hurts no other."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruby_fsm.app.deliveries import Delivery, DeliveryState
from ruby_fsm.app.notifying import tried, wait_after
from ruby_fsm.app.ports import Answered
from tests.app.kit import listening
from tests.hooks_kit import OLD, SECRET, HookServer, Message, told, webhook
from tests.world import Ruby

ENDED = "call.ended"
DAY_S = 86_400


async def ends(it: Ruby) -> str:
    """A call that was answered and hung up; its id."""
    call_id, _ = await listening(it)
    it.simulator.line(it.sid(call_id)).hang_up()
    await it.calm()
    return call_id


async def kept(it: Ruby, state: str = "") -> list[Delivery]:
    return list(await it.parts.store.reader.deliveries(99, None, state, ""))


def gaps_s(messages: list[Message]) -> list[float]:
    times = [one.at_ms for one in messages]
    return [(after - before) / 1000 for before, after in pairwise(times)]


async def test_what_failed_is_tried_again_ever_later_under_the_same_id(tmp_path: Path) -> None:
    async with told(tmp_path) as (it, server):
        server.answers += [500, 404, httpx.ConnectError("refused"), 302, 429]
        await ends(it)
        await it.pass_time(1000)
        (delivery,) = await kept(it)

    assert len(server.received) == 6
    assert len({one.message_id for one in server.received}) == 1
    assert len({one.body for one in server.received}) == 1
    assert all(one.is_signed() for one in server.received)
    for gap, wait_s in zip(gaps_s(server.received), (5, 10, 20, 40, 80), strict=True):
        assert 0.75 * wait_s <= gap <= 1.25 * wait_s + 0.01
    assert (delivery.state, delivery.tries) == (DeliveryState.DELIVERED, 6)
    assert delivery.outcome == "204"


async def test_each_attempt_is_signed_at_its_own_time(tmp_path: Path) -> None:
    async with told(tmp_path) as (it, server):
        server.answers += [500, 500]
        await ends(it)
        await it.pass_time(60)

    times = [one.headers["webhook-timestamp"] for one in server.received]
    assert times == [str(one.at_ms // 1000) for one in server.received]
    assert len(set(times)) == 3


def test_it_is_tried_for_about_a_day() -> None:
    to = webhook()

    waits_s = [wait_after(made, to, 0.5) for made in range(1, to.attempts)]

    assert DAY_S <= sum(waits_s) <= 1.2 * DAY_S


async def test_after_so_many_attempts_it_is_dead_and_kept(tmp_path: Path) -> None:
    async with told(tmp_path, webhook(attempts=4)) as (it, server):
        server.answers += [503] * 99
        await ends(it)
        await it.pass_time(600)
        (delivery,) = await kept(it, "dead")
        text = (await it.api.get("/metrics")).text

    assert len(server.received) == 4
    assert (delivery.outcome, delivery.next_ms) == ("503", None)
    assert "ruby_deliveries_dead 1.0" in text
    assert 'ruby_deliveries_total{outcome="retried",webhook="crm"} 3.0' in text
    assert 'ruby_deliveries_total{outcome="dead",webhook="crm"} 1.0' in text


async def test_a_receiver_that_is_gone_is_not_asked_again(tmp_path: Path) -> None:
    async with told(tmp_path) as (it, server):
        server.answers.append(410)
        await ends(it)
        await it.pass_time(600)
        (delivery,) = await kept(it, "dead")

    assert len(server.received) == 1
    assert delivery.outcome == "410"


@pytest.mark.parametrize(
    ("asked", "wait_s"),
    [("120", 120), ("999999", 600), ("1", 5), ("soon", 5), ("-3", 5), ("9" * 400, 600)],
    ids=["longer", "too long", "shorter", "nonsense", "negative", "endless"],
)
async def test_retry_after_is_obeyed_up_to_the_longest_wait(
    asked: str, wait_s: int, tmp_path: Path
) -> None:
    async with told(tmp_path, webhook(longest_wait_s=600)) as (it, server):
        server.answers.append((503, {"Retry-After": asked}))
        await ends(it)
        await it.pass_time(2000)

    (gap,) = gaps_s(server.received)
    assert 0.75 * wait_s <= gap <= 1.25 * wait_s + 0.01


async def test_retry_after_may_be_a_date(tmp_path: Path) -> None:
    async with told(tmp_path) as (it, server):
        at = "Thu, 01 Jan 2099 00:00:00 GMT"
        server.answers.append((503, {"Retry-After": at}))
        await ends(it)
        await it.pass_time(20_000)

    (gap,) = gaps_s(server.received)
    assert gap == pytest.approx(webhook().longest_wait_s, abs=1)


async def test_a_redirect_is_not_followed(tmp_path: Path) -> None:
    async with told(tmp_path) as (it, server):
        inside = it.rest.others["10.0.0.1"] = HookServer(it.clock)
        server.answers.append((302, {"Location": "https://10.0.0.1/secrets"}))
        await ends(it)
        await it.pass_time(60)

    assert inside.received == []
    assert len(server.received) == 2


async def test_a_receiver_that_never_answers_has_failed_in_time(tmp_path: Path) -> None:
    async with told(tmp_path) as (it, server):
        server.hold = asyncio.Event().wait
        await ends(it)
        await it.pass_time(14)
        waits = await kept(it)
        await it.pass_time(2)
        failed = await kept(it)
        server.hold = None
        await it.pass_time(60)
        (delivery,) = await kept(it)

    assert waits[0].tries == 0
    assert (failed[0].tries, failed[0].outcome) == (1, "timeout")
    assert delivery.state is DeliveryState.DELIVERED


async def test_a_slow_receiver_hurts_no_other_and_is_asked_by_few_at_once(tmp_path: Path) -> None:
    hooks = (webhook("slow", ENDED, at_once=2), webhook("quick", ENDED, host="quick.example.org"))
    async with told(tmp_path, *hooks) as (it, slow):
        quick = it.rest.others["quick.example.org"] = HookServer(it.clock)
        slow.hold = asyncio.Event().wait
        for _ in range(5):
            await ends(it)
        await it.pass_time(1)
        text = (await it.api.get("/metrics")).text

    assert len(slow.received) == 2
    assert len(quick.received) == 5
    assert "ruby_jobs_late_seconds 0.0" in text


async def test_a_kill_between_the_request_and_its_answer_costs_a_second_telling(
    tmp_path: Path,
) -> None:
    async with told(tmp_path) as (it, server):
        server.hold = asyncio.Event().wait
        await ends(it)
        first = list(server.received)
        server.hold = None
        await it.crash()
        await it.pass_time(5)
        (delivery,) = await kept(it)

    assert len(first) == 1
    assert len(server.received) == 2
    assert len({one.message_id for one in server.received}) == 1
    assert (delivery.state, delivery.tries) == (DeliveryState.DELIVERED, 1)


async def test_both_secrets_sign_while_one_is_changed_for_the_other(tmp_path: Path) -> None:
    async with told(tmp_path, ruby_webhook_secret=f"{SECRET},{OLD}") as (it, server):
        await ends(it)
        await it.pass_time(1)

    (message,) = server.received
    assert message.is_signed(SECRET)
    assert message.is_signed(OLD)


async def test_a_receiver_with_a_secret_of_its_own_is_signed_for_with_it_alone(
    tmp_path: Path,
) -> None:
    async with told(tmp_path, ruby_webhook_secret=f"{SECRET},crm:{OLD}") as (it, server):
        await ends(it)
        await it.pass_time(1)

    (message,) = server.received
    assert message.is_signed(OLD)
    assert not message.is_signed(SECRET)


async def test_what_is_told_to_one_who_is_no_longer_there_is_tried_on_like_others(
    tmp_path: Path,
) -> None:
    async with told(tmp_path) as (it, server):
        server.answers.append(500)
        await ends(it)
        await it.stop()
        it.config = it.config.model_copy(update={"webhooks": ()})
        await it.start()
        await it.pass_time(60)
        (delivery,) = await kept(it, "pending")

    assert len(server.received) == 1
    assert delivery.tries > 2
    assert delivery.outcome == "no such webhook in config.yaml"


async def test_what_is_over_is_forgotten_after_its_days_and_what_waits_is_not(
    tmp_path: Path,
) -> None:
    hooks = [webhook(name, host=f"{name}.example.org") for name in ("fine", "gone", "down")]
    async with told(tmp_path, *hooks) as (it, _):
        for name, answer in (("fine", 200), ("gone", 410), ("down", 500)):
            it.rest.others[f"{name}.example.org"] = HookServer(it.clock, [answer] * 99)
        await ends(it)
        await it.pass_time(1)
        forget, over_ms = it.parts.store.units, it.clock.now_ms()
        await forget.run(lambda unit: unit.forget_deliveries(over_ms - DAY_S * 1000))
        before = await kept(it)
        await forget.run(lambda unit: unit.forget_deliveries(over_ms + 1))
        after = await kept(it)

    assert sorted(one.state for one in before) == ["dead", "delivered", "pending"]
    assert [one.state for one in after] == ["pending"]


@given(st.integers(1, 100), st.floats(0, 1), st.integers(1, 3600), st.integers(1, DAY_S))
def test_a_wait_grows_up_to_the_longest_with_a_quarter_of_chance(
    made: int, chance: float, first_s: int, longest_s: int
) -> None:
    to = webhook(first_wait_s=first_s, longest_wait_s=longest_s)

    wait_s = wait_after(made, to, chance)

    grown_s = min(first_s * 2 ** (made - 1), longest_s)
    assert 0.75 * grown_s <= wait_s <= 1.25 * grown_s


@given(st.integers(0, 500), st.floats(0, 1))
def test_a_replayed_delivery_has_all_its_attempts_again(before: int, chance: float) -> None:
    to = webhook(attempts=3)
    delivery = Delivery("WD1", "EV1", ENDED, "crm", "{}", 0, tries=before, before=before)

    for _ in range(3):
        delivery = tried(delivery, Answered("500"), to, 1000, chance)

    assert (delivery.state, delivery.tries) == (DeliveryState.DEAD, before + 3)
