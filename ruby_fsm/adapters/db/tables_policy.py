"""Rows of who may be called and when, and of what was dialled."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Field

from ruby_fsm.adapters.db.table import RubyRow


class SuppressionRow(RubyRow, table=True):
    __tablename__ = "ruby_suppressions"

    number_hash: str = Field(primary_key=True)  # keyed
    at_ms: int = Field(sa_type=sa.BigInteger)
    source: str
    lifted_ms: int | None = Field(default=None, sa_type=sa.BigInteger)
    told: bytes | None = Field(default=None)  # sealed: why and by whom, also of the lifting


class ConsentRow(RubyRow, table=True):
    __tablename__ = "ruby_consents"

    number_hash: str = Field(primary_key=True)  # keyed
    given_ms: int = Field(sa_type=sa.BigInteger)  # 0: only ever withdrawn
    withdrawn_ms: int | None = Field(default=None, sa_type=sa.BigInteger)
    told: bytes  # sealed: source, and why it was withdrawn


class DialRow(RubyRow, table=True):
    """One row a dial that was made, by what dials are counted."""

    __tablename__ = "ruby_dials"
    __table_args__ = (
        sa.Index("ix_ruby_dials_number", "to_hash", "at_ms"),
        sa.Index("ix_ruby_dials_user", "user_hash", "at_ms"),
        sa.Index("ix_ruby_dials_token", "owner", "at_ms"),
        sa.Index("ix_ruby_dials_at", "at_ms"),
    )

    call_id: str = Field(primary_key=True)
    n: int = Field(primary_key=True)
    at_ms: int = Field(sa_type=sa.BigInteger)
    to_hash: str  # keyed
    user_hash: str  # keyed, '' for none
    owner: str
    region: str


class VerdictRow(RubyRow, table=True):
    """What the dial policy said of a call; of one refused at the door there is no other row."""

    __tablename__ = "ruby_verdicts"
    __table_args__ = (sa.Index("ix_ruby_verdicts_at", "at_ms"),)

    call_id: str = Field(primary_key=True)
    n: int = Field(primary_key=True)
    at_ms: int = Field(sa_type=sa.BigInteger)
    stage: str
    verdict: bytes  # sealed


class PaceRow(RubyRow, table=True):
    """One row, `id` 1."""

    __tablename__ = "ruby_pace"

    id: int = Field(primary_key=True)
    next_dial_ms: int = Field(sa_type=sa.BigInteger)
