"""Tell of danger by Twilio: a message, or a call that asks for a key. Sent once.

Neither POST has an idempotency key: what may have been sent is looked for in Twilio's lists, a
message by the code in it, a call by number and time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ruby_fsm.adapters.alerts.wording import short
from ruby_fsm.adapters.twilio.client import MOST_LISTED, SKEW_MS, created_ms
from ruby_fsm.adapters.twilio.urls import Urls
from ruby_fsm.app.ports import Alert
from ruby_fsm.config.escalation import NOBODY, Contact
from ruby_fsm.errors import AlertError, PhoneError

RING_S = 30


@dataclass(frozen=True, slots=True)
class Sender:
    """What both need. `client`: Twilio's own, over our transport."""

    client: Any
    from_number: str
    contacts: Mapping[str, Contact]

    def number(self, alert: Alert) -> str:
        """E.164. Raises AlertError where the newest config knows none any more."""
        number = self.contacts.get(alert.contact, NOBODY).at(alert.channel)
        if not number:
            raise AlertError(f"the contact has no {alert.channel} any more")
        return number


@dataclass(frozen=True, slots=True)
class MessageAlerts:
    """See Alerts."""

    sender: Sender

    async def send(self, alert: Alert) -> str:
        """See Alerts.send."""
        number = self.sender.number(alert)
        try:
            sent = await self.sender.client.messages.create_async(
                to=number, from_=self.sender.from_number, body=short(alert)
            )
        except PhoneError as error:
            raise failed(error) from None
        return str(sent.sid or "")

    async def find(self, alert: Alert, since_ms: int) -> Sequence[str]:
        """See Alerts.find."""
        found = await listed(self.sender.client.messages, self.sender, alert, since_ms)
        return [str(one.sid) for one in found if f"Code {alert.code}." in str(one.body)]


@dataclass(frozen=True, slots=True)
class CallAlerts:
    """See Alerts. No machine is listened for: no voicemail presses a key."""

    sender: Sender
    urls: Urls

    async def send(self, alert: Alert) -> str:
        """See Alerts.send."""
        number = self.sender.number(alert)
        try:
            call = await self.sender.client.calls.create_async(
                to=number,
                from_=self.sender.from_number,
                url=self.urls.alert(alert.escalation_id, alert.step),
                method="POST",
                status_callback=self.urls.alert_status(alert.escalation_id, alert.step),
                status_callback_method="POST",
                timeout=RING_S,
            )
        except PhoneError as error:
            raise failed(error) from None
        return str(call.sid or "")

    async def find(self, alert: Alert, since_ms: int) -> Sequence[str]:
        """See Alerts.find; the list names no URL: another alert's call may be among them."""
        found = await listed(self.sender.client.calls, self.sender, alert, since_ms)
        return [str(call.sid) for call in found]


async def listed(resource: Any, sender: Sender, alert: Alert, since_ms: int) -> list[Any]:
    """What Twilio has from our number to the contact's since then, the oldest first."""
    try:
        found = await resource.list_async(
            to=sender.number(alert),
            from_=sender.from_number,
            limit=MOST_LISTED,
            page_size=MOST_LISTED,
        )
    except PhoneError as error:
        raise AlertError(f"it can't be looked for: {error}", unknown=True) from None
    ours = [one for one in found if one.direction == "outbound-api"]
    return sorted((x for x in ours if created_ms(x) >= since_ms - SKEW_MS), key=created_ms)


def failed(error: PhoneError) -> AlertError:
    """A refusal for too many requests is one like any other: the next step is taken at once."""
    return AlertError(str(error), unknown=error.unknown)
