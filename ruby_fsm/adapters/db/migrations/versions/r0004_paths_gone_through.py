"""When an escalation will have been through its whole path."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0004"
down_revision = "r0003"
TABLE = "ruby_escalations"
UNHEARD = sa.text("acknowledged_ms IS NULL")


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("through_ms", sa.BigInteger(), nullable=True))
    op.create_index("ix_ruby_escalations_opened", TABLE, ["opened_ms"])
    op.create_index(
        "ix_ruby_escalations_unheard",
        TABLE,
        ["through_ms"],
        sqlite_where=UNHEARD,
        postgresql_where=UNHEARD,
    )
