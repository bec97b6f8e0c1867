"""The edge: bodies in time and size, a shield by address, headers on every answer, closed CORS."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from ruby_fsm.app.edge import Edge
from ruby_fsm.cli import slow_clients
from ruby_fsm.cli.hosting import LOOPBACK, hosted, listening, port_of, server_config
from ruby_fsm.web.edge import HEADERS, Edging
from ruby_fsm.web.shield import Shield
from tests import world
from tests.fakes import FixedIds
from tests.web.kit import INITIATE, UNKNOWN, refused, ruby
from tests.world import PUBLIC_URL

EVERYWHERE = (
    ("GET", "/ai-calling/health", 200),
    ("GET", "/docs", 200),
    ("GET", "/docs/openapi.json", 200),
    ("GET", "/docs-files/swagger-ui.css", 200),
    ("GET", f"/phone/call/{UNKNOWN}/status", 404),
    ("GET", "/nowhere", 404),
    ("DELETE", "/ai-calling/health", 405),
    ("POST", "/voice/webhook/answer", 403),
    ("GET", "/escalation/x", 404),
    ("POST", INITIATE, 400),
)


# --- headers -------------------------------------------------------------------------------------


async def test_every_answer_is_stored_by_nobody_and_shown_in_no_frame(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        await it.calm()
        for method, path, status in EVERYWHERE:
            answer = await it.api.request(method, path, json={} if method == "POST" else None)

            assert answer.status_code == status, path
            for name in HEADERS:
                assert len(answer.headers.get_list(name.decode())) == 1, (path, name)
            assert "no-store" in answer.headers["Cache-Control"]
            assert answer.headers["Strict-Transport-Security"].startswith("max-age=")


async def test_the_api_page_has_a_policy_under_which_it_works(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        for path in ("/docs", "/docs/"):
            [policy] = (await it.api.get(path)).headers.get_list("Content-Security-Policy")

            assert "script-src 'self'; connect-src 'self'" in policy
            assert policy.endswith("frame-ancestors 'none'")


async def test_cors_is_closed_until_an_origin_is_named(tmp_path: Path) -> None:
    ask = {"Origin": "https://app.example.org", "Access-Control-Request-Method": "POST"}
    name = "Access-Control-Allow-Origin"
    async with ruby(tmp_path / "closed") as it:
        assert name not in (await it.api.options(INITIATE, headers=ask)).headers
    origins = "https://app.example.org, https://other.example.org"
    async with world.ruby(tmp_path / "open", ruby_cors_origins=origins) as it:
        answer = await it.api.options(INITIATE, headers=ask)
        assert answer.headers[name] == ask["Origin"]
        stranger = {**ask, "Origin": "https://evil.example.org"}
        assert name not in (await it.api.options(INITIATE, headers=stranger)).headers


# --- the shield ----------------------------------------------------------------------------------


async def test_who_asks_too_often_is_sent_away_before_anything_else_and_twilio_is_not(
    tmp_path: Path,
) -> None:
    async with world.ruby(tmp_path) as it:
        assert it.app is not None
        edging = Edging(Edge(requests=10, within_s=3600), FixedIds())
        it.app.edging = edging  # type: ignore[attr-defined]  # our app
        answers = [await it.api.get("/ai-calling/health") for _ in range(11)]

        assert [answer.status_code for answer in answers[:10]] == [200] * 10
        refused(answers[10], 429, "too-many-requests")
        assert int(answers[10].headers["Retry-After"]) in range(300, 361)
        assert answers[10].headers["Cache-Control"] == "no-store"
        assert (await it.hook("answer", "", {"CallSid": "x"}, signature="no")).status_code == 403


def test_a_shield_counts_each_address_and_ipv6_by_its_network() -> None:
    now = 0.0
    shield = Shield(2, 10, lambda: now)

    def tried(address: str) -> list[int]:
        return [shield.wait_s(address) for _ in range(3)]

    assert tried("192.0.2.1") == [0, 0, 5]
    assert tried("192.0.2.2") == [0, 0, 5]
    assert tried("2001:db8::1") == [0, 0, 5]
    assert tried("2001:db8::2") == [5, 5, 5]
    assert tried("2001:db8:0:1::2") == [0, 0, 5]
    assert tried("") == [0, 0, 5]
    now = 5.0
    assert tried("192.0.2.1") == [0, 5, 5]


def test_a_shield_forgets_whoever_was_away_longest() -> None:
    shield = Shield(2, 10, lambda: 0.0, most=3)
    for n in range(10):
        shield.wait_s(f"192.0.2.{n}")

    assert list(shield.due) == ["192.0.2.7", "192.0.2.8", "192.0.2.9"]


# --- bodies --------------------------------------------------------------------------------------


async def test_a_body_over_the_limit_is_refused_however_its_length_is_told(tmp_path: Path) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(70):
            yield b" " * 1024

    async with ruby(tmp_path) as it:
        for content in (b" " * 65_537, pieces()):
            answer = await it.api.post(INITIATE, content=content)  # type: ignore[arg-type]  # httpx's own
            refused(answer, 413, "too-large")
        assert (await it.api.post(INITIATE, content=b" " * 65_536)).status_code != 413


async def test_of_a_body_without_end_no_more_is_kept_than_may_come() -> None:
    sent, given = list[Any](), 0

    async def endless() -> Any:
        nonlocal given
        given += 1
        assert given <= 3
        return {"type": "http.request", "body": b"x" * 10, "more_body": True}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"transfer-encoding", b"chunked")]
    scope = {"type": "http", "path": "/", "headers": headers, "client": None}
    edging = Edging(Edge(most_body_bytes=20), FixedIds())
    await edging(unreachable, scope, endless, send)  # type: ignore[arg-type]  # a bare scope

    assert sent[0]["status"] == 413


async def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    sent: list[Any] = []

    async def never() -> Any:
        await asyncio.Event().wait()

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "path": "/", "headers": [(b"content-length", b"9")], "client": None}
    edging = Edging(Edge(body_s=0.01), FixedIds())
    await edging(unreachable, scope, never, send)  # type: ignore[arg-type]  # a bare scope

    assert sent[0]["status"] == 408
    assert (b"connection", b"close") in sent[0]["headers"]
    assert json.loads(sent[1]["body"])["type"].endswith("too-slow")


async def unreachable(*_: object) -> None:
    raise AssertionError("the app was asked")


# --- connections ---------------------------------------------------------------------------------
Talk = Callable[..., Awaitable[bytes]]


@asynccontextmanager
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Talk]:
    """A real server with a short patience; a talk sends bytes and hears until it is cut."""
    monkeypatch.setattr(slow_clients, "HEAD_S", 0.1)
    bound = listening(LOOPBACK, 0)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            return
        client = scope["client"][0].encode()
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [(b"content-length", str(len(client)).encode())],
            }
        )
        await send({"type": "http.response.body", "body": client})

    async def talk(*pieces: bytes) -> bytes:
        reader, writer = await asyncio.open_connection(LOOPBACK, port_of(bound))
        heard = b""
        try:
            async with asyncio.timeout(10):
                for n, piece in enumerate(pieces):
                    heard += await reader.readuntil(LOOPBACK.encode()) if n else b""
                    writer.write(piece)
                return heard + await reader.read(-1)
        except ConnectionResetError:
            return b"reset"
        finally:
            writer.close()

    async with hosted(app, bound):
        yield talk


WHOLE = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize(
    "pieces",
    [(b"",), (b"GET / HTTP/1.1\r\nHost: x\r\n",), (b"\r\n",), (WHOLE, b"GET /"), (WHOLE, b"\r\n")],
    ids=["silent", "half a head", "a blank line", "half a second head", "a blank line after"],
)
async def test_a_client_that_does_not_say_what_it_wants_is_cut(
    monkeypatch: pytest.MonkeyPatch, pieces: tuple[bytes, ...]
) -> None:
    async with server(monkeypatch) as talk:
        heard = await talk(*pieces)

    assert heard.count(b"200 OK") == pieces.count(WHOLE)


async def test_a_head_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    async with server(monkeypatch) as talk:
        heard = await talk(b"GET / HTTP/1.1\r\nX: " + b"x" * 100_000)

    assert heard == b"reset" or heard.startswith(b"HTTP/1.1 431")


@pytest.mark.parametrize(
    "lines",
    [
        b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
        b"Content-Length : 4\r\n\r\nabcd",
        b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        b"X: a\r\n Content-Length: 4\r\n\r\n",
    ],
    ids=["length and chunks", "two lengths", "a blank in a name", "odd chunks", "a folded line"],
)
async def test_a_message_that_two_readers_may_end_differently_is_refused(
    monkeypatch: pytest.MonkeyPatch, lines: bytes
) -> None:
    async with server(monkeypatch) as talk:
        heard = await talk(b"POST / HTTP/1.1\r\nHost: x\r\n" + lines)

    assert heard.startswith(b"HTTP/1.1 400")
    assert heard.count(b"HTTP/1.1") == 1


# --- proxies -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("trusted", "told"), [((), "127.0.0.1"), (("127.0.0.0/8",), "203.0.113.9")], ids=str
)
async def test_a_proxy_is_believed_only_where_it_is_named(
    monkeypatch: pytest.MonkeyPatch, trusted: tuple[str, ...], told: str
) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")

    async def app(scope: Any, _receive: Any, send: Any) -> None:
        assert scope["client"][0] == told
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})

    config: uvicorn.Config = server_config(app, trusted)
    config.load()
    transport = httpx.ASGITransport(app=config.loaded_app)
    async with httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL) as http:
        answer = await http.get("/", headers={"X-Forwarded-For": "203.0.113.9"})

    assert answer.status_code == 204
