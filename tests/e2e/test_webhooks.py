"""What happens is told by real processes over real sockets, also by one killed meanwhile."""

from __future__ import annotations

import asyncio
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from ruby_fsm.adapters.signing import headers
from ruby_fsm.cli import exits
from ruby_fsm.cli.webhooks import webhooks
from ruby_fsm.config.load import default_path
from ruby_fsm.config.secret import webhook_key
from tests.chaos.service import Service
from tests.docs.blocks import blocks_of
from tests.hooks_kit import SECRET, Message
from tests.postgresql import DATABASES, fresh_database
from tests.served import clean_environment

PAGE = "docs/how-to/receive-webhooks.md"
RECEIVERS = {block.language: block.text for block in blocks_of(PAGE)}
COMMANDS = {
    "python": (sys.executable, "-c"),
    "javascript": ("node", "--input-type=module", "--eval"),
}
NO_NODE = pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
SLOW_S = 90.0  # what a busy machine may take
ENDED = "call.ended"
DELIVERIES = "/ai-calling/webhooks/deliveries"
IN_TWO_DAYS = (datetime.now(UTC) + timedelta(days=2)).isoformat(timespec="seconds")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as bound:
        number: int = bound.getsockname()[1]
        return number


def config_for(folder: Path, url: str, events: str = ENDED) -> Path:
    text = default_path().read_text(encoding="utf-8")
    told = f"webhooks: [{{name: crm, url: '{url}', events: [{events}], first_wait_s: 1}}]"
    path = folder / "config.yaml"
    path.write_text(text.replace("webhooks: []", told), encoding="utf-8")
    return path


# --- the receivers of the page ------------------------------------------------------------------


