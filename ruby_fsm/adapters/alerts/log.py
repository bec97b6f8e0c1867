"""Tell a human of danger by the log, for whoever watches it. Nothing personal is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import structlog
from structlog.typing import FilteringBoundLogger

from ruby_fsm.app.ports import Alert


def _logger() -> FilteringBoundLogger:
    logger: FilteringBoundLogger = structlog.get_logger("ruby_fsm.alerts")
    return logger


@dataclass(frozen=True, slots=True)
class LogAlerts:
    """A warning for each step; the log is always there, so that it never raises AlertError."""

    logger: FilteringBoundLogger = field(default_factory=_logger)

    async def send(self, alert: Alert) -> str:
        """See Alerts.send."""
        self.logger.warning(
            "a person may be in danger",
            escalation_id=alert.escalation_id,
            call_id=alert.call_id,
            danger=alert.level.name.lower(),
            category=str(alert.category),
            step=alert.step,
            contact=alert.contact,
            channel=alert.channel,
        )
        return ""

    async def find(self, alert: Alert, since_ms: int) -> Sequence[str]:  # noqa: ARG002 - the port's
        """See Alerts.find: a log keeps no list."""
        return ()
