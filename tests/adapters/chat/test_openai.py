"""The OpenAI-compatible backend over real sockets: what it sends, reads, and says of faults."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Callable

import httpx
import pytest

from ruby_fsm.errors import ChatError
from tests.adapters.chat.remote_kit import CANARY, asked, openai
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


@pytest.fixture
async def server() -> AsyncIterator[ChatServer]:
    async with chat_server() as made:
        yield made


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False) as made:
        yield made


async def test_a_stream_is_put_together(server: ChatServer, http: httpx.AsyncClient) -> None:
    server.answer = lambda _: streamed(
        ": a comment\n\n", chunk("That sounds "), chunk("hard."), "data: [DONE]\n\n"
    )

    assert await openai(http, server).reply(asked("i am tired")) == "That sounds hard."


async def test_events_may_be_cut_anywhere(server: ChatServer, http: httpx.AsyncClient) -> None:
    text = chunk("Schön, dass du da bist.") + "data: [DONE]\n\n"

    async def bytewise() -> Answer:
        yield head(kind="text/event-stream")
        for byte in text.encode():
            yield bytes([byte])

    server.answer = lambda _: bytewise()

    assert await openai(http, server).reply(asked("hallo")) == "Schön, dass du da bist."


async def test_a_server_that_does_not_stream_is_understood(
    server: ChatServer, http: httpx.AsyncClient
) -> None:
    server.answer = lambda _: said("I am here.")

    assert await openai(http, server).reply(asked("hello")) == "I am here."


async def test_the_request_carries_model_rules_and_the_newest_words(
    server: ChatServer, http: httpx.AsyncClient
) -> None:
    await openai(http, server, key="sesame").reply(asked("my dog has died"))

    (request,) = server.asked
    assert (request.method, request.target) == ("POST", "/v1/chat/completions")
    assert request.headers["authorization"] == "Bearer sesame"
    assert request.json["model"] == "some"
    assert request.json["stream"] is True
    roles = [one["role"] for one in request.json["messages"]]
    assert roles == ["system", "user", "assistant", "user"]
    assert "Never name a medicine or a dose" in request.json["messages"][0]["content"]
    assert request.json["messages"][-1]["content"] == "my dog has died"


async def test_no_key_sends_no_authorization(server: ChatServer, http: httpx.AsyncClient) -> None:
    await openai(http, server).reply(asked("hello"))

    assert "authorization" not in server.asked[0].headers


async def test_reading_stops_where_there_are_words_enough(
    server: ChatServer, http: httpx.AsyncClient
) -> None:
    async def on_and_on() -> Answer:
        yield head(kind="text/event-stream")
        while True:
            yield chunk("and on ").encode()

    server.answer = lambda _: on_and_on()

    reply = await openai(http, server).reply(asked("hello", max_words=20))

    assert 40 <= len(reply.split()) < 60
    await server.gone.wait()


async def test_usage_is_logged_and_no_word(
    server: ChatServer, http: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="ruby_fsm.chat")
    usage = {"choices": [], "usage": {"prompt_tokens": 21, "completion_tokens": 7}}
    server.answer = lambda _: streamed(chunk(CANARY), f"data: {json.dumps(usage)}\n\n")

    await openai(http, server, key=CANARY).reply(asked(CANARY))

    assert "prompt_tokens=21 completion_tokens=7" in caplog.text
    assert CANARY not in caplog.text


@pytest.mark.parametrize(
    ("answer", "is_retryable", "told"),
    [
        (lambda: whole({"error": CANARY}, 401), False, "key"),
        (lambda: whole({"error": CANARY}, 403), False, "key"),
        (lambda: whole({"error": CANARY}, 404), False, "URL and model"),
        (lambda: whole({"error": CANARY}, 400), False, "does not take"),
        (lambda: whole({"error": CANARY}, 302, Location="/x"), False, "moved"),
        (lambda: whole({"error": CANARY}, 429), True, "no more requests"),
        (lambda: whole({"error": CANARY}, 500), True, "fault"),
        (lambda: whole(f"<html>{CANARY}"), True, "no JSON"),
        (lambda: whole([CANARY]), True, "no chat completion"),
        (lambda: streamed("data: {half\n\n"), True, "no JSON"),
        (lambda: streamed(chunk("I "), f'data: {{"error": "{CANARY}"}}\n\n'), True, "error"),
        (endless, True, "far more"),
        (lambda: endless("text/event-stream"), True, "far more"),
    ],
)
async def test_every_fault_is_told_apart_in_words(
    server: ChatServer, http: httpx.AsyncClient, answer: object, is_retryable: bool, told: str
) -> None:
    server.answer = lambda _: answer()  # type: ignore[operator]  # each case is a function

    with pytest.raises(ChatError, match=told) as caught:
        await openai(http, server, key=CANARY).reply(asked(CANARY))

    assert caught.value.retryable is is_retryable
    assert CANARY not in str(caught.value)


async def test_a_refused_connection_and_a_hung_server_are_retryable(
    server: ChatServer, http: httpx.AsyncClient
) -> None:
    server.answer = lambda _: hung(head(kind="text/event-stream"))
    with pytest.raises(ChatError, match="no answer in time") as slow:
        await openai(http, server, limit_s=0.05).reply(asked("hello"))
    gone = ChatServer(port=1)
    with pytest.raises(ChatError, match="no connection") as refused:
        await openai(http, gone).reply(asked("hello"))

    assert slow.value.retryable
    assert refused.value.retryable


async def test_retry_after_is_heeded(server: ChatServer, http: httpx.AsyncClient) -> None:
    server.answer = lambda _: whole({}, 429, Retry_After="17")

    with pytest.raises(ChatError) as caught:
        await openai(http, server).reply(asked("hello"))

    assert caught.value.retry_after_s == 17


async def test_a_parameter_that_is_refused_by_name_is_left_out_from_then_on(
    server: ChatServer, http: httpx.AsyncClient
) -> None:
    def particular(request: object) -> Answer:
        body = server.asked[-1].json
        for name in ("max_tokens", "temperature"):
            if name in body:
                return whole({"error": {"message": "unsupported", "param": name}}, 400)
        return said("Yes.")

    server.answer = particular
    backend = openai(http, server)

    assert await backend.reply(asked("hello")) == "Yes."
    assert await backend.reply(asked("hello")) == "Yes."

    assert len(server.asked) == 4
    assert server.asked[-1].json["max_completion_tokens"] == 120
    assert "temperature" not in server.asked[-1].json


@pytest.mark.parametrize("ending", ["", "/", "/chat/completions"])
async def test_the_url_may_end_as_people_note_it(
    server: ChatServer, http: httpx.AsyncClient, ending: str
) -> None:
    backend = openai(http, server)
    object.__setattr__(backend._server, "url", server.url + ending)

    await backend.reply(asked("hello"))

    assert server.asked[0].target == "/v1/chat/completions"


# --- check ---------------------------------------------------------------------------------------
async def test_check_knows_the_model(server: ChatServer, http: httpx.AsyncClient) -> None:
    server.answer = lambda _: whole({"data": [{"id": "some:latest"}, {"id": "other"}]})

    assert "has the model some" in await openai(http, server).check()
    assert server.asked[0].target == "/v1/models"


async def test_check_names_the_models_there_are(
    server: ChatServer, http: httpx.AsyncClient
) -> None:
    server.answer = lambda _: whole({"data": [{"id": "one"}, {"id": "two"}]})

    with pytest.raises(ChatError, match="no model 'some'; it has: one, two"):
        await openai(http, server).check()


@pytest.mark.parametrize("listed", [lambda: whole({}, 404), lambda: whole({"models": []})])
async def test_check_passes_a_server_that_only_chats(
    server: ChatServer, http: httpx.AsyncClient, listed: Callable[[], Answer]
) -> None:
    server.answer = lambda asked: listed() if asked.method == "GET" else whole({}, 400)

    assert "lists no models" in await openai(http, server).check()
    assert (server.asked[1].target, server.asked[1].json) == ("/v1/chat/completions", {})


@pytest.mark.parametrize("status", [404, 405, 501])
async def test_check_finds_out_a_url_under_which_nobody_chats(
    server: ChatServer, http: httpx.AsyncClient, status: int
) -> None:
    server.answer = lambda asked: whole({}, 404 if asked.method == "GET" else status)

    with pytest.raises(ChatError, match=r"nothing at /chat/completions; .* with /v1"):
        await openai(http, server).check()


@pytest.mark.parametrize("models", [[], None])
async def test_check_finds_out_a_server_without_a_model(
    server: ChatServer, http: httpx.AsyncClient, models: object
) -> None:
    server.answer = lambda _: whole({"data": models})

    with pytest.raises(ChatError, match="no model at all; pull or load 'some'"):
        await openai(http, server).check()


@pytest.mark.parametrize("listed", [404, 401])
async def test_check_tells_a_wrong_key(
    server: ChatServer, http: httpx.AsyncClient, listed: int
) -> None:
    server.answer = lambda asked: whole({}, listed if asked.method == "GET" else 401)

    with pytest.raises(ChatError, match="key"):
        await openai(http, server).check()
