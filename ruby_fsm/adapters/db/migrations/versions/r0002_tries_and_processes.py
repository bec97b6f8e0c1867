"""How often a job was tried, and which processes share the database."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0002"
down_revision = "r0001"


def upgrade() -> None:
    op.add_column("ruby_jobs", sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "ruby_processes",
        sa.Column("process_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("started_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("process_id", name="pk_ruby_processes"),
    )
