"""A human is rung once for one ask, although the process dies while Twilio takes the ring.

Real processes, real sockets, real time.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from ruby_fsm.config.load import default_path
from ruby_fsm.simulator import (
    Answer,
    Digits,
    HangUp,
    Joined,
    Listening,
    Ringing,
    Speech,
)
from ruby_fsm.simulator.rest import Asgi
from tests.account import TO_NUMBER
from tests.app.kit import DANGER, HARMLESS, PHRASES
from tests.e2e.town import SLOW_S, Town, deadly_town
from tests.postgresql import DATABASES, fresh_database

HUMAN = "+14155550177"


class LastRing:
    """Twilio's REST side; who rings the human dies before hearing that it rings.

    Not before the person has heard that it does.
    """

    def __init__(self, town: Town, app: Asgi) -> None:
        self._town = town
        self._app = app
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
        await self._town.asked(TO_NUMBER, Listening)
        kill()
        await send({"type": "http.response.start", "status": 502, "headers": []})
        await send({"type": "http.response.body", "body": b""})


CONFIG = default_path().read_text("utf-8").replace("  number: ''\n", f"  number: '{HUMAN}'\n", 1)


@pytest.mark.parametrize("database", DATABASES)
@pytest.mark.parametrize("quick_human", [True, False], ids=["picks up at once", "after the look"])
async def test_26_once_a_human_is_rung_once_for_one_ask_through_a_kill(
    tmp_path: Path, database: str, *, quick_human: bool
) -> None:
    url = fresh_database() if database == "postgresql" else ""
    async with (
        deadly_town(tmp_path, CONFIG, url, LastRing) as (it, rest, service),
        httpx.AsyncClient(trust_env=False, base_url=service.url, timeout=SLOW_S) as api,
    ):
        placed = await api.post("/ai-calling/initiate-ai-call", json={"to_number": TO_NUMBER})
        call_id = placed.json()["call_id"]
        person = await it.asked(TO_NUMBER, Ringing)
        person.answer(Answer(after_s=0))
        (await it.asked(TO_NUMBER, Listening)).answer(Speech(DANGER))
        await it.asked(TO_NUMBER, Listening)
        rest.kill = lambda: service.send(signal.SIGKILL)
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
        await it.asked(TO_NUMBER, Joined)
        await it.asked(HUMAN, Joined)
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
