"""A person at the terminal as the callee: reads what is said, types what they would say."""

import asyncio
import math
import re
import threading
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TextIO

from rich.console import Console
from rich.text import Text

from ruby_fsm.simulator.callee import (
    Answer,
    DialStatus,
    Digits,
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
from ruby_fsm.simulator.clock import Clock

HELP = """\
Type what you would say, and press Enter.
  /silence     say nothing until the call notices
  /key 1       press keys
  /noise       say something nobody could understand
  /voicemail   let a machine answer (while it rings: instead of you)
  /busy        while it rings: the line is busy
  /reject      while it rings: do not take the call
  /hangup      put the phone down
  /state       show where the call is
  /help        show this"""
RINGS = "Enter or a word answers; /busy, /reject or /voicemail do not. /help lists more."
MACHINE_GREETING = "Hi, I can't come to the phone right now. Please leave a message after the tone."
PASSING_S = 2  # shorter than anybody needs to begin typing
NOISE = Speech("uh the", 0.15)
RINGING = {
    "/busy": Outcome.BUSY,
    "/reject": Outcome.REJECT,
    "/hangup": Outcome.REJECT,
    "/voicemail": Outcome.MACHINE,
}
TURNS: dict[str, Input] = {
    "/silence": Silence(),
    "/hangup": HangUp(),
    "/noise": NOISE,
    "/voicemail": Speech(MACHINE_GREETING),
}
KEYS = re.compile(r"/key\s+([0-9*#]+)")
TRANSFER = {
    "/busy": DialStatus.BUSY,
    "/silence": DialStatus.NO_ANSWER,
    "/hangup": DialStatus.FAILED,
}

Show = Callable[[], Awaitable[str]]


class Typed:
    """Lines typed by a person. After the last one (end of input) each further line is None."""

    def __init__(self) -> None:
        self._lines: deque[str | None] = deque()
        self._more = asyncio.Event()

    @classmethod
    def read_from(cls, stream: TextIO) -> "Typed":
        """Read a stream in a thread of its own, so that waiting for a line holds nothing up."""
        typed, loop = cls(), asyncio.get_running_loop()

        def read() -> None:
            with suppress(RuntimeError):  # the loop is closed: nobody waits for lines any more
                for line in stream:
                    loop.call_soon_threadsafe(typed.put, line)
                loop.call_soon_threadsafe(typed.put, None)

        threading.Thread(target=read, name="typed-lines", daemon=True).start()
        return typed

    def put(self, line: str | None) -> None:
        """Take a line in; None ends the input."""
        self._lines.append(line)
        self._more.set()

    def put_back(self, line: str) -> None:
        """Keep a line for whoever asks next."""
        self._lines.appendleft(line)
        self._more.set()

    async def line(self) -> str | None:
        """Return the next line without its end."""
        while not self._lines:
            self._more.clear()
            await self._more.wait()
        if self._lines[0] is None:
            return None
        line = self._lines.popleft()
        return "" if line is None else line.strip()


class TerminalCallee:
    """Shows the call on a console and takes typed lines for it.

    `show_state` says in one line where the call is, for `/state`; `caller` is who speaks.
    """

    def __init__(
        self,
        typed: Typed,
        console: Console,
        clock: Clock,
        *,
        caller: str = "Ruby",
        show_state: Show | None = None,
    ) -> None:
        self._typed = typed
        self._console = console
        self._clock = clock
        self._caller = caller
        self._show_state = show_state

    async def rings(self, ringing: Ringing) -> Answer:
        self._print(f"\N{BLACK TELEPHONE} {self._caller} is calling from {ringing.caller}.", "bold")
        self._print(RINGS, "dim")
        while True:
            line = await self._typed.line()
            if line is None:
                return Answer(Outcome.NO_ANSWER)
            if not line.startswith("/"):
                if line:
                    self._typed.put_back(line)  # picked up with the first words on the lips
                return Answer(after_s=0)
            if line in RINGING:
                return Answer(RINGING[line], after_s=0)
            await self._explain(line)

    async def hears(self, heard: Heard) -> Reaction | None:
        name = "The network" if heard.by_network else self._caller
        self._console.print(Text.assemble((f"{name}: ", "bold magenta"), heard.text))
        line = await self._typed_within(heard.lasts_s)
        if line is None:
            return None
        reaction = await self._input(line)
        if isinstance(reaction, HangUp):
            return reaction
        if isinstance(reaction, Speech | Digits) and heard.can_speak:
            return reaction
        if reaction is not None:
            self._typed.put_back(line)  # too early: it is for their turn
        return None

    async def gather(self, listening: Listening) -> Input:
        if listening.timeout_s <= PASSING_S:
            return await self._passing(listening.timeout_s)
        self._print("your turn" if listening.speech else "press keys: /key 1", "dim")
        while True:
            line = await self._typed.line()
            if line is None:
                return HangUp()
            if (reaction := await self._input(line)) is not None:
                return reaction

    async def _passing(self, seconds: float) -> Input:
        """A gather that only listens in passing, between two looks of the application."""
        line = await self._typed_within(seconds)
        reaction = await self._input(line) if line is not None else None
        return Silence() if reaction is None else reaction

    async def transfer(self, number: str) -> Transfer:
        self._print(f"{self._caller} connects you with {number}.", "bold")
        self._print("Enter: they answer; /busy; /silence: nobody does; /hangup: no line", "dim")
        line = await self._typed.line()
        status = TRANSFER.get(line or "", DialStatus.COMPLETED)
        return Transfer(status, 5)

    async def joined(self, _: Joined) -> float:
        self._print("You are through. Talk as you like; /hangup puts the phone down.", "bold")
        while (line := await self._typed.line()) != "/hangup":
            if line is None:
                return math.inf
        return 0.0

    async def ended(self, status: str) -> None:
        self._print(f"The line is down ({status}).", "bold")

    async def _input(self, line: str) -> Input | None:
        """Make of a line what it stands for, None if it was no turn of the person's."""
        if line in TURNS:
            return TURNS[line]
        if keys := KEYS.fullmatch(line):
            return Digits(keys[1])
        if line and not line.startswith("/"):
            return Speech(line)
        await self._explain(line)
        return None

    async def _explain(self, line: str) -> None:
        if line == "/state":
            self._print(await self._show_state() if self._show_state else "nothing to show", "cyan")
        elif line == "/help":
            self._print(HELP, "cyan")
        elif line:
            self._print(f"{line} is no command here; /help lists them.", "yellow")

    async def _typed_within(self, seconds: float) -> str | None:
        """Return a line typed while something is being said; None if none came."""
        typing = asyncio.create_task(self._typed.line())
        timer = asyncio.create_task(self._clock.sleep(seconds))
        try:
            await asyncio.wait({typing, timer}, return_when=asyncio.FIRST_COMPLETED)
            return typing.result() if typing.done() else None
        finally:
            timer.cancel()
            typing.cancel()

    def _print(self, text: str, style: str) -> None:
        self._console.print(Text(text, style))
