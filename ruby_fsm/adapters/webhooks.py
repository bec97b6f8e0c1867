"""Tell a system of the team's by a signed POST; what it answers beside its status is not read."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import httpx

from ruby_fsm.adapters.signing import headers
from ruby_fsm.app.deliveries import Delivery
from ruby_fsm.app.ports import Answered, Clock
from ruby_fsm.app.timing import within
from ruby_fsm.config.webhooks import Webhook

TIMED_OUT = Answered("timeout")


@dataclass(frozen=True, slots=True)
class HttpWebhooks:
    """`keys`: of the signatures, by the receiver's name, those of '' for who has none of its own.

    `http` is for this alone: a slow receiver must not take the connections of others. No redirect
    is followed, so that a request goes where config.yaml says and nowhere else.
    """

    http: httpx.AsyncClient
    clock: Clock
    keys: Mapping[str, Sequence[bytes]] = field(repr=False)

    async def post(self, to: Webhook, delivery: Delivery) -> Answered:
        """See Webhooks.post."""
        asking = asyncio.ensure_future(self._asked(to, delivery))
        try:
            # Of all of it: a receiver that trickles never runs into the client's own timeouts.
            if not await within(self.clock, to.timeout_s, asking):
                return TIMED_OUT
            return asking.result()
        except httpx.TimeoutException:
            return TIMED_OUT
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return Answered(type(error).__name__)
        finally:
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)

    async def _asked(self, to: Webhook, delivery: Delivery) -> Answered:
        body = delivery.body.encode()
        keys = self.keys.get(to.name) or self.keys.get("", ())
        signed = headers(keys, delivery.event_id, self.clock.now_ms(), body)
        asking = self.http.stream(
            "POST",
            to.url,
            content=body,
            headers={"Content-Type": "application/json", "User-Agent": "ruby-fsm", **signed},
            timeout=to.timeout_s,
            follow_redirects=False,
        )
        async with asking as answer:  # closed before any of its body is asked for
            return Answered(
                str(answer.status_code),
                is_taken=answer.is_success,
                is_gone=answer.status_code == HTTPStatus.GONE,
                retry_after_s=self._seconds(answer.headers.get("Retry-After", "")),
            )

    def _seconds(self, text: str) -> float:
        """Of Retry-After, a number or a date; 0 for nonsense."""
        if text.isascii() and text.isdigit():
            return float(text[:9])
        try:
            return max(0.0, parsedate_to_datetime(text).timestamp() - self.clock.now_ms() / 1000)
        except (ValueError, OverflowError):
            return 0.0
