"""A whole call over real webhooks: every word in, every word out, every move in the log."""

from __future__ import annotations

from pathlib import Path

from ruby_fsm.simulator import Answer, Listening, Speech
from tests.world import TO_NUMBER, ruby


async def test_a_call_goes_from_ring_to_goodbye(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        placed = await it.initiate(initial_mood="sad", user_name="Sam")
        callee = it.callees[TO_NUMBER]

        callee.answer(Answer(after_s=1))
        await it.reach(Listening)
        callee.answer(Speech("i had a long day at work"))
        await it.reach(Listening)
        callee.answer(Speech("goodbye"))
        await it.over()

        told = await it.told(placed["call_id"])
        assert [move["to"] for move in told["transitions"]] == [
            "greeting",
            "listening",
            "responding",
            "listening",
            "closing",
            "ended",
        ]
        assert (told["end_reason"], told["outcome"]) == ("goodbye", "conversation")
        assert "That is reply 1." in [heard.text for heard in callee.heard]
