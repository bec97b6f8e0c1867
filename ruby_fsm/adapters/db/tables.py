"""The rows of the store: dumb columns of text, numbers and bytes; `rows.py` gives them meaning.

Here those of calls and the work on them; all tables by name at the end.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Field

from ruby_fsm.adapters.db import tables_policy as _policy  # noqa: F401 - its tables count too
from ruby_fsm.adapters.db import tables_trust as _trust  # noqa: F401 - and its
from ruby_fsm.adapters.db.table import COUNTED, NEVER_AGAIN, RubyRow, partial

UNDONE = sa.text("done_ms IS NULL")
LIVE = sa.text("state <> 'ended'")
QUEUED = sa.text("state = 'queued'")
UNHEARD = sa.text("acknowledged_ms IS NULL")
DEAD = sa.text("state = 'dead'")
HOLDS_SLOT = sa.text("slot_ms IS NOT NULL AND freed_ms IS NULL")


class CallRow(RubyRow, table=True):
    """`call_json` is the truth; the columns beside it repeat what queries look for."""

    __tablename__ = "ruby_calls"
    __table_args__ = (
        partial("ix_ruby_calls_watch", "watch_ms", where=LIVE),
        partial("ix_ruby_calls_live", "created_ms", "call_id", where=LIVE),
        partial("ix_ruby_calls_line", "priority", "due_ms", "created_ms", where=QUEUED),
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
    __table_args__ = (partial("ix_ruby_attempts_slots", "call_id", where=HOLDS_SLOT),)

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
        partial("ix_ruby_jobs_open", "due_ms", where=UNDONE),
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
        partial("ix_ruby_escalations_unheard", "through_ms", where=UNHEARD),
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


class DeliveryRow(RubyRow, table=True):
    """What a system of the team's is told; `body` holds nothing of the person."""

    __tablename__ = "ruby_deliveries"
    __table_args__ = (partial("ix_ruby_deliveries_dead", "over_ms", where=DEAD), NEVER_AGAIN)

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


METADATA = RubyRow.metadata
TABLES = METADATA.tables
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
