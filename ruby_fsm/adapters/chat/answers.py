"""Reading what a chat server answers: never more than a reply can need, and every fault in words.

No error holds an address, a key, a prompt or anything the server wrote.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from ruby_fsm.errors import ChatError

MOST_BYTES = 262_144  # a reply has some hundred; past this a server is not answering but flooding
CONNECT_S = 2.0
UNAUTHORISED = frozenset({401, 403})
NOWHERE = frozenset({404, 405, 410})


@asynccontextmanager
async def told(name: str) -> AsyncIterator[None]:
    """Transport faults as ChatError, each retryable: another try may find the server well."""
    try:
        yield
    except httpx.ConnectError as error:
        raise ChatError(
            f"{name}: no connection; is the server running, and the address right?", retryable=True
        ) from error
    except httpx.TimeoutException as error:
        raise ChatError(f"{name}: no answer in time", retryable=True) from error
    except (httpx.TransportError, httpx.DecodingError) as error:
        raise ChatError(f"{name}: the connection broke off", retryable=True) from error
    except httpx.InvalidURL as error:
        raise ChatError(f"{name}: its address is not one; look at the URL") from error


def refusal(name: str, response: httpx.Response) -> ChatError:
    """What a status that is no success means for whoever runs this service."""
    status = response.status_code
    if status in UNAUTHORISED:
        return ChatError(f"{name}: HTTP {status}; its key is missing, wrong or has no right")
    if status in NOWHERE:
        return ChatError(f"{name}: HTTP {status}; look at its URL and model")
    if status == httpx.codes.TOO_MANY_REQUESTS:
        wait_s = seconds(response.headers.get("Retry-After", ""))
        return ChatError(
            f"{name}: HTTP 429; it takes no more requests now", retryable=True, retry_after_s=wait_s
        )
    if status >= httpx.codes.INTERNAL_SERVER_ERROR or status == httpx.codes.REQUEST_TIMEOUT:
        return ChatError(f"{name}: HTTP {status}; the server has a fault", retryable=True)
    if httpx.codes.is_redirect(status):
        return ChatError(f"{name}: HTTP {status}; it has moved, write its new URL")
    return ChatError(f"{name}: HTTP {status}; it does not take such a request")


def seconds(text: str) -> float:
    """Retry-After in seconds; 0 for a date, which is rare, and for nonsense."""
    return min(float(text), 600.0) if text.isascii() and text.isdigit() else 0.0


async def whole(name: str, response: httpx.Response) -> bytes:
    """The body. Raises ChatError past MOST_BYTES."""
    body = bytearray()
    async for piece in response.aiter_bytes():
        body += piece
        if len(body) > MOST_BYTES:
            raise garbled(name, "sends far more than a reply")
    return bytes(body)


async def lines(name: str, response: httpx.Response) -> AsyncIterator[str]:
    """The lines of a stream as they come.

    Own code because httpx and httpx-sse keep a line without an end, however long it grows.
    """
    rest, total = b"", 0
    async for piece in response.aiter_bytes():
        total += len(piece)
        if total > MOST_BYTES:
            raise garbled(name, "sends far more than a reply")
        *ready, rest = (rest + piece).split(b"\n")
        for line in ready:
            yield line.decode("utf-8", "replace").rstrip("\r")
    if rest:
        yield rest.decode("utf-8", "replace").rstrip("\r")


def parsed(name: str, text: str | bytes) -> object:
    """JSON. Raises ChatError, retryable: a proxy's error page looks like this."""
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise garbled(name, "answers no JSON") from error
    return value


def garbled(name: str, what: str) -> ChatError:
    return ChatError(f"{name}: {what}", retryable=True)
