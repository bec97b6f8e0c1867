"""What was acknowledged survives kill -9, at any moment."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from pathlib import Path

from ruby_fsm.adapters.db.store import Store
from tests.adapters.db.store_world import opened

ROOT = Path(__file__).parents[3]
WRITER = """
import asyncio, sys
from pathlib import Path
from tests.adapters.db.store_world import opened, record, job

async def caller(store, start):
    for n in range(start, 1_000_000, 4):
        def add(unit, n=n):
            unit.add_call(record(f"CL{n}"))
            unit.put_job(job(f"dial:CL{n}:1"))
        await store.units.run(add)
        sys.stdout.write(f"CL{n}\\n")
        sys.stdout.flush()

async def main():
    async with opened(Path(sys.argv[1])) as store:
        await asyncio.gather(*(caller(store, start) for start in range(4)))

asyncio.run(main())
"""


async def killed_after(path: Path, acknowledged: int) -> set[str]:
    """Runs a writer, kills it once it has acknowledged so many units; all that it acknowledged."""
    command = (sys.executable, "-c", WRITER, str(path))
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    heard = [await process.stdout.readline() for _ in range(acknowledged)]
    process.kill()
    rest = await process.stdout.read()
    await process.wait()
    lines = b"".join(heard) + rest
    return {line.decode() for line in lines.splitlines(keepends=False) if line}


async def test_every_acknowledged_unit_is_there_after_kill_9(tmp_path: Path) -> None:
    path = tmp_path / "ruby.db"

    acknowledged = await killed_after(path, 150)

    async with opened(path) as store:
        await store_holds(store, acknowledged)
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


async def store_holds(store: Store, acknowledged: set[str]) -> None:
    calls = {r.call.call_id async for r in store.reader.between(0, 2**60)}
    jobs = await store.units.run(lambda unit: unit.open_jobs())

    assert len(acknowledged) >= 150
    assert acknowledged <= calls
    assert {f"dial:{call_id}:1" for call_id in calls} == {one.key for one in jobs}
