"""Everything known of one call, and the same over many: names, numbers and times."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ruby_fsm.simulator import Answer, Listening, Outcome, Silence, Speech
from tests.fakes import FixedChat
from tests.web.kit import MOMENT, UNKNOWN, in_crisis, refused, ruby, says, talking
from tests.world import TO_NUMBER, Ruby

FIELDS = {
    *("call_sid", "call_id", "status", "state", "timing", "conversation", "mood", "risk"),
    *("topics", "latency", "transitions", "outcome", "end_reason", "dial_policy"),
}
TIMING = {"queued", "placed", "answered", "ended", "queue_s", "ring_s", "duration_s"}
TALK = {
    *("turns", "words_person", "words_ruby", "silences", "reprompts", "fillers"),
    *("low_confidence_turns", "replied_by"),
}


async def evening(it: Ruby) -> str:
    """A call of four turns: sad, silent, hard to hear, better."""
    call_id = await talking(it, initial_mood="sad")
    await says(it, "I feel so sad about my job and boss")
    it.callees[TO_NUMBER].answer(Silence())
    await it.reach(Listening)
    it.callees[TO_NUMBER].answer(Speech("the bus", confidence=0.2))
    await it.reach(Listening)
    await says(it, "today I am happy and grateful, work was wonderful")
    it.callees[TO_NUMBER].answer(Speech("thank you goodbye"))
    await it.over()
    return call_id


@pytest.mark.contract("rest.analytics", "answers.analytics")
async def test_a_call_is_told_whole(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = await evening(it)
        told = await it.told(it.sid(call_id))

        assert set(told) == FIELDS
        assert (told["call_id"], told["call_sid"]) == (call_id, it.sid(call_id))
        assert (told["status"], told["state"]) == ("completed", "ended")
        assert (told["outcome"], told["end_reason"]) == ("conversation", "goodbye")


@pytest.mark.contract("analytics.conversation")
async def test_turns_words_silences_and_doubts_are_counted(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        talk = (await it.told(await evening(it)))["conversation"]

        assert set(talk) == TALK
        assert (talk["turns"], talk["silences"], talk["reprompts"]) == (4, 1, 1)
        assert talk["words_person"] == 9 + 2 + 9 + 3
        assert talk["words_ruby"] > 20
        assert (talk["low_confidence_turns"], talk["fillers"]) == (1, 0)
        assert sum(talk["replied_by"].values()) == 2


@pytest.mark.contract("analytics.mood", "analytics.topics")
async def test_the_mood_is_followed_turn_by_turn_and_topics_have_shares(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        told = await it.told(await evening(it))
        mood = told["mood"]

        assert set(mood) == {"initial", "final", "trajectory", "changes"}
        assert (mood["initial"], mood["final"]) == ("sad", "happy")
        assert mood["changes"] >= 1
        assert all(set(p) == {"turn", "mood", "valence", "confidence"} for p in mood["trajectory"])
        assert all(-1 <= p["valence"] <= 1 and 0 < p["confidence"] <= 1 for p in mood["trajectory"])
        first, last = mood["trajectory"][0], mood["trajectory"][-1]
        assert first["valence"] < 0 < last["valence"]
        assert "work" in {topic["topic"] for topic in told["topics"]}
        assert sum(topic["share"] for topic in told["topics"]) == pytest.approx(1, abs=0.01)


@pytest.mark.contract("analytics.timing")
async def test_times_are_those_of_the_clock(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = (await it.initiate(not_before="2026-01-05T18:00:30Z"))["call_id"]
        await it.pass_time(31)
        it.callees[TO_NUMBER].answer(Answer(after_s=7))
        await it.reach(Listening)
        it.callees[TO_NUMBER].answer(Speech("thank you goodbye"))
        await it.over()
        timing = (await it.told(call_id))["timing"]

        assert set(timing) == TIMING
        assert timing["queued"] == "2026-01-05T18:00:00.000Z"
        assert timing["placed"] == "2026-01-05T18:00:30.000Z"
        assert timing["queue_s"] == 30
        assert 7 <= timing["ring_s"] <= 9
        assert timing["duration_s"] > 5
        assert timing["placed"] < timing["answered"] < timing["ended"]


@pytest.mark.contract("analytics.timing")
async def test_what_has_not_been_is_null(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = (await it.initiate(not_before="2026-01-05T19:00:00Z"))["call_id"]
        told = await it.told(call_id)

        assert [told["timing"][name] for name in sorted(TIMING - {"queued"})] == [None] * 6
        assert told["outcome"] is told["end_reason"] is None
        assert (told["status"], told["state"], told["transitions"]) == ("queued", "queued", [])
        assert told["latency"]["reply"] == {"p50": None, "p95": None, "max": None}


@pytest.mark.contract("analytics.risk")
async def test_danger_is_told_by_level_and_kind_with_every_escalation(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = await in_crisis(it)
        await it.pass_time(1)
        risk = (await it.told(call_id))["risk"]

        assert set(risk) == {"level", "max_level", "trajectory", "crisis_at", "escalations"}
        assert risk["level"] == risk["max_level"]
        assert risk["level"] in {"moderate", "high", "imminent"}
        assert [set(point) for point in risk["trajectory"]] == [{"turn", "level", "category"}]
        assert risk["trajectory"][0]["category"] != "none"
        assert MOMENT.fullmatch(risk["crisis_at"])
        assert len(risk["escalations"]) == 1
        assert risk["escalations"][0]["steps"][0]["outcome"] == "sent"
        assert risk["escalations"][0]["acknowledged_at"] is None
        assert "kill" not in str(await it.told(call_id))


@pytest.mark.contract("analytics.latency")
async def test_the_latency_of_a_reply_is_told_apart(tmp_path: Path) -> None:
    chat = FixedChat()
    async with ruby(tmp_path, chat=chat) as it:
        call_id = await talking(it)
        chat.delay_s = 1.0
        await says(it, "it was a long day")
        latency = (await it.told(call_id))["latency"]

        assert set(latency) == {"reply", "chat", "store", "understanding", "total"}
        assert all(set(spread) == {"p50", "p95", "max"} for spread in latency.values())
        assert latency["chat"] == {"p50": 1000, "p95": 1000, "max": 1000}
        assert latency["total"]["max"] >= latency["chat"]["max"]
        assert latency["store"]["max"] == 0  # no time passes on this clock while rows are kept


@pytest.mark.contract("analytics.transitions")
async def test_every_move_stands_in_order_from_queued_to_ended(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        moves = (await it.told(await evening(it)))["transitions"]

        assert all(set(move) == {"seq", "from", "event", "to", "at"} for move in moves)
        assert [move["seq"] for move in moves] == list(range(1, len(moves) + 1))
        assert [m["to"] for m in moves[:-1]] == [m["from"] for m in moves[1:]]
        assert (moves[0]["from"], moves[-1]["to"]) == ("queued", "ended")
        assert moves[0]["event"] == "CallAnswered"
        assert all(MOMENT.fullmatch(move["at"]) for move in moves)


@pytest.mark.contract("rest.analytics")
async def test_an_unknown_call_has_no_analytics(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        answer = await it.api.get(f"/ai-calling/call/{UNKNOWN}/analytics")

        refused(answer, 404, "call-not-found")


@pytest.mark.contract("answers.analytics")
async def test_a_machine_that_answered_counts_for_nothing(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        call_id = (await it.initiate())["call_id"]
        await it.pass_time(1)
        it.callees[TO_NUMBER].answer(Answer(Outcome.MACHINE, after_s=1))
        await it.over()
        told = await it.told(call_id)

        assert told["risk"]["max_level"] == "none"
        assert told["state"] == "ended"


# --- many calls ----------------------------------------------------------------------------------


async def summary(it: Ruby, query: str = "") -> dict[str, Any]:
    answer = await it.api.get(f"/ai-calling/analytics/summary{query}")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


@pytest.mark.contract("rest.summary")
async def test_the_summary_counts_the_calls_of_the_last_day(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        assert (await summary(it))["calls"] == 0
        await evening(it)
        ended = (await it.initiate("+14155550101"))["call_id"]
        await it.api.post(f"/ai-calling/call/{ended}/end")
        await in_crisis(it, to="+14155550102")
        told = await summary(it)

        assert told["calls"] == 3
        assert told["by_outcome"] == {"conversation": 1, "canceled": 1, "live": 1}
        assert told["by_end_reason"] == {"goodbye": 1, "canceled": 1, "live": 1}
        assert told["conversation"]["turns"] == 5
        assert (told["crises"], told["escalations"], told["acknowledged"]) == (1, 1, 0)
        assert told["mood_initial"] == {"sad": 1, "neutral": 2}
        assert sum(told["mood_final"].values()) == sum(told["risk_max"].values()) == 3
        assert told["latency"]["reply"]["p50"] is not None
        assert told["topics"]


@pytest.mark.contract("rest.summary")
async def test_the_summary_takes_calls_from_since_to_before_until(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        await it.initiate()
        await it.pass_time(60)
        await it.initiate("+14155550101")
        day = "2026-01-05T"

        assert (await summary(it, f"?since={day}18:00:00Z"))["calls"] == 2
        assert (await summary(it, f"?since={day}18:00:00.001Z"))["calls"] == 1
        assert (await summary(it, f"?since={day}17:00:00Z&until={day}18:00:00Z"))["calls"] == 0
        told = await summary(it, f"?since={day}19:00:00%2B01:00&until={day}18:00:30Z")
        assert (told["calls"], told["since"]) == (1, f"{day}18:00:00.000Z")
        assert told["until"] == f"{day}18:00:30.000Z"
