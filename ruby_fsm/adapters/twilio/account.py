"""What an account at Twilio says of itself and of a number: asked for an operator alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from ruby_fsm.adapters.twilio.client import Login
from ruby_fsm.errors import PhoneError

TWILIO, VOICE = "https://api.twilio.com", "https://voice.twilio.com"
COUNTRIES = "/v1/DialingPermissions/Countries"
MOST = "1000"  # of a page; there are some 250


@dataclass(frozen=True, slots=True)
class Account:
    """`date` is the answer's own header: the carrier's clock."""

    status: str
    is_trial: bool
    date: str


class TwilioAccount:
    """`base_url`: another REST base than Twilio's; '': Twilio's own."""

    def __init__(self, http: httpx.AsyncClient, login: Login, base_url: str = "") -> None:
        self._http = http
        self._user = (login.api_key or login.account_sid, login.secret)
        self._voice = base_url or VOICE
        self._root = f"{base_url or TWILIO}/2010-04-01/Accounts/{login.account_sid}"

    async def account(self) -> Account:
        """Raises PhoneError: refused (code), or nobody answers (code 0)."""
        response = await self._get(f"{self._root}.json")
        body = parsed(response)
        return Account(
            str(body.get("status", "")),
            body.get("type") == "Trial",
            response.headers.get("Date", ""),
        )

    async def voice_of(self, number: str) -> bool | None:
        """Whether the account's number can speak; None: it is no number of the account."""
        response = await self._get(
            f"{self._root}/IncomingPhoneNumbers.json", {"PhoneNumber": number}
        )
        owned = parsed(response).get("incoming_phone_numbers")
        for one in owned if isinstance(owned, list) else []:
            if isinstance(one, Mapping) and one.get("phone_number") == number:
                capabilities = one.get("capabilities")
                return isinstance(capabilities, Mapping) and bool(capabilities.get("voice"))
        return None

    async def countries(self) -> frozenset[str]:
        """ISO codes of those whose usual numbers may be called: the account's geo permissions."""
        asked = {"LowRiskNumbersEnabled": "true", "PageSize": MOST}
        told = parsed(await self._get(self._voice + COUNTRIES, asked)).get("content")
        return frozenset(
            str(one.get("iso_code", ""))
            for one in (told if isinstance(told, list) else [])
            if isinstance(one, Mapping) and one.get("low_risk_numbers_enabled")
        )

    async def _get(self, url: str, params: Mapping[str, str] | None = None) -> httpx.Response:
        try:
            response = await self._http.get(url, params=params, auth=self._user)
        except httpx.HTTPError as error:
            raise PhoneError(f"no answer ({type(error).__name__})", retryable=True) from error
        if response.is_success:
            return response
        code = parsed(response).get("code")
        raise PhoneError(f"HTTP {response.status_code}", code=code if isinstance(code, int) else 0)


def parsed(response: httpx.Response) -> Mapping[str, object]:
    try:
        body: object = response.json()
    except ValueError:
        body = None
    return body if isinstance(body, Mapping) else {}
