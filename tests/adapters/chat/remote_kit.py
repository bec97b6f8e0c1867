"""What the tests of remote chat backends share."""

from __future__ import annotations

import httpx

from ruby_fsm.adapters.chat.http import Api, HttpChat
from ruby_fsm.adapters.chat.openai import OpenAI, Server
from ruby_fsm.app.ports import ChatRequest
from ruby_fsm.app.records import Utterance
from ruby_fsm.config.load import load
from ruby_fsm.understanding.assessment import Mood
from tests.chat_server import ChatServer
from tests.fakes_clock import VirtualClock

CANARY = "zqx-canary"


def asked(*words: str, **more: object) -> ChatRequest:
    """A request that ends with these words of the person."""
    history = (
        Utterance(is_person=False, text="How are you?"),
        *(Utterance(is_person=True, text=text) for text in words),
    )
    given: dict[str, object] = {"persona": "You are Ruby.", "mood": Mood.SAD, **more}
    call_id = str(given.pop("call_id", "CL1"))
    return ChatRequest(call_id, 3, history, **given)  # type: ignore[arg-type]  # named by each test


def openai(http: httpx.AsyncClient, server: ChatServer, key: str = "", **more: object) -> OpenAI:
    given: dict[str, object] = {
        "history_tokens": 500,
        "reply_tokens": 120,
        "temperature": 0.7,
        "limit_s": 5.0,
        **more,
    }
    where = Server("openai", server.url, "some", key, **given)  # type: ignore[arg-type]
    return OpenAI(http, where, VirtualClock())


def http_chat(
    http: httpx.AsyncClient, server: ChatServer, key: str = "", **mapping: object
) -> HttpChat:
    changed = load().chat.http.model_copy(update=mapping)
    return HttpChat(http, Api("http", f"{server.url}/chat", key, changed, 500, 5.0))
