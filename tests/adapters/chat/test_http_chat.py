"""An existing chat API, asked and read as config.yaml maps it, over real sockets."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruby_fsm.adapters.chat.http import at, filled
from ruby_fsm.errors import ChatError
from tests.adapters.chat.remote_kit import CANARY, asked, http_chat
from tests.chat_server import ChatServer, chat_server, streamed, whole


@pytest.fixture
async def server() -> AsyncIterator[ChatServer]:
    async with chat_server() as made:
        made.answer = lambda _: whole({"reply": "I hear you."})
        yield made


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False) as made:
        yield made


async def test_the_default_mapping_sends_the_words_and_reads_the_reply(
    server: ChatServer, http: httpx.AsyncClient
) -> None:
    backend = http_chat(http, server, key="sesame")

    said = await backend.reply(asked('he said "no" {system}', user_id="u1"))

    assert said == "I hear you."
    (request,) = server.asked
    assert (request.method, request.target) == ("POST", "/v1/chat")
    assert request.headers["authorization"] == "Bearer sesame"
    assert request.json["message"] == 'he said "no" {system}'
    assert request.json["user_id"] == "u1"
    assert "These rules stand above all else" in request.json["instructions"]


async def test_a_header_for_a_key_is_left_out_without_one(
    server: ChatServer, http: httpx.AsyncClient
) -> None:
    headers = {"X-Api-Key": "{key}", "X-Team": "care"}

    await http_chat(http, server, headers=headers).reply(asked("hello"))

    assert "x-api-key" not in server.asked[0].headers
    assert server.asked[0].headers["x-team"] == "care"


async def test_the_whole_conversation_can_be_sent_as_a_list(
    server: ChatServer, http: httpx.AsyncClient
) -> None:
    tree = {"input": {"turns": "{messages}"}, "options": [{"n": 1}, None, True]}

    await http_chat(http, server, request=tree).reply(asked("hello"))

    assert server.asked[0].json["input"]["turns"] == [
        {"role": "user", "content": "Hello?"},
        {"role": "assistant", "content": "How are you?"},
        {"role": "user", "content": "hello"},
    ]
    assert server.asked[0].json["options"] == [{"n": 1}, None, True]


@pytest.mark.parametrize(
    ("mapping", "answer"),
    [
        ({"reply": "/data/0/a~1b"}, lambda: whole({"data": [{"a/b": "I hear you."}]})),
        ({"reply": ""}, lambda: whole("I hear you.")),
        ({"reply": ""}, lambda: whole('"I hear you."')),
        (
            {"stream": "sse", "reply": "/t"},
            lambda: streamed('data: {"t": "I hear "}\n\n', "data: {}\n\n", 'data: {"t":"you."}\n'),
        ),
        ({"stream": "lines", "reply": "/t"}, lambda: whole('{"t": "I hear "}\n\n{"t": "you."}')),
    ],
    ids=["pointer", "text", "JSON text", "events", "lines"],
)
async def test_every_shape_of_answer_is_read(
    server: ChatServer, http: httpx.AsyncClient, mapping: dict[str, object], answer: object
) -> None:
    server.answer = lambda _: answer()  # type: ignore[operator]  # each case is a function

    assert await http_chat(http, server, **mapping).reply(asked("hello")) == "I hear you."


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (lambda: whole({"answer": CANARY}), "chat.http.reply in config.yaml"),
        (lambda: whole({"reply": [CANARY]}), "chat.http.reply in config.yaml"),
        (lambda: whole({"reply": CANARY}, 401), "key"),
        (lambda: whole(CANARY), "no JSON"),
    ],
)
async def test_faults_name_the_place_to_look_and_repeat_nothing(
    server: ChatServer, http: httpx.AsyncClient, answer: object, told: str
) -> None:
    server.answer = lambda _: answer()  # type: ignore[operator]  # each case is a function

    with pytest.raises(ChatError, match=told) as caught:
        await http_chat(http, server).reply(asked(CANARY))

    assert CANARY not in str(caught.value)


@pytest.mark.parametrize(
    ("status", "is_well"), [(204, True), (405, True), (501, True), (404, False)]
)
async def test_check_asks_for_no_reply(
    server: ChatServer, http: httpx.AsyncClient, status: int, is_well: bool
) -> None:
    server.answer = lambda _: whole("", status)
    backend = http_chat(http, server)

    if is_well:
        assert "answers" in await backend.check()
    else:
        with pytest.raises(ChatError, match="URL"):
            await backend.check()
    assert server.asked[0].method == "OPTIONS"


@given(st.text(), st.text())
def test_what_is_said_never_leaves_its_place(words: str, name: str) -> None:
    tree = {"m": "{last_words}", "n": ["{name}", "- {name} -"]}

    body = filled(tree, {"last_words": words, "name": name, "messages": []})

    assert json.loads(json.dumps(body)) == {"m": words, "n": [name, f"- {name} -"]}


@pytest.mark.parametrize(
    ("pointer", "found"),
    [("", {"a": [1, {"": 2}]}), ("/a/0", 1), ("/a/1/", 2), ("/a/9", None), ("/b", None)],
)
def test_a_pointer_finds_what_rfc_6901_says(pointer: str, found: object) -> None:
    assert at({"a": [1, {"": 2}]}, pointer) == found
