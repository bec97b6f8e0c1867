"""`ruby-fsm serve`, but for a chat backend that answers at once: what the companion costs is apart.

All else is as an operator starts it; run it with the words of `serve`.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from dataclasses import replace

from ruby_fsm.__main__ import main
from ruby_fsm.app.ports import ChatRequest
from ruby_fsm.app.tracing import Tracing
from ruby_fsm.cli import serve
from ruby_fsm.config.settings import Settings
from ruby_fsm.wiring import Role, World

made_by_serve = serve.world_of


class AtOnce:
    """The same words every time."""

    name = "at once"

    async def stream(self, request: ChatRequest) -> AsyncIterator[str]:
        yield f"That is good to hear. What else was there today, {request.turn}?"

    async def check(self) -> str:
        return "it answers"


def world_of(settings: Settings, role: Role, tracing: Tracing) -> World:
    return replace(made_by_serve(settings, role, tracing), around_chat=lambda _: AtOnce())


if __name__ == "__main__":
    serve.world_of = world_of
    sys.argv[1:] = ["serve", *sys.argv[1:]]
    main()
