"""Keyed jobs, inside a unit of work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa

from ruby_fsm.adapters.db import rows
from ruby_fsm.adapters.db.cursor import OnCursor
from ruby_fsm.adapters.db.rows import StoredJob
from ruby_fsm.adapters.db.statements import compiled, made
from ruby_fsm.adapters.db.tables import JOBS
from ruby_fsm.app.records import Job

_J = JOBS.c
_at = sa.bindparam
_OPEN = _J.done_ms.is_(None)
_THIS = sa.and_(_J.key == _at("of_key"), _OPEN)
_UNSENT = _J.sending_ms.is_(None)
_OF_KIND = sa.and_(_J.call_id == _at("of_call"), _J.kind == _at("of_kind"), _OPEN)

DROP_DONE = compiled(sa.delete(JOBS).where(_J.key == _at("of_key"), _J.done_ms.is_not(None)))
PUT = made(
    lambda insert: (
        insert(JOBS)
        .values({c.name: _at(c.name) for c in JOBS.columns if c.name != "serial"})
        .on_conflict_do_nothing(index_elements=[_J.key])
        .returning(_J.serial)
    )
)
CANCEL = compiled(sa.delete(JOBS).where(_THIS, _UNSENT))
CANCEL_KIND = compiled(sa.delete(JOBS).where(_OF_KIND, _UNSENT))
SENDING = compiled(sa.select(_J.serial).where(_OF_KIND, _J.sending_ms.is_not(None)).limit(1))
BEGIN_SENDING = compiled(sa.update(JOBS).where(_THIS).values(sending_ms=_at("at_ms")))
FINISH_RUN = compiled(
    sa.update(JOBS).where(_J.serial == _at("of_serial"), _OPEN).values(done_ms=_at("at_ms"))
)
_THIS_TRY = sa.and_(_J.serial == _at("of_serial"), _J.tries == _at("of_tries"), _OPEN)
THIS_TRY = compiled(sa.select(*rows.JOB).where(_THIS_TRY))
PUT_OFF = compiled(
    sa.update(JOBS).where(_THIS_TRY).values(due_ms=_at("new_due_ms"), tries=_J.tries + 1)
)
OPEN = compiled(sa.select(*rows.JOB).where(_OPEN).order_by(_J.due_ms, _J.serial))
OVERDUE = compiled(
    sa.select(*rows.JOB)
    .where(_OPEN, _J.due_ms < _at("before_ms"))
    .order_by(_J.due_ms, _J.serial)
    .limit(_at("at_most"))
)


class JobsPart(OnCursor):
    def put_job(self, job: Job) -> None:
        self._do(DROP_DONE, of_key=job.key)
        if row := self._first(PUT, **rows.job_values(job)):
            self.jobs_put.append(StoredJob(job.key, job.due_ms, job.kind, job.args, row[0]))

    def cancel_job(self, key: str) -> None:
        self._do(CANCEL, of_key=key)

    def cancel_jobs(self, call_id: str, kinds: Sequence[str]) -> bool:
        sending = [self._cancel_kind(call_id, kind) for kind in kinds]
        return any(sending)

    def _cancel_kind(self, call_id: str, kind: str) -> bool:
        self._do(CANCEL_KIND, of_call=call_id, of_kind=kind)
        return self._first(SENDING, of_call=call_id, of_kind=kind) is not None

    def begin_sending(self, key: str, at_ms: int) -> bool:
        return self._do(BEGIN_SENDING, of_key=key, at_ms=at_ms) == 1

    def open_jobs(self) -> Sequence[StoredJob]:
        return [rows.as_job(row) for row in self._all(OPEN)]

    def overdue_jobs(self, before_ms: int, at_most: int) -> Sequence[StoredJob]:
        """Open ones that were due before that moment, oldest first."""
        return [
            rows.as_job(row) for row in self._all(OVERDUE, before_ms=before_ms, at_most=at_most)
        ]

    def this_try(self, serial: int, tries: int) -> StoredJob | None:
        """The very job, not a later one of its key, if just this try of it is still to be made."""
        row = self._first(THIS_TRY, of_serial=serial, of_tries=tries)
        return rows.as_job(row) if row else None

    def put_off(self, job: StoredJob, due_ms: int) -> None:
        """Try it again then; nothing if it was cancelled, done, or put off by somebody else."""
        of = {"of_serial": job.serial, "of_tries": job.tries}
        if self._do(PUT_OFF, **of, new_due_ms=due_ms) == 1:
            self.jobs_put.append(replace(job, due_ms=due_ms, tries=job.tries + 1))

    def finish_run(self, job: StoredJob, at_ms: int) -> None:
        """Finish this very job; one put under the same key meanwhile stays open."""
        self._do(FINISH_RUN, of_serial=job.serial, at_ms=at_ms)
