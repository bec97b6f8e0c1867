"""The calls that have not ended, by age: a list of them must not look at all that have."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0003"
down_revision = "r0002"
LIVE = sa.text("state <> 'ended'")


def upgrade() -> None:
    op.create_index(
        "ix_ruby_calls_live",
        "ruby_calls",
        ["created_ms", "call_id"],
        unique=False,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )
