"""Claims about danger told by the log."""

from __future__ import annotations

from structlog.testing import capture_logs

from ruby_fsm.adapters.alerts.log import LogAlerts
from ruby_fsm.app.ports import Alert, Alerts
from ruby_fsm.understanding.assessment import Category, Level


async def test_danger_is_a_warning_that_names_the_call_and_nobody_in_it() -> None:
    alerts: Alerts = LogAlerts()
    category = next(iter(Category))
    alert = Alert("ES1", "CL1", Level.HIGH, category, 2, "night nurse", "log")

    with capture_logs() as logs:
        await alerts.send(alert)

    assert logs == [
        {
            "event": "a person may be in danger",
            "log_level": "warning",
            "escalation_id": "ES1",
            "call_id": "CL1",
            "danger": "high",
            "category": category.value,
            "step": 2,
            "contact": "night nurse",
            "channel": "log",
        }
    ]
