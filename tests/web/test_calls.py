"""Looking at calls: status, numbers, lists, conversations."""

from __future__ import annotations

from pathlib import Path

import pytest

from ruby_fsm.simulator import Answer, Outcome, Speech
from tests.web.kit import (
    BEARER,
    MOMENT,
    active,
    end,
    ruby,
    says,
    status,
    talking,
)
from tests.world import FROM_NUMBER, TO_NUMBER, settings_for

STATUS = {
    *("call_sid", "call_id", "status", "state", "direction", "to", "from_number", "answered_by"),
    *("attempt", "duration_s", "end_reason", "queued_at", "placed_at", "answered_at", "ended_at"),
}
CONVERSATION = {
    *("call_sid", "call_id", "state", "turns", "mood", "risk_level", "started_at"),
    "last_activity_at",
}


# --- status ------------------------------------------------------------------------------------


@pytest.mark.contract("rest.status", "answers.status", "identity.both")
async def test_the_status_tells_both_words_for_a_call_on_the_line(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = await talking(it)
        told = await status(it, call_id)

        assert set(told) == STATUS
        assert (told["call_id"], told["call_sid"]) == (call_id, it.sid(call_id))
        assert (told["status"], told["state"]) == ("in-progress", "greeting")
        assert (told["to"], told["from_number"]) == (TO_NUMBER, FROM_NUMBER)
        assert (told["direction"], told["attempt"]) == ("outbound-api", 1)
        assert told["end_reason"] is told["ended_at"] is told["duration_s"] is None
        assert all(
            MOMENT.fullmatch(told[f"{what}_at"]) for what in ("queued", "placed", "answered")
        )
        assert await status(it, told["call_sid"]) == told


@pytest.mark.contract("rest.status", "answers.status")
async def test_the_status_of_an_ended_call_says_how_and_for_how_long(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = await talking(it)
        it.callees[TO_NUMBER].answer(Speech("thank you goodbye"))
        await it.over()
        told = await status(it, call_id)

        assert (told["status"], told["state"]) == ("completed", "ended")
        assert told["end_reason"] == "goodbye"
        assert told["duration_s"] > 0
        assert MOMENT.fullmatch(told["ended_at"])


@pytest.mark.contract("answers.status")
@pytest.mark.parametrize(
    ("outcome", "word"),
    [
        (Outcome.BUSY, "busy"),
        (Outcome.NO_ANSWER, "no-answer"),
        (Outcome.REJECT, "busy"),
        (Outcome.UNREACHABLE, "failed"),
    ],
)
async def test_the_status_is_twilios_word_for_the_newest_attempt(
    tmp_path: Path, outcome: Outcome, word: str
) -> None:
    async with ruby(tmp_path) as it:
        call_id = (await it.initiate())["call_id"]
        assert (await status(it, call_id))["status"] in {"queued", "initiated", "ringing"}
        await it.pass_time(1)
        it.callees[TO_NUMBER].answer(Answer(outcome, after_s=1))
        await it.pass_time(40)

        made = [attempt.status for attempt in await it.parts.store.reader.attempts(call_id)]
        assert made[0] == word


@pytest.mark.contract("who.masked", "who.sim_needs_none")
async def test_the_bootstrap_token_sees_all_and_nobody_without_it_sees_its_calls(
    tmp_path: Path,
) -> None:
    async with ruby(tmp_path, ruby_api_token=BEARER) as it:
        it.api.headers["Authorization"] = f"Bearer {BEARER}"
        call_id = (await it.initiate())["call_id"]
        whole = (await status(it, call_id))["to"]
        await it.stop()
        it.settings = settings_for(tmp_path)
        await it.start()
        del it.api.headers["Authorization"]

        assert whole == TO_NUMBER
        assert (await status(it, call_id))["to"] == "+*******0100"


# --- lists -------------------------------------------------------------------------------------


@pytest.mark.contract("rest.active", "answers.active")
async def test_active_calls_are_those_not_ended_oldest_first(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        assert await active(it) == {"active_calls": [], "count": 0, "next": None}
        ids = [(await it.initiate(f"+1415555010{n}"))["call_id"] for n in range(3)]
        await end(it, ids[1])
        told = await active(it)

        assert [call["call_id"] for call in told["active_calls"]] == [ids[0], ids[2]]
        assert (told["count"], told["next"]) == (2, None)
        assert all(set(call) == STATUS for call in told["active_calls"])


@pytest.mark.contract("answers.active", "rest.active")
async def test_a_long_list_is_told_page_by_page_also_when_calls_end_between(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        ids = [(await it.initiate(f"+1415555010{n}"))["call_id"] for n in range(5)]
        answer = await it.api.get("/ai-calling/calls/active?limit=2")
        first = answer.json()
        await end(it, ids[1])
        second = (await it.api.get(answer.links["next"]["url"])).json()
        third = await active(it, f"?limit=2&after={second['next']}")

        pages = [[c["call_id"] for c in page["active_calls"]] for page in (first, second, third)]
        assert pages == [ids[:2], ids[2:4], ids[4:]]
        assert (first["count"], second["count"]) == (5, 4)
        assert first["next"] == ids[1]
        assert third["next"] is None


@pytest.mark.contract("rest.conversations", "answers.conversations")
async def test_conversations_are_the_calls_on_the_line(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        none = (await it.api.get("/voice/conversations")).json()
        call_id = await talking(it, initial_mood="sad")
        await it.initiate("+14155550101")
        await says(it, "it was a good day after all")
        told = (await it.api.get("/voice/conversations")).json()

        assert none == {"conversations": [], "count": 0, "next": None}
        assert told["count"] == 1
        shown = told["conversations"][0]
        assert set(shown) == CONVERSATION
        assert (shown["call_id"], shown["call_sid"]) == (call_id, it.sid(call_id))
        assert (shown["state"], shown["turns"], shown["risk_level"]) == ("listening", 1, "none")
        assert MOMENT.fullmatch(shown["started_at"])
        assert shown["last_activity_at"] > shown["started_at"]


@pytest.mark.contract("answers.conversations")
async def test_conversations_are_paged_past_calls_that_wait(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        await it.initiate("+14155550109", not_before="2026-01-31T00:00:00Z")
        ids = [await talking(it, to) for to in (TO_NUMBER, "+14155550101")]
        answer = await it.api.get("/voice/conversations?limit=1")
        more = await it.api.get(answer.links["next"]["url"])

        first, second = answer.json(), more.json()
        assert [page["conversations"][0]["call_id"] for page in (first, second)] == ids
        assert (first["count"], second["count"]) == (2, 2)
        assert second["next"] is None
        assert "Link" not in more.headers
