"""Which processes share a PostgreSQL: each holds a lock under its name for as long as it lives.

No clocks and no heartbeats: the server frees the lock when the process, or its machine, is gone.
Needs direct connections, or a pooler in session mode. Not for the event loop: calls block.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import psycopg

from ruby_fsm.adapters.db.postgresql import PostgreSQL, connect

JOIN = (
    "INSERT INTO ruby_processes (process_id, role, started_ms) VALUES (%s, %s, %s) "
    "ON CONFLICT (process_id) DO NOTHING"
)
OTHERS = "SELECT process_id, role FROM ruby_processes WHERE process_id <> %s ORDER BY started_ms"
LEAVE = "DELETE FROM ruby_processes WHERE process_id = %s"
HOLD = "SELECT pg_advisory_lock(hashtextextended(%s, 0))"
TRY = "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))"
RELEASE = "SELECT pg_advisory_unlock(hashtextextended(%s, 0))"
# The server notices a machine that vanished after 5 + 3 x 2 seconds, not after two hours.
OPTIONS = (
    "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3 "
    "-c lock_timeout=5000 -c statement_timeout=10000"
)


def lock_of(process_id: str) -> str:
    return f"ruby:process:{process_id}"


class Peers:
    """One process among its peers. Every method raises psycopg.Error while the server is away."""

    def __init__(self, place: PostgreSQL, process_id: str, role: str, started_ms: int) -> None:
        self._place = place
        self._row = (process_id, role, started_ms)
        self.process_id = process_id
        self._held: psycopg.Connection[Any] | None = None

    def join(self) -> None:
        """Hold our lock, and then be on the list: nobody on it is unlocked while it lives."""
        self._joined()

    def others(self) -> dict[str, str]:
        """The role of each other process on the list, dead ones too."""
        found = self._joined().execute(OTHERS, [self.process_id]).fetchall()
        return {str(process_id): str(role) for process_id, role in found}

    def is_dead(self, process_id: str) -> bool:
        """If so, it is ours to bury, and nobody else's until `bury`."""
        got = self._joined().execute(TRY, [lock_of(process_id)]).fetchone()
        return bool(got and got[0])

    def bury(self, process_id: str) -> None:
        """After its work was taken over."""
        self._joined().execute(LEAVE, [process_id])
        self.release(process_id)

    def release(self, process_id: str) -> None:
        """Whoever comes next may try."""
        self._joined().execute(RELEASE, [lock_of(process_id)])

    def leave(self) -> None:
        """In order: nothing of ours is left to be taken over."""
        if self._held is None:
            return
        with suppress(psycopg.Error):
            self._held.execute(LEAVE, [self.process_id])
        self._held.close()

    def _joined(self) -> psycopg.Connection[Any]:
        """The connection that holds our lock, made anew after a fault.

        Meanwhile a peer may have taken our work over; what we still do of it is fenced.
        """
        if self._held is None or self._held.closed:
            held = connect(self._place, OPTIONS)
            held.execute(HOLD, [lock_of(self.process_id)])
            held.execute(JOIN, self._row)
            self._held = held
        return self._held
