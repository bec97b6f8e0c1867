"""Tokens, the audit trail, and limits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ruby_fsm.adapters.db.append_only import BY_DIALECT

revision = "r0005"
down_revision = "r0004"


def upgrade() -> None:
    op.create_table(
        "ruby_tokens",
        sa.Column("token_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("scopes", sa.String(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("expires_ms", sa.BigInteger(), nullable=True),
        sa.Column("used_ms", sa.BigInteger(), nullable=True),
        sa.Column("revoked_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("token_id", name="pk_ruby_tokens"),
        sa.UniqueConstraint("sha256", name="uq_ruby_tokens_sha256"),
    )
    op.create_table(
        "ruby_audit",
        sa.Column("n", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("n", name="pk_ruby_audit"),
    )
    op.create_table(
        "ruby_audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ruby_audit_head"),
    )
    op.create_table(
        "ruby_limits",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("due_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_ruby_limits"),
    )
    op.create_index("ix_ruby_limits_due_us", "ruby_limits", ["due_us"])
    for statement in BY_DIALECT[op.get_bind().dialect.name]:
        op.execute(statement)
