"""Triggers that refuse to change or delete rows of the audit trail, on both databases.

They stop a slip, not somebody who may alter tables; those the chain of hashes shows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from ruby_fsm.adapters.db.tables import AUDIT

SAYS = "the audit trail is append-only"
SQLITE = tuple(
    f"CREATE TRIGGER ruby_audit_no_{verb} BEFORE {verb.upper()} ON ruby_audit "
    f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
    for verb in ("update", "delete")
)
POSTGRESQL = (
    (
        "CREATE FUNCTION ruby_audit_refused() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{SAYS}'; END $$"
    ),
    (
        "CREATE TRIGGER ruby_audit_append_only BEFORE UPDATE OR DELETE ON ruby_audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION ruby_audit_refused()"
    ),
)
BY_DIALECT = {"sqlite": SQLITE, "postgresql": POSTGRESQL}

_ddl: Callable[[str], Any] = sa.DDL

for _name, _statements in BY_DIALECT.items():
    for _one in _statements:
        sa.event.listen(AUDIT, "after_create", _ddl(_one).execute_if(dialect=_name))
