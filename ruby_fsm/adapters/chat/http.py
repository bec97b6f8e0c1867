"""An existing chat API, asked and understood as `chat.http` of config.yaml says."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass

import httpx
from pydantic import JsonValue

from ruby_fsm.adapters.chat.answers import (
    CONNECT_S,
    lines,
    parsed,
    refusal,
    told,
    whole,
)
from ruby_fsm.app.ports import ChatRequest
from ruby_fsm.app.prompts import messages, system_text
from ruby_fsm.config.chat import KEY, MESSAGES, PLACEHOLDER, HttpMapping
from ruby_fsm.errors import ChatError

DONE = "[DONE]"
ALL = f"{{{MESSAGES}}}"


@dataclass(frozen=True, slots=True)
class Api:
    """Where the chat API is, and how it is asked."""

    name: str
    url: str
    key: str
    mapping: HttpMapping
    history_tokens: int
    limit_s: float

    @property
    def headers(self) -> dict[str, str]:
        """A header that needs a key is left out where there is none."""
        mark = f"{{{KEY}}}"
        return {
            name: value.replace(mark, self.key)
            for name, value in self.mapping.headers.items()
            if self.key or mark not in value
        }


class HttpChat:
    """One chat API."""

    def __init__(self, http: httpx.AsyncClient, api: Api) -> None:
        self.name = api.name
        self._http, self._api = http, api

    async def reply(self, request: ChatRequest) -> str:
        """What the API replies. Raises ChatError."""
        api = self._api
        async with (
            told(self.name),
            self._http.stream(
                "POST",
                api.url,
                json=filled(dict(api.mapping.request), self._values(request)),
                headers=api.headers,
                timeout=httpx.Timeout(api.limit_s, connect=CONNECT_S),
                follow_redirects=False,
            ) as response,
        ):
            if not response.is_success:
                raise refusal(self.name, response)
            if api.mapping.stream == "none":
                return self._one(await whole(self.name, response))
            return "".join([piece async for piece in self._pieces(response)])

    async def check(self) -> str:
        """Whether something answers there; what it would say is not asked. Raises ChatError."""
        async with told(self.name):
            # OPTIONS: safe by RFC 9110 9.2.1, and a POST would make a conversation in the API.
            response = await self._http.options(
                self._api.url,
                headers=self._api.headers,
                timeout=httpx.Timeout(self._api.limit_s, connect=CONNECT_S),
            )
        if response.status_code in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
            raise refusal(self.name, response)
        if response.status_code in {httpx.codes.NOT_FOUND, httpx.codes.GONE}:
            raise refusal(self.name, response)
        # 501: a server that has no OPTIONS may say so; it stands for 405 here (RFC 9110 15.6.2).
        if response.is_server_error and response.status_code != httpx.codes.NOT_IMPLEMENTED:
            raise refusal(self.name, response)
        return "its server answers; a reply was not asked for"

    def _values(self, request: ChatRequest) -> Mapping[str, JsonValue]:
        roles, spoken = self._api.mapping.roles, messages(request, self._api.history_tokens)
        return {
            "last_words": next((one.text for one in reversed(spoken) if one.is_person), ""),
            "system": system_text(request),
            "custom_prompt": request.custom_prompt,
            "name": request.name,
            "user_id": request.user_id,
            "call_id": request.call_id,
            "turn": request.turn,
            "mood": request.mood.value,
            "language": request.language,
            MESSAGES: [
                {"role": roles.person if one.is_person else roles.ruby, "content": one.text}
                for one in spoken
            ],
        }

    def _one(self, body: bytes) -> str:
        if not self._api.mapping.reply and not body.lstrip().startswith(b'"'):
            return body.decode("utf-8", "replace")
        found = at(parsed(self.name, body), self._api.mapping.reply)
        if not isinstance(found, str):
            raise ChatError(
                f"{self.name}: its answer has no text at {self._api.mapping.reply!r};"
                " look at chat.http.reply in config.yaml"
            )
        return found

    async def _pieces(self, response: httpx.Response) -> AsyncIterator[str]:
        """A piece of each event that has one: others tell of tools, usage, or the end."""
        is_sse = self._api.mapping.stream == "sse"
        async for line in lines(self.name, response):
            if is_sse and not line.startswith("data:"):
                continue
            data = line.removeprefix("data:").strip() if is_sse else line.strip()
            if data == DONE:
                return
            if data and isinstance(found := at(self._value(data), self._api.mapping.reply), str):
                yield found

    def _value(self, data: str) -> object:
        """An event is JSON, or, where `reply` points nowhere, plain text."""
        if not self._api.mapping.reply:
            return data
        return parsed(self.name, data)


def filled(tree: JsonValue, values: Mapping[str, JsonValue]) -> JsonValue:
    """`tree` with its placeholders filled; what is filled in is never read for placeholders."""
    match tree:
        case str() if tree == ALL:
            return values[MESSAGES]
        case str():
            return PLACEHOLDER.sub(lambda found: str(values.get(found[1], found[0])), tree)
        case Mapping():
            return {name: filled(one, values) for name, one in tree.items()}
        case Sequence():
            return [filled(one, values) for one in tree]
        case _:
            return tree


def at(value: object, pointer: str) -> object:
    """What `pointer` (RFC 6901) points to in parsed JSON, None for nothing.

    Own lines because the library for it (jsonpointer) ships no types.
    """
    for part in pointer.split("/")[1:]:
        token = part.replace("~1", "/").replace("~0", "~")
        match value:
            case Mapping():
                value = value.get(token)
            case list() if token.isascii() and token.isdigit() and int(token) < len(value):
                value = value[int(token)]
            case _:
                return None
    return value
