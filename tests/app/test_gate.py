"""The gate on the line: what a model may not say is not heard, and analytics show who spoke."""

from __future__ import annotations

import asyncio
from pathlib import Path

from ruby_fsm.adapters.chat.breaker import Breaker
from ruby_fsm.adapters.chat.companion import Companion
from ruby_fsm.adapters.chat.guarded import Guarded
from ruby_fsm.app.ports import ChatRequest
from ruby_fsm.core.call import CallState
from ruby_fsm.simulator import Speech
from ruby_fsm.understanding.gate.contacts import Known
from tests.app.kit import HARMLESS, call_of, heard, listening, quick, says
from tests.fakes import FixedChat
from tests.world import Ruby

BAD = "It stays between us, I am a real person."


class Cruel(FixedChat):
    """A remote backend behind its gate: what it says at its first turn may not be spoken."""

    async def reply(self, request: ChatRequest) -> str:
        return BAD if request.turn == 1 else "That sounds long."


async def talk(it: Ruby) -> tuple[str, list[str]]:
    call_id, person = await listening(it)
    for words in (HARMLESS, "my back hurts"):
        await says(it, person, Speech(words))
    assert (await call_of(it, call_id)).state is CallState.LISTENING
    return call_id, heard(person)


async def test_a_withheld_reply_is_replaced_in_the_same_turn_and_told_by_analytics(
    tmp_path: Path,
) -> None:
    async with quick(tmp_path) as it:
        gate = Guarded(
            Cruel(),
            Breaker(it.clock, failures=3, open_s=30),
            asyncio.Semaphore(8),
            it.clock,
            slow_s=2.5,
            known=lambda _: Known(),
        )
        it.parts.conductor.replier.chain = (gate, Companion())
        call_id, said = await talk(it)
        told = (await it.api.get(f"/ai-calling/call/{call_id}/analytics")).json()

    assert BAD not in said
    assert said[-1] == "That sounds long."
    assert told["conversation"]["replied_by"] == {"companion": 1, "fixed": 1}