@contextmanager
def receiving(language: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The page's receiver as it is copied; its address."""
    port = free_port()
    process = subprocess.Popen(
        [*COMMANDS[language], RECEIVERS[language]],
        env=clean_environment(PORT=str(port), RUBY_WEBHOOK_SECRET=SECRET),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        until_ms = time.monotonic() + SLOW_S
        while not is_open(port):
            assert process.poll() is None, "it left"
            assert time.monotonic() < until_ms, "it never listened"
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/ruby", process
    finally:
        process.terminate()
        process.wait(timeout=20)
        if process.stdout is not None:
            process.stdout.close()


def is_open(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


def pinged(folder: Path, url: str, secret: str = SECRET) -> subprocess.CompletedProcess[str]:
    config = config_for(folder, url)
    return subprocess.run(
        [sys.executable, "-m", "ruby_fsm", "webhooks", "test"],
        env=clean_environment(
            RUBY_CONFIG=str(config), RUBY_WEBHOOK_SECRET=secret, RUBY_DATA=str(folder)
        ),
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("language", ["python", pytest.param("javascript", marks=NO_NODE)])
def test_the_page_s_receiver_takes_what_is_signed_once_and_nothing_else(
    language: str, tmp_path: Path
) -> None:
    other = f"whsec_{'A' * 43}="
    body = b'{"type":"call.ended","id":"EV1","data":{"state":"ended"}}'
    signed = headers(
        [webhook_key(other), webhook_key(SECRET)], "EV1", int(time.time() * 1000), body
    )
    old = headers([webhook_key(SECRET)], "EV1", int((time.time() - 400) * 1000), body)
    with receiving(language) as (url, process):
        ping = pinged(tmp_path, url)
        forged = pinged(tmp_path, url, other)
        statuses = [
            httpx.post(url, content=content, headers=given, trust_env=False).status_code
            for content, given in (
                *((body, signed), (body, signed)),
                *(
                    (body, old),
                    (body + b" ", signed),
                    (body, {}),
                    (body, {**signed, "webhook-id": "EV2"}),
                ),
                (body, {**signed, "webhook-timestamp": "soon"}),
            )
        ]
        process.terminate()
        assert process.stdout is not None
        printed = process.stdout.read().splitlines()

    assert (ping.returncode, ping.stdout) == (exits.FINE, "crm  204  taken\n")
    assert (forged.returncode, forged.stdout) == (exits.CHECK_FAILED, "crm  401  not taken\n")
    assert statuses == [204, 204, 401, 401, 401, 401, 401]
    assert [line.split(" ")[0] for line in printed] == ["ping", ENDED]


def test_a_receiver_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    ping = pinged(tmp_path, f"http://127.0.0.1:{free_port()}/ruby")

    assert ping.returncode == exits.CHECK_FAILED
    assert ping.stdout == "crm  ConnectError  not taken\n"


# --- the whole service ----------------------------------------------------------------------------


class Crm:
    """A receiver: whoever first tells it of an ended call is killed before it hears the answer."""

    def __init__(self) -> None:
        self.received: list[Message] = []
        self.news = asyncio.Event()
        self.url = ""
        self.kill: Any = None
        self.status = 204

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        pairs = (line.partition(": ") for line in head.split("\r\n")[1:] if line)
        given = {name.lower(): value for name, _, value in pairs}
        body = await reader.readexactly(int(given["content-length"]))
        self.received.append(Message(self.url, given, body))
        kill, self.kill = self.kill, None
        if kill is not None:
            kill()
        else:
            writer.write(f"HTTP/1.1 {self.status} X\r\nContent-Length: 0\r\n\r\n".encode())
        self.news.set()
        writer.close()

    async def heard(self, number: int) -> list[Message]:
        async with asyncio.timeout(SLOW_S):
            while len(self.received) < number:
                self.news.clear()
                await self.news.wait()
        return self.received


@asynccontextmanager
async def crm() -> AsyncIterator[Crm]:
    made = Crm()
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/ruby"
    async with server:
        yield made


@asynccontextmanager
async def telling(folder: Path, url: str, database: str) -> AsyncIterator[Service]:
    environment = {
        "RUBY_DATA": str(folder / "data"),
        "RUBY_DATABASE_URL": fresh_database() if database == "postgresql" else "",
        "RUBY_CONFIG": str(config_for(folder, url)),
        "RUBY_WEBHOOK_SECRET": SECRET,
    }
    service = Service(folder, free_port(), environment)
    await service.start()
    try:
        yield service
    finally:
        service.send(signal.SIGTERM)
        await service.gone()


async def places_and_ends(service: Service) -> str:
    async with httpx.AsyncClient(base_url=service.url, timeout=SLOW_S, trust_env=False) as api:
        body = {"to_number": "+14155550100", "not_before": IN_TWO_DAYS}
        placed = await api.post("/ai-calling/initiate-ai-call", json=body)
        call_id = str(placed.json()["call_id"])
        ended = await api.post(f"/ai-calling/call/{call_id}/end")
        assert ended.status_code == 200, ended.text
        return call_id


@pytest.mark.parametrize("database", DATABASES)
async def test_what_happened_is_told_although_the_service_is_killed_while_it_tells(
    database: str, tmp_path: Path
) -> None:
    async with crm() as receiver, telling(tmp_path, receiver.url, database) as service:
        receiver.kill = lambda: service.send(signal.SIGKILL)
        call_id = await places_and_ends_or_dies(service)
        await receiver.heard(1)
        await asyncio.wait_for(service.gone(), SLOW_S)
        await service.start()
        first, second = (await receiver.heard(2))[:2]
        async with httpx.AsyncClient(base_url=service.url, trust_env=False) as api:
            (one,) = await delivered(api)

    assert first.message_id == second.message_id
    assert first.body == second.body
    assert all(message.is_signed() for message in (first, second))
    assert call_id in {"", second.told["data"]["call_id"]}
    assert one["attempts"] == 1


async def places_and_ends_or_dies(service: Service) -> str:
    """The call's id, '' where the service was killed before it answered."""
    try:
        return await places_and_ends(service)
    except httpx.TransportError:
        return ""


async def delivered(api: httpx.AsyncClient) -> list[dict[str, Any]]:
    """The deliveries, once they are."""
    async with asyncio.timeout(SLOW_S):
        while True:
            found: list[dict[str, Any]] = (await api.get(DELIVERIES)).json()["deliveries"]
            if found and all(one["state"] == "delivered" for one in found):
                return found
            await asyncio.sleep(0.1)


async def test_the_command_line_lists_and_replays_what_was_given_up(tmp_path: Path) -> None:
    async with crm() as receiver, telling(tmp_path, receiver.url, "sqlite") as service:
        receiver.status = 410
        await places_and_ends(service)
        await receiver.heard(1)
        dead = await dead_line(service)
        receiver.status = 204
        replayed = await command(service, "replay", "--dead")
        await receiver.heard(2)
        neither = await command(service, "replay")
        nobody = await command(service, "replay", "WD1")
        async with httpx.AsyncClient(base_url=service.url, trust_env=False) as api:
            await delivered(api)

    assert dead.split()[1:6] == ["crm", ENDED, "dead", "1", "410"]
    assert replayed.splitlines()[-1].startswith("1 replayed")
    assert "say --dead" in neither
    assert "No such delivery" in nobody


async def dead_line(service: Service) -> str:
    async with asyncio.timeout(SLOW_S):
        while True:
            lines = (await command(service, "list", "--state", "dead")).splitlines()
            if len(lines) > 1:
                return lines[1]
            assert lines == ["None."]


async def command(service: Service, *words: str) -> str:
    """All that it prints; beside the loop, for our receiver must answer meanwhile."""
    given = [*words, "--url", service.url]
    ran = await asyncio.to_thread(CliRunner().invoke, webhooks, given)
    return ran.output
