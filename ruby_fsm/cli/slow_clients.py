"""uvicorn's connection, which by itself waits for ever for the head of a request, of any size."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_S = 5.0  # from the connection, or from the first byte of a further request
MOST_HEAD_BYTES = 32_768  # a long webhook URL and Twilio's headers fit many times over
TOO_LONG = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"connection: close\r\ncontent-length: 0\r\ncache-control: no-store\r\n\r\n"
)


class CarefulProtocol(HttpToolsProtocol):
    """Cuts who does not say in time what it wants, and who goes on saying it.

    A body is timed and measured by `web.edge`.
    """

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._head_bytes = 0
        self._is_in_head = False
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._begin_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end_head()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if not self._is_in_head and (self.cycle is None or self.cycle.response_complete):
            self._begin_head()  # also for blank lines, of which no message begins
        self._head_bytes += len(data)
        super().data_received(data)
        if self._is_in_head and self._head_bytes > MOST_HEAD_BYTES:
            self._refuse()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        if not self._is_in_head:
            self._begin_head()

    def on_headers_complete(self) -> None:
        self._end_head()
        super().on_headers_complete()

    def _begin_head(self) -> None:
        self._head_bytes, self._is_in_head = 0, True
        self._deadline = self.loop.call_later(HEAD_S, self.transport.close)

    def _end_head(self) -> None:
        self._is_in_head = False
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _refuse(self) -> None:
        self._end_head()
        if not self.transport.is_closing():
            self.transport.write(TOO_LONG)
            self.transport.close()
