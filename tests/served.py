"""A service of its own process, as a newcomer starts it: real sockets, the simulated network."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

OURS = ("RUBY_", "TWILIO_", "BACKEND_URL")


@dataclass(frozen=True, slots=True)
class Served:
    """`url`: where it listens; `data`: its data folder."""

    url: str
    data: Path


def clean_environment(**more: str) -> dict[str, str]:
    """The environment without a variable of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return {**kept, **more}


@contextmanager
def serving(
    data: Path, command: Sequence[str] = ("serve",), **environment: str
) -> Iterator[Served]:
    """`ruby-fsm serve` on a free port until the block ends. Fails with what it printed."""
    process = subprocess.Popen(
        [sys.executable, "-m", "ruby_fsm", *command, "--port", "0"],
        env=clean_environment(RUBY_DATA=str(data), **environment),
        cwd=data.parent,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        first = process.stdout.readline()
        found = re.search(r"http://\S+?:\d+", first)
        assert found, f"it did not start: {first}"
        yield Served(found[0], data)
    finally:
        process.terminate()
        process.wait(timeout=20)
        process.stdout.close()
