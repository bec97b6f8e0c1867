"""A Flask application that others could have written, called by our simulator."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from ruby_fsm.simulator import Call, Script, ScriptedCallee, Simulator
from tests.oracles.needed import needed
from tests.simulator.sim_world import ACCOUNT, FROM, TO

needed("flask")

from flask import Flask, request  # noqa: E402 - where it is absent, the module is skipped

from tests.oracles.flask_survey import TOKEN, Survey, served, survey  # noqa: E402 - likewise

STEPS = ({"hear": "press one"}, {"say": "my name is Sam"}, {"hear": "Hello my name is Sam"})


@asynccontextmanager
async def called(app: Flask, *steps: dict[str, Any]) -> AsyncIterator[tuple[Simulator, Call]]:
    """The application is rung through, up to the end of the call and its last webhook."""
    callee = ScriptedCallee(Script.of("survey", steps), asyncio.sleep)
    with served(app) as url:
        async with httpx.AsyncClient(trust_env=False) as http:
            sim = Simulator(ACCOUNT, TOKEN, http=http, callee_for=lambda _: callee, speed=1000)
            order = {
                "To": TO,
                "From": FROM,
                "Url": f"{url}/voice",
                "StatusCallback": f"{url}/status",
                "StatusCallbackEvent": ["initiated", "ringing", "answered", "completed"],
            }
            transport = httpx.ASGITransport(sim.app)
            async with httpx.AsyncClient(transport=transport, auth=(ACCOUNT, TOKEN)) as rest:
                calls = f"http://twilio.test/2010-04-01/Accounts/{ACCOUNT}/Calls.json"
                created = await rest.post(calls, data=order)
            call = await sim.finished(created.json()["sid"])
            await sim.quiet()
            yield sim, call
            await sim.close()


async def test_a_whole_call_goes_through_an_application_of_others() -> None:
    told = Survey()
    steps = (
        *STEPS,
        {"press": "4"},
        {"hear": "Somebody would like to talk"},
        {"transfer": "completed", "lasts": 20},
        {"hear": "Goodbye"},
    )
    async with called(survey(told), *steps) as (sim, call):
        assert call.status == "completed"
        assert sim.log == []

    assert (told.name, told.key, told.dialled) == ("my name is Sam", "4", "completed")
    assert told.statuses == ["initiated", "ringing", "in-progress", "completed"]
    assert "".join(call.heard()).count("Say your name") == 1


async def test_silence_goes_on_behind_the_gather_as_its_author_meant() -> None:
    told = Survey()
    async with called(survey(told), {"silence": True}, {"hear": "press one"}, {"hang_up": True}):
        pass

    assert told.paths.count("/voice") == 2
    assert told.name == ""


async def test_an_application_with_another_token_refuses_what_we_sign() -> None:
    told = Survey()
    async with called(survey(told, "f" * 32), {"hang_up": True}) as (sim, call):
        assert [notice.code for notice in sim.log if notice.fatal] == [11200]
        assert any("application error" in heard for heard in call.heard())

    assert told.statuses == []


@pytest.mark.parametrize("field_name", ["CallSid", "From", "To", "CallStatus", "Direction"])
async def test_the_fields_that_others_read_are_sent_with_every_webhook(field_name: str) -> None:
    told = Survey()
    app = survey(told)
    lacking: list[str] = []
    app.after_request(
        lambda answer: (
            (lacking.append(request.path) if field_name not in request.values else None) or answer
        )
    )
    async with called(app, *STEPS, {"hang_up": True}):
        pass

    assert told.paths
    assert lacking == []
