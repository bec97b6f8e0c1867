"""What the dial policy keeps: dials by what they are counted by, consents, verdicts, liftings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0006"
down_revision = "r0005"


def upgrade() -> None:
    op.add_column("ruby_suppressions", sa.Column("lifted_ms", sa.BigInteger(), nullable=True))
    op.add_column("ruby_suppressions", sa.Column("told", sa.LargeBinary(), nullable=True))
    op.create_table(
        "ruby_consents",
        text("number_hash"),
        moment("given_ms"),
        moment("withdrawn_ms", nullable=True),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number_hash", name="pk_ruby_consents"),
    )
    create_dials()
    create_verdicts()


def text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def moment(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def create_dials() -> None:
    op.create_table(
        "ruby_dials",
        text("call_id"),
        sa.Column("n", sa.Integer(), nullable=False),
        moment("at_ms"),
        text("to_hash"),
        text("user_hash"),
        text("owner"),
        text("region"),
        sa.PrimaryKeyConstraint("call_id", "n", name="pk_ruby_dials"),
    )
    for name, column in (("number", "to_hash"), ("user", "user_hash"), ("token", "owner")):
        op.create_index(f"ix_ruby_dials_{name}", "ruby_dials", [column, "at_ms"])
    op.create_index("ix_ruby_dials_at", "ruby_dials", ["at_ms"])


def create_verdicts() -> None:
    op.create_table(
        "ruby_verdicts",
        text("call_id"),
        sa.Column("n", sa.Integer(), nullable=False),
        moment("at_ms"),
        text("stage"),
        sa.Column("verdict", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("call_id", "n", name="pk_ruby_verdicts"),
    )
    op.create_index("ix_ruby_verdicts_at", "ruby_verdicts", ["at_ms"])
