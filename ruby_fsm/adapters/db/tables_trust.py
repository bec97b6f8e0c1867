"""Rows of who may ask, what was asked before, and the trail of what was done."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Field

from ruby_fsm.adapters.db.table import RubyRow


class IdempotencyRow(RubyRow, table=True):
    __tablename__ = "ruby_idempotency"

    key_hash: str = Field(primary_key=True)  # keyed, of owner and key
    call_id: str
    at_ms: int = Field(sa_type=sa.BigInteger, index=True)
    answer: bytes  # sealed: fingerprint and response


class KeyRow(RubyRow, table=True):
    """A proof for each key ever used here, so that a wrong or missing one is seen at start."""

    __tablename__ = "ruby_keys"

    kid: str = Field(primary_key=True)
    proof: bytes


class TokenRow(RubyRow, table=True):
    """The secret itself is nowhere; rows stay when a token is revoked, for the audit trail."""

    __tablename__ = "ruby_tokens"

    token_id: str = Field(primary_key=True)
    name: str
    sha256: str = Field(unique=True)
    scopes: str  # words with blanks between
    created_ms: int = Field(sa_type=sa.BigInteger)
    expires_ms: int | None = Field(default=None, sa_type=sa.BigInteger)
    used_ms: int | None = Field(default=None, sa_type=sa.BigInteger)
    revoked_ms: int | None = Field(default=None, sa_type=sa.BigInteger)


class AuditRow(RubyRow, table=True):
    """Never changed and never deleted: triggers refuse it, and the chain of hashes shows it."""

    __tablename__ = "ruby_audit"

    n: int = Field(sa_column=sa.Column(sa.BigInteger(), primary_key=True, autoincrement=False))
    at_ms: int = Field(sa_type=sa.BigInteger)
    who: str
    act: str
    target: str
    detail: str  # JSON
    hash: str


class AuditHeadRow(RubyRow, table=True):
    """One row, `id` 1: which row of the trail is the last."""

    __tablename__ = "ruby_audit_head"

    id: int = Field(primary_key=True)
    n: int = Field(sa_type=sa.BigInteger)
    hash: str
    seal: str


class LimitRow(RubyRow, table=True):
    """When the next call of this key would be due, were they evenly spread; absent: long ago."""

    __tablename__ = "ruby_limits"

    key: str = Field(primary_key=True)  # keyed hash
    due_us: int = Field(sa_type=sa.BigInteger, index=True)
