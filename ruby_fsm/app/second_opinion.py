"""A chat model's opinion on danger, asked beside the reply: it may add, and changes nothing else.

It is nobody's reply: nothing waits for it, and whatever becomes of it the rules' own level stands.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from functools import partial

from ruby_fsm.app.ports import ChatRequest, Clock, Opinions, Unit, Units
from ruby_fsm.app.settle import Settler
from ruby_fsm.app.timing import within
from ruby_fsm.core.events import RiskRaised
from ruby_fsm.errors import ChatError, Unavailable
from ruby_fsm.understanding.assessment import Assessment, Risk

LIMIT_S = 8.0  # later the talk has gone on, and what is said next is heard by itself
AT_ONCE = 20
LOG = logging.getLogger("ruby_fsm.second_opinion")


class SecondOpinion:
    """`opinions`: None where nobody is asked. `count` hears of each that did not come."""

    def __init__(
        self,
        units: Units,
        settler: Settler,
        opinions: Opinions | None,
        clock: Clock,
        count: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.units = units
        self.settler = settler
        self.opinions = opinions
        self.clock = clock
        self.count = count
        self._asking: set[asyncio.Task[None]] = set()

    def beside(self, request: ChatRequest, heard: Assessment | None) -> None:
        """Ask for it, and return at once; `heard`: what was understood of the newest words."""
        if self.opinions is None or heard is None or len(self._asking) >= AT_ONCE:
            return
        task = asyncio.create_task(self._ask(self.opinions, request, heard.risk))
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)

    async def close(self) -> None:
        for task in self._asking:
            task.cancel()
        await asyncio.gather(*self._asking, return_exceptions=True)

    async def _ask(self, opinions: Opinions, request: ChatRequest, own: Risk) -> None:
        risk = await self._opinion(opinions, request)
        if risk is None:
            self.count("opinion_missing")
        elif risk.level > own.level:
            try:
                await self.units.run(partial(self._feed, request=request, risk=risk))
            except Unavailable as error:
                LOG.error("an opinion could not be recorded: %s", error)  # noqa: TRY400

    async def _opinion(self, opinions: Opinions, request: ChatRequest) -> Risk | None:
        asking = asyncio.create_task(opinions.on(request))
        try:
            is_done = await within(self.clock, LIMIT_S, asking)
        finally:
            asking.cancel()
        if not is_done or asking.cancelled():
            return None
        if error := asking.exception():
            told = str(error) if isinstance(error, ChatError) else type(error).__name__
            LOG.warning("no opinion on danger: %s", told)
            return None
        return asking.result()

    def _feed(self, unit: Unit, request: ChatRequest, risk: Risk) -> None:
        """Once a turn; words of a machine, struck meanwhile, raise nothing."""
        record = unit.load(request.call_id)
        key = f"opinion:{request.turn}"
        if record is None or record.call.struck_n or unit.seen(request.call_id, key):
            return
        event = RiskRaised(self.clock.now_ms(), request.turn, Assessment(risk))
        self.settler.feed(unit, record, event, key, key)
