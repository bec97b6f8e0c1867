"""`python -m tests.chaos`: one run, its account, and exit 1 for anything lost or done twice."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from tests.chaos.run import chaos
from tests.postgresql import fresh_database


def main() -> int:
    given = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    given.add_argument("--calls", type=int, default=60)
    given.add_argument("--kills", type=int, default=20)
    given.add_argument("--seed", type=int, default=1)
    given.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    given.add_argument("--processes", type=int, default=1)
    asked = given.parse_args()
    if asked.processes > 1 and asked.database == "sqlite":
        given.error("--processes: SQLite serves one process; add --database postgresql")
    database = fresh_database() if asked.database == "postgresql" else ""
    sys.stdout.write(f"seed {asked.seed}, {asked.processes} x {asked.database}\n")
    sys.stdout.flush()
    with tempfile.TemporaryDirectory(prefix="ruby-fsm-chaos-") as made:
        verdict = asyncio.run(
            chaos(
                Path(made),
                calls=asked.calls,
                kills=asked.kills,
                seed=asked.seed,
                database=database,
                processes=asked.processes,
            )
        )
    sys.stdout.write(f"{verdict.told()}\n")
    for name, found in verdict.faults.items():
        sys.stderr.write(f"✗ {name.replace('_', ' ')}: {', '.join(found[:5])}\n")
    return 1 if verdict.faults else 0


if __name__ == "__main__":
    sys.exit(main())
