"""The rows of the store: dumb columns of text, numbers and bytes; `rows.py` gives them meaning."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

BIG = sa.BigInteger()
# SQLite gives a rowid only to a column spelt INTEGER.
COUNTED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Else SQLite may give the number of a deleted row again.
NEVER_AGAIN = {"sqlite_autoincrement": True}
UNDONE = sa.text("done_ms IS NULL")
LIVE = sa.text("state <> 'ended'")
QUEUED = sa.text("state = 'queued'")
UNHEARD = sa.text("acknowledged_ms IS NULL")
DEAD = sa.text("state = 'dead'")
HOLDS_SLOT = sa.text("slot_ms IS NOT NULL AND freed_ms IS NULL")


def _partial(name: str, *columns: str, where: sa.TextClause) -> sa.Index:
    return sa.Index(name, *columns, sqlite_where=where, postgresql_where=where)


class RubyRow(SQLModel):
    """Tables carry the prefix `ruby_`: other software may keep its own in the same database."""

    metadata = sa.MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        }
    )


class CallRow(RubyRow, table=True):
    """`call_json` is the truth; the columns beside it repeat what queries look for."""

    __tablename__ = "ruby_calls"
    __table_args__ = (
        _partial("ix_ruby_calls_watch", "watch_ms", where=LIVE),
        _partial("ix_ruby_calls_live", "created_ms", "call_id", where=LIVE),
        _partial("ix_ruby_calls_line", "priority", "due_ms", "created_ms", where=QUEUED),
    )

    call_id: str = Field(primary_key=True)
    created_ms: int = Field(sa_type=sa.BigInteger, index=True)
    call_json: str
    person: bytes  # sealed
    to_hash: str = Field(index=True)  # keyed
    user_hash: str = Field(index=True)  # keyed, '' for none
    config_hash: str
    from_number: str
    owner: str
    priority: int  # 0 high, 1 normal, 2 low
    not_before_ms: int = Field(sa_type=sa.BigInteger)
    state: str
    attempt: int
    due_ms: int = Field(sa_type=sa.BigInteger)
    answered_ms: int | None = Field(default=None, sa_type=sa.BigInteger)
    alive_until_ms: int = Field(sa_type=sa.BigInteger)
    watch_ms: int = Field(sa_type=sa.BigInteger)  # when the watchdog looks: alive_until or later
    asked_turn: int | None = Field(default=None)
    asked_by: str | None = Field(default=None)
    asked_until_ms: int | None = Field(default=None, sa_type=sa.BigInteger)


class AttemptRow(RubyRow, table=True):
    __tablename__ = "ruby_attempts"
    __table_args__ = (_partial("ix_ruby_attempts_slots", "call_id", where=HOLDS_SLOT),)

    call_id: str = Field(primary_key=True)
    n: int = Field(primary_key=True)
    sid: str | None = Field(default=None, unique=True)
    slot_ms: int | None = Field(default=None, sa_type=sa.BigInteger)
    placing_ms: int | None = Field(default=None, sa_type=sa.BigInteger)
    freed_ms: int | None = Field(default=None, sa_type=sa.BigInteger)
    status: str
    status_seq: int
    answered_by: str
    duration_s: int | None = Field(default=None)


class EventRow(RubyRow, table=True):
    """Log, receipt and memory of the line; `id` is the order in which rows came, over all calls."""

    __tablename__ = "ruby_events"
    __table_args__ = (
        sa.UniqueConstraint("call_id", "n"),
        sa.UniqueConstraint("call_id", "seq"),
        sa.UniqueConstraint("call_id", "event_key"),
        sa.Index("ix_ruby_events_cause", "call_id", "cause"),
        NEVER_AGAIN,
    )

    id: int | None = Field(default=None, sa_column=sa.Column(COUNTED, primary_key=True))
    call_id: str
    n: int
    seq: int | None = Field(default=None)
    event_key: str | None = Field(default=None)
    cause: str
    name: str
    at_ms: int = Field(sa_type=sa.BigInteger)
    payload: bytes  # sealed
    from_state: str
    to_state: str
    verbs: bytes | None = Field(default=None)  # sealed, NULL for none
    asks: int | None = Field(default=None)
    doc: int | None = Field(default=None)


class ConfigRow(RubyRow, table=True):
    __tablename__ = "ruby_configs"

    hash: str = Field(primary_key=True)
    canonical_json: str


class JobRow(RubyRow, table=True):
    """`serial` tells one job from an earlier one of the same key; `tries` are those that failed."""

    __tablename__ = "ruby_jobs"
    __table_args__ = (
        _partial("ix_ruby_jobs_open", "due_ms", where=UNDONE),
        sa.Index("ix_ruby_jobs_call", "call_id", "kind"),
        NEVER_AGAIN,
    )

    serial: int | None = Field(default=None, sa_column=sa.Column(COUNTED, primary_key=True))
    key: str = Field(unique=True)
    call_id: str
    kind: str
    due_ms: int = Field(sa_type=sa.BigInteger)
    args: str
    sending_ms: int | None = Field(default=None, sa_type=sa.BigInteger)
    done_ms: int | None = Field(default=None, sa_type=sa.BigInteger)
    tries: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class ProcessRow(RubyRow, table=True):
    """One process of those that share the database; its lock on the server tells if it lives."""

    __tablename__ = "ruby_processes"

    process_id: str = Field(primary_key=True)
    role: str
    started_ms: int = Field(sa_type=sa.BigInteger)


class EscalationRow(RubyRow, table=True):
    __tablename__ = "ruby_escalations"
    __table_args__ = (
        sa.Index("ix_ruby_escalations_opened", "opened_ms"),
        _partial("ix_ruby_escalations_unheard", "through_ms", where=UNHEARD),
    )

    escalation_id: str = Field(primary_key=True)
    call_id: str = Field(index=True)
    number: int
    level: int
    category: str
    opened_ms: int = Field(sa_type=sa.BigInteger)
    acknowledged_ms: int | None = Field(default=None, sa_type=sa.BigInteger)
    way: bytes  # sealed: the steps taken, who acknowledged, and the step being told
    through_ms: int | None = Field(default=None, sa_type=sa.BigInteger)


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


class IdempotencyRow(RubyRow, table=True):
    __tablename__ = "ruby_idempotency"

    key_hash: str = Field(primary_key=True)  # keyed, of owner and key
    call_id: str
    at_ms: int = Field(sa_type=sa.BigInteger, index=True)
    answer: bytes  # sealed: fingerprint and response


class PaceRow(RubyRow, table=True):
    """One row, `id` 1."""

    __tablename__ = "ruby_pace"

    id: int = Field(primary_key=True)
    next_dial_ms: int = Field(sa_type=sa.BigInteger)


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


class DeliveryRow(RubyRow, table=True):
    """What a system of the team's is told; `body` holds nothing of the person."""

    __tablename__ = "ruby_deliveries"
    __table_args__ = (_partial("ix_ruby_deliveries_dead", "over_ms", where=DEAD), NEVER_AGAIN)

    n: int | None = Field(default=None, sa_column=sa.Column(COUNTED, primary_key=True))
    delivery_id: str = Field(unique=True)
    event_id: str
    event: str
    receiver: str
    body: str
    at_ms: int = Field(sa_type=sa.BigInteger)
    call_id: str = Field(index=True)  # '' for none
    state: str
    tries: int
    tries_before: int
    outcome: str
    next_ms: int | None = Field(default=None, sa_type=sa.BigInteger)
    over_ms: int | None = Field(default=None, sa_type=sa.BigInteger, index=True)


TABLES = RubyRow.metadata.tables
CALLS = TABLES["ruby_calls"]
ATTEMPTS = TABLES["ruby_attempts"]
EVENTS = TABLES["ruby_events"]
CONFIGS = TABLES["ruby_configs"]
JOBS = TABLES["ruby_jobs"]
ESCALATIONS = TABLES["ruby_escalations"]
SUPPRESSIONS = TABLES["ruby_suppressions"]
CONSENTS = TABLES["ruby_consents"]
DIALS = TABLES["ruby_dials"]
VERDICTS = TABLES["ruby_verdicts"]
IDEMPOTENCY = TABLES["ruby_idempotency"]
PACE = TABLES["ruby_pace"]
KEYS = TABLES["ruby_keys"]
PROCESSES = TABLES["ruby_processes"]
TOKENS = TABLES["ruby_tokens"]
AUDIT = TABLES["ruby_audit"]
AUDIT_HEAD = TABLES["ruby_audit_head"]
LIMITS = TABLES["ruby_limits"]
DELIVERIES = TABLES["ruby_deliveries"]
