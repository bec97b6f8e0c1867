"""`python -m bench`: what a turn costs, side by side with the usual apps, in one run."""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
from pathlib import Path

from bench import contenders as c
from bench import machine, postgresql, report
from bench.load import figures
from bench.rest import rest_side
from bench.servers import LOAD_CORE
from bench.turns import side_by_side


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--calls", type=int, default=50)
    return parser.parse_args()


async def run(given: argparse.Namespace) -> None:
    everyone = [c.LIMIT, c.MEMORY, c.SQLITE, c.COMPANION, c.POSTGRESQL, c.DURABLE]
    if not postgresql.is_here():
        print(postgresql.MISSING)
        everyone.remove(c.POSTGRESQL)
    with tempfile.TemporaryDirectory(prefix="ruby-bench-") as folder:
        async with rest_side(given.seed) as (rest, url):
            field = c.Field(Path(folder), rest, url, given.seed)
            found = await side_by_side(field, everyone, given.calls, given.rounds)
    print(report.turns({name: figures(rounds) for name, rounds in found.items()}))


def main() -> None:
    machine.needs_proc()
    machine.pin(os.getpid(), LOAD_CORE)
    given = options()
    print(machine.described(given.seed))
    asyncio.run(run(given))


if __name__ == "__main__":
    main()
