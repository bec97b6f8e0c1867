"""The two hundred talks, held once for all tests that count over them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from ruby_fsm.adapters.chat.companion import Companion
from ruby_fsm.app.ports import ChatRequest
from ruby_fsm.app.records import Utterance
from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.assessment import Mood
from tests.adapters.chat.dialogues import Talk, dialogues, talked

Talking = Callable[..., Awaitable[list[str]]]


@pytest.fixture(scope="session")
def talks() -> list[Talk]:
    """About ten seconds of work: eight thousand replies."""
    companion = Companion()

    async def hold() -> list[Talk]:
        return [await talked(companion, dialogue) for dialogue in dialogues()]

    return asyncio.run(hold())


@pytest.fixture
def talk() -> Talking:
    """Say some things to the companion, one after the other; returns what it replied."""

    async def say(*said: str, call_id: str = "CL1", **told: str | bool | int) -> list[str]:
        companion = Companion()
        history: list[Utterance] = []
        replies = []
        for turn, text in enumerate(said, 1):
            history.append(Utterance(True, text, turn, assess(text)))
            request = ChatRequest(
                call_id=call_id,
                turn=turn,
                history=tuple(history),
                mood=Mood(str(told.get("mood", "neutral"))),
                persona="",
                name=str(told.get("name", "")),
                custom_prompt=str(told.get("custom_prompt", "")),
                is_returning=bool(told.get("is_returning")),
                max_words=int(told.get("max_words", 45)),
            )
            reply = "".join([piece async for piece in companion.stream(request)])
            history.append(Utterance(False, reply, turn))
            replies.append(reply)
        return replies

    return say


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The dialogues are talked through once, so who judges them shares one process."""
    for item in items:
        if "talks" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("talks"))
