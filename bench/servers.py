"""The servers of a run: each a process of its own, on the one core that is measured."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench.account import ACCOUNT, API_TOKEN, FROM_NUMBER, KEY, PUBLIC_URL, TOKEN
from bench.machine import pin
from bench.wire import connected, request

ROOT = Path(__file__).resolve().parent.parent
# A run is not to meet a real account, and bytecode is kept as it is where Python is left alone.
OURS = ("RUBY_", "TWILIO_", "BACKEND_URL", "PYTHON")
LOAD_CORE, SERVER_CORE = 0, 1
READY_S = 60.0
ANY, HEALTH = "/", "/ai-calling/health"
LEAVE_S = 20.0
OK = 200
# As many lines, as quickly dialled, and as often asked for, as the schema of config.yaml allows.
LINES = {
    "pace_per_s: 1.0": "pace_per_s: 30",
    "live_calls: 2": "live_calls: 1000",
    "overall: {calls: 600,": "overall: {calls: 1000000,",
    "token: {calls: 300,": "token: {calls: 1000000,",
    "address: {requests: 6000,": "address: {requests: 1000000,",
}


@dataclass(slots=True)
class Server:
    """`pids`: whose CPU seconds count: the server, and the database's where it has one.

    `ready_s`: from the start of its process to the answer that was waited for.
    """

    port: int
    process: Process
    folder: Path
    helpers: list[int] = field(default_factory=list[int])
    ready_s: float = 0.0

    @property
    def pids(self) -> list[int]:
        return [self.process.pid, *self.helpers]


@asynccontextmanager
async def started(
    words: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    helpers: Sequence[int] = (),
    target: str = ANY,
) -> AsyncIterator[Server]:
    """`python WORDS --port N` with its logs in `folder`, from ready to the end of the block.

    Ready is what answers `target`: with 200, unless it is ANY.
    """
    port, begun = free_port(), time.perf_counter()
    with (folder / "server.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, *words, "--port", str(port)),
            cwd=folder,
            env={**clean(), "PYTHONPATH": str(ROOT), **environment},
            stdout=log,
            stderr=log,
        )
    pin(process.pid, SERVER_CORE)
    server = Server(port, process, folder, list(helpers))
    try:
        await ready(server, target)
        server.ready_s = time.perf_counter() - begun
        yield server
    finally:
        with suppress(ProcessLookupError):  # it may have been told together with us
            process.terminate()
        await asyncio.wait_for(process.wait(), LEAVE_S)


def clean() -> dict[str, str]:
    """The environment without a variable of ours."""
    return {name: value for name, value in os.environ.items() if not name.startswith(OURS)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def ready(server: Server, target: str) -> None:
    """Raises RuntimeError with the last of its log."""
    async with asyncio.timeout(READY_S):
        while server.process.returncode is None:
            status = await status_of(server.port, target)
            if status == OK or (status and target == ANY):
                return
            await asyncio.sleep(0.005)
    log = (server.folder / "server.log").read_text(errors="replace")[-2000:]
    raise RuntimeError(f"a server did not start:\n{log}")


async def status_of(port: int, target: str) -> int:
    """0 while nobody listens."""
    try:
        connection = await connected(port)
    except OSError:
        return 0
    try:
        status, _ = await connection.ask(request("GET", target))
    except OSError:
        return 0
    finally:
        connection.close()
    return status


def ours(folder: Path, rest_url: str, database: str = "") -> dict[str, str]:
    """The environment of `serve` as in production, but for the address of Twilio's REST side."""
    config = (ROOT / "config.yaml").read_text(encoding="utf-8")
    for line, opened in LINES.items():
        assert line in config, line
        config = config.replace(line, opened)
    path = folder / "config.yaml"
    path.write_text(config, encoding="utf-8")
    return {
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_FROM_NUMBER": FROM_NUMBER,
        "TWILIO_API_BASE_URL": rest_url,
        "BACKEND_URL": PUBLIC_URL,
        "RUBY_API_TOKEN": API_TOKEN,
        "RUBY_ENCRYPTION_KEYS": f"bench:{KEY}",
        "RUBY_HASH_KEY": KEY,
        "RUBY_CONFIG": str(path),
        "RUBY_DATA": str(folder / "data"),
        "RUBY_DATABASE_URL": database or f"sqlite:///{folder / 'ruby.db'}",
        "RUBY_LOG_FORMAT": "json",
    }
