"""Who is asked for a reply, in order: the settings' backend, the fallbacks, and the companion."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlsplit

import httpx

from ruby_fsm.adapters.chat.breaker import Breaker
from ruby_fsm.adapters.chat.companion import Companion
from ruby_fsm.adapters.chat.guarded import Guarded, Remote
from ruby_fsm.adapters.chat.http import Api, HttpChat
from ruby_fsm.adapters.chat.openai import OpenAI, Server
from ruby_fsm.adapters.chat.opinion import MOST_TOKENS as OPINION_TOKENS
from ruby_fsm.adapters.chat.opinion import ModelOpinion
from ruby_fsm.app.ports import ChatBackend, Clock
from ruby_fsm.config.schema import Config
from ruby_fsm.config.settings import LOOPBACK, Settings
from ruby_fsm.errors import ConfigError
from ruby_fsm.understanding.gate.contacts import Known
from ruby_fsm.understanding.gate.judge import known


@dataclass(frozen=True, slots=True)
class Where:
    """A remote backend: what settings and config.yaml say of it."""

    name: str
    kind: str
    url: str
    model: str
    key: str = field(repr=False)


def backends(
    settings: Settings,
    config: Config,
    http: httpx.AsyncClient,
    clock: Clock,
    count: Callable[[str], None] = lambda _: None,
    *,
    around: Callable[[Remote], Remote] = lambda remote: remote,
) -> tuple[ChatBackend, ...]:
    """The chain; the embedded companion, last, always replies. `count`: of replies withheld.

    `around`: what stands between each remote backend and its guard.
    """
    places = asyncio.Semaphore(config.chat.at_once)
    there = [around(remote(one, config, http, clock)) for one in addresses(settings, config)]
    return (*(guarded(one, config, places, clock, count) for one in there), Companion())


def opinion(
    settings: Settings, config: Config, http: httpx.AsyncClient, clock: Clock
) -> ModelOpinion | None:
    """Who is asked for an opinion on danger: the first OpenAI-compatible backend, if config wants.

    Raises ConfigError where there is none.
    """
    if not config.crisis.second_opinion:
        return None
    for one in addresses(settings, config):
        if one.kind == "openai":
            return ModelOpinion(http, server_of(one, config, OPINION_TOKENS, 0.0), clock)
    raise ConfigError(
        "crisis.second_opinion: no OpenAI-compatible backend is there to be asked; set "
        "RUBY_CHAT_BACKEND=openai, or write one into chat.fallbacks, or write false"
    )


def addresses(settings: Settings, config: Config) -> Iterator[Where]:
    """Each backend that is somewhere else, in the order they are asked."""
    kind, key = settings.ruby_chat_backend, settings.ruby_chat_api_key
    if kind != "companion":
        url, model = settings.ruby_chat_url, settings.ruby_chat_model
        yield Where(kind, kind, url, model, key.get_secret_value() if key else "")
    keys = {one.key_id: one.secret.get_secret_value() for one in settings.ruby_chat_fallback_keys}
    for one in config.chat.fallbacks:
        yield Where(one.name, one.kind, one.url, one.model, keys.get(one.name, ""))


def remote(where: Where, config: Config, http: httpx.AsyncClient, clock: Clock) -> Remote:
    chat, limit_s = config.chat, config.numbers.reply.reply_hard_s
    if where.kind == "http":
        api = Api(where.name, where.url, where.key, chat.http, chat.history_tokens, limit_s)
        return HttpChat(http, api)
    return OpenAI(http, server_of(where, config, chat.reply_tokens, chat.temperature), clock)


def server_of(where: Where, config: Config, tokens: int, temperature: float) -> Server:
    return Server(
        *(where.name, where.url, where.model, where.key),
        history_tokens=config.chat.history_tokens,
        reply_tokens=tokens,
        temperature=temperature,
        limit_s=config.numbers.reply.reply_hard_s,
    )


def guarded(
    remote: Remote,
    config: Config,
    places: asyncio.Semaphore,
    clock: Clock,
    count: Callable[[str], None],
) -> Guarded:
    numbers, slow_s = config.chat.breaker, config.numbers.reply.reply_soft_s
    breaker = Breaker(clock, failures=numbers.failures, open_s=numbers.open_s)
    told = contacts(config)
    return Guarded(remote, breaker, places, clock, slow_s=slow_s, known=told, count=count)


def contacts(config: Config) -> Callable[[str], Known]:
    """The numbers and addresses that may be named in a country: those of its resources."""

    @cache
    def known_in(country: str) -> Known:
        there = [one.abroad(country) or one for one in config.languages.values()]
        return known(text for one in there for text in (one.resources, one.resources_again))

    return known_in


def away(settings: Settings, config: Config) -> list[str]:
    """The hosts that are told what a person says, but for this computer."""
    hosts = (urlsplit(one.url).hostname or "" for one in addresses(settings, config))
    return list(dict.fromkeys(host for host in hosts if host not in LOOPBACK))


def told(chain: Sequence[ChatBackend]) -> str:
    """Who replies now, for an operator: the names in order, and who fails and why."""
    remote = [one for one in chain if isinstance(one, Guarded)]
    notes = [note for one in remote for note in (one.trouble, one.withheld) if note]
    return "; ".join([" → ".join(one.name for one in chain), *notes])
