"""Carry single webhook requests: at once, or only when a test says so."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlencode

import httpx

from ruby_fsm.simulator.overrides import Overrides
from ruby_fsm.simulator.signer import Signer, signed_url

USER_AGENT = "TwilioProxy/1.1"
IDEMPOTENCY = "I-Twilio-Idempotency-Token"
FORM = "application/x-www-form-urlencoded; charset=UTF-8"
MAX_REDIRECTS = 10
# HTTP redirects that become a GET, and so lose the form.
BECOME_GET = frozenset({301, 302, 303})


@dataclass(frozen=True, slots=True)
class Reply:
    """What a webhook was answered, with the URL the answer came from."""

    status: int
    body: bytes
    content_type: str
    url: str

    @property
    def is_ok(self) -> bool:
        return httpx.codes.is_success(self.status)


class DeliveryError(Exception):
    """No answer came: `reason` is ct (could not connect) or rt (no reply in time)."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(eq=False, slots=True)
class Delivery:
    """One request the network wants to make: `attempt` counts its retries from 1.

    `kind`: answer, gather, redirect, dial, update, status, amd, fallback.
    """

    number: int
    kind: str
    call_sid: str
    url: str
    method: str
    params: Mapping[str, str]
    token: str
    limits: Overrides
    attempt: int = 1
    replies: list[Reply] = field(default_factory=list)

    @property
    def reply(self) -> Reply | None:
        """The first answer it got, None while there is none."""
        return self.replies[0] if self.replies else None


class Courier(Protocol):
    """Takes a delivery to its URL."""

    async def carry(self, delivery: Delivery) -> Reply:
        """Bring back the reply. Raises DeliveryError."""
        ...


class Post:
    """Sends a delivery at once, signed, following HTTP redirects as Twilio does.

    Status callbacks of one call leave one after another, so that they arrive in order here;
    Twilio promises no order, and a Desk brings them in any. `hold` is kept while a request runs.
    """

    def __init__(
        self,
        http: httpx.AsyncClient,
        signer: Signer,
        hold: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self._http = http
        self._signer = signer
        self._hold = hold
        self._lanes: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def carry(self, delivery: Delivery) -> Reply:
        try:
            async with self._lane(delivery):
                with self._hold():
                    reply = await self._follow(delivery)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol) as fault:
            raise DeliveryError("ct", f"cannot connect: {fault}") from fault
        except (httpx.TransportError, httpx.InvalidURL) as fault:
            raise DeliveryError("rt", f"no reply: {fault!r}") from fault
        delivery.replies.append(reply)
        return reply

    def _lane(self, delivery: Delivery) -> AbstractAsyncContextManager[None]:
        return self._lanes[delivery.call_sid] if delivery.kind == "status" else nullcontext()

    async def _follow(self, delivery: Delivery) -> Reply:
        url, method, params = delivery.url, delivery.method, delivery.params
        response = await self._send(delivery, url, method, params)
        for _ in range(MAX_REDIRECTS):
            if not response.has_redirect_location:
                break
            url = str(response.url.join(response.headers["Location"]))
            if response.status_code in BECOME_GET:
                method, params = "GET", {}
            response = await self._send(delivery, url, method, params)
        kind = response.headers.get("Content-Type", "")
        return Reply(response.status_code, response.content, kind, url)

    async def _send(
        self, delivery: Delivery, url: str, method: str, params: Mapping[str, str]
    ) -> httpx.Response:
        if method == "GET" and params:
            url, params = _with_query(url, params), {}
        headers = self._signer.headers(signed_url(url), params.items())
        headers |= {"User-Agent": USER_AGENT, IDEMPOTENCY: delivery.token, "Accept": "*/*"}
        if method == "POST":
            headers["Content-Type"] = FORM
        content = urlencode(params).encode() if method == "POST" else None
        limits = delivery.limits
        timeout = httpx.Timeout(limits.read_ms / 1000, connect=limits.connect_ms / 1000)
        return await self._http.request(
            method, url, content=content, headers=headers, timeout=timeout, follow_redirects=False
        )


class Desk:
    """Holds every delivery until a test moves it: one by one, in any order, twice, or never."""

    def __init__(self, post: Courier) -> None:
        self._post = post
        self._waiting: dict[Delivery, asyncio.Future[Reply]] = {}

    @property
    def pending(self) -> list[Delivery]:
        """What the network wants to send, oldest first, late ones included."""
        return list(self._waiting)

    async def carry(self, delivery: Delivery) -> Reply:
        self._waiting[delivery] = asyncio.get_running_loop().create_future()
        return await asyncio.shield(self._waiting[delivery])

    async def deliver(self, delivery: Delivery) -> Reply:
        """Send it; the network learns the reply. Raises DeliveryError, and so for the network."""
        answer = self._waiting.pop(delivery)
        try:
            reply = await self._post.carry(delivery)
        except DeliveryError as fault:
            _fail(answer, fault)
            raise
        answer.set_result(reply)
        return reply

    async def duplicate(self, delivery: Delivery) -> Reply:
        """Send it once more, pending or long delivered; the network does not see the reply."""
        return await self._post.carry(delivery)

    async def lose_reply(self, delivery: Delivery) -> Reply:
        """Send it; the reply is lost on the way back, as if it had timed out."""
        reply = await self._post.carry(delivery)
        self.drop(delivery)
        return reply

    def drop(self, delivery: Delivery, reason: str = "rt") -> None:
        """Lose the request itself: `rt` as if it timed out, `ct` as if no connection was made."""
        _fail(self._waiting.pop(delivery), DeliveryError(reason, "lost on the way"))


def _fail(answer: asyncio.Future[Reply], fault: DeliveryError) -> None:
    answer.set_exception(fault)
    answer.exception()  # seen: nobody may be waiting any more


def _with_query(url: str, params: Mapping[str, str]) -> str:
    joint = "&" if "?" in url else "?"
    return f"{url}{joint}{urlencode(params)}"
