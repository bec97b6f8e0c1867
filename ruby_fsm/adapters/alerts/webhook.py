"""Tell of danger by a signed POST. Told at least once: the same step has the same Idempotency-Key.

Ruby-Timestamp: 1790000000
Ruby-Signature: v1=HEX, the HMAC-SHA256 of TIMESTAMP.BODY under RUBY_ALERT_WEBHOOK_KEY

The headers of Standard Webhooks are there as well, by the same key: one library verifies both.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import httpx

from ruby_fsm.adapters.alerts.wording import fields
from ruby_fsm.adapters.signing import headers
from ruby_fsm.app.ports import Alert, Clock
from ruby_fsm.config.escalation import NOBODY, Contact
from ruby_fsm.errors import AlertError

LIMIT_S = 10.0


def signature(key: bytes, timestamp: str, body: bytes) -> str:
    """As it stands in Ruby-Signature."""
    return "v1=" + hmac.new(key, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class WebhookAlerts:
    """`key`: of the signature. Redirects are not followed: they would lose the body."""

    http: httpx.AsyncClient
    contacts: Mapping[str, Contact]
    clock: Clock
    key: bytes = field(repr=False)

    async def send(self, alert: Alert) -> str:
        """See Alerts.send."""
        url = self.contacts.get(alert.contact, NOBODY).webhook
        body = json.dumps(fields(alert), separators=(",", ":")).encode()
        try:
            answer = await self.http.post(
                url,
                content=body,
                headers=self._headers(alert, body),
                timeout=LIMIT_S,
                follow_redirects=False,
            )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise AlertError(f"the webhook gave no answer ({type(error).__name__})") from None
        if not answer.is_success:
            raise AlertError(f"the webhook answered {answer.status_code}")
        return ""

    async def find(self, alert: Alert, since_ms: int) -> Sequence[str]:  # noqa: ARG002 - the port's
        """See Alerts.find: the receiver knows it by its key."""
        return ()

    def _headers(self, alert: Alert, body: bytes) -> dict[str, str]:
        now_ms = self.clock.now_ms()
        timestamp = str(now_ms // 1000)
        return {
            "Content-Type": "application/json",
            "Idempotency-Key": alert.key,
            "Ruby-Timestamp": timestamp,
            "Ruby-Signature": signature(self.key, timestamp, body),
            **headers([self.key], alert.key, now_ms, body),
        }
