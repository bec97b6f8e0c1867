"""The `chat` section of config.yaml: how a chat backend is asked, and what stands in for it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, JsonValue, model_validator
from pydantic_core import PydanticCustomError

from ruby_fsm.config.fields import Section

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
MESSAGES = "messages"
KEY = "key"
PLACEHOLDERS = (
    *("last_words", "system", "custom_prompt", "name", "user_id"),
    *("call_id", "turn", "mood", "language", MESSAGES),
)


def texts(tree: JsonValue) -> Iterator[str]:
    """Every text in a tree of YAML, keys left out."""
    match tree:
        case str():
            yield tree
        case Mapping():
            for one in tree.values():
                yield from texts(one)
        case Sequence():
            for one in tree:
                yield from texts(one)
        case _:  # numbers and the like hold no text
            pass


def known(names: Iterator[str], allowed: Sequence[str]) -> None:
    """Refuse a placeholder that would be sent as it stands."""
    for name in names:
        if name not in allowed:
            near = difflib.get_close_matches(name, allowed, n=1)
            raise PydanticCustomError(
                "placeholder",
                "{found} is no placeholder; {instead}",
                {
                    "found": repr(f"{{{name}}}"),
                    "instead": f"did you mean '{{{near[0]}}}'?"
                    if near
                    else "known here: " + ", ".join(f"{{{one}}}" for one in allowed),
                },
            )


def request_tree(tree: Mapping[str, JsonValue]) -> Mapping[str, JsonValue]:
    """The body of a request: known placeholders, the words of the person among them."""
    found = [PLACEHOLDER.findall(text) for text in texts(dict(tree))]
    known((name for names in found for name in names), PLACEHOLDERS)
    used = {name for names in found for name in names}
    if not used & {"last_words", MESSAGES}:
        raise PydanticCustomError(
            "no_words",
            "nothing here carries what the person said; write '{words}' or '{all}' somewhere",
            {"words": "{last_words}", "all": "{messages}"},
        )
    if any(f"{{{MESSAGES}}}" in text and text != f"{{{MESSAGES}}}" for text in texts(dict(tree))):
        raise PydanticCustomError(
            "list", "'{all}' is a list and must stand alone", {"all": "{messages}"}
        )
    return tree


def header_tree(headers: Mapping[str, str]) -> Mapping[str, str]:
    """Headers of a request: names as HTTP has them, values with no placeholder but the key."""
    for name, value in headers.items():
        if not re.fullmatch(r"[A-Za-z0-9-]+", name) or not value.isascii() or "\n" in value:
            raise PydanticCustomError(
                "header", "{name} is no header; write it as X-Name: value", {"name": repr(name)}
            )
        known(iter(PLACEHOLDER.findall(value)), (KEY,))
    return headers


def json_pointer(pointer: str) -> str:
    """RFC 6901."""
    if pointer and (not pointer.startswith("/") or re.search(r"~(?![01])", pointer)):
        raise PydanticCustomError(
            "pointer",
            "{pointer} is no JSON pointer; write it as /reply or /choices/0/text",
            {"pointer": repr(pointer)},
        )
    return pointer


Body = Annotated[Mapping[str, JsonValue], AfterValidator(request_tree)]
Headers = Annotated[Mapping[str, str], AfterValidator(header_tree)]
Pointer = Annotated[str, AfterValidator(json_pointer)]
Role = Annotated[str, Field(min_length=1, max_length=40)]


class Roles(Section):
    """What your API calls the two who talk."""

    person: Role
    """The person on the line."""
    ruby: Role
    """Ruby."""


class HttpMapping(Section):
    """An existing chat API (`RUBY_CHAT_BACKEND=http`): what it is sent, and where its reply is."""

    headers: Headers
    """Headers beside the content type; `{key}` is RUBY_CHAT_API_KEY, and without a key the header
    is left out."""
    request: Body
    """The JSON body. Texts may hold `{last_words}`, `{system}`, `{custom_prompt}`, `{name}`,
    `{user_id}`, `{call_id}`, `{turn}`, `{mood}` and `{language}`; a text that is just `{messages}`
    becomes the conversation, a list of `role` and `content`."""
    roles: Roles
    """Names of the roles in `{messages}`."""
    reply: Pointer
    """JSON pointer (RFC 6901) to the reply; '' for an answer that is the text itself."""
    stream: Literal["none", "sse", "lines"]
    """`none`: one answer; `sse`: server-sent events; `lines`: a JSON value a line. With the latter
    two `reply` points into each, and the pieces are joined."""


class Breaker(Section):
    """When a backend that fails is left alone for a while, so that nobody waits for it."""

    failures: Annotated[int, Field(ge=1, le=20)]
    """Failures in a row that open it; a refusal that no second try mends opens it at once."""
    open_s: Annotated[float, Field(ge=1, le=600)]
    """Seconds until one reply is tried again."""


class Fallback(Section):
    """A second backend, asked when the first has no reply."""

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,32}$")]
    """Its name; RUBY_CHAT_FALLBACK_KEYS holds its key under it, and health and logs name it so."""
    kind: Literal["openai", "http"]
    """`openai`: any OpenAI-compatible server; `http`: an API asked by `chat.http`."""
    url: Annotated[str, Field(pattern=r"^https?://[^\s/@?#]+[^\s@#]*$")]
    """Its address, without credentials."""
    model: str
    """The model it is asked for; '' for an API that has none."""

    @model_validator(mode="after")
    def a_model_for_openai(self) -> Self:
        if self.kind == "openai" and not self.model:
            raise PydanticCustomError("model", "an openai backend needs a model; write its name")
        return self


def distinct_names(fallbacks: tuple[Fallback, ...]) -> tuple[Fallback, ...]:
    names = [one.name for one in fallbacks]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise PydanticCustomError(
            "twice", "two backends are named {name}; give each its own", {"name": repr(twice)}
        )
    return fallbacks


class Chat(Section):
    """Who makes the replies: RUBY_CHAT_BACKEND, then these, and last the embedded companion."""

    fallbacks: Annotated[tuple[Fallback, ...], Field(max_length=3), AfterValidator(distinct_names)]
    """Asked in this order when the first has no reply; the companion, last, always answers."""
    history_tokens: Annotated[int, Field(ge=200, le=100_000)]
    """Most of the conversation that is sent along, in tokens (estimated); the newest words stay."""
    reply_tokens: Annotated[int, Field(ge=30, le=2000)]
    """Most tokens of a reply; `reply_words` cuts what is spoken."""
    temperature: Annotated[float, Field(ge=0, le=2)]
    """How freely an openai backend chooses its words."""
    at_once: Annotated[int, Field(ge=1, le=200)]
    """Replies that are asked for at once; who can't be served in time hears the next backend."""
    breaker: Breaker
    """When a backend is left alone."""
    http: HttpMapping
    """An existing chat API."""
