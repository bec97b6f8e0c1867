"""The Alerts port over many channels: each alert goes the way its step names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ruby_fsm.app.ports import Alert, Alerts
from ruby_fsm.errors import AlertError


@dataclass(frozen=True, slots=True)
class Router:
    """`channels`: by name; a channel that was not set up fails, so that the next step is taken."""

    channels: Mapping[str, Alerts]

    async def send(self, alert: Alert) -> str:
        """See Alerts.send."""
        return await self._of(alert).send(alert)

    async def find(self, alert: Alert, since_ms: int) -> Sequence[str]:
        """See Alerts.find."""
        return await self._of(alert).find(alert, since_ms)

    def _of(self, alert: Alert) -> Alerts:
        channel = self.channels.get(alert.channel)
        if channel is None:
            raise AlertError(f"the channel {alert.channel} is not set up")
        return channel
