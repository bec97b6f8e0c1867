"""Our REST requests and the simulator's answers, held against Twilio's own description."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.oracles.needed import needed, needed_file

needed("openapi_core")
SPEC = needed_file("RUBY_FSM_TWILIO_SPEC", "twilio_api_v2010.json, Twilio's OpenAPI description")

from openapi_core.exceptions import OpenAPIError  # noqa: E402 - absent where it is not installed

from ruby_fsm.adapters.twilio.account import TwilioAccount  # noqa: E402
from ruby_fsm.adapters.twilio.client import Login  # noqa: E402
from ruby_fsm.simulator import (  # noqa: E402
    Answer,
    Digits,
    HangUp,
    Silence,
    Simulator,
    Speech,
)
from tests.app.escalation_kit import config_with, in_crisis, step  # noqa: E402
from tests.app.hasty import hasty  # noqa: E402
from tests.app.kit import DANGER, HARMLESS, listening, quick, ringing, says  # noqa: E402
from tests.app.test_telling import lose_the_next  # noqa: E402
from tests.oracles.twilio_spec import Judge  # noqa: E402
from tests.wire import Rest  # noqa: E402
from tests.world import ACCOUNT, FROM_NUMBER, TOKEN, Ruby  # noqa: E402

LOST = httpx.ReadTimeout("lost")
CALLS = "/2010-04-01/Accounts/{AccountSid}/Calls"
OURS = {f"POST {CALLS}.json", f"GET {CALLS}.json", f"POST {CALLS}/{{Sid}}.json"}
ASKED = f"GET {CALLS}/{{Sid}}.json"


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(SPEC)


async def test_every_request_of_whole_calls_is_one_that_twilio_describes(
    tmp_path: Path, judge: Judge
) -> None:
    """Dialled, looked for, ended, cancelled, redirected, asked for by the watchdog."""
    judge.judged.clear()
    async with quick(tmp_path / "looked for", by_hand=True) as it:
        it.rest.faults = [LOST]
        await ringing(it)
        await it.pass_time(6)
        for request, response in it.rest.exchanges:
            judge.judge(request, response)
    async with quick(tmp_path) as it:
        call_id, person = await listening(it)
        await says(it, person, Speech(HARMLESS))
        await end(it, call_id)
        other, _ = await ringing(it, "+14155550111")
        await end(it, other)
        _, person = await listening(it, "+14155550122")
        await says(it, person, Speech(DANGER))
        person.answer(Silence())
        await it.pass_time(400)
        await unheard_of(it)
        for request, response in it.rest.exchanges:
            judge.judge(request, response)

    assert judge.judged >= {*OURS, ASKED}
    sent = {name for method, _, form in it.rest.requests if method == "POST" for name in form}
    assert {"To", "From", "Url", "FallbackUrl", "StatusCallback", "Status"} <= sent
    assert {"MachineDetection", "AsyncAmd", "AsyncAmdStatusCallback"} <= sent


MESSAGES = "/2010-04-01/Accounts/{AccountSid}/Messages"


async def test_every_request_of_alerts_is_one_that_twilio_describes(
    tmp_path: Path, judge: Judge
) -> None:
    """Sent, lost and looked for, by message and by call."""
    judge.judged.clear()
    config = config_with(step("nurse", "sms", 60), step("nurse", "call", 60))
    async with quick(tmp_path, config=config, tells=True) as it:
        await lose_the_next(it)
        await in_crisis(it)
        await it.pass_time(60)
        await lose_the_next(it)
        await it.pass_time(120)
        for request, response in it.rest.exchanges:
            judge.judge(request, response)

    assert judge.judged >= {f"POST {MESSAGES}.json", f"GET {MESSAGES}.json", f"POST {CALLS}.json"}


async def test_every_request_that_rings_a_human_is_one_that_twilio_describes(
    tmp_path: Path, judge: Judge
) -> None:
    """Rung, lost and looked for, asked for, and let go again."""
    judge.judged.clear()
    async with quick(tmp_path, config=hasty(human="+14155550177")) as it:
        _, person = await listening(it)
        await says(it, person, Speech(DANGER))
        it.rest.faults = [LOST]
        await says(it, person, Digits("0"))
        await it.pass_time(120)
        await says(it, person, Digits("0"))
        person.answer(HangUp())
        await it.pass_time(20)
        for request, response in it.rest.exchanges:
            judge.judge(request, response)

    assert judge.judged >= {*OURS, ASKED}


async def unheard_of(it: Ruby) -> None:
    """A line that is answered and whose end nobody tells: the watchdog asks."""
    _, person = await ringing(it, "+14155550133")
    person.answer(Answer(after_s=0))
    await it.pass_time(700)


async def end(it: Ruby, call_id: str) -> None:
    body: dict[str, Any] = {"force": True, "reason": "a test"}
    answer = await it.drive(it.api.post(f"/ai-calling/call/{call_id}/end", json=body))
    assert answer.status_code == 200, answer.text
    await it.pass_time(20)


@dataclass
class Network:
    """A simulator, and its REST side as any client reaches it."""

    simulator: Simulator
    kept: Rest
    rest: httpx.AsyncClient

    async def made(self, **more: str) -> str:
        form = {"To": "+14155550100", "From": FROM_NUMBER, "Url": "https://app.example/a", **more}
        answer = await self.rest.post("/Calls.json", data=form)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["sid"])


@pytest.fixture
async def network() -> AsyncIterator[Network]:
    async with httpx.AsyncClient() as http:
        simulator = Simulator(
            ACCOUNT, TOKEN, http=http, callee_for=lambda _: Nobody(), numbers=[FROM_NUMBER]
        )
        kept = Rest(httpx.ASGITransport(app=simulator.app))
        root = f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}"
        async with httpx.AsyncClient(transport=kept, base_url=root, auth=(ACCOUNT, TOKEN)) as rest:
            yield Network(simulator, kept, rest)
        await simulator.close()


class Nobody:
    """Never answers."""

    async def rings(self, _: object) -> Answer:
        return Answer(after_s=3600)

    async def ended(self, _: str) -> None:
        pass


async def test_every_answer_of_the_simulator_is_one_that_twilio_describes(
    network: Network, judge: Judge
) -> None:
    rest = network.rest
    sids = [await network.made() for _ in range(3)]
    await network.made(Twiml="<Response/>", Url="")
    for path in (
        "/Calls.json?PageSize=2",
        "/Calls.json?PageSize=2&Page=1",
        "/Calls.json?Status=busy",
    ):
        assert (await rest.get(path)).status_code == 200
    assert (await rest.get(f"/Calls/{sids[0]}.json")).status_code == 200
    for sid, change in zip(sids, ("canceled", "completed", "canceled"), strict=True):
        assert (await rest.post(f"/Calls/{sid}.json", data={"Status": change})).status_code == 200
    await network.simulator.finished(sids[1])
    assert (await rest.delete(f"/Calls/{sids[1]}.json")).status_code == 204
    sent = [
        (await rest.post("/Messages.json", data={"To": "+14155550100", "From": one, "Body": "hi"}))
        for one in (FROM_NUMBER, FROM_NUMBER)
    ]
    assert [answer.status_code for answer in sent] == [201, 201]
    message = sent[0].json()["sid"]
    for path in (f"/Messages/{message}.json", "/Messages.json?To=%2B14155550100&PageSize=1"):
        assert (await rest.get(path)).status_code == 200
    account = TwilioAccount(rest, Login(ACCOUNT, TOKEN))
    assert (await account.account()).status == "active"
    assert await account.voice_of(FROM_NUMBER) is True

    judge.judged.clear()
    for request, response in network.kept.exchanges:
        judge.judge(request, response)
    assert {what.split()[0] for what in judge.judged} == {"GET", "POST", "DELETE"}
    assert len(judge.judged) == 10


async def test_a_refusal_has_the_four_fields_of_twilio_s_errors(network: Network) -> None:
    """The description declares no answer but those of success."""
    rest = network.rest
    refused = [
        await rest.post("/Calls.json", data={"To": "+15005550001", "From": FROM_NUMBER}),
        await rest.get(f"/Calls/CA{'0' * 32}.json"),
        await rest.get("/Calls.json", auth=(ACCOUNT, "wrong")),
    ]

    for answer in refused:
        body = answer.json()
        assert set(body) == {"code", "message", "more_info", "status"}
        assert body["status"] == answer.status_code
        assert body["more_info"].endswith(f"/{body['code']}")


@pytest.mark.parametrize(
    ("form", "answer"),
    [
        ({"Timeout": "soon"}, {}),
        ({"StatusCallbackEvents": "ringing"}, {}),
        ({}, {"status": "dialling"}),
        ({}, {"sid": "CA-short"}),
        ({}, {"subresource_uris": []}),
    ],
)
async def test_the_judge_sees_a_planted_fault(
    network: Network, judge: Judge, form: dict[str, str], answer: dict[str, object]
) -> None:
    await network.made()
    request, response = network.kept.exchanges[-1]
    judge.judge(request, response)
    fields = {"To": "+14155550100", "From": FROM_NUMBER, "Url": "https://app.example/a", **form}
    asked = network.rest.build_request("POST", "/Calls.json", data=fields)
    asked.headers["Authorization"] = request.headers["Authorization"]
    given = httpx.Response(201, json={**response.json(), **answer})

    with pytest.raises((OpenAPIError, AssertionError)):
        judge.judge(asked, given)
