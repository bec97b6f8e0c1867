"""What the team's systems are told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0007"
down_revision = "r0006"
TABLE = "ruby_deliveries"
COUNTED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DEAD = sa.text("state = 'dead'")


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("n", COUNTED, nullable=False),
        *(text(name) for name in ("delivery_id", "event_id", "event", "receiver", "body")),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        *(text(name) for name in ("call_id", "state")),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("tries_before", sa.Integer(), nullable=False),
        text("outcome"),
        sa.Column("next_ms", sa.BigInteger(), nullable=True),
        sa.Column("over_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("n", name="pk_ruby_deliveries"),
        sa.UniqueConstraint("delivery_id", name="uq_ruby_deliveries_delivery_id"),
        sqlite_autoincrement=True,
    )
    for column in ("call_id", "over_ms"):
        op.create_index(f"ix_ruby_deliveries_{column}", TABLE, [column])
    op.create_index(
        "ix_ruby_deliveries_dead", TABLE, ["over_ms"], sqlite_where=DEAD, postgresql_where=DEAD
    )


def text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)
