"""`ruby-fsm demo`: the whole service and a telephone network on this computer, and Ruby rings."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import rich_click as click
from rich.console import Console
from rich.panel import Panel

from ruby_fsm.adapters.chat.chain import away
from ruby_fsm.cli.apart import staging
from ruby_fsm.cli.bad_day import Elsewhere, Given, bad_day_options, given_of
from ruby_fsm.cli.exits import FINE, INTERRUPTED
from ruby_fsm.cli.on_duty import on_duty
from ruby_fsm.cli.play import play
from ruby_fsm.cli.program import program
from ruby_fsm.cli.serve import DEFAULT_PORT, serve_until_stopped
from ruby_fsm.cli.stage import Stage, here
from ruby_fsm.cli.story import path_of, tell, tell_misdeeds
from ruby_fsm.config.abroad import faults_abroad
from ruby_fsm.config.environment import load_settings
from ruby_fsm.config.load import load
from ruby_fsm.simulator.callee import Callee
from ruby_fsm.simulator.clock import RealClock
from ruby_fsm.simulator.terminal import TerminalCallee, Typed

SPEED = 8.0  # speech is read faster than it is heard


@click.command()
@click.option(
    "--script",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Play this call unattended; leaves with 1 if it did not go as written.",
)
@click.option(
    "--serve-only",
    is_flag=True,
    help="Ring nobody: serve the API until Ctrl-C, for a client of yours to try.",
)
@click.option(
    "--port",
    default=DEFAULT_PORT,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Where --serve-only listens; 0 takes a free one.",
)
@click.option(
    "--data", type=click.Path(file_okay=False, path_type=Path), help="Keep the data here."
)
@click.option("--name", help="How Ruby shall call you.")
@click.option(
    "--mood", default="neutral", type=click.Choice(["happy", "neutral", "sad", "stressed"])
)
@click.option(
    "--language", help="One that config.yaml has words for, as es; its default if absent."
)
@click.option(
    "--slow-chat",
    default=0.0,
    type=click.FloatRange(0, 60),
    help="Replies take so many seconds longer.",
)
@click.option(
    "--kill-mid-call",
    is_flag=True,
    help="Kill the service while Ruby speaks, start it again, and go on; in real time.",
)
@bad_day_options
def demo(
    script: Path | None, data: Path | None, *, serve_only: bool, port: int, **given: Any
) -> int:
    """Talk with Ruby in this terminal: no account, no key, no real call.

    Type what you would say. /help lists what else you can do on the line. The options from --busy
    on rehearse a telephone network on a bad day.
    """
    asked, kills = given_of(given), given["kill_mid_call"]
    if kills and (serve_only or given["slow_chat"]):
        raise click.UsageError("--kill-mid-call goes with neither --serve-only nor --slow-chat")
    with tempfile.TemporaryDirectory(prefix="ruby-fsm-demo-") as made:
        folder = data or Path(made)
        if serve_only:
            settings = here(load_settings(), folder)
            return asyncio.run(serve_until_stopped(settings, port=port, bad_day=asked.day))
        if script is not None:
            played = play(script, folder, asked, given["slow_chat"], kills=kills)
            return asyncio.run(played)
        with suppress(asyncio.CancelledError):
            wanted = {"user_name": given["name"], "initial_mood": given["mood"]}
            wanted["language"] = given["language"]
            return asyncio.run(
                talk(folder, wanted, asked, given["slow_chat"], kept=data, kills=kills)
            )
    return INTERRUPTED


async def talk(
    data: Path,
    wanted: Mapping[str, Any],
    asked: Given,
    slow_chat_s: float,
    *,
    kept: Path | None,
    kills: bool,
) -> int:
    """Ruby rings here; a person types."""
    console = Console(highlight=False)
    console.print(Panel(banner(), title="Ruby", expand=False))
    typed = Typed.read_from(sys.stdin)
    stages: list[Stage] = []

    async def state() -> str:
        told = await stages[0].told()
        risk, mood = told["risk"]["level"], told["mood"]["final"]
        return f"{' → '.join(path_of(told))}; mood {mood}, risk {risk}"

    callee: Callee = TerminalCallee(typed, console, RealClock(), show_state=state)
    if asked.outcome:
        console.print(f"☎ Ruby is calling, and meets: {asked.outcome}.", style="bold")
        callee = Elsewhere(callee, asked.outcome)
    killed = console.print if kills else None
    humans = on_duty(load(load_settings().ruby_config))
    async with staging(
        data, callee, SPEED, asked.day, slow_chat_s, killed=killed, humans=humans
    ) as stage:
        stages.append(stage)
        await ring(
            stage, {key: value for key, value in wanted.items() if value is not None}, console
        )
    look_next(console, kept)
    return FINE


async def ring(stage: Stage, wanted: Mapping[str, Any], console: Console) -> None:
    """One call, to its end, and how it went."""
    try:
        await stage.place(wanted)
        tell(console, await stage.over())
    except asyncio.CancelledError:  # Ctrl-C: the call is given up, what there was is told
        if stage.call_id:
            tell(console, await stage.told())
        raise
    finally:
        tell_misdeeds(console, stage.simulator.misdeeds)


def banner() -> str:
    settings = load_settings()
    config = load(settings.ruby_config)
    hosts = away(settings, config)
    leaves = f"what you say goes to {', '.join(hosts)}" if hosts else "nothing leaves this computer"
    warnings = "".join(f"Warning: {lacking}.\n" for lacking in faults_abroad(config))
    return (
        f"A simulation: no real call is placed, and {leaves}.\n{warnings}"
        "Type what you would say; /help shows what else you can do."
    )


def look_next(console: Console, kept: Path | None) -> None:
    console.rule("Where to look next")
    console.print("  diagrams/states.md    the states and every move between them")
    console.print("  config.yaml           what Ruby says, and every number she obeys")
    serve = f"{program()} serve"
    console.print(f"  {serve:<21} the service with its REST API, at /docs")
    if kept is not None:
        console.print(f"  {kept}    the data of this call; RUBY_DATA={kept} {serve}")
