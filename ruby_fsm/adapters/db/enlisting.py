"""Work that commits with a unit: other software's rows, written over the unit's own connection."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import sqlalchemy as sa
import structlog

from ruby_fsm.adapters.db.rows import StoredJob

Enlist = Callable[[sa.Connection, Sequence[StoredJob]], None]

log = structlog.get_logger("ruby_fsm.db")


def over(driver_connection: object, url: str) -> sa.Connection:
    """SQLAlchemy's view of a driver's connection; begin, commit and rollback stay the driver's.

    Made outside any transaction: SQLAlchemy rolls back what it looked at first.
    """
    engine = sa.create_engine(
        url,
        creator=lambda: driver_connection,
        poolclass=sa.StaticPool,
        pool_reset_on_return=None,
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,
    )
    return engine.connect()


class Enlisting:
    """Tells `hook`, once it is set, of the jobs of each unit, before the unit's commit."""

    def __init__(self) -> None:
        self.hook: Enlist | None = None

    def tell(self, connection: sa.Connection, jobs: Sequence[StoredJob]) -> None:
        """In a savepoint of its own: the rows of the jobs stand whatever becomes of it.

        A job whose row stands alone is found by the engine's sweep.
        """
        if self.hook is None or not jobs:
            return
        connection.exec_driver_sql("SAVEPOINT enlisting")
        try:
            self.hook(connection, jobs)
        except Exception as err:  # noqa: BLE001 - whatever broke, what the person said is kept
            # No traceback: values could stand in it.
            log.error("jobs_not_enlisted", error=type(err).__name__, count=len(jobs))  # noqa: TRY400
            connection.exec_driver_sql("ROLLBACK TO SAVEPOINT enlisting")
        connection.exec_driver_sql("RELEASE SAVEPOINT enlisting")
