"""A human is rung once for one ask, although the process dies while Twilio takes the ring.

Real processes, real sockets, real time.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from ruby_fsm.cli.hosting import hosted, listening, port_of
from ruby_fsm.config.load import default_path
from ruby_fsm.simulator import (
    Answer,
    Digits,
    HandCallee,
    HangUp,
    Joined,
    Listening,
    Ringing,
    Speech,
)
from ruby_fsm.simulator.rest import Asgi
from tests.account import ACCOUNT, FROM_NUMBER, TO_NUMBER, TOKEN
from tests.app.kit import DANGER, HARMLESS, PHRASES
from tests.chaos.service import Service
from tests.e2e.town import SLOW_S, Town

HUMAN = "+14155550177"


class DeadlyRest:
    """Twilio's REST side; who rings the human dies before hearing that it rings.

    `answered`: returns when the person has heard that it does.
    """

    def __init__(self, app: Asgi, answered: Callable[[], Awaitable[object]]) -> None:
        self._app = app
        self.answered = answered
        self.kill: Callable[[], None] | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        is_dial = scope.get("method") == "POST" and scope["path"].endswith("/Calls.json")
        if not is_dial or self.kill is None:
            await self._app(scope, receive, send)
            return
        message = await receive()
        form = parse_qs(message["body"].decode())

        async def again() -> Any:
            return message

        async def unheard(_: Any) -> None:
            pass

        if form["To"] != [HUMAN]:
            await self._app(scope, again, send)
            return
        kill, self.kill = self.kill, None
        await self._app(scope, again, unheard)
        await self.answered()
        kill()
        await send({"type": "http.response.start", "status": 502, "headers": []})
        await send({"type": "http.response.body", "body": b""})


class DeadlyTown(Town):
    def __init__(self, http: httpx.AsyncClient) -> None:
        super().__init__(http)
        heard = partial(self.asked, TO_NUMBER, Listening)
        self.rest = DeadlyRest(self.simulator.app, heard)


@asynccontextmanager
async def town(folder: Path) -> AsyncIterator[tuple[DeadlyTown, Service]]:
    bound, free = listening("127.0.0.1", 0), listening("127.0.0.1", 0)
    port = port_of(free)
    free.close()
    config = default_path().read_text(encoding="utf-8")
    config = config.replace("  number: ''\n", f"  number: '{HUMAN}'\n")
    (folder / "config.yaml").write_text(config, encoding="utf-8")
    environment = {
        "RUBY_DATA": str(folder / "data"),
        "RUBY_CONFIG": str(folder / "config.yaml"),
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_FROM_NUMBER": FROM_NUMBER,
        "TWILIO_API_BASE_URL": f"http://127.0.0.1:{port_of(bound)}",
        "BACKEND_URL": f"http://127.0.0.1:{port}",
    }
    service = Service(folder, port, environment)
    async with httpx.AsyncClient(trust_env=False) as http:
        made = DeadlyTown(http)
        async with hosted(made.rest, bound):
            await service.start()
            try:
                yield made, service
            finally:
                service.send(signal.SIGTERM)
                await service.gone()
                await made.simulator.close()


async def until(person: HandCallee, what: type[Joined]) -> None:
    async with asyncio.timeout(SLOW_S):
        while not isinstance(person.asked, what):  # noqa: ASYNC110 - by another process
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("quick_human", [True, False], ids=["picks up at once", "after the look"])
async def test_26_once_a_human_is_rung_once_for_one_ask_through_a_kill(
    tmp_path: Path, *, quick_human: bool
) -> None:
    async with (
        town(tmp_path) as (it, service),
        httpx.AsyncClient(trust_env=False, base_url=service.url, timeout=SLOW_S) as api,
    ):
        placed = await api.post("/ai-calling/initiate-ai-call", json={"to_number": TO_NUMBER})
        call_id = placed.json()["call_id"]
        person = await it.asked(TO_NUMBER, Ringing)
        person.answer(Answer(after_s=0))
        (await it.asked(TO_NUMBER, Listening)).answer(Speech(DANGER))
        await it.asked(TO_NUMBER, Listening)
        it.rest.kill = lambda: service.send(signal.SIGKILL)
        person.answer(Digits("0"))
        await asyncio.wait_for(service.gone(), SLOW_S)
        human = await it.asked(HUMAN, Ringing)
        await service.start()
        (await it.asked(TO_NUMBER, Listening)).answer(Speech(HARMLESS))
        await it.asked(TO_NUMBER, Listening)
        if not quick_human:
            await asyncio.sleep(20)  # what may have been made is looked for after 15 s
        human.answer(Answer(after_s=0))
        (await it.asked(HUMAN, Listening)).answer(Digits("1"))
        await until(person, Joined)
        await until(human, Joined)
        if quick_human:
            await asyncio.sleep(20)

        assert it.sent_to(HUMAN) == 1
        assert isinstance(human.asked, Joined), "nobody is rung in, and nobody thrown out"
        assert [one.text for one in person.heard][-1] == PHRASES.human_joins
        human.answer(HangUp())
        async with asyncio.timeout(SLOW_S):
            while (await told(api, call_id))["state"] != "ended":  # noqa: ASYNC110 - over REST
                await asyncio.sleep(0.2)
        assert (await told(api, call_id))["end_reason"] == "handed_over"


async def told(api: httpx.AsyncClient, call_id: str) -> dict[str, Any]:
    answer: dict[str, Any] = (await api.get(f"/ai-calling/call/{call_id}/analytics")).json()
    return answer
