"""A chaos run: calls through the service while everything fails, then an account of what was lost.

`python -m tests.chaos --calls 60 --kills 20 --seed 7` from the checkout's root; with
`--database postgresql --processes 2` on a server from a wheel. It reaches nothing but loopback, and
ends by itself.
"""

from __future__ import annotations

import asyncio
import random
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import httpx

from ruby_fsm.cli.hosting import hosted, listening, port_of
from ruby_fsm.simulator import Simulator
from tests.chaos.people import Talker
from tests.chaos.service import Fleet, Service
from tests.chaos.trouble import FailingRest, Trouble, Webhooks
from tests.chaos.verdict import Verdict, judged

ROOT = Path(__file__).resolve().parents[2]
ACCOUNT, TOKEN = "AC" + "c" * 32, "d" * 32
FROM_NUMBER = "+15005550006"
SPEED = 20.0
CHANCES = {
    "webhook late": 0.1,
    "webhook lost": 0.03,
    "webhook twice": 0.1,
    "answer lost": 0.03,
    "dial refused": 0.1,
    "dial's answer lost": 0.03,
}
POINTS = ("answer", "gather", "status", "reply", "before the dial", "after the dial")
OVER_S = 240.0  # by then the watchdog has asked about every line that was not heard from
REST_S = 1.0
FROZEN_S = 3.0
LIFE_S = 5.0  # about as long as one life of the service lasts here


@dataclass
class Run:
    """`acknowledged`: call ids that the service said it took, by their number."""

    fleet: Fleet
    database: str
    simulator: Simulator
    trouble: Trouble
    talkers: dict[str, Talker]
    spread_s: float
    acknowledged: dict[str, str] = field(default_factory=dict)
    kills: int = 0

    async def place_all(self) -> None:
        async with httpx.AsyncClient(trust_env=False, timeout=10) as http:
            await asyncio.gather(*(self.place(http, number) for number in self.talkers))

    async def place(self, http: httpx.AsyncClient, number: str) -> None:
        """As a careful client does: the same key until there is an answer."""
        await asyncio.sleep(self.trouble.rng.uniform(0, self.spread_s))
        key = {"Idempotency-Key": f"chaos-{number}"}
        while number not in self.acknowledged:
            try:
                answer = await http.post(
                    f"{self.fleet.url}/ai-calling/initiate-ai-call",
                    json={"to_number": number},
                    headers=key,
                )
            except httpx.TransportError:
                await asyncio.sleep(0.3)
                continue
            if answer.is_success:
                self.acknowledged[number] = answer.json()["call_id"]
            else:
                await asyncio.sleep(0.3)

    async def kill_all(self, kills: int) -> None:
        """At points that were chosen, and at moments that were not, one life after the other."""
        for n in range(kills):
            if self.fleet.size > 1 and n % 4 == 0:
                self.trouble.done["frozen a while"] += 1
                await self.fleet.freeze(FROZEN_S)
            if n % 2:
                self.trouble.armed = [self.trouble.rng.choice(POINTS)]
            else:
                await asyncio.sleep(self.trouble.rng.uniform(0.3, 2.5))
                self.trouble.done["killed at random"] += 1
                self.fleet.kill()
            try:
                async with asyncio.timeout(8):
                    await self.fleet.gone()
            except TimeoutError:  # nobody came by that point any more
                self.trouble.armed = []
                self.trouble.done["killed at random"] += 1
                self.fleet.kill()
                await self.fleet.gone()
            self.kills += 1
            await self.fleet.start()
            await asyncio.sleep(REST_S)

    async def all_over(self) -> float:
        """Seconds until every call had ended, at most OVER_S."""
        began = monotonic()
        async with httpx.AsyncClient(trust_env=False) as http:
            while monotonic() - began < OVER_S:
                answer = await http.get(f"{self.fleet.url}/ai-calling/calls/active")
                answer.raise_for_status()
                if answer.json()["count"] == 0:
                    break
                await asyncio.sleep(1)
        return monotonic() - began


async def chaos(
    folder: Path, *, calls: int, kills: int, seed: int, database: str = "", processes: int = 1
) -> Verdict:
    """Play it in `folder` and judge it. `database`: an address, '' for a file in the folder."""
    rng = random.Random(seed)
    talkers = {
        number: Talker(number, random.Random(seed * 1000 + n), danger=n % 10 == 0)
        for n in range(calls)
        for number in [f"+1415555{n:04d}"]
    }
    trouble = Trouble(rng, CHANCES)
    stage = Stage(folder, trouble, talkers, database, processes)
    async with stage.set(spread_s=max(calls * 0.3, kills * LIFE_S)) as run:
        await run.fleet.start()
        trouble.kill = run.fleet.kill
        placing = asyncio.create_task(run.place_all())
        await run.kill_all(kills)
        trouble.chances = {}
        await placing
        over_s = await run.all_over()
        await run.fleet.end(signal.SIGTERM)
        return await judged(folder, run, over_s)


@dataclass(frozen=True)
class Stage:
    folder: Path
    trouble: Trouble
    talkers: dict[str, Talker]
    database: str
    processes: int

    @asynccontextmanager
    async def set(self, *, spread_s: float) -> AsyncIterator[Run]:
        """Network and processes, these not started yet."""
        bound = listening("127.0.0.1", 0)
        fleet = self._fleet(port_of(bound))
        ways = Webhooks(self.trouble, lambda: fleet.url)
        async with httpx.AsyncClient(transport=ways) as http:
            simulator = Simulator(
                ACCOUNT, TOKEN, http=http, callee_for=self.talkers.__getitem__, speed=SPEED
            )
            try:
                async with hosted(FailingRest(simulator.app, self.trouble), bound):
                    run = Run(fleet, self.database, simulator, self.trouble, self.talkers, spread_s)
                    yield run
            finally:
                await fleet.end(signal.SIGKILL)
                await simulator.close()

    def _fleet(self, rest_port: int) -> Fleet:
        ports = [free_port() for _ in range(self.processes)]
        given = environment(self.folder, ports[0], rest_port)
        given["RUBY_DATABASE_URL"] = self.database
        services = [Service(self.folder, port, given) for port in ports]
        return Fleet(services, random.Random(self.trouble.rng.random()))


def environment(folder: Path, port: int, rest_port: int) -> dict[str, str]:
    """The real carrier's adapter, real signatures, and an account on loopback."""
    config = folder / "config.yaml"
    text = (ROOT / "config.yaml").read_text(encoding="utf-8")
    for before, after in (
        ("pace_per_s: 1.0", "pace_per_s: 20"),
        ("live_calls: 2", "live_calls: 30"),
    ):
        assert before in text, f"config.yaml no longer holds {before!r}"
        text = text.replace(before, after)
    config.write_text(text, encoding="utf-8")
    return {
        "RUBY_CARRIER": "twilio",
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_FROM_NUMBER": FROM_NUMBER,
        "TWILIO_API_BASE_URL": f"http://127.0.0.1:{rest_port}",
        "BACKEND_URL": f"http://127.0.0.1:{port}",
        "RUBY_CONFIG": str(config),
        "RUBY_DATA": str(folder / "data"),
    }


def free_port() -> int:
    """One that stays free: the service takes it anew at each start."""
    with listening("127.0.0.1", 0) as bound:
        return port_of(bound)
