"""DBOS as this service uses it: one short workflow, two queues, ids for arguments.

Its tables stand in the application's own database, so that a job is enqueued by the commit that
decided it. It opens no socket and asks nobody outside: what would is never set.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from dbos import DBOS, DBOSClient, DBOSConfig
from dbos._serialization import DBOSPortableJSONSerializer

from ruby_fsm.adapters.db.places import Place
from ruby_fsm.adapters.db.postgresql import CONNECT_S, PostgreSQL
from ruby_fsm.adapters.db.rows import StoredJob

Run = Callable[[int, int], Awaitable[None]]

APP = "ruby-fsm"
# Part of the stored form: work of another version is neither taken up nor recovered. A changed
# workflow keeps this constant and asks `DBOS.patch_async`.
VERSION = "1"
WORKFLOW = "ruby_job"
URGENT, CALM = "ruby-urgent", "ruby-calm"
POLL_S = {URGENT: 0.1, CALM: 0.25}
URGENT_KINDS = frozenset({"escalate", "say_now", "hang_up", "ring_human", "let_go_human"})
FIRST = 1  # of priorities; 0, the default, would be higher still
ACTIVE = ["ENQUEUED", "DELAYED", "PENDING"]
OVER = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
CONNECTIONS = 4
# Delays are looked at once a second: a job is woken this much early, and waits for its moment.
LEAD_S = 2.0
AT_A_TIME = 500
THREADS = 16

_runs: list[Run] = []  # of the one engine that is launched in this process


@DBOS.workflow(name=WORKFLOW, max_recovery_attempts=None)
async def run_job(serial: int, tries: int) -> None:
    """One try of one job. It has no steps: what it does is fenced and may be done again."""
    await _runs[-1](serial, tries)


def name_of(job: StoredJob) -> str:
    """A try has one name, so that enqueueing it twice is enqueueing it once."""
    return f"{APP}:{job.serial}:{job.tries}"


def queue_of(job: StoredJob) -> str:
    return URGENT if job.kind in URGENT_KINDS else CALM


class Transact:
    """DBOS launched on one database; one at a time in a process."""

    def __init__(self, place: Place, process_id: str) -> None:
        self._place, self._process_id = place, process_id
        self._client: DBOSClient | None = None
        self._engine: sa.Engine | None = None

    def launch(self, run: Run, *, is_worker: bool) -> None:
        """On the loop that will run the jobs; makes its tables. Blocks a little: before serving."""
        assert not _runs, "DBOS is one in a process"
        quiet()
        serializer = DBOSPortableJSONSerializer()
        self._engine = engine_for(self._place)
        config: DBOSConfig = {
            "name": APP,
            "system_database_engine": self._engine,
            "application_version": VERSION,
            "executor_id": self._process_id,
            "serializer": serializer,
            "enable_otlp": False,
            "log_level": "WARNING",
            "max_executor_threads": THREADS,
            "use_listen_notify": False,
        }
        DBOS(config=config)
        quiet()
        DBOS.listen_queues([URGENT, CALM] if is_worker else [])
        DBOS.launch()
        self._client = DBOSClient(
            system_database_engine=self._engine,
            serializer=serializer,
            application_name=APP,
            lazy=True,
        )
        _runs.append(run)

    async def open_queues(self) -> None:
        for name, seconds in POLL_S.items():
            await DBOS.register_queue_async(
                name, polling_interval_sec=seconds, on_conflict="always_update"
            )

    def enqueue(self, connection: sa.Connection, jobs: Sequence[StoredJob], now_ms: int) -> None:
        """Within the caller's transaction; see `ruby_fsm.adapters.db.enlisting`."""
        assert self._client is not None
        for job in jobs:
            options: dict[str, Any] = {
                "workflow_name": WORKFLOW,
                "queue_name": queue_of(job),
                "workflow_id": name_of(job),
                "priority": FIRST,
                "app_version": VERSION,
            }
            delay_s = (job.due_ms - now_ms) / 1000 - LEAD_S
            if delay_s > 0:
                options["delay_seconds"] = delay_s
            self._client.enqueue_in_transaction(connection, options, job.serial, job.tries)  # type: ignore[arg-type]  # a TypedDict of theirs

    def polls(self) -> bool:
        """Whether the threads that fetch work are alive."""
        alive = {thread.name for thread in threading.enumerate()}
        return {f"queue-worker-{name}" for name in POLL_S} <= alive

    async def lost(self, jobs: Sequence[StoredJob]) -> list[StoredJob]:
        """Those of `jobs` that no process has or will get."""
        names = {name_of(job): job for job in jobs}
        found = await DBOS.list_workflows_async(
            workflow_ids=list(names), status=ACTIVE, load_input=False, load_output=False
        )
        held = {one.workflow_id for one in found}
        return [job for name, job in names.items() if name not in held]

    async def take_over(self, process_id: str) -> int:
        """Put what a dead process had begun back into its queues; how many that were."""
        found = await DBOS.list_workflows_async(
            status="PENDING", executor_id=process_id, load_input=False, load_output=False
        )
        for queue in POLL_S:
            ids = [one.workflow_id for one in found if one.queue_name == queue]
            if ids:
                await DBOS.resume_workflows_async(ids, queue_name=queue)
        return len(found)

    async def foreign(self) -> list[str]:
        """Other versions whose work is still open: nobody of ours will do it."""
        versions = await DBOS.list_application_versions_async()
        names = [one["version_name"] for one in versions if one["version_name"] != VERSION]
        return [name for name in names if await self._has_open(name)]

    async def _has_open(self, version: str) -> bool:
        found = await DBOS.list_workflows_async(
            status=ACTIVE, app_version=version, limit=1, load_input=False, load_output=False
        )
        return bool(found)

    async def forget(self, before_ms: int) -> int:
        """Delete rows of what was over before that moment; how many, at most AT_A_TIME."""
        before = datetime.fromtimestamp(before_ms / 1000, UTC).isoformat()
        found = await DBOS.list_workflows_async(
            status=OVER,
            completed_before=before,
            limit=AT_A_TIME,
            load_input=False,
            load_output=False,
        )
        if found:
            await DBOS.delete_workflows_async([one.workflow_id for one in found])
        return len(found)

    async def close(self) -> None:
        """What has begun and not ended stays begun, and is taken up by the next process."""
        if not _runs:
            return
        await asyncio.to_thread(DBOS.destroy)
        _runs.clear()
        # DBOS made its threads the loop's, and they are gone with it.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS))
        if self._client is not None:
            self._client.destroy()
        if self._engine is not None:
            self._engine.dispose()


def engine_for(place: Place) -> sa.Engine:
    """A small pool of DBOS's own beside the writer, with the same care for what is committed."""
    if isinstance(place, PostgreSQL):
        return sa.create_engine(
            place.engine_url,
            pool_size=CONNECTIONS,
            max_overflow=0,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"connect_timeout": CONNECT_S, "keepalives_idle": 5},
        )
    return sqlite_engine(place)


def sqlite_engine(path: Path) -> sa.Engine:
    engine = sa.create_engine(
        f"sqlite:///{path}", pool_size=CONNECTIONS, max_overflow=0, hide_parameters=True
    )

    @sa.event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: object) -> None:
        connection.isolation_level = "IMMEDIATE"  # as DBOS's own: writers queue up, none upgrades
        for pragma in ("synchronous=FULL", "busy_timeout=30000", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def quiet() -> None:
    """DBOS's lines go where ours go, and only those that tell of trouble."""
    logger = logging.getLogger("dbos")
    logger.handlers.clear()
    logger.propagate = True
    logger.setLevel(logging.WARNING)
