"""Who is compared: how each is started, and how calls come to stand on its line."""

from __future__ import annotations

import asyncio
import json
import random
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import postgresql
from bench.account import API_TOKEN, PUBLIC_URL
from bench.people import Person
from bench.rest import Dialled, Rest
from bench.servers import OK, Server, ours, started
from bench.wire import connected, request

UVICORN = ("-m", "uvicorn", "--no-access-log", "--log-level", "warning")
ANSWER = f"{PUBLIC_URL}/voice/webhook/answer"
JSON = "application/json"
DIAL_S = 120.0


@dataclass(frozen=True, slots=True)
class Field:
    """What all of a run share."""

    folder: Path
    rest: Rest
    rest_url: str
    seed: int

    def of(self, name: str) -> Path:
        """A folder for a server: another one each time."""
        return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=self.folder))


Start = Callable[[Field], AbstractAsyncContextManager[Server]]
BringUp = Callable[[Field, Server, int], Awaitable[list[Person]]]


@dataclass(frozen=True, slots=True)
class Contender:
    name: str
    start: Start
    bring_up: BringUp


def an_app(module: str) -> Start:
    @asynccontextmanager
    async def start(field: Field) -> AsyncIterator[Server]:
        folder = field.of(module)
        words = (*UVICORN, f"bench.apps.{module}:app")
        environment = {"BENCH_DATABASE": str(folder / "app.db")}
        async with started(words, folder, environment) as server:
            yield server

    return start


def ruby(name: str, *words: str) -> Start:
    @asynccontextmanager
    async def start(field: Field) -> AsyncIterator[Server]:
        folder = field.of(name)
        async with started(words, folder, ours(folder, field.rest_url)) as server:
            yield server

    return start


@asynccontextmanager
async def ruby_on_postgresql(field: Field) -> AsyncIterator[Server]:
    folder = field.of("postgresql")
    with postgresql.running(folder / "pg") as (url, pid):
        environment = ours(folder, field.rest_url, url)
        async with started(AT_ONCE, folder, environment, [pid]) as server:
            yield server


async def at_their_door(field: Field, server: Server, count: int) -> list[Person]:
    """The apps know a call from its answer on."""
    made = random.Random(f"{field.seed}{server.port}{count}")  # noqa: S311 - ids of a run
    sids = [f"CA{made.randbytes(16).hex()}" for _ in range(count)]
    return await answered(server, [Dialled(sid, "+14155550100", ANSWER) for sid in sids])


async def through_rest(field: Field, server: Server, count: int) -> list[Person]:
    """As a team does it: each call is asked for, dialled, and answered."""
    connection = await connected(server.port)
    for n in range(count):
        body = json.dumps({"to_number": f"+1415555{n % 10_000:04}", "user_id": str(n)}).encode()
        target = "/ai-calling/initiate-ai-call"
        asked = request("POST", target, body, JSON, Authorization=f"Bearer {API_TOKEN}")
        status, said = await connection.ask(asked)
        if status not in {201, 202}:
            raise RuntimeError(f"{status}: {said}")
    connection.close()
    async with asyncio.timeout(DIAL_S):
        dialled = [await field.rest.dialled.get() for _ in range(count)]
    return await answered(server, dialled)


async def answered(server: Server, dialled: list[Dialled]) -> list[Person]:
    people = []
    connection = await connected(server.port)
    for n, one in enumerate(dialled):
        person = Person(one.sid, one.to_number, n)
        status, twiml = await connection.ask(person.answers(one.url))
        if status != OK:
            raise RuntimeError(f"{status}: {twiml}")
        person.hears(twiml)
        people.append(person)
    connection.close()
    return people


SERVE = ("-m", "ruby_fsm", "serve")
AT_ONCE = ("-m", "bench.at_once")
LIMIT = Contender("the limit: signature and a constant", an_app("limit"), at_their_door)
MEMORY = Contender("FastAPI, in memory", an_app("memory"), at_their_door)
DURABLE = Contender("FastAPI, SQLAlchemy ORM, SQLite", an_app("durable"), at_their_door)
SQLITE = Contender("ruby-fsm, SQLite", ruby("sqlite", *AT_ONCE), through_rest)
COMPANION = Contender("ruby-fsm, SQLite, companion", ruby("companion", *SERVE), through_rest)
POSTGRESQL = Contender("ruby-fsm, PostgreSQL", ruby_on_postgresql, through_rest)
