"""The machine: its cores, the CPU seconds and the memory of processes, and what it is called."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

TICK_S = 1 / os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGESIZE")
PROC = Path("/proc")
PACKAGES = ("litestar", "uvicorn", "fastapi", "sqlalchemy", "twilio", "psycopg")


def needs_proc() -> None:
    """What the figures are read from; a system without it is told so instead of guessed at."""
    if not (PROC / "self" / "stat").exists():
        sys.exit("bench reads CPU seconds and memory from /proc: run it on Linux")


def pin(pid: int, core: int) -> None:
    """`pid` to one core, where there is more than one."""
    cores = sorted(os.sched_getaffinity(0) | os.sched_getaffinity(pid))
    if len(cores) > 1:
        os.sched_setaffinity(pid, {cores[core % len(cores)]})


def tree(pid: int) -> list[int]:
    """A process and all that it started."""
    found = [pid]
    for one in found:
        for task in (PROC / str(one) / "task").glob("*/children"):
            found += [int(child) for child in task.read_text().split()]
    return found


def cpu_s(pid: int) -> float:
    """CPU seconds of a process, its threads and children, to the microsecond.

    The clock id of another process is made as clock_getcpuclockid(3) makes it; children that have
    ended are in their parent's ticks.
    """
    return sum(time.clock_gettime((~one << 3) | 2) + ended_s(one) for one in tree(pid))


def ended_s(pid: int) -> float:
    fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    return (int(fields[13]) + int(fields[14])) * TICK_S  # cutime and cstime (proc(5))


def rss_bytes(pid: int) -> int:
    return sum(int((PROC / str(one) / "statm").read_text().split()[1]) * PAGE for one in tree(pid))


def described(seed: int) -> str:
    """Machine, date, versions, seed: what a figure is worth nothing without."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {model()}, {os.cpu_count()} cores, {memory_gb():.0f} GB, "
        f"Linux {platform.release()}; Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, {packages}; commit {commit()}; seed {seed}"
    )


def model() -> str:
    lines = (PROC / "cpuinfo").read_text().splitlines()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def memory_gb() -> float:
    return os.sysconf("SC_PHYS_PAGES") * PAGE / 2**30


def commit() -> str:
    said = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607 - whichever git the person has
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        check=False,
    )
    return said.stdout.strip() or "unknown"
