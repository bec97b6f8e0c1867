"""`python -m bench`: what a turn costs, side by side with the usual apps, in one run."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import tempfile
from pathlib import Path

from bench import contenders as c
from bench import full, live, machine, postgresql, report, start
from bench.load import figures
from bench.rest import rest_side
from bench.servers import LOAD_CORE
from bench.turns import side_by_side

PARTS = ("turns", "crowd", "growth", "memory", "start")
CROWD, CROWD_ROUNDS = 200, 3  # the service takes at most a thousand lines
FEW, MANY, VERY_MANY = 100, 10_000, 1_000_000


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5, help="of which the median is told")
    parser.add_argument("--calls", type=int, default=50, help="at once")
    parser.add_argument("--live", type=int, default=MANY, help="calls whose memory is measured")
    parser.add_argument("--past", type=int, default=MANY, help="calls in the fuller database")
    parser.add_argument("--full", action="store_true", help="a million of them: 10 GB, minutes")
    parser.add_argument("--only", choices=PARTS, action="append", help="may be given again")
    return parser.parse_args()


async def run(given: argparse.Namespace) -> None:
    chosen = given.only or PARTS
    async with rest_side(given.seed) as (rest, url):
        for part in (turns, crowd, growth, memory, started):
            if part.__name__.removesuffix("ed") in chosen:
                with tempfile.TemporaryDirectory(prefix="ruby-bench-") as folder:
                    field = c.Field(Path(folder), rest, url, given.seed)
                    print(f"\n{await part(field, given)}", flush=True)


async def turns(field: c.Field, given: argparse.Namespace) -> str:
    everyone = [c.LIMIT, c.MEMORY, c.SQLITE, c.COMPANION, c.POSTGRESQL, c.DURABLE]
    if not postgresql.is_here():
        print(postgresql.MISSING)
        everyone.remove(c.POSTGRESQL)
    found = await side_by_side(field, everyone, given.calls, given.rounds)
    return report.turns({name: figures(rounds) for name, rounds in found.items()})


async def crowd(field: c.Field, given: argparse.Namespace) -> str:
    few = await side_by_side(field, [c.SQLITE], given.calls, CROWD_ROUNDS)
    many = await side_by_side(field, [c.SQLITE], CROWD, CROWD_ROUNDS)
    return report.crowd(given.calls, figures(few[c.SQLITE.name]), figures(many[c.SQLITE.name]))


async def growth(field: c.Field, given: argparse.Namespace) -> str:
    sizes = (FEW, VERY_MANY if given.full else given.past)
    found = await full.growth(field, sizes)
    return report.growth({size: costs.medians for size, costs in found.items()})


async def memory(field: c.Field, given: argparse.Namespace) -> str:
    kept = await live.memory(field, given.live)
    return f"memory: {kept / 1000:.2f} kB of RSS a live call, at {given.live:,} of them (<= 4)"


async def started(field: c.Field, _: argparse.Namespace) -> str:
    return f"start: {await start.start_s(field):.2f} s to the first healthy answer (<= 1.5)"


def main() -> None:
    machine.needs_proc()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that the servers stop as well
    machine.pin(os.getpid(), LOAD_CORE)
    given = options()
    print(machine.described(given.seed), flush=True)
    asyncio.run(run(given))


if __name__ == "__main__":
    main()
