"""Nothing personal and no secret leaks from a whole running service: canaries are looked for.

A real process with all that can be switched on, a telephone network and a chat server on loopback,
a call with danger in it, everything that can go wrong for a client, and the end.
"""

from __future__ import annotations

import asyncio
import base64
import json
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from ruby_fsm.cli.hosting import hosted, listening, port_of
from ruby_fsm.simulator import Answer, Listening, Ringing, Signer, Speech
from tests.account import ACCOUNT, FROM_NUMBER
from tests.app.escalation_kit import step, text_with
from tests.app.kit import DANGER
from tests.chaos.service import Service
from tests.chat_server import Asked, ChatServer, chat_server, said, whole
from tests.e2e.canaries import Canaries, leaks, spellings
from tests.e2e.town import SLOW_S, Town
from tests.served import clean_environment

INITIATE = "/ai-calling/initiate-ai-call"
# The service goes first: a connection that were kept would be left half open.
NONE_KEPT = httpx.Limits(max_keepalive_connections=0)
# Whoever placed a call is told the number that was asked for.
OWN = ("initiate (201): number, plain", "the same (202): number, plain")


@dataclass
class Stage:
    """All that takes part; `told` is every answer a client got, by what it asked."""

    canaries: Canaries
    town: Town
    chat: ChatServer
    service: Service
    api: httpx.AsyncClient
    folder: Path
    environment: Mapping[str, str]
    told: dict[str, bytes] = field(default_factory=dict[str, bytes])

    async def ask(self, name: str, method: str, path: str, **more: Any) -> httpx.Response:
        answer = await self.api.request(method, path, **more)
        head = repr(answer.headers.raw).encode()
        self.told[f"{name} ({answer.status_code})"] = head + answer.content
        return answer


def config_text(canaries: Canaries) -> str:
    """Everything on, and few calls to a number, so that one is too many."""
    nurse = {"sms": canaries.nurse, "call": canaries.nurse}
    text = text_with([step("nurse", "sms", 15), step("nurse", "call", 15)], {"nurse": nurse})
    for usual, wanted in {
        "number: {calls: 30, within_s: 3600}": "number: {calls: 2, within_s: 3600}",
        "second_opinion: false": "second_opinion: true",
        "chat_sentence: false": "chat_sentence: true",
    }.items():
        assert usual in text
        text = text.replace(usual, wanted)
    return text


@asynccontextmanager
async def stage(folder: Path) -> AsyncIterator[Stage]:
    canaries, bound, free = Canaries(), listening("127.0.0.1", 0), listening("127.0.0.1", 0)
    port = port_of(free)
    free.close()
    (folder / "config.yaml").write_text(config_text(canaries), encoding="utf-8")
    async with (
        httpx.AsyncClient(trust_env=False, limits=NONE_KEPT) as webhooks,
        chat_server() as chat,
        httpx.AsyncClient(
            trust_env=False,
            base_url=f"http://127.0.0.1:{port}",
            timeout=SLOW_S,
            limits=NONE_KEPT,
        ) as api,
    ):
        environment = {
            "RUBY_DATA": str(folder / "data"),
            "RUBY_CONFIG": str(folder / "config.yaml"),
            "RUBY_LOG_FORMAT": "json",
            "RUBY_API_TOKEN": canaries.api_token,
            "RUBY_ENCRYPTION_KEYS": f"new:{canaries.encryption_key}",
            "RUBY_HASH_KEY": canaries.hash_key,
            "RUBY_CHAT_BACKEND": "openai",
            "RUBY_CHAT_URL": chat.url,
            "RUBY_CHAT_MODEL": "model",
            "RUBY_CHAT_API_KEY": canaries.chat_key,
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": canaries.twilio_token,
            "TWILIO_FROM_NUMBER": FROM_NUMBER,
            "TWILIO_API_BASE_URL": f"http://127.0.0.1:{port_of(bound)}",
            "BACKEND_URL": f"http://127.0.0.1:{port}",
        }
        town = Town(webhooks, canaries.twilio_token)
        service = Service(folder, port, environment)
        async with hosted(town.simulator.app, bound):
            await service.start()
            try:
                yield Stage(canaries, town, chat, service, api, folder, environment)
            finally:
                service.send(signal.SIGTERM)
                await service.gone()
                await town.simulator.close()


async def test_no_canary_is_found_outside_its_cage(tmp_path: Path) -> None:
    async with stage(tmp_path) as it:
        await a_call(it)
        await everything_wrong(it)
        await looks(it)
        it.told["db backup"] = await command(it, "db", "backup", str(tmp_path / "copy.db"))
        it.told["audit list"] = await command(it, "audit", "list")
        it.service.send(signal.SIGTERM)  # while the call still stands
        await asyncio.wait_for(it.service.gone(), SLOW_S)
        it.told |= files(tmp_path)

    assert_all_took_part(it)
    found = leaks(it.told, it.canaries)
    assert [one for one in found if one not in OWN] == []


# --- what happens --------------------------------------------------------------------------------


