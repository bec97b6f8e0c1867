"""The first tables: calls and their log, attempts, jobs, and what calling people needs beside."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0001"
down_revision = None

COUNTED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    create_calls()
    create_attempts()
    create_events()
    create_jobs()
    create_escalations()
    create_small_tables()


def text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=nullable)


def number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def moment(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def sealed(name: str, *, nullable: bool = False) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=nullable)


def partial_index(name: str, table: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(
        name, table, columns, unique=False, sqlite_where=condition, postgresql_where=condition
    )


def create_calls() -> None:
    op.create_table(
        "ruby_calls",
        text("call_id"),
        moment("created_ms"),
        text("call_json"),
        sealed("person"),
        text("to_hash"),
        text("user_hash"),
        text("config_hash"),
        text("from_number"),
        text("owner"),
        number("priority"),
        moment("not_before_ms"),
        text("state"),
        number("attempt"),
        moment("due_ms"),
        moment("answered_ms", nullable=True),
        moment("alive_until_ms"),
        moment("watch_ms"),
        number("asked_turn", nullable=True),
        text("asked_by", nullable=True),
        moment("asked_until_ms", nullable=True),
        sa.PrimaryKeyConstraint("call_id", name="pk_ruby_calls"),
    )
    for column in ("created_ms", "to_hash", "user_hash"):
        op.create_index(f"ix_ruby_calls_{column}", "ruby_calls", [column])
    in_line = ["priority", "due_ms", "created_ms"]
    partial_index("ix_ruby_calls_line", "ruby_calls", in_line, "state = 'queued'")
    partial_index("ix_ruby_calls_watch", "ruby_calls", ["watch_ms"], "state <> 'ended'")


def create_attempts() -> None:
    op.create_table(
        "ruby_attempts",
        text("call_id"),
        number("n"),
        text("sid", nullable=True),
        moment("slot_ms", nullable=True),
        moment("placing_ms", nullable=True),
        moment("freed_ms", nullable=True),
        text("status"),
        number("status_seq"),
        text("answered_by"),
        number("duration_s", nullable=True),
        sa.PrimaryKeyConstraint("call_id", "n", name="pk_ruby_attempts"),
        sa.UniqueConstraint("sid", name="uq_ruby_attempts_sid"),
    )
    holds_slot = "slot_ms IS NOT NULL AND freed_ms IS NULL"
    partial_index("ix_ruby_attempts_slots", "ruby_attempts", ["call_id"], holds_slot)


def create_events() -> None:
    op.create_table(
        "ruby_events",
        sa.Column("id", COUNTED, nullable=False),
        text("call_id"),
        number("n"),
        number("seq", nullable=True),
        text("event_key", nullable=True),
        text("cause"),
        text("name"),
        moment("at_ms"),
        sealed("payload"),
        text("from_state"),
        text("to_state"),
        sealed("verbs", nullable=True),
        number("asks", nullable=True),
        number("doc", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_ruby_events"),
        sa.UniqueConstraint("call_id", "n", name="uq_ruby_events_call_id_n"),
        sa.UniqueConstraint("call_id", "seq", name="uq_ruby_events_call_id_seq"),
        sa.UniqueConstraint("call_id", "event_key", name="uq_ruby_events_call_id_event_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_ruby_events_cause", "ruby_events", ["call_id", "cause"])


def create_jobs() -> None:
    op.create_table(
        "ruby_jobs",
        sa.Column("serial", COUNTED, nullable=False),
        text("key"),
        text("call_id"),
        text("kind"),
        moment("due_ms"),
        text("args"),
        moment("sending_ms", nullable=True),
        moment("done_ms", nullable=True),
        sa.PrimaryKeyConstraint("serial", name="pk_ruby_jobs"),
        sa.UniqueConstraint("key", name="uq_ruby_jobs_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_ruby_jobs_call", "ruby_jobs", ["call_id", "kind"])
    partial_index("ix_ruby_jobs_open", "ruby_jobs", ["due_ms"], "done_ms IS NULL")


def create_escalations() -> None:
    op.create_table(
        "ruby_escalations",
        text("escalation_id"),
        text("call_id"),
        number("number"),
        number("level"),
        text("category"),
        moment("opened_ms"),
        moment("acknowledged_ms", nullable=True),
        sealed("way"),
        sa.PrimaryKeyConstraint("escalation_id", name="pk_ruby_escalations"),
    )
    op.create_index("ix_ruby_escalations_call_id", "ruby_escalations", ["call_id"])


def create_small_tables() -> None:
    create("ruby_configs", "hash", text("hash"), text("canonical_json"))
    create("ruby_keys", "kid", text("kid"), sealed("proof"))
    create("ruby_pace", "id", number("id"), moment("next_dial_ms"))
    refused = (text("number_hash"), moment("at_ms"), text("source"))
    create("ruby_suppressions", "number_hash", *refused)
    answered = (text("key_hash"), text("call_id"), moment("at_ms"), sealed("answer"))
    create("ruby_idempotency", "key_hash", *answered)
    op.create_index("ix_ruby_idempotency_at_ms", "ruby_idempotency", ["at_ms"])


def create(table: str, key: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(table, *columns, sa.PrimaryKeyConstraint(key, name=f"pk_{table}"))
