"""What stands in an alert: ids, level, kind, and where to go; never who it is or what was said."""

from __future__ import annotations

from datetime import UTC, datetime

from ruby_fsm.app.ports import Alert

HEAD = "Ruby: a person on a call may be in danger."


def level_of(alert: Alert) -> str:
    return alert.level.name.lower()


def opened_at(alert: Alert) -> str:
    """RFC 3339, UTC, seconds."""
    at = datetime.fromtimestamp(alert.opened_ms / 1000, UTC)
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def short(alert: Alert) -> str:
    """For a message: two segments of it at most, so that no part of it is late."""
    return (
        f"{HEAD} {level_of(alert)}, {alert.category.value}. Code {alert.code}. "
        f"Reply YES to take it, NO to pass it on. {alert.link}"
    )


def subject(alert: Alert) -> str:
    return f"{HEAD} ({level_of(alert)})"


def long(alert: Alert) -> str:
    """For a mail."""
    return f"""\
{HEAD}

level       {level_of(alert)}
kind        {alert.category.value}
since       {opened_at(alert)}
call        {alert.call_id}
escalation  {alert.escalation_id}, step {alert.step}

Take care of it here; until somebody does, the next one is told:
{alert.link}
"""


def fields(alert: Alert) -> dict[str, str | int]:
    """For a machine."""
    return {
        "type": "ruby.escalation",
        "escalation_id": alert.escalation_id,
        "call_id": alert.call_id,
        "level": level_of(alert),
        "category": alert.category.value,
        "step": alert.step,
        "contact": alert.contact,
        "opened_at": opened_at(alert),
        "link": alert.link,
    }