async def a_call(it: Stage) -> None:
    """Words that are answered, words for which the backend fails, danger that a human is told."""
    canaries, failing = it.canaries, False

    def answer(asked: Asked) -> Any:
        words = asked.body.decode()
        broken = whole({"error": {"message": words}}, 500)
        return broken if failing else said(f"That is kind of {canaries.reply}.")

    it.chat.answer = answer
    secret = await command(it, "token", "create", "--name", "a-caller", "--scope", "caller")
    token = next(word for word in secret.decode().split() if word.startswith("rfsm_"))
    it.api.headers["Authorization"] = f"Bearer {token}"
    placed = await it.ask("initiate", "POST", INITIATE, json=whom(canaries))
    assert placed.status_code == 201, placed.text
    (await it.town.asked(canaries.number, Ringing)).answer(Answer(after_s=0))
    for words in (
        f"I met {canaries.transcript} today.",
        f"We spoke of {canaries.transcript} again.",
        f"{DANGER} because of {canaries.danger}.",
        f"{canaries.danger} is what I think of.",
    ):
        (await it.town.asked(canaries.number, Listening)).answer(Speech(words))
        await it.town.asked(canaries.number, Listening)
        failing = True
    async with asyncio.timeout(SLOW_S):
        while not it.town.sent_to(canaries.nurse):  # noqa: ASYNC110 - by another process
            await asyncio.sleep(0.05)


def whom(canaries: Canaries) -> dict[str, str]:
    return {
        "to_number": canaries.number,
        "user_id": canaries.user_id,
        "user_name": canaries.user_name,
        "custom_prompt": f"They like {canaries.custom_prompt}.",
    }


async def everything_wrong(it: Stage) -> None:
    canaries, bad = it.canaries, it.canaries.refused_body
    key, as_json = {"Idempotency-Key": "the-same"}, {"Content-Type": "application/json"}
    wrong = {"Authorization": f"Bearer {canaries.wrong_token}"}
    form = {"AccountSid": ACCOUNT, "CallSid": "CA" + "0" * 32, "SpeechResult": bad}
    hook = f"/voice/webhook/gather?call={bad}"
    signed = Signer(it.environment["TWILIO_AUTH_TOKEN"]).headers(
        it.environment["BACKEND_URL"] + hook, form.items()
    )
    answers = [
        await it.ask("no JSON", "POST", INITIATE, content=f'{{"{bad}'.encode(), headers=as_json),
        await it.ask("bad fields", "POST", INITIATE, json={"to_number": bad, "user_id": [bad]}),
        await it.ask("nowhere", "GET", f"/{bad}/{quote(canaries.number)}?a={bad}"),
        await it.ask("no call", "GET", f"/phone/call/{bad}/status"),
        await it.ask("a wrong token", "GET", "/ai-calling/calls/active", headers=wrong),
        await it.ask("no right", "GET", f"/ai-calling/people/{quote(canaries.number)}"),
        await it.ask("a forged webhook", "POST", hook, data=form),
        await it.ask("an unknown call", "POST", hook, data=form, headers=signed),
        await it.ask("too large", "POST", INITIATE, content=(bad * 9000).encode()),
        await it.ask("an odd id", "GET", "/livez", headers={"X-Request-ID": canaries.number[1:]}),
        await it.ask("the same", "POST", INITIATE, headers=key, json=whom(canaries)),
        await it.ask("other", "POST", INITIATE, headers=key, json={"to_number": canaries.number}),
        await it.ask("too many", "POST", INITIATE, json=whom(canaries)),
    ]
    seen = [answer.status_code for answer in answers]
    assert seen == [400, 400, 404, 404, 401, 403, 403, 200, 413, 200, 202, 422, 429]


async def looks(it: Stage) -> None:
    """What monitoring and readers of the page see; numbers are for their owner and admins."""
    it.api.headers["Authorization"] = f"Bearer {it.canaries.api_token}"
    for path in ("/metrics", "/ai-calling/health", "/phone/health", "/readyz", "/docs"):
        await it.ask(path, "GET", path)
    for path in ("/docs/openapi.json", "/ai-calling/audit", "/ai-calling/analytics/summary"):
        await it.ask(path, "GET", path)


async def command(it: Stage, *words: str) -> bytes:
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "ruby_fsm", *words],
        env=clean_environment(**it.environment),
        cwd=it.folder,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def files(folder: Path) -> dict[str, bytes]:
    """All that it wrote: logs, database, journal, backup; config.yaml was given to it."""
    there = [one for one in folder.rglob("*") if one.is_file() and one.name != "config.yaml"]
    return {str(one.relative_to(folder)): one.read_bytes() for one in there}


def assert_all_took_part(it: Stage) -> None:
    """Or nothing could have leaked."""
    canaries = it.canaries
    asked = b"".join(one.body + json.dumps(dict(one.headers)).encode() for one in it.chat.asked)
    for name in ("user_name", "custom_prompt", "transcript", "chat_key"):
        assert getattr(canaries, name).encode() in asked, name
    lines = [one.text for call in it.town.simulator.calls.values() for one in call.transcript]
    for heard in (canaries.reply, canaries.danger):
        assert any(heard in line for line in lines)
    log = it.told["service.log"].decode()
    for event in ('"refused"', '"escalation_step"', "SpeechHeard"):
        assert event in log
    for file in ("data/ruby.db", "copy.db", "service.out", "audit list"):
        assert it.told[file], file


# --- the search itself ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name, _ in Canaries().items()])
def test_a_leak_is_found_in_every_spelling(name: str) -> None:
    canaries = Canaries()
    text = getattr(canaries, name)
    places = {how: b"before " + needle + b" after" for how, needle in spellings(text).items()}
    for shift in range(3):
        inside = b"x" * shift + text.encode() + b" and more"
        places[f"in base64 {shift}"] = base64.b64encode(inside)

    found = leaks(places, canaries)

    assert {line.partition(":")[0] for line in found} == set(places)
    assert text not in str(found)
    assert leaks({"a clean place": b"nothing " * 100}, canaries) == []
