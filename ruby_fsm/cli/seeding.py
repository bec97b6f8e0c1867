"""What `ruby-fsm db seed` does: the store opened as a service opens it, then batch after batch."""

from __future__ import annotations

import asyncio
import os
import time
from dataclasses import dataclass

import rich_click as click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ruby_fsm.adapters.clock import SystemClock
from ruby_fsm.adapters.db.bulk import bulk
from ruby_fsm.adapters.db.made_up import MadeUp
from ruby_fsm.adapters.db.places import Place
from ruby_fsm.adapters.db.seal import Seal
from ruby_fsm.adapters.db.store import open_store
from ruby_fsm.adapters.db.tables import CALLS
from ruby_fsm.app.policies import Policies
from ruby_fsm.app.trail import Act
from ruby_fsm.cli.noting import noted
from ruby_fsm.config.keys import keyring
from ruby_fsm.config.load import load
from ruby_fsm.config.settings import Settings
from ruby_fsm.errors import ConfigError

BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many calls that have ended, and how many that stand."""

    ended: int
    live: int
    seed: int
    force: bool = False


def sow(url: str, settings: Settings, wanted: Wanted) -> None:
    """Raises ConfigError beside a real carrier, Unavailable where another process is at work."""
    refuse_real_calls(settings, wanted)
    asyncio.run(sown(url, settings, wanted))


def refuse_real_calls(settings: Settings, wanted: Wanted) -> None:
    """Made-up calls among real ones would falsify every summary, and can't be taken out again."""
    if not settings.is_simulated and not wanted.force:
        raise ConfigError(
            "TWILIO_ACCOUNT_SID: real calls are placed from here, and made-up ones would count "
            "among them; run this without Twilio's variables, or say --force"
        )


async def sown(url: str, settings: Settings, wanted: Wanted) -> None:
    keys, clock = keyring(settings), SystemClock()
    policies = Policies(load(settings.ruby_config))
    async with open_store(url, keys=keys, clock=clock) as store:
        config = policies.newest.canonical_json()
        await store.units.run(lambda unit: unit.keep_config(policies.digest, config))
        made = MadeUp(policies, Seal(keys, os.urandom), wanted.seed, clock.now_ms())
        filled(store.place, made, wanted)
    noted(store.place, keys, Act.DATABASE_SEEDED, calls=wanted.ended + wanted.live)


def filled(place: Place, made: MadeUp, wanted: Wanted) -> None:
    started, whole = time.monotonic(), wanted.ended + wanted.live
    click.echo(f"{place}: {wanted.ended} made-up calls that have ended, {wanted.live} that stand")
    with bar() as progress, bulk(place) as put:
        task = progress.add_task("calls", total=whole)
        for batch in made.batches(wanted.ended, wanted.live, BATCH):
            put(batch)
            progress.advance(task, len(batch[CALLS]))
    took_s = time.monotonic() - started
    click.echo(f"{place}: done in {took_s:.1f} s, {whole / max(took_s, 0.001):,.0f} calls a second")


def bar() -> Progress:
    """On a terminal alone, and beside what a script reads."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(
        *columns, TimeRemainingColumn(), console=console, disable=not console.is_terminal
    )
