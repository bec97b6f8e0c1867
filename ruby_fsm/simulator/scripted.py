"""A callee that follows a script and notes every expectation that was not met."""

import asyncio
import math
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from ruby_fsm.simulator.callee import (
    Answer,
    Digits,
    Handset,
    HangUp,
    Heard,
    Input,
    Joined,
    Listening,
    Outcome,
    Reaction,
    Ringing,
    Silence,
    Speech,
    Transfer,
)
from ruby_fsm.simulator.played import Notes, Played, leading
from ruby_fsm.simulator.script import Script
from ruby_fsm.simulator.steps import Act, Do, Hear, PickUp, Step, Transferred, Wait

Hook = Callable[[Mapping[str, Any]], Awaitable[None]]
Sleep = Callable[[float], Awaitable[None]]

# Seconds of listening a callee stays silent for what it expects to hear, or after its last step.
PATIENCE_S = 20
LINGERING_S = 60
# A gather this short listens in passing, between two looks of the application: no turn to speak.
PASSING_S = 2


class UnmetError(Exception):
    """Raised by a hook of a `do` step: what it was to bring about did not come about."""


class ScriptedCallee:
    """Follows one script, over as many ringings as it answers.

    `hooks` serve its `do` steps by name; `wait` lets time pass for its `wait` steps: the
    clock's `sleep`, or what moves the application's clock. `await played()` for the outcome.
    """

    def __init__(
        self, script: Script, wait: Sleep, hooks: Mapping[str, Hook] | None = None
    ) -> None:
        self._script = script
        self._wait = wait
        self._hooks = hooks or {}
        self._steps: list[Step] = list(script.steps)
        self._waited_s = 0
        self._handset: Handset | None = None
        self._notes = Notes()
        self._status = ""
        self._over = asyncio.Event()
        self._begun: Act | None = None
        self._doing: asyncio.Task[None] | None = None

    async def played(self) -> Played:
        """Wait until the script is through and its last call over."""
        await self._over.wait()
        return self.so_far()

    def unrung(self) -> Played:
        """Return how it went where it never rings: a step that waits for that was not met."""
        if self._steps:
            self._notes.miss(self._steps[0], "it never rang")
        return self.so_far()

    def so_far(self) -> Played:
        """Return how it went up to now."""
        return self._notes.so_far(self._script, self._status)

    async def rings(self, ringing: Ringing) -> Answer:
        self._handset, self._waited_s = ringing.handset, 0
        self._notes.begin_turn()
        if not self._script.steps:
            self._notes.unmet.append(
                f"{self._script.name}: it rang, the script has no steps for that"
            )
            return Answer(Outcome.NO_ANSWER)
        match self._steps:
            case [PickUp(answer=answer), *_]:
                self._steps.pop(0)
                return answer
            case _:
                return Answer(after_s=1)

    async def hears(self, heard: Heard) -> Reaction | None:
        self._notes.heard(heard.text)
        if not self._reach_over(heard.text):
            return None
        step = self._steps.pop(0)
        assert isinstance(step, Act)
        assert not isinstance(step.act, Silence)  # only words, keys and the end can be over words
        if step.late:
            await self._say_late(step)
            return None
        if not heard.can_speak and not isinstance(step.act, HangUp):
            self._begun = step  # spoken on until somebody listens
            return None
        self._acted(step.act)
        return step.act

    async def gather(self, listening: Listening) -> Input:
        await self._settle_events()
        if self._begun is not None:
            begun, self._begun = self._begun, None
            return self._act(begun, listening)
        if not self._steps:
            return self._stay(listening)
        step = self._steps[0]
        if isinstance(step, Act) and step.over is None and not step.after_end:
            if listening.timeout_s <= PASSING_S:
                return self._silent(listening)
            self._steps.pop(0)
            return self._act(step, listening)
        if self._waited_s < PATIENCE_S:
            return self._silent(listening)
        self._notes.miss(self._steps.pop(0), self._notes.why(step))
        self._waited_s = 0
        return await self.gather(listening)

    async def transfer(self, number: str) -> Transfer:
        await self._settle_events()
        match self._steps:
            case [Transferred(transfer=transfer), *_]:
                self._steps.pop(0)
                self._notes.transcript.append(("caller", f"[transfer to {number}]"))
                return transfer
            case _:
                self._notes.unmet.append(
                    f"{self._where()}: the call was transferred, the script has no such step"
                )
                return Transfer()

    async def joined(self, joined: Joined) -> float:
        """As long as its script says; as long as the room lasts where that says nothing."""
        await self._settle_events()
        self._notes.transcript.append(("caller", f"[in the room {joined.room}]"))
        match self._steps:
            case [Transferred(transfer=transfer), *_]:
                self._steps.pop(0)
                return transfer.duration_s
            case [Act(act=HangUp(), over=None, after_end=False), *_]:
                self._steps.pop(0)
                return 0.0
            case _:
                return math.inf

    async def ended(self, status: str) -> None:
        self._status = status
        if self._begun is not None:
            self._notes.miss(self._begun, f"nobody listened ({status})")
        try:
            await self._done()
            while self._steps and not isinstance(self._steps[0], PickUp):
                await self._take(self._steps.pop(0))
        finally:
            if not (self._steps and isinstance(self._steps[0], PickUp)):
                self._over.set()

    async def _settle_events(self) -> None:
        """Take every step that needs no turn: what was heard, what happens beside the call."""
        await self._done()
        while self._steps and self._is_event(self._steps[0]):
            self._waited_s = 0
            await self._take(self._steps.pop(0))

    def _is_event(self, step: Step) -> bool:
        if isinstance(step, Act):
            return step.late and not step.over and not step.after_end
        return isinstance(step, Wait | Do) or self._notes.is_passed(step)

    async def _take(self, step: Step) -> None:
        """Do what the callee needs no turn for."""
        match step:
            case Hear():
                self._notes.check(step)
            case Act(late=True, over=None):
                await self._say_late(step)
            case Wait() | Do():
                self._doing = asyncio.create_task(self._happen(step))
                await self._done()
            case Act() | PickUp() | Transferred():
                self._notes.miss(step, f"the call was over before ({self._status})")

    async def _done(self) -> None:
        """Wait for what was begun, which goes on even if the line is taken away meanwhile."""
        if self._doing is None:
            return
        try:
            await asyncio.shield(self._doing)
        finally:
            if self._doing.done():
                self._doing = None

    def _reach_over(self, text: str) -> bool:
        """Tell whether the next step is to be done over these words, all before it being heard."""
        passed = leading(self._notes, self._steps)
        left = self._steps[len(passed) :]
        if not left or not isinstance(left[0], Act) or left[0].over is None:
            return False
        if not left[0].over.found_in(text):
            return False
        for hear in passed:
            self._notes.check(hear)
        self._steps = left
        return True

    async def _happen(self, step: Wait | Do) -> None:
        if isinstance(step, Wait):
            await self._wait(step.seconds)
        elif (hook := self._hooks.get(step.name)) is None:
            known = ", ".join(sorted(self._hooks)) or "none"
            self._notes.miss(step, f"no hook is named {step.name!r}; known are {known}")
        else:
            await self._hook(step, hook)

    async def _hook(self, step: Do, hook: Hook) -> None:
        fault = "it broke off"
        try:
            await hook(step.args)
            fault = ""
        except UnmetError as unmet:
            fault = str(unmet)
        finally:
            if fault:
                self._notes.miss(step, f"{step.name}: {fault}")

    async def _say_late(self, step: Act) -> None:
        assert isinstance(step.act, Speech)
        assert self._handset is not None
        self._notes.transcript.append(("callee", step.act.text))
        try:
            await self._handset.say_late(step.act)
        except ValueError as fault:
            self._notes.miss(step, str(fault))

    def _silent(self, listening: Listening) -> Silence:
        self._waited_s += max(listening.timeout_s, 1)
        return Silence()

    def _act(self, step: Act, listening: Listening) -> Input:
        if isinstance(step.act, Speech) and not listening.speech:
            self._notes.miss(step, "the call listens for keys only")
        if isinstance(step.act, Digits) and not listening.dtmf:
            self._notes.miss(step, "the call listens for words only")
        self._acted(step.act)
        return step.act

    def _acted(self, act: Input) -> None:
        self._notes.acted(act)
        self._waited_s = 0

    def _stay(self, listening: Listening) -> Input:
        if self._waited_s < LINGERING_S:
            return self._silent(listening)
        self._notes.unmet.append(
            f"{self._where()}: the call did not end after the script's last step"
        )
        return HangUp()

    def _where(self) -> str:
        return self._steps[0].at if self._steps else self._script.steps[-1].at
