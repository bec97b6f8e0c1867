"""How many calls may be asked for: per token, user, number and over all, exactly and together."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruby_fsm.adapters.db.unit import StoreUnit
from ruby_fsm.app.access import Scope
from ruby_fsm.app.limits import step_us, taken_us, wait_us
from ruby_fsm.config.limits import LimitsSection, Rate
from ruby_fsm.config.load import load
from ruby_fsm.config.schema import Config
from tests.account import database_of
from tests.adapters.db.store_world import opened
from tests.web.kit import BEARER, INITIATE, count_calls, refused, ruby
from tests.web.trust_kit import bearer, new_token
from tests.world import TO_NUMBER

MINUTE_S = 60
NUMBERS = [f"+141555501{n:02}" for n in range(100)]


def limited(**rates: tuple[int, int]) -> Config:
    made = {name: Rate(calls=calls, within_s=within) for name, (calls, within) in rates.items()}
    return load().model_copy(update={"limits": LimitsSection(**made)})  # type: ignore[arg-type]  # by name


@pytest.mark.contract("initiate.429")
async def test_one_more_than_a_number_may_have_is_refused_until_one_comes_free(
    tmp_path: Path,
) -> None:
    async with ruby(tmp_path, config=limited(number=(2, 600))) as it:
        body = {"to_number": TO_NUMBER}
        for _ in range(2):
            assert (await it.api.post(INITIATE, json=body)).status_code in {201, 202}
        answer = await it.api.post(INITIATE, json=body)

        problem = refused(answer, 429, "too-many-requests")
        assert answer.headers["Retry-After"] == "300"
        assert "to one number" in problem["detail"]
        assert TO_NUMBER[1:] not in answer.text
        other = await it.api.post(INITIATE, json={"to_number": NUMBERS[1]})
        assert other.status_code in {201, 202}
        await it.pass_time(299)
        assert (await it.api.post(INITIATE, json=body)).status_code == 429
        await it.pass_time(1)
        assert (await it.api.post(INITIATE, json=body)).status_code in {201, 202}


async def test_each_limit_holds_for_its_own_kind(tmp_path: Path) -> None:
    config = limited(overall=(6, 60), token=(3, 60), user=(2, 60))
    async with ruby(tmp_path, config=config, ruby_api_token=BEARER) as it:
        secrets = [(await new_token(it, Scope.CALLER))[0] for _ in range(3)]
        numbers = iter(NUMBERS)

        async def tried(secret: str, user: str = "") -> tuple[int, str]:
            body = {"to_number": next(numbers), **({"user_id": user} if user else {})}
            answer = await it.api.post(INITIATE, json=body, headers=bearer(secret))
            return answer.status_code, answer.text

        assert [(await tried(secrets[0], "ann"))[0] for _ in range(2)] == [201, 202]
        status, told = await tried(secrets[1], "ann")
        assert (status, "for one user_id" in told) == (429, True)
        assert (await tried(secrets[0]))[0] == 202
        status, told = await tried(secrets[0])
        assert (status, "by one token" in told) == (429, True)
        for _ in range(3):
            assert (await tried(secrets[1]))[0] == 202
        status, told = await tried(secrets[2])
        assert (status, "in all" in told) == (429, True)
        assert count_calls(tmp_path) == 6


async def test_a_refused_call_and_a_repeated_one_take_nothing_of_a_limit(tmp_path: Path) -> None:
    async with ruby(tmp_path, config=limited(number=(1, 600), token=(3, 600))) as it:
        key = {"Idempotency-Key": "one"}
        body = {"to_number": TO_NUMBER}
        first = await it.api.post(INITIATE, json=body, headers=key)
        again = [await it.api.post(INITIATE, json=body, headers=key) for _ in range(5)]
        more = [await it.api.post(INITIATE, json=body) for _ in range(5)]

        assert {answer.json()["call_id"] for answer in again} == {first.json()["call_id"]}
        assert {answer.status_code for answer in more} == {429}
        for number in NUMBERS[1:3]:
            answer = await it.api.post(INITIATE, json={"to_number": number})
            assert answer.status_code in {201, 202}
        assert (await it.api.post(INITIATE, json={"to_number": NUMBERS[3]})).status_code == 429


async def test_of_many_at_once_exactly_as_many_as_may_get_through(tmp_path: Path) -> None:
    async with ruby(tmp_path, config=limited(overall=(7, 600))) as it:
        asked = [it.api.post(INITIATE, json={"to_number": number}) for number in NUMBERS[:20]]
        statuses = [answer.status_code for answer in await it.drive(asyncio.gather(*asked))]

        assert statuses.count(429) == 13
        assert count_calls(tmp_path) == 7


async def test_a_limit_outlives_a_restart_and_is_forgotten_once_it_holds_nobody(
    tmp_path: Path,
) -> None:
    async with ruby(tmp_path, config=limited(number=(1, 600))) as it:
        body = {"to_number": TO_NUMBER}
        await it.api.post(INITIATE, json=body)
        await it.restart()
        assert (await it.api.post(INITIATE, json=body)).status_code == 429
        await it.pass_time(601)
        await it.parts.purge.once()
        rows = await it.parts.store.units.run(
            lambda unit: [unit.limit_due_us(key) for key in ("overall", f"number:{TO_NUMBER}")]
        )
        assert rows == [0, 0]


async def test_two_writers_on_one_database_draw_from_the_same_limit(tmp_path: Path) -> None:
    """Two processes on PostgreSQL; SQLite serves one, whose units go one after another."""
    url, rate = database_of(tmp_path), Rate(calls=10, within_s=MINUTE_S)
    async with AsyncExitStack() as stack:
        stores = [
            await stack.enter_async_context(opened(url or tmp_path / "ruby.db", alone=not url))
            for _ in range(2 if url else 1)
        ]

        def draw(unit: StoreUnit) -> bool:
            unit.limits_alone()
            due_us = unit.limit_due_us("overall")
            if wait_us(due_us, 1, rate):
                return False
            unit.set_limit_due_us("overall", taken_us(due_us, 1, rate))
            return True

        drawn = [store.units.run(draw) for store in stores for _ in range(20)]
        assert sum(await asyncio.gather(*drawn)) == 10


# --- the arithmetic ------------------------------------------------------------------------------
RATES = st.builds(
    lambda calls, within_s: Rate(calls=calls, within_s=within_s),
    st.integers(1, 50),
    st.integers(1, 1000),
)


@given(RATES, st.lists(st.integers(0, 60_000_000), max_size=80))
def test_within_any_span_of_the_time_at_most_twice_the_calls_and_at_once_exactly_them(
    rate: Rate, gaps: list[int]
) -> None:
    now_us, due_us, taken = 0, 0, list[int]()
    for gap in gaps:
        now_us += gap
        if not wait_us(due_us, now_us, rate):
            due_us = taken_us(due_us, now_us, rate)
            taken.append(now_us)
    span_us = rate.within_s * 1_000_000

    assert all(sum(t <= other < t + span_us for other in taken) <= 2 * rate.calls for t in taken)
    assert all(taken.count(t) <= rate.calls for t in taken)


@given(RATES)
def test_after_the_wait_that_is_told_one_more_may_come_and_not_before(rate: Rate) -> None:
    due_us = 0
    for _ in range(rate.calls):
        assert wait_us(due_us, 0, rate) == 0
        due_us = taken_us(due_us, 0, rate)

    told_us = wait_us(due_us, 0, rate)
    assert told_us == step_us(rate)
    assert wait_us(due_us, told_us - 1, rate) == 1
    assert wait_us(due_us, told_us, rate) == 0
