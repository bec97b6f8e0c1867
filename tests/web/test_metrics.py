"""What an operator's tools fetch: numbers that tell what was kept, and nothing of a person."""

from __future__ import annotations

from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from ruby_fsm.app.measures import MEASURES
from ruby_fsm.simulator import HangUp
from tests.web.kit import BEARER, in_crisis, ruby, says, talking
from tests.world import TO_NUMBER, Ruby

Numbers = dict[tuple[str, frozenset[tuple[str, str]]], float]


async def numbers(it: Ruby) -> Numbers:
    answer = await it.api.get("/metrics")
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def of(found: Numbers, name: str, **labels: str) -> float:
    return found.get((name, frozenset(labels.items())), 0.0)


async def test_a_talk_is_counted_as_it_was_kept(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        await talking(it)
        await says(it, "I was in the garden.")
        found = await numbers(it)

        moved = {"from_state": "queued", "event": "CallAnswered", "to_state": "greeting"}
        assert of(found, "ruby_transitions_total", **moved) == 1
        assert of(found, "ruby_calls", state="listening") == 1
        assert of(found, "ruby_calls", state="crisis") == 0
        assert of(found, "ruby_lines_said_total", line="disclosure") == 1
        assert sum(n for (name, _), n in found.items() if name == "ruby_replies_total") == 1
        assert of(found, "ruby_reply_seconds_count") == 1
        assert of(found, "ruby_webhook_seconds_count", kind="gather") == 1
        assert of(found, "ruby_component_ok", component="database") == 1


async def test_an_end_is_counted_once_with_its_reason(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        await talking(it)
        it.callees[TO_NUMBER].answer(HangUp())
        await it.calm()
        found = await numbers(it)

        assert of(found, "ruby_calls_ended_total", end_reason="hung_up") == 1
        assert of(found, "ruby_calls", state="listening") == 0


async def test_an_escalation_is_open_until_a_human_takes_it(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = await in_crisis(it)
        await it.pass_time(90)
        before = await numbers(it)
        asked = await it.api.get(f"/ai-calling/call/{call_id}/escalations")
        (one,) = asked.json()
        await it.api.post(f"/ai-calling/escalations/{one['escalation_id']}/acknowledge")
        after = await numbers(it)

        assert of(before, "ruby_escalations_open") == 1
        assert of(before, "ruby_escalation_oldest_seconds") >= 90
        assert of(after, "ruby_escalations_open") == 0
        assert of(after, "ruby_acknowledge_seconds_count") == 1
        assert of(after, "ruby_acknowledge_seconds_sum") >= 90


async def test_while_the_store_is_away_the_page_says_so(tmp_path: Path) -> None:
    async with ruby(tmp_path, ruby_api_token=BEARER) as it:
        it.api.headers["Authorization"] = f"Bearer {BEARER}"
        await it.calm()
        it.gate.is_away = True
        found = await numbers(it)

        assert of(found, "ruby_component_ok", component="database") == 0


async def test_no_number_and_no_word_stands_on_the_page(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        await talking(it, user_name="Zebedee", user_id="u-canary")
        await says(it, "my canary is called pumpernickel")
        page = (await it.api.get("/metrics")).text

        for secret in (TO_NUMBER, TO_NUMBER[1:], "Zebedee", "canary", "pumpernickel"):
            assert secret not in page


async def test_a_process_that_leaves_is_not_ready_and_lives(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        await it.calm()
        assert (await it.api.get("/readyz")).status_code == 200
        it.parts.health.leave()

        assert (await it.api.get("/readyz")).status_code == 503
        assert (await it.api.get("/livez")).text == "ok"


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
async def test_machines_ask_without_a_token(tmp_path: Path, path: str) -> None:
    async with ruby(tmp_path, ruby_api_token=BEARER) as it:
        await it.calm()

        assert (await it.api.get(path)).status_code == 200


def test_a_measure_is_named_once_and_told_in_a_sentence() -> None:
    names = [one.name for one in MEASURES]

    assert len(names) == len(set(names))
    assert all(one.told.endswith(".") for one in MEASURES)
