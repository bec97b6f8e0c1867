"""Alembic runs this file; the connection, in an open transaction, is handed in by `migrate.py`."""

from __future__ import annotations

from alembic import context

from ruby_fsm.adapters.db.migrate import SETTINGS

context.configure(connection=context.config.attributes["connection"], **SETTINGS)
with context.begin_transaction():
    context.run_migrations()
