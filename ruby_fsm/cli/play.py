"""A demo call by script: unattended, and held against what the script expects."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rich.console import Console

from ruby_fsm.cli.apart import staging
from ruby_fsm.cli.bad_day import Elsewhere, Given, read_day
from ruby_fsm.cli.exits import CHECK_FAILED, FINE
from ruby_fsm.cli.on_duty import on_duty
from ruby_fsm.cli.stage import Stage
from ruby_fsm.cli.story import Told, tell, tell_misdeeds, unmet
from ruby_fsm.config.environment import load_settings
from ruby_fsm.config.load import load
from ruby_fsm.errors import ConfigError
from ruby_fsm.simulator import (
    BadDay,
    Callee,
    Script,
    ScriptedCallee,
    ScriptError,
    UnmetError,
)
from ruby_fsm.simulator import load as load_script

SCRIPT_SPEED = 20.0  # fast, and yet slow enough to speak while something is said
SCRIPT_LIMIT_S = 60.0
HUMANS_S = 20.0
GOOD = Given(BadDay(), None)


async def play(
    path: Path,
    data: Path,
    asked: Given = GOOD,
    slow_chat_s: float = 0.0,
    *,
    kills: bool = False,
) -> int:
    """One call by script: 0 if it went as written, 1 with a line for each thing that did not.

    The script's own `network` stands before what the options ask for.
    """
    try:
        script = load_script(path)
    except ScriptError as error:
        raise ConfigError(*error.faults) from error
    console = Console(highlight=False)
    console.print(f"[bold]{script.name}[/bold] ({path})")
    day = read_day(script.network, str(path)) if script.network else asked.day
    played = Played(script, data, replace(asked, day=day), slow_chat_s, console, kills)
    faults, told = await played.through()
    tell(console, told)
    for fault in faults:
        console.print(f"  ✗ {fault}", style="bold red", markup=False, soft_wrap=True)
    console.print("  as written" if not faults else f"  {len(faults)} not as written")
    return CHECK_FAILED if faults else FINE


@dataclass(frozen=True, slots=True)
class Played:
    """One script on its way."""

    script: Script
    data: Path
    asked: Given
    slow_chat_s: float
    console: Console
    kills: bool

    async def through(self) -> tuple[list[str], Told]:
        """What was not as written, and the call's analytics."""
        stages: list[Stage] = []

        async def wait(seconds: float) -> None:
            await stages[0].clock.skip(seconds)

        hooks = Beside(stages).hooks()
        scripted = ScriptedCallee(self.script, wait, hooks)
        scripts = self.script.humans.items()
        humans = {number: ScriptedCallee(script, wait, hooks) for number, script in scripts}
        told: dict[str, Callee] = {**on_call(), **humans}
        outcome = self.asked.outcome
        callee: Callee = Elsewhere(scripted, outcome) if outcome else scripted
        day, killed = self.asked.day, self.console.print if self.kills else None
        limit_s = SCRIPT_LIMIT_S * (SCRIPT_SPEED if self.kills else 1)
        async with staging(
            self.data,
            callee,
            SCRIPT_SPEED,
            day,
            self.slow_chat_s,
            killed=killed,
            humans=told,
            dialled=humans,
        ) as stage:
            stages.append(stage)
            try:
                async with asyncio.timeout(limit_s):
                    faults, story = await self._judged(stage, scripted)
                    if not humans:
                        return faults, story
                    return [*faults, *await left_of(humans)], await stage.told()
            except TimeoutError:
                late = f"the script was not through after {limit_s:.0f} s"
                return [late], await stage.told()

    async def _judged(self, stage: Stage, callee: ScriptedCallee) -> tuple[list[str], Told]:
        await stage.place(self.script.call)
        result = await callee.played() if await stage.rang() else callee.unrung()
        told = await stage.over()
        for who, words in result.transcript:
            name = "Ruby" if who == "caller" else "Person"
            self.console.print(f"  {name}: {words}", markup=False, soft_wrap=True)
        tell_misdeeds(self.console, stage.simulator.misdeeds)
        return [*result.unmet, *unmet(self.script.expect, told)], told


async def left_of(humans: Mapping[str, ScriptedCallee]) -> list[str]:
    """What humans who were told did not hear or do; a job may be due some seconds later."""
    waiting = {asyncio.create_task(one.played()): number for number, one in humans.items()}
    through, late = await asyncio.wait(waiting, timeout=HUMANS_S)
    for task in late:
        task.cancel()
    faults = [fault for task in through for fault in task.result().unmet]
    return [*faults, *(f"{waiting[task]}: was not called, or not to the end" for task in late)]


def on_call() -> dict[str, Callee]:
    return on_duty(load(load_settings().ruby_config))


class Beside:
    """What a script can have done beside the call: by REST, as an operator would."""

    def __init__(self, stages: list[Stage]) -> None:
        self._stages = stages

    def hooks(self) -> dict[str, Callable[[Mapping[str, Any]], Awaitable[None]]]:
        return {
            "resolve": self.resolve,
            "join": self.join,
            "end": self.end,
            "acknowledge": self.acknowledge,
            "hesitate": self.hesitate,
            "text": self.text,
        }

    @property
    def _stage(self) -> Stage:
        return self._stages[0]

    async def resolve(self, given: Mapping[str, Any]) -> None:
        await self._post(f"/ai-calling/call/{self._stage.call_id}/crisis/resolve", given)

    async def join(self, given: Mapping[str, Any]) -> None:
        await self._post(f"/ai-calling/call/{self._stage.call_id}/crisis/join", given)

    async def end(self, given: Mapping[str, Any]) -> None:
        await self._post(f"/ai-calling/call/{self._stage.call_id}/end", given)

    async def acknowledge(self, _: Mapping[str, Any]) -> None:
        told = await self._stage.told()
        for one in told["risk"]["escalations"]:
            await self._post(f"/ai-calling/escalations/{one['escalation_id']}/acknowledge", {})

    async def hesitate(self, given: Mapping[str, Any]) -> None:
        """Replies take so many seconds from now on."""
        self._stage.chat.seconds = float(given["seconds"])

    async def text(self, given: Mapping[str, Any]) -> None:
        """Somebody writes a message to the number that calls: `from`, `body`."""
        simulator = self._stage.simulator
        to = next(iter(simulator.calls.values())).order.from_
        reply = await simulator.text(str(given["from"]), to, str(given["body"]))
        if not reply.is_ok:
            raise UnmetError(f"the message was answered {reply.status}")

    async def _post(self, path: str, body: Mapping[str, Any]) -> None:
        answer = await self._stage.api.post(path, json=dict(body))
        if answer.is_error:
            raise UnmetError(f"{path} answered {answer.status_code}")
