"""Any OpenAI-compatible server: Ollama, vLLM, LM Studio, llama.cpp, a gateway, or OpenAI itself.

The wire format: https://platform.openai.com/docs/api-reference/chat
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypedDict

import httpx

from ruby_fsm.adapters.chat.answers import (
    CONNECT_S,
    NOWHERE,
    UNAUTHORISED,
    garbled,
    lines,
    parsed,
    refusal,
    told,
    whole,
)
from ruby_fsm.app.ports import ChatRequest, Clock
from ruby_fsm.app.prompts import messages, system_text
from ruby_fsm.errors import ChatError

LOG = logging.getLogger("ruby_fsm.chat")
PATH = "/chat/completions"
DONE = "[DONE]"
SHOWN = 5  # models named to an operator
# What a server may refuse by name, and what it is asked with instead. OpenAI's newer models want
# `max_completion_tokens`, and take no temperature; older servers know no `stream_options`.
INSTEAD = {"max_tokens": "max_completion_tokens", "temperature": "", "stream_options": ""}


class Asked(TypedDict):
    """What goes with each request."""

    headers: dict[str, str]
    timeout: httpx.Timeout


@dataclass(frozen=True, slots=True)
class Server:
    """Where an OpenAI-compatible server is, and how it is asked."""

    name: str
    url: str
    model: str
    key: str
    history_tokens: int
    reply_tokens: int
    temperature: float
    limit_s: float

    @property
    def base(self) -> str:
        """The URL with or without the path of the chat: both are found in people's notes."""
        return self.url.rstrip("/").removesuffix(PATH)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"} if self.key else {}


@dataclass(slots=True)
class Heard:
    """A reply as it grows, and what it cost: -1 where the server does not say."""

    text: str = ""
    prompt_tokens: int = -1
    completion_tokens: int = -1

    def take(self, name: str, chunk: object, part: str) -> None:
        """One chunk of a stream (`part` is `delta`) or a whole answer (`message`)."""
        if not isinstance(chunk, Mapping):
            raise garbled(name, "answers something that is no chat completion")
        if chunk.get("error"):
            raise garbled(name, "broke off with an error")
        self.text += words_of(chunk, part)
        match chunk.get("usage"):
            case {"prompt_tokens": int(asked), "completion_tokens": int(said)}:
                self.prompt_tokens, self.completion_tokens = asked, said
            case _:
                pass


def words_of(chunk: Mapping[str, object], part: str) -> str:
    match chunk.get("choices"):
        case [Mapping() as choice, *_]:
            said = choice.get(part)
            text = said.get("content") if isinstance(said, Mapping) else None
            return text if isinstance(text, str) else ""
        case _:
            return ""


