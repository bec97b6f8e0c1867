"""One process a database file: the second one is told so, instead of dialling everybody twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from ruby_fsm.errors import Unavailable


@contextmanager
def only_process(path: Path) -> Iterator[None]:
    """Hold `<path>.lock`; the system frees it also when the process is killed."""
    lock = FileLock(f"{path}.lock", thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise Unavailable(
            f"{path}: another ruby-fsm uses this database. Stop that one, or give this one a file "
            "of its own by RUBY_DATABASE_URL; SQLite serves one process"
        ) from None
    except OSError as err:
        raise Unavailable(f"{path}.lock: {err.strerror}; the folder must be writable") from err
    try:
        yield
    finally:
        lock.release()
