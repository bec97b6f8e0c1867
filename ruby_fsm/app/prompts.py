"""What the chat backend is told for a turn: persona, mood, and the memory of this call alone."""

from __future__ import annotations

from ruby_fsm.app.policies import Policies
from ruby_fsm.app.ports import ChatRequest, Unit
from ruby_fsm.app.records import Record


def chat_request(unit: Unit, record: Record, policies: Policies) -> ChatRequest:
    """Everything said since the machine's words, if there were any, were struck."""
    call, person = record.call, record.person
    return ChatRequest(
        call_id=call.call_id,
        turn=call.turn,
        history=unit.history(call.call_id, call.struck_n),
        mood=call.mood,
        persona=policies.newest.persona.instructions,
        language=policies.newest.tag(person.language),
        name=person.user_name,
        custom_prompt=person.custom_prompt,
        is_returning=call.is_returning,
        max_words=policies.of(unit, record).numbers.reply_words,
    )
