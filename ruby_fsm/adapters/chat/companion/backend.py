"""The chat backend: from what was said on this call to Ruby's next sentences."""

from __future__ import annotations

from collections.abc import AsyncIterator

from ruby_fsm.adapters.chat.companion.replying import reply
from ruby_fsm.adapters.chat.companion.wording import sentences
from ruby_fsm.app.ports import ChatRequest
from ruby_fsm.core.aloud import aloud
from ruby_fsm.errors import ChatError


class Companion:
    """Ruby without a model. Keeps nothing: the same request always gets the same reply."""

    name = "companion"

    async def stream(self, request: ChatRequest) -> AsyncIterator[str]:
        """The reply, a sentence a piece. Raises ChatError in a crisis: those words are config's."""
        if request.in_crisis:
            raise ChatError(f"{self.name}: it has no words of its own for a crisis")
        for piece in sentences(aloud(reply(request), request.language)):
            yield piece

    async def check(self) -> str:
        """Nothing can be amiss: it is part of this process."""
        return "it is part of this service and always replies"
