"""What a process left when it died: taken over by whoever notices first, within seconds."""

from __future__ import annotations

import asyncio

import psycopg
import sqlalchemy as sa

from ruby_fsm.adapters.db.peers import Peers
from ruby_fsm.adapters.durable.transact import Transact
from ruby_fsm.adapters.jobs import JobUnits, log
from ruby_fsm.errors import Unavailable


class Rescue:
    """Looks after the peers; `roles` are those of the others that were alive when last looked at.

    A process that only seemed dead does no harm when it goes on: the outcome of its work is no
    longer taken, and each job's own fence holds.
    """

    def __init__(self, peers: Peers, transact: Transact, units: JobUnits) -> None:
        self._peers = peers
        self._transact = transact
        self._units = units
        self.roles: tuple[str, ...] = ()

    async def join(self) -> None:
        """Raises psycopg.Error."""
        await asyncio.to_thread(self._peers.join)

    async def look(self) -> None:
        """Once round the others; a server that is away is asked again the next time."""
        try:
            others = await asyncio.to_thread(self._peers.others)
            dead = [one for one in others if await self._buried(one)]
        except (psycopg.Error, sa.exc.SQLAlchemyError, Unavailable) as err:
            log.warning("peers_not_seen", error=type(err).__name__)
            return
        self.roles = tuple(role for one, role in others.items() if one not in dead)

    async def leave(self) -> None:
        await asyncio.to_thread(self._peers.leave)

    async def _buried(self, process_id: str) -> bool:
        if not await asyncio.to_thread(self._peers.is_dead, process_id):
            return False
        jobs = await self._transact.take_over(process_id)
        replies = await self._units.run(lambda unit: unit.drop_leases(process_id))
        await asyncio.to_thread(self._peers.bury, process_id)
        log.warning("process_died", process=process_id, jobs=jobs, replies=replies)
        return True
