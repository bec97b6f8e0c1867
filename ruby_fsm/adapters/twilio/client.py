"""The telephone: Twilio's REST side, through its own client. Never logs a URL or a parameter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx
from twilio.rest import Client

from ruby_fsm.adapters.twilio.transport import HttpxTransport
from ruby_fsm.adapters.twilio.urls import ONCE_MORE, Urls
from ruby_fsm.app.ports import Placement
from ruby_fsm.errors import PhoneError

# Both mean that the line is down already: what was wanted is so.
ALREADY_OVER = {20404, 21220}
NOT_FOUND = 20404
OVER = {"completed", "busy", "failed", "no-answer", "canceled"}
PROGRESS = ("initiated", "ringing", "answered", "completed")
# Twilio's dates are whole seconds, and its clock need not be ours.
SKEW_MS = 2_000
MOST_LISTED = 50


@dataclass(frozen=True, slots=True)
class Login:
    """An account and its token, or an API key (`SK…`) and its secret in the token's place."""

    account_sid: str
    secret: str = field(repr=False)
    api_key: str = ""


def made_client(http: httpx.AsyncClient, login: Login, base_url: str) -> Any:
    """Twilio's own client over ours; `base_url`: another REST base than Twilio's."""
    user = login.api_key or login.account_sid
    client = Client(user, login.secret, login.account_sid, http_client=HttpxTransport(http))
    # The SDK reads TWILIO_REGION and TWILIO_EDGE behind our back and rewrites hosts by them.
    client.region = client.edge = None
    if base_url:
        client.api.base_url = base_url
    return client


class TwilioPhone:
    """`base_url`: another REST base than Twilio's; '': Twilio's own.

    `detects_machines`: Twilio listens for an answering machine beside the call and tells the amd
    hook; the greeting does not wait for it.
    """

    def __init__(
        self,
        http: httpx.AsyncClient,
        login: Login,
        urls: Urls,
        *,
        base_url: str = "",
        detects_machines: bool = True,
    ) -> None:
        self._calls: Any = made_client(http, login, base_url).calls
        self._urls = urls
        self._detects_machines = detects_machines

    async def place(self, placement: Placement) -> str:
        """See Phone.place."""
        call_id, attempt = placement.call_id, placement.attempt
        call = await self._calls.create_async(
            to=placement.to_number,
            from_=placement.from_number,
            url=self._urls.answer(call_id, attempt),
            method="POST",
            fallback_url=self._urls.fallback(call_id, attempt),
            fallback_method="POST",
            status_callback=self._urls.status(call_id, attempt),
            status_callback_method="POST",
            status_callback_event=list(PROGRESS),
            timeout=placement.ring_s,
            **self._detection(call_id, attempt),
        )
        if not call.sid:
            raise PhoneError("Twilio's answer names no call", unknown=True)
        return str(call.sid)

    async def status(self, sid: str) -> str:
        """See Phone.status."""
        try:
            call = await self._calls(sid).fetch_async()
        except PhoneError as error:
            if error.code == NOT_FOUND:
                return ""
            raise
        return _status(call)

    async def find(self, placement: Placement, since_ms: int) -> str | None:
        """The first dial from one number to the other that Twilio made since `since_ms`.

        Not asked by StartTime: a call that still rings has none.
        """
        return next(iter(await self._since(placement, since_ms)), None)

    async def ring(self, placement: Placement) -> str:
        """See Phone.ring. No machine is listened for: no voicemail presses a key."""
        call_id, number = placement.call_id, placement.attempt
        call = await self._calls.create_async(
            to=placement.to_number,
            from_=placement.from_number,
            url=self._urls.accept(call_id, 0, ring=number) + ONCE_MORE,
            method="POST",
            status_callback=self._urls.accept_status(call_id, number),
            status_callback_method="POST",
            timeout=placement.ring_s,
        )
        if not call.sid:
            raise PhoneError("Twilio's answer names no call", unknown=True)
        return str(call.sid)

    async def rung(self, placement: Placement, since_ms: int) -> Sequence[str]:
        """See Phone.rung."""
        return await self._since(placement, since_ms)

    async def redirect(self, sid: str, call_id: str, doc: int) -> None:
        """See Phone.redirect."""
        await self._update(sid, url=self._urls.reply(call_id, doc), method="POST")

    async def hang_up(self, sid: str, *, cancel: bool = False) -> None:
        """See Phone.hang_up. Cancelling first spares a person who is just picking up a dead line.

        A call may be answered between the two: `completed` is asked for unless it is surely over.
        """
        if cancel and await self._update(sid, status="canceled") in OVER:
            return
        await self._update(sid, status="completed")

    async def _since(self, placement: Placement, since_ms: int) -> Sequence[str]:
        """What REST has made from one number to the other since then, the oldest first."""
        calls = await self._calls.list_async(
            to=placement.to_number,
            from_=placement.from_number,
            limit=MOST_LISTED,
            page_size=MOST_LISTED,
        )
        made = (call for call in calls if call.direction == "outbound-api" and call.sid)
        dated = [(created_ms(call), str(call.sid)) for call in made]
        return [sid for at_ms, sid in sorted(dated) if at_ms >= since_ms - SKEW_MS]

    async def _update(self, sid: str, **changes: str) -> str:
        """Twilio's word for the call after the change; '' if it was too late for it."""
        try:
            return _status(await self._calls(sid).update_async(**changes))
        except PhoneError as error:
            if error.code in ALREADY_OVER:
                return ""
            raise

    def _detection(self, call_id: str, attempt: int) -> dict[str, str]:
        if not self._detects_machines:
            return {}
        return {
            "machine_detection": "DetectMessageEnd",
            "async_amd": "true",
            "async_amd_status_callback": self._urls.amd(call_id, attempt),
            "async_amd_status_callback_method": "POST",
        }


def _status(call: Any) -> str:
    """Twilio's documents spell one status in two ways."""
    return str(call.status or "").replace("cancelled", "canceled")


def created_ms(call: Any) -> int:
    made = call.date_created or call.start_time
    return int(made.timestamp() * 1000) if isinstance(made, datetime) else -1
