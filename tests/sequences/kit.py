"""A call whose webhooks the test sends itself, signed, in any order; what a sequence demands."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from litestar import Litestar

from ruby_fsm.app.records import Attempt, LogRow
from ruby_fsm.core.call import Call
from ruby_fsm.core.events import Fact
from tests.app.kit import quick
from tests.twiml_check import parsed
from tests.world import TO_NUMBER, Ruby, words_of

FILE = Path(__file__).parents[1] / "data" / "event_sequences.json"
SEQUENCES = {one["id"]: one for one in json.loads(FILE.read_text(encoding="utf-8"))["sequences"]}
# They belong to the websocket transport, which is not built.
OTHER_TRANSPORT = {f"S{n}" for n in (*range(27, 38), *range(41, 48))}
WANTED = sorted(SEQUENCES.keys() - OTHER_TRANSPORT)
OK = 200


@dataclass
class Must:
    """What a sequence demands: each demand is to be met once, in the words of the list."""

    ident: str
    met: list[str] = field(default_factory=list)

    @contextmanager
    def __call__(self, demand: str) -> Iterator[None]:
        assert demand in self.demands, f"{self.ident} does not demand {demand!r}"
        yield
        self.met.append(demand)

    @property
    def demands(self) -> list[str]:
        return list(SEQUENCES[self.ident]["must"])

    def check(self) -> None:
        assert sorted(self.met) == sorted(self.demands), f"{self.ident}: not all was looked at"


class Wire:
    """A call placed over REST; everything Twilio would send for it is sent by the test."""

    def __init__(self, it: Ruby, call_id: str) -> None:
        self.it, self.call_id, self.attempt = it, call_id, 1
        self._ids = count(1)
        self.twiml = ""

    @property
    def sid(self) -> str:
        """The sid Twilio gave to the attempt under way."""
        own = f"call={self.call_id}&attempt={self.attempt}"
        return next(x.sid for x in self.it.calls() if own in x.order.status_callback)

    # --- what Twilio sends -------------------------------------------------------------------
    async def status(self, word: str, seq: int, **more: str) -> httpx.Response:
        form = {"CallStatus": word, "SequenceNumber": str(seq), "CallbackSource": "x", **more}
        return await self.hook("status", f"call={self.call_id}&attempt={self.attempt}", form)

    async def answer(self, **more: str) -> httpx.Response:
        query = f"call={self.call_id}&attempt={self.attempt}"
        return await self.hook("answer", query, {"CallStatus": "in-progress", **more})

    async def fallback(self) -> httpx.Response:
        query = f"call={self.call_id}&attempt={self.attempt}"
        form = {"ErrorCode": "11200", "ErrorUrl": "https://x.example/", "CallStatus": "in-progress"}
        return await self.hook("fallback", query, form)

    async def gather(self, words: str | None, at: str = "", **more: str) -> httpx.Response:
        """An answer to the newest document's Gather, or to the one whose URL query is `at`."""
        form = {"CallStatus": "in-progress", **more}
        if words is not None:
            form = {"Confidence": "0.9", "SpeechResult": words, **form}
        return await self.hook("gather", at or self.query("Gather"), form)

    async def hook(self, kind: str, query: str, form: dict[str, str]) -> httpx.Response:
        whole = {"CallSid": self.sid, "Direction": "outbound-api", **form}
        answer = await self.it.drive(self.it.hook(kind, query, whole))
        if answer.status_code == OK and answer.text.startswith("<"):
            parsed(answer.text)
            self.twiml = answer.text if kind not in {"status", "amd"} else self.twiml
        await self.it.calm()
        return answer

    def query(self, element: str) -> str:
        """The query of the URL at which the newest document wants its answer."""
        found = next(parsed(self.twiml).iter(element))
        return urlsplit(found.get("action") or found.text or "").query

    # --- what we hold ------------------------------------------------------------------------
    @property
    def words(self) -> str:
        return words_of(self.twiml)

    async def call(self) -> Call:
        return (await self.it.record(self.call_id)).call

    async def log(self) -> list[LogRow]:
        return await self.it.log(self.call_id)

    async def rows(self, fact: type[Fact]) -> list[LogRow]:
        return [row for row in await self.log() if isinstance(row.event, fact)]

    async def moves(self) -> list[str]:
        """The states it came to, in order."""
        return [str(row.to_state) for row in await self.log() if row.from_state != row.to_state]

    async def made(self) -> Attempt:
        (*_, newest) = await self.it.parts.store.reader.attempts(self.call_id)
        return newest


@asynccontextmanager
async def wired(
    data: Path, *, to: str = TO_NUMBER, app: Litestar | None = None, **more: object
) -> AsyncIterator[Wire]:
    """A call placed with a network that sends nothing by itself."""
    given = {"app": app} if app else {}
    async with quick(data, by_hand=True, **given, **more) as it:
        placed = await it.initiate(to)
        yield Wire(it, placed["call_id"])
