"""A danger reaches a human although the process that tells of it is killed twice on the way.

Real processes, real sockets, real time: the shortest deadlines that config.yaml allows.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from ruby_fsm.simulator import Answer, Digits, Listening, Ringing, Speech
from ruby_fsm.simulator.rest import Asgi
from tests.account import TO_NUMBER
from tests.app.escalation_kit import LEAD, NURSE, step, text_with
from tests.app.kit import DANGER
from tests.e2e.town import SLOW_S, Town, deadly_town
from tests.postgresql import DATABASES, fresh_database

STEPS = (step("nurse", "sms", 15), step("lead", "call", 15))


class LastMessage:
    """Twilio's REST side; whoever sends the first message dies before it hears that it was sent."""

    def __init__(self, _: Town, app: Asgi) -> None:
        self._app = app
        self.kill: Callable[[], None] | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        is_message = scope.get("method") == "POST" and scope["path"].endswith("/Messages.json")
        if not is_message or self.kill is None:
            await self._app(scope, receive, send)
            return

        async def unheard(_: Any) -> None:
            pass

        await self._app(scope, receive, unheard)
        kill, self.kill = self.kill, None
        kill()
        await send({"type": "http.response.start", "status": 502, "headers": []})
        await send({"type": "http.response.body", "body": b""})


async def taken(api: httpx.AsyncClient, call_id: str) -> list[dict[str, Any]]:
    """The call's escalations, once a human has the first one."""
    async with asyncio.timeout(SLOW_S):
        while True:
            answer = await api.get(f"/ai-calling/call/{call_id}/escalations")
            found: list[dict[str, Any]] = answer.json()
            if found[0]["acknowledged_at"]:
                return found
            await asyncio.sleep(0.2)


@pytest.mark.parametrize("database", DATABASES)
async def test_23_escalate_a_danger_outlives_two_kills_and_nobody_is_told_twice(
    tmp_path: Path, database: str
) -> None:
    url = fresh_database() if database == "postgresql" else ""
    async with (
        deadly_town(tmp_path, text_with(STEPS), url, LastMessage) as (it, rest, service),
        httpx.AsyncClient(trust_env=False, base_url=service.url, timeout=SLOW_S) as api,
    ):
        rest.kill = lambda: service.send(signal.SIGKILL)
        placed = await api.post("/ai-calling/initiate-ai-call", json={"to_number": TO_NUMBER})
        call_id = placed.json()["call_id"]
        person = await it.asked(TO_NUMBER, Ringing)
        person.answer(Answer(after_s=0))
        (await it.asked(TO_NUMBER, Listening)).answer(Speech(DANGER))
        await asyncio.wait_for(service.gone(), SLOW_S)
        first_died = it.sent_to(NURSE)

        await service.start()
        await asyncio.sleep(20)  # the message is looked for and found, its deadline runs
        service.send(signal.SIGKILL)
        await service.gone()
        await service.start()
        lead = await it.asked(LEAD, Ringing, 2 * SLOW_S)
        lead.answer(Answer(after_s=0))
        (await it.asked(LEAD, Listening)).answer(Digits("1"))
        told = await taken(api, call_id)
        health = await api.get("/ai-calling/health")

        assert first_died == 1
        assert (it.sent_to(NURSE), it.sent_to(LEAD)) == (1, 1)
        (escalation,) = told
        steps = [(one["contact"], one["channel"], one["outcome"]) for one in escalation["steps"]]
        assert steps == [("nurse", "sms", "sent"), ("lead", "call", "sent")]
        assert escalation["acknowledged_by"] == "lead, by key"
        assert health.json()["components"]["escalations"]["ok"]
