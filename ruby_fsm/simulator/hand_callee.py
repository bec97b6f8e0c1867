"""A callee in a test's hand: it waits at each question until the test answers for it."""

import asyncio
from types import UnionType

from ruby_fsm.simulator.callee import (
    Answer,
    HangUp,
    Heard,
    Input,
    Joined,
    Listening,
    Reaction,
    Ringing,
    Transfer,
)

Question = Ringing | Listening | Joined | str
Decision = Answer | Input | Transfer
FITTING: dict[type, type | UnionType] = {
    Ringing: Answer,
    Listening: Input,
    Joined: HangUp,
    str: Transfer,
}


class HandCallee:
    """Keeps what it heard; `asked` is what it is being asked now, None while it is not.

    `over`: reactions given in turn to what is played while a gather lets it be cut short.
    """

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self.over: list[Reaction] = []
        self.asked: Question | None = None
        self.last_status = ""
        self._decision: asyncio.Future[Decision] | None = None

    def answer(self, decision: Decision) -> None:
        """Answer for Ringing, Input for Listening, HangUp for Joined, Transfer for a number."""
        if self.asked is None or self._decision is None:
            raise ValueError("the callee is not being asked anything now")
        if not isinstance(decision, FITTING[type(self.asked)]):
            raise TypeError(f"asked {self.asked!r}, the callee cannot answer {decision!r}")
        self._decision.set_result(decision)
        self.asked = None

    async def rings(self, ringing: Ringing) -> Answer:
        decision = await self._ask(ringing)
        assert isinstance(decision, Answer)
        return decision

    async def hears(self, heard: Heard) -> Reaction | None:
        self.heard.append(heard)
        return self.over.pop(0) if heard.can_speak and self.over else None

    async def gather(self, listening: Listening) -> Input:
        decision = await self._ask(listening)
        assert isinstance(decision, Input)
        return decision

    async def transfer(self, number: str) -> Transfer:
        decision = await self._ask(number)
        assert isinstance(decision, Transfer)
        return decision

    async def joined(self, joined: Joined) -> float:
        """In the room until it ends, or the test hangs up."""
        await self._ask(joined)
        return 0.0

    async def ended(self, status: str) -> None:
        self.last_status = status

    async def _ask(self, question: Question) -> Decision:
        self.asked = question
        self._decision = asyncio.get_running_loop().create_future()
        try:
            return await self._decision
        finally:
            self.asked = None