class OpenAI:
    """One server. `adapted`: what it was found to want, kept for as long as this process lives."""

    def __init__(self, http: httpx.AsyncClient, server: Server, clock: Clock) -> None:
        self.name = server.name
        self._http, self._server, self._clock = http, server, clock
        self._adapted: dict[str, str] = {}

    async def reply(self, request: ChatRequest) -> str:
        """The reply, cut where it has words enough. Raises ChatError."""
        began_ms, heard = self._clock.now_ms(), Heard()
        async with told(self.name):
            for _ in range(1 + len(INSTEAD)):
                async with self._posted(request) as response:
                    if response.is_success:
                        await self._read(response, heard, request.max_words)
                        break
                    await self._adapt(response)
        LOG.info(
            "reply from %s in %d ms, prompt_tokens=%d completion_tokens=%d",
            self.name,
            self._clock.now_ms() - began_ms,
            heard.prompt_tokens,
            heard.completion_tokens,
        )
        return heard.text

    async def check(self) -> str:
        """Whether the server answers, takes the key and has the model. Raises ChatError."""
        async with told(self.name):
            response = await self._http.get(f"{self._server.base}/models", **self._asked)
        if response.status_code == httpx.codes.NOT_FOUND:
            return await self._without_list()
        if not response.is_success:
            raise refusal(self.name, response)
        models = models_in(parsed(self.name, response.content))
        return await self._without_list() if models is None else self._told_models(models)

    async def _without_list(self) -> str:
        """Some servers only chat: an empty request costs nothing, and finds out a wrong path."""
        async with told(self.name):
            response = await self._http.post(f"{self._server.base}{PATH}", json={}, **self._asked)
        if response.status_code in {*NOWHERE, httpx.codes.NOT_IMPLEMENTED}:
            raise ChatError(f"{self.name}: nothing at {PATH}; its URL goes up to and with /v1")
        if response.status_code in UNAUTHORISED:
            raise refusal(self.name, response)
        return "it answers; it lists no models, so the model is not checked"

    @property
    def _asked(self) -> Asked:
        limit = httpx.Timeout(self._server.limit_s, connect=CONNECT_S)
        return {"headers": self._server.headers, "timeout": limit}

    def _told_models(self, models: list[str]) -> str:
        # Ollama lists `llama3.2:latest` and takes `llama3.2`.
        if self._server.model in {*models, *(one.split(":")[0] for one in models)}:
            return f"it answers, and has the model {self._server.model}"
        if not models:
            wanted = repr(self._server.model)
            raise ChatError(f"{self.name}: it has no model at all; pull or load {wanted} there")
        some = ", ".join(models[:SHOWN]) + (", ..." if len(models) > SHOWN else "")
        raise ChatError(f"{self.name}: it has no model {self._server.model!r}; it has: {some}")

    @asynccontextmanager
    async def _posted(self, request: ChatRequest) -> AsyncIterator[httpx.Response]:
        async with self._http.stream(
            "POST",
            f"{self._server.base}{PATH}",
            json=self.body(request),
            follow_redirects=False,
            **self._asked,
        ) as response:
            yield response

    def body(self, request: ChatRequest) -> dict[str, object]:
        """What is sent; parts that this server refused before are left out or renamed."""
        server = self._server
        spoken = [
            {"role": "user" if one.is_person else "assistant", "content": one.text}
            for one in messages(request, server.history_tokens)
        ]
        optional: dict[str, object] = {
            "max_tokens": server.reply_tokens,
            "temperature": server.temperature,
            "stream_options": {"include_usage": True},
        }
        wanted = {self._adapted.get(key, key): value for key, value in optional.items()}
        wanted.pop("", None)
        return {
            "model": server.model,
            "messages": [{"role": "system", "content": system_text(request)}, *spoken],
            "stream": True,
            **wanted,
        }

    async def _adapt(self, response: httpx.Response) -> None:
        """Learn from a refusal that names the parameter. Raises ChatError for every other one."""
        param = ""
        if response.status_code in {httpx.codes.BAD_REQUEST, httpx.codes.UNPROCESSABLE_ENTITY}:
            param = refused_parameter(await whole(self.name, response))
        if not param or param in self._adapted:
            raise refusal(self.name, response)
        self._adapted[param] = INSTEAD[param]

    async def _read(self, response: httpx.Response, heard: Heard, max_words: int) -> None:
        if "text/event-stream" not in response.headers.get("Content-Type", ""):
            heard.take(self.name, parsed(self.name, await whole(self.name, response)), "message")
            return
        async for line in lines(self.name, response):
            data = line.removeprefix("data:").strip() if line.startswith("data:") else ""
            if data == DONE:
                return
            if data:
                heard.take(self.name, parsed(self.name, data), "delta")
            if is_enough(heard.text, max_words):
                return


def is_enough(text: str, max_words: int) -> bool:
    """Whether more would only be cut away; thinking aloud is cut too, so twice as much is read."""
    return "</think>" not in text and "<think" not in text and len(text.split()) > 2 * max_words


def refused_parameter(body: bytes) -> str:
    """The optional parameter an error names, '' for none: `{"error": {"param": "max_tokens"}}`."""
    text = body.decode("utf-8", "replace")
    return next((name for name in INSTEAD if name in text), "")


def models_in(answer: object) -> list[str] | None:
    """The ids in a list of models, which may be empty or null; None for no such list."""
    if not isinstance(answer, Mapping) or "data" not in answer:
        return None
    listed = answer["data"] if isinstance(answer["data"], list) else []
    return [str(one["id"]) for one in listed if isinstance(one, Mapping) and "id" in one]
