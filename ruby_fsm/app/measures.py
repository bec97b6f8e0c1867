"""What an operator can see in numbers: every metric by name, in one list.

No label holds anything of a person: states, events, kinds and reasons, all of them short lists.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """COUNTER and HISTOGRAM belong to one process, and are added up; a GAUGE says what is now."""

    COUNTER = "counter"
    GAUGE = "gauge"
    HISTOGRAM = "histogram"


class Measure(NamedTuple):
    """Its name as Prometheus shows it; of a histogram the first part of its names."""

    name: str
    kind: Kind
    told: str
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = ()


# Twilio gives up at 15 s; a reply is covered by a filler from 2.5 s on.
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 4.8, 6.0, 15.0)
MINUTES = (15.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0, 86_400.0)
BATCH = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0)
_C, _G, _H = Kind.COUNTER, Kind.GAUGE, Kind.HISTOGRAM

WEBHOOKS = Measure(
    "ruby_webhook_seconds", _H, "From a webhook's arrival to our answer.", ("kind",), SECONDS
)
REFUSED = Measure(
    "ruby_webhooks_refused_total", _C, "Webhooks whose signature did not hold.", ("kind",)
)
MOVES = Measure(
    "ruby_transitions_total",
    _C,
    "Moves of calls from one state to another, as kept.",
    ("from_state", "event", "to_state"),
)
ENDED = Measure("ruby_calls_ended_total", _C, "Calls that ended, by why.", ("end_reason",))
LINES = Measure(
    "ruby_lines_said_total", _C, "Sentences given to the line, by what they are for.", ("line",)
)
REPLIES = Measure("ruby_replies_total", _C, "Replies, by the chat backend that spoke.", ("source",))
REPLY_FAILED = Measure("ruby_replies_failed_total", _C, "Turns for which no backend had a reply.")
REPLY_TIME = Measure("ruby_reply_seconds", _H, "From the ask to the whole reply.", (), SECONDS)
STORE_TIME = Measure("ruby_store_seconds", _H, "Until a turn's words were kept.", (), SECONDS)
UNDERSTOOD = Measure(
    "ruby_understanding_seconds", _H, "Until a turn's words were understood.", (), SECONDS
)
ACKNOWLEDGED = Measure(
    "ruby_acknowledge_seconds", _H, "From an escalation to the human who took it.", (), MINUTES
)
UNITS = Measure("ruby_db_batch_units", _H, "Units of work kept by one commit.", (), BATCH)
TWILIO = Measure(
    "ruby_twilio_errors_total",
    _C,
    "Requests to Twilio that failed, by what was asked.",
    ("request",),
)
DELIVERIES = Measure(
    "ruby_deliveries_total",
    _C,
    "Attempts to tell a webhook of config.yaml: delivered, retried, dead.",
    ("webhook", "outcome"),
)
FAULTS = Measure("ruby_faults_total", _C, "What should not happen, by its name.", ("fault",))

CALLS = Measure("ruby_calls", _G, "Calls that have not ended, by state.", ("state",))
DUE = Measure("ruby_queue_due", _G, "Calls that are due and wait for a line.")
WAIT = Measure("ruby_queue_oldest_wait_seconds", _G, "How long the first of them has waited.")
OPEN = Measure("ruby_escalations_open", _G, "Escalations no human has taken.")
OPEN_FOR = Measure("ruby_escalation_oldest_seconds", _G, "How long the oldest has been open.")
UNHEARD = Measure("ruby_escalations_unheard", _G, "Those of them that went through their path.")
LATE = Measure("ruby_jobs_late_seconds", _G, "How late the most overdue job is.")
DEAD = Measure("ruby_deliveries_dead", _G, "Webhooks given up, and not replayed since.")
FIT = Measure("ruby_component_ok", _G, "Health, component by component: 1 or 0.", ("component",))

MEASURES = (
    *(WEBHOOKS, REFUSED, MOVES, ENDED, LINES, REPLIES, REPLY_FAILED, REPLY_TIME, STORE_TIME),
    *(UNDERSTOOD, ACKNOWLEDGED, UNITS, TWILIO, DELIVERIES, FAULTS),
    *(CALLS, DUE, WAIT, OPEN, OPEN_FOR, UNHEARD, LATE, DEAD, FIT),
)
