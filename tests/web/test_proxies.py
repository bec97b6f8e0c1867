"""Behind a proxy: what runs on this computer is reached without it."""

from __future__ import annotations

import httpx
import pytest

from ruby_fsm.wiring import NO_PROXY


@pytest.mark.parametrize(
    ("url", "is_direct"),
    [
        ("http://127.0.0.1:11434/v1", True),
        ("http://localhost:8000/", True),
        ("http://[::1]:8000/", True),
        ("https://api.twilio.com/", False),
    ],
)
async def test_a_server_on_this_computer_is_asked_directly_and_no_other(
    monkeypatch: pytest.MonkeyPatch, url: str, is_direct: bool
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with httpx.AsyncClient(mounts=NO_PROXY) as http:
        found = http._transport_for_url(httpx.URL(url))

        assert (found is http._transport) is is_direct
