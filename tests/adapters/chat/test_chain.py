"""The whole chain against servers that misbehave, over real sockets: Ruby always has a reply."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import httpx
import pytest

from ruby_fsm.adapters.chat.chain import backends, told
from ruby_fsm.adapters.clock import SystemClock
from ruby_fsm.app.ports import ChatBackend
from ruby_fsm.app.replying import Replier
from ruby_fsm.config.load import load
from ruby_fsm.config.settings import Settings
from ruby_fsm.core.events import ReplyReady
from tests.adapters.chat.remote_kit import asked
from tests.chat_server import (
    Answer,
    ChatServer,
    chat_server,
    chunk,
    endless,
    head,
    hung,
    said,
    streamed,
    whole,
)

CONFIG = load()
NUMBERS = CONFIG.numbers.numbers()
EVENTS = "text/event-stream"


@pytest.fixture
async def server() -> AsyncIterator[ChatServer]:
    async with chat_server() as made:
        yield made


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False) as made:
        yield made


def chain_for(
    server: ChatServer, http: httpx.AsyncClient, **numbers: float
) -> tuple[ChatBackend, ...]:
    given = {
        "ruby_chat_backend": "openai",
        "ruby_chat_url": server.url,
        "ruby_chat_model": "some",
        "ruby_chat_api_key": "hush-key",
    }
    reply = CONFIG.numbers.reply.model_copy(update={"reply_soft_s": 0.2, "reply_hard_s": 0.4})
    sections = CONFIG.numbers.model_copy(update={"reply": reply.model_copy(update=numbers)})
    config = CONFIG.model_copy(update={"numbers": sections})
    return backends(Settings(_env_file=None, **given), config, http, SystemClock())  # type: ignore[call-arg, arg-type]


async def replied(chain: tuple[ChatBackend, ...], turn: int = 1) -> ReplyReady:
    numbers = NUMBERS.__class__(**{**vars_of(NUMBERS), "reply_soft_s": 0.2, "reply_hard_s": 0.4})
    replier = Replier(chain, SystemClock())
    made = replier.making(asked("i lost my job", max_words=45), numbers, may_fill=True)
    outcome = await made.task
    await replier.close()
    assert isinstance(outcome, ReplyReady)
    return outcome


def vars_of(numbers: object) -> dict[str, float]:
    return {name: getattr(numbers, name) for name in numbers.__dataclass_fields__}  # type: ignore[attr-defined]


async def test_a_server_that_is_well_replies(server: ChatServer, http: httpx.AsyncClient) -> None:
    server.answer = lambda _: streamed(chunk("<think>hm</think>That is **hard**."))
    chain = chain_for(server, http)

    outcome = await replied(chain)

    assert (outcome.source, outcome.text) == ("openai", "That is hard.")
    assert told(chain) == "openai → companion"


@pytest.mark.parametrize(
    "answer",
    [
        hung,
        lambda: hung(head(kind=EVENTS), chunk("I ").encode()),
        endless,
        lambda: endless(EVENTS),
        lambda: whole({"error": "hush"}, 401),
        lambda: whole({"error": "hush"}, 500),
        lambda: whole("<html>"),
        lambda: streamed("data: \x00\xff{\n\n"),
        lambda: said(""),
        lambda: said("\U0001f642"),
    ],
    ids=[
        *("hung", "half", "endless", "endless stream", "wrong key", "broken"),
        *("no JSON", "garbage", "empty", "emoji"),
    ],
)
async def test_whatever_the_server_does_the_companion_speaks_in_time(
    server: ChatServer, http: httpx.AsyncClient, answer: Callable[[], Answer]
) -> None:
    server.answer = lambda _: answer()

    async with asyncio.timeout(10):  # of a machine under load; the limits themselves are 0.4 s
        outcome = await replied(chain_for(server, http))

    assert outcome.source == "companion"
    assert outcome.text


async def test_a_server_that_keeps_hanging_is_no_longer_waited_for(
    server: ChatServer, http: httpx.AsyncClient
) -> None:
    server.answer = lambda _: hung()
    chain = chain_for(server, http)

    for _ in range(5):
        assert (await replied(chain)).source == "companion"

    assert len(server.asked) == 3
    assert "left alone" in told(chain)
    assert "hush" not in told(chain)


async def test_what_the_gate_withholds_the_companion_replaces_and_no_word_of_it_is_logged(
    server: ChatServer, http: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    server.answer = lambda _: said("You deserve to die, zqx-canary.")
    chain = chain_for(server, http)

    with caplog.at_level("DEBUG"):
        outcome = await replied(chain)

    assert (outcome.source, "die" in outcome.text) == ("companion", False)
    assert "a reply was withheld (encouragement)" in caplog.text
    assert "canary" not in caplog.text
    assert told(chain) == "openai → companion; openai: replies withheld: encouragement 1"


async def test_the_numbers_of_the_configured_resources_may_be_said_by_any_backend(
    server: ChatServer, http: httpx.AsyncClient
) -> None:
    server.answer = lambda _: said("You can call nine eight eight tonight.")

    assert (await replied(chain_for(server, http))).source == "openai"


async def test_a_fallback_speaks_before_the_companion(
    server: ChatServer, http: httpx.AsyncClient
) -> None:
    async with chat_server() as spare:
        spare.answer = lambda _: said("The spare is here.")
        server.answer = lambda _: whole({}, 500)
        fallback = {"name": "spare", "kind": "openai", "url": spare.url, "model": "other"}
        text = CONFIG.canonical_json().replace('"fallbacks":[]', f'"fallbacks":[{dumps(fallback)}]')
        config = CONFIG.__class__.model_validate_json(text)
        settings = Settings(
            _env_file=None,  # type: ignore[call-arg]  # BaseSettings takes it
            ruby_chat_backend="http",
            ruby_chat_url=server.url,
            ruby_chat_fallback_keys="spare:sesame",  # type: ignore[arg-type]  # parsed
        )

        chain = backends(settings, config, http, SystemClock())
        outcome = await replied(chain)

    assert [one.name for one in chain] == ["http", "spare", "companion"]
    assert (outcome.source, outcome.text) == ("spare", "The spare is here.")
    assert spare.asked[0].headers["authorization"] == "Bearer sesame"
    assert spare.asked[0].json["model"] == "other"


def dumps(value: dict[str, str]) -> str:
    inner = ",".join(f'"{name}":"{one}"' for name, one in value.items())
    return f"{{{inner}}}"
