"""One random history: calls, people, operators, a wild network, and time, all in one hand.

Each step is drawn from what is possible now; after each the invariants are checked.
"""

from __future__ import annotations

from ruby_fsm.core.events import SpeechHeard
from ruby_fsm.simulator import Answer, Status
from tests.app.acts import Act, Acts
from tests.app.invariants import at_the_end


class History(Acts):
    """One history, drawn step by step."""

    async def go(self, steps: int) -> None:
        try:
            await self.begin()
            for _ in range(steps):
                await self.step()
            await self.end()
        finally:
            self.evidence.close()

    async def begin(self) -> None:
        """A call is placed, and mostly it is answered."""
        await self.place()
        await self.flow()
        after_s = self.draw((0, 0, 2, None))
        if self.askable() and after_s is not None:
            self.people[0].answer(Answer(after_s=after_s))
            await self.check()

    async def step(self) -> None:
        doing = self.draw(self.possible())
        self.done[doing.__name__] += 1
        await doing()
        await self.check()

    # --- what may happen now --------------------------------------------------------------------
    def possible(self) -> list[Act]:
        acts = [self.draw(self.asides())] * 4
        if self.it.simulator.desk.pending:
            acts += [self.deliver] * 3 + [self.flow] * 10 + [self.draw(self.mishaps())] * 4
        if self.past:
            acts += [self.repeat] * 2
        if self.askable():
            acts += [self.react] * 20
        return acts

    def asides(self) -> list[Act]:
        waits = [self.pass_time] * 3
        return [
            *waits,
            self.operate,
            self.say_to_old,
            self.meet_stranger,
            self.change_chat,
            self.break_rest,
            self.die,
            *[self.place] * 2,
        ]

    def mishaps(self) -> list[Act]:
        return [
            self.deliver_any,
            self.deliver_twice_at_once,
            self.drop,
            self.lose_reply,
            self.deliver_without_store,
            self.die_in_between,
        ]

    # --- the end --------------------------------------------------------------------------------
    async def end(self) -> None:
        """What waits is delivered, all lines go down, and time does the rest."""
        self.it.chat.delay_s, self.it.chat.broken = 0.0, False
        await self.settle_lines()
        for _ in range(40):
            for leg in self.it.calls():
                self.it.simulator.line(leg.sid).hang_up()
            await self.deliver_all()
            if all(not story.call.is_live for story in self.evidence.look().stories.values()):
                break
            await self.it.pass_time(120)
        await self.it.pass_time(20)
        at_the_end(self.evidence.whole())
        self.nothing_is_owed()

    async def settle_lines(self) -> None:
        """31 HANGUP: once all is delivered and retried, no line stands without a live call."""
        for _ in range(3):
            await self.deliver_all()
            await self.it.pass_time(40)
        seen = self.evidence.look()
        live = {a.sid for a in seen.attempts_of_live_calls()}
        live |= {one.call.ring_sid for one in seen.stories.values() if one.call.rung_ms}
        for leg in self.it.calls():
            assert leg.sid in live or leg.status is not Status.IN_PROGRESS, leg

    async def deliver_all(self) -> None:
        await self.it.calm()
        for _ in range(60):
            if not self.it.simulator.desk.pending:
                return
            await self.carry(self.it.simulator.desk.pending[0])
            await self.it.calm()

    def nothing_is_owed(self) -> None:
        """Each word that was said while the store was away stands in the log all the same."""
        rows = [row for story in self.evidence.look().stories.values() for row in story.rows]
        heard = [row.event.text for row in rows if isinstance(row.event, SpeechHeard)]
        for delivery in self.owed:
            text = delivery.params.get("SpeechResult", "")
            assert not text or text in heard, delivery
