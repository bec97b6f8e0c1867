"""The same request again: one call, one answer, whatever happened in between."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.web.kit import (
    BEARER,
    OTHER,
    ask,
    count_calls,
    refused,
    ruby,
    slow_rest,
)
from tests.world import settings_for


@pytest.mark.contract("initiate.idempotency")
@pytest.mark.parametrize("more", [{}, {"not_before": "2026-01-31T00:00:00Z"}], ids=["201", "202"])
async def test_the_same_key_and_body_give_the_same_answer_and_no_second_call(
    tmp_path: Path, more: dict[str, str]
) -> None:
    async with ruby(tmp_path) as it:
        first = await ask(it, key="k1", **more)
        second = await ask(it, key="k1", **more)

        assert second.status_code == first.status_code
        assert second.json() == first.json()
        assert second.headers["Location"] == first.headers["Location"]
        assert second.headers["Idempotent-Replayed"] == "true"
        assert "Idempotent-Replayed" not in first.headers
        assert count_calls(tmp_path) == 1


@pytest.mark.contract("initiate.idempotency")
async def test_the_answer_is_given_again_a_day_later_and_after_a_restart(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        first = await ask(it, key="k1")
        await it.stop()
        await it.clock.advance(24 * 3600)
        await it.start()
        second = await ask(it, key="k1")

        assert second.json() == first.json()
        assert second.headers["Idempotent-Replayed"] == "true"


@pytest.mark.contract("initiate.422")
async def test_the_same_key_with_another_body_is_refused(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        await ask(it, key="k1")

        refused(await ask(it, OTHER, key="k1"), 422, "idempotency-key-reused")
        assert count_calls(tmp_path) == 1


@pytest.mark.contract("initiate.409")
async def test_the_same_key_while_the_first_is_answered_is_told_to_wait(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it, slow_rest(it) as held:
        first = asyncio.create_task(ask(it, key="k1"))
        await held.asked.wait()

        refused(await ask(it, key="k1"), 409, "idempotency-key-in-flight")
        held.free.set()
        assert (await first).status_code == 201
        assert count_calls(tmp_path) == 1


@pytest.mark.contract("initiate.idempotency")
async def test_two_at_once_make_one_call(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        answers = await asyncio.gather(*(ask(it, key="k1") for _ in range(8)))

        assert {answer.status_code for answer in answers} <= {201, 409}
        assert sum(answer.status_code == 201 for answer in answers) >= 1
        assert count_calls(tmp_path) == 1


@pytest.mark.contract("initiate.idempotency")
async def test_who_died_before_the_answer_was_kept_is_answered_again(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        async with slow_rest(it) as held:
            first = asyncio.create_task(ask(it, key="k1"))
            await held.asked.wait()
            first.cancel()
        await it.restart()
        await it.pass_time(11)
        second = await ask(it, key="k1")

        assert second.status_code == 201
        assert second.headers["Idempotent-Replayed"] == "true"
        assert count_calls(tmp_path) == 1


@pytest.mark.contract("initiate.idempotency")
async def test_another_token_with_the_same_key_makes_its_own_call(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        await ask(it, key="k1")
        await it.stop()
        it.settings = settings_for(tmp_path, ruby_api_token=BEARER)
        await it.start()
        it.api.headers["Authorization"] = f"Bearer {BEARER}"
        answer = await ask(it, OTHER, key="k1")

        assert answer.status_code in {201, 202}
        assert "Idempotent-Replayed" not in answer.headers


async def test_a_refused_request_keeps_no_key(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        refused(await ask(it, "12", key="k1"), 400, "invalid-request")

        assert (await ask(it, key="k1")).status_code == 201
