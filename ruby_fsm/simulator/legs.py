"""The second leg of a transfer: another call of the network, joined to the first by a Dial."""

import asyncio

from ruby_fsm.simulator.call import Call, Source, Status
from ruby_fsm.simulator.callee import Callee, DialStatus, Transfer
from ruby_fsm.simulator.line import InterruptedLineError, Line
from ruby_fsm.simulator.network import Network

FATES = {
    Status.BUSY: DialStatus.BUSY,
    Status.NO_ANSWER: DialStatus.NO_ANSWER,
    Status.FAILED: DialStatus.FAILED,
    Status.CANCELED: DialStatus.CANCELED,
}


class Leg(Line):
    """Carries the call to the other one; what it is told is played before the two are joined.

    Whoever picks up, hears a document to its end and stays is joined. Who does not leaves a leg
    that was completed and never bridged: to the Dial's action it looks `completed`.
    """

    def __init__(self, call: Call, callee: Callee, network: Network) -> None:
        super().__init__(call, callee, network)
        self._joined = asyncio.Event()
        self._parted = asyncio.Event()
        self._is_cut = False
        self._carried: asyncio.Task[Call] | None = None

    def begin(self) -> asyncio.Task[Call]:
        """Ring; what is returned is done when the leg is down."""
        self._carried = asyncio.create_task(self.carry())
        return self._carried

    async def talked(self, at_most_s: int) -> Transfer:
        """How it went, once it is over; the leg is put down with whoever waited for it."""
        assert self._carried is not None, "it was not begun"
        joined = asyncio.create_task(self._joined.wait())
        try:
            await asyncio.wait({joined, self._carried}, return_when=asyncio.FIRST_COMPLETED)
            if not self._joined.is_set():
                return unjoined(await asyncio.shield(self._carried))
            talk = await self._callee.transfer(self.call.order.from_)
            lasts_s = min(talk.duration_s, at_most_s)
            await self._network.linger(lasts_s)
            return Transfer(DialStatus.COMPLETED, lasts_s, talk.callee_hangs_up)
        finally:
            joined.cancel()
            self._parted.set()
            if not self._carried.done() and not self._joined.is_set():
                self.hang_up()

    async def _talk(self, first: Source) -> None:
        await super()._talk(first)
        if self._player.is_down or self._is_cut:
            return
        self._joined.set()
        try:
            await self._unless_interrupted(self._parted.wait())
        except InterruptedLineError:
            return

    def hang_up(self) -> None:
        self._is_cut = True
        super().hang_up()


def unjoined(call: Call) -> Transfer:
    status = FATES.get(call.status, DialStatus.COMPLETED)
    return Transfer(status, 0, is_declined=status is DialStatus.COMPLETED)
