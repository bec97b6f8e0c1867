"""`ruby-fsm demo`: the whole service and a telephone network on this computer, and Ruby rings."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import rich_click as click
from rich.console import Console
from rich.panel import Panel

from ruby_fsm.adapters.chat.companion import Companion
from ruby_fsm.app.ports import ChatBackend, ChatRequest, Clock
from ruby_fsm.cli.demo_clock import SkippingClock
from ruby_fsm.cli.exits import CHECK_FAILED, FINE
from ruby_fsm.cli.hosting import LOOPBACK, hosted, listening, port_of
from ruby_fsm.cli.network import network
from ruby_fsm.cli.story import Told, path_of, tell, unmet
from ruby_fsm.config.environment import load_settings
from ruby_fsm.config.load import load
from ruby_fsm.errors import ConfigError
from ruby_fsm.simulator import Callee, Simulator
from ruby_fsm.simulator.clock import RealClock
from ruby_fsm.simulator.script import Script, ScriptError
from ruby_fsm.simulator.script import load as load_script
from ruby_fsm.simulator.scripted import ScriptedCallee, UnmetError
from ruby_fsm.simulator.terminal import TerminalCallee, Typed
from ruby_fsm.wiring import World, running, service_app

TO_NUMBER = "+14155550100"
SPEED = 8.0  # speech is read faster than it is heard
SCRIPT_SPEED = 20.0  # fast, and yet slow enough to speak while something is said
SCRIPT_LIMIT_S = 60.0


class Hesitant:
    """The first chat backend, slow for as long as a script wants it so."""

    name = "companion"

    def __init__(self, clock: Clock) -> None:
        self._backend: ChatBackend = Companion()
        self._clock = clock
        self.seconds = 0.0

    def around(self, backend: ChatBackend) -> ChatBackend:
        self._backend, self.name = backend, backend.name
        return self

    async def stream(self, request: ChatRequest) -> AsyncIterator[str]:
        await self._clock.sleep(self.seconds)
        async for piece in self._backend.stream(request):
            yield piece

    async def check(self) -> str:
        return await self._backend.check()


@dataclass(slots=True)
class Stage:
    """A service and a network, both up; `api` reaches the service as any client would."""

    api: httpx.AsyncClient
    clock: SkippingClock
    simulator: Simulator
    chat: Hesitant
    call_id: str = ""

    async def place(self, wanted: Mapping[str, Any]) -> None:
        body = {"to_number": TO_NUMBER, **wanted}
        answer = await self.api.post("/ai-calling/initiate-ai-call", json=body)
        if answer.is_error:
            raise ConfigError(f"the call was refused: {answer.json()['detail']}")
        self.call_id = answer.json()["call_id"]

    async def told(self) -> Told:
        answer = await self.api.get(f"/ai-calling/call/{self.call_id}/analytics")
        told: Told = answer.json()
        return told

    async def over(self) -> Told:
        """The analytics once our side knows that the line is down."""
        await self.simulator.quiet()
        return await self.told()


@asynccontextmanager
async def staged(
    data: Path, callee_for: Callable[[str], Callee], speed: float
) -> AsyncIterator[Stage]:
    settings = load_settings().model_copy(
        update={"ruby_data": data, "ruby_database_url": "", "backend_url": ""}
    )
    config, clock = load(settings.ruby_config), SkippingClock()
    chat = Hesitant(clock)
    bound = listening(LOOPBACK, 0)
    url = f"http://{LOOPBACK}:{port_of(bound)}"
    async with (
        network(settings, callee_for, speed=speed) as (ready, simulator),
        running(ready, config, url, World(clock=clock, around_chat=chat.around)) as service,
        hosted(service_app(service), bound),
        httpx.AsyncClient(base_url=url, trust_env=False, headers=bearer(settings)) as api,
    ):
        yield Stage(api, clock, simulator, chat)


def bearer(settings: Any) -> dict[str, str]:
    token = settings.ruby_api_token
    return {"Authorization": f"Bearer {token.get_secret_value()}"} if token else {}


@click.command()
@click.option(
    "--script",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Play this call unattended; leaves with 1 if it did not go as written.",
)
@click.option(
    "--data", type=click.Path(file_okay=False, path_type=Path), help="Keep the data here."
)
@click.option("--name", help="How Ruby shall call you.")
@click.option(
    "--mood", default="neutral", type=click.Choice(["happy", "neutral", "sad", "stressed"])
)
def demo(script: Path | None, data: Path | None, name: str | None, mood: str) -> int:
    """Talk with Ruby in this terminal: no account, no key, no real call.

    Type what you would say. /help lists what else you can do on the line.
    """
    with tempfile.TemporaryDirectory(prefix="ruby-fsm-demo-") as made:
        folder = data or Path(made)
        if script is not None:
            return asyncio.run(play(script, folder))
        return asyncio.run(talk(folder, {"user_name": name, "initial_mood": mood}, kept=data))


async def talk(data: Path, wanted: Mapping[str, Any], *, kept: Path | None) -> int:
    """Ruby rings here; a person types."""
    console = Console(highlight=False)
    console.print(
        Panel(
            "A simulation: no real call is placed, and nothing leaves this computer.\n"
            "Type what you would say; /help shows what else you can do.",
            title="Ruby",
            expand=False,
        )
    )
    typed = Typed.read_from(sys.stdin)
    stages: list[Stage] = []

    async def state() -> str:
        told = await stages[0].told()
        risk, mood = told["risk"]["level"], told["mood"]["final"]
        return f"{' → '.join(path_of(told))}; mood {mood}, risk {risk}"

    callee = TerminalCallee(typed, console, RealClock(), show_state=state)
    async with staged(data, lambda _: callee, SPEED) as stage:
        stages.append(stage)
        await stage.place({key: value for key, value in wanted.items() if value is not None})
        tell(console, await stage.over())
    look_next(console, kept)
    return FINE


def look_next(console: Console, kept: Path | None) -> None:
    console.rule("Where to look next")
    console.print("  diagrams/states.md    the states and every move between them")
    console.print("  config.yaml           what Ruby says, and every number she obeys")
    console.print("  ruby-fsm serve        the service with its REST API, at /docs")
    if kept is not None:
        console.print(f"  {kept}    the data of this call; RUBY_DATA={kept} ruby-fsm serve")


# --- unattended ----------------------------------------------------------------------------------
async def play(path: Path, data: Path) -> int:
    """One call by script: 0 if it went as written, 1 with a line for each thing that did not."""
    try:
        script = load_script(path)
    except ScriptError as error:
        raise ConfigError(*error.faults) from error
    console = Console(highlight=False)
    console.print(f"[bold]{script.name}[/bold] ({path})")
    faults, told = await played(script, data, console)
    tell(console, told)
    for fault in faults:
        console.print(f"  ✗ {fault}", style="bold red", markup=False, soft_wrap=True)
    console.print("  as written" if not faults else f"  {len(faults)} not as written")
    return CHECK_FAILED if faults else FINE


async def played(script: Script, data: Path, console: Console) -> tuple[list[str], Told]:
    stages: list[Stage] = []

    async def wait(seconds: float) -> None:
        await stages[0].clock.skip(seconds)

    callee = ScriptedCallee(script, wait, Beside(stages).hooks())
    async with staged(data, lambda _: callee, SCRIPT_SPEED) as stage:
        stages.append(stage)
        await stage.place(script.call)
        try:
            async with asyncio.timeout(SCRIPT_LIMIT_S):
                result = await callee.played()
                told = await stage.over()
        except TimeoutError:
            return [f"the script was not through after {SCRIPT_LIMIT_S:.0f} s"], await stage.told()
        for who, words in result.transcript:
            name = "Ruby" if who == "caller" else "Person"
            console.print(f"  {name}: {words}", markup=False, soft_wrap=True)
        return [*result.unmet, *unmet(script.expect, told)], told


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

    async def _post(self, path: str, body: Mapping[str, Any]) -> None:
        answer = await self._stage.api.post(path, json=dict(body))
        if answer.is_error:
            raise UnmetError(f"{path} answered {answer.status_code}")
