"""How Twilio's own client reaches the network: by an injected httpx client, and with our errors.

Everything that is no JSON object of a success is a PhoneError here, at one place; the SDK's own
exceptions, which hold URLs and numbers, never come to be. Nothing is logged.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import httpx
from twilio.http.response import Response

from ruby_fsm.errors import PhoneError

# Twilio answers within a second as a rule; a dial may wait while its own queue is busy.
TIMEOUT_S = 10.0
NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
NO_ADDRESS = (httpx.InvalidURL, httpx.UnsupportedProtocol)
TOO_MANY = 429
TIMED_OUT = 408
SERVER_ERROR = 500
FIRST_TWILIO_CODE = 10_000  # below it stands an HTTP status in the place of a code

ADVICE = {
    10004: "too many calls at once for this account: lower the live calls in config.yaml",
    20003: "the account refuses our login: check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN",
    20008: "these are test credentials, with which no call is ever placed; take the live ones",
    20404: "Twilio knows no such call",
    20429: "too many requests at once",
    21210: "TWILIO_FROM_NUMBER is no number of this account",
    21211: "the number called is not valid",
    21212: "TWILIO_FROM_NUMBER is not valid",
    21214: "the number called cannot be reached",
    21215: "the account may not call this country: see its geo permissions at Twilio",
    21216: "the account may not call this number",
    21217: "the number called is not valid",
    21219: "a trial account calls verified numbers only",
    21220: "the call is not in progress",
    573002: "a trial account calls from the number given to each recipient",
    573005: "a trial account calls verified numbers only",
}


class HttpxTransport:
    """What twilio-python asks of an HTTP client; its own asynchronous one ignores its timeout."""

    is_async = True

    def __init__(self, http: httpx.AsyncClient, timeout_s: float = TIMEOUT_S) -> None:
        self._http = http
        self._timeout_s = timeout_s

    async def request(
        self,
        method: str,
        uri: str,
        *,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, str | list[str]] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        **_: object,
    ) -> Response:
        """A success as the SDK wants it. Raises PhoneError for everything else."""
        try:
            answer = await self._http.request(
                method,
                uri,
                params=params,
                data=data,
                headers=headers,
                auth=auth,
                timeout=self._timeout_s,
                follow_redirects=False,
            )
        except NO_ADDRESS:
            raise PhoneError("TWILIO_API_BASE_URL is no http address") from None
        except NEVER_SENT:
            raise PhoneError("Twilio cannot be reached", retryable=True) from None
        except httpx.RequestError:
            raise PhoneError("Twilio's answer was lost", unknown=True) from None
        return _checked(answer)


def _checked(answer: httpx.Response) -> Response:
    said = _object(answer)
    if not answer.is_success:
        raise _refusal(answer.status_code, said or {})
    if said is None:
        raise PhoneError("Twilio's answer cannot be read", unknown=True)
    return Response(answer.status_code, answer.text, answer.headers)


def _object(answer: httpx.Response) -> dict[str, object] | None:
    try:
        said = json.loads(answer.content)
    except ValueError:
        return None
    return said if isinstance(said, dict) else None


def _refusal(status: int, said: Mapping[str, object]) -> PhoneError:
    """Twilio's message is left out: it repeats the number. A 5xx may have dialled all the same."""
    given = said.get("code")
    code = given if isinstance(given, int) and given >= FIRST_TWILIO_CODE else 0
    advice = ADVICE.get(code, "see twilio.com/docs/api/errors" if code else "no code was given")
    return PhoneError(
        f"Twilio refused: HTTP {status}, error {code}: {advice}",
        code=code,
        retryable=status == TOO_MANY,
        unknown=status >= SERVER_ERROR or status == TIMED_OUT,
    )
