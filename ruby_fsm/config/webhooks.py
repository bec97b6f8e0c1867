"""To whom it is told what happens on calls: the team's own systems, by signed requests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal, get_args
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from ruby_fsm.config.escalation import a_webhook
from ruby_fsm.config.fields import Section
from ruby_fsm.config.secret import MAKE_WHSEC

if TYPE_CHECKING:
    from ruby_fsm.config.schema import Config
    from ruby_fsm.config.settings import Settings

EventName = Literal[
    "call.ended",
    "call.crisis",
    "escalation.opened",
    "escalation.acknowledged",
    "escalation.exhausted",
    "opt_out.added",
    "opt_out.lifted",
]
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
EVENTS: tuple[EventName, ...] = get_args(EventName)


def is_whole(url: str) -> bool:
    try:
        parts = urlsplit(url)
        is_reached = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return is_reached and not (parts.username or parts.password or parts.fragment)


def a_receiver(url: str) -> str:
    """https, or loopback; who may write config.yaml chooses it, and nobody who calls the API."""
    a_webhook(url)
    if not is_whole(url):
        raise PydanticCustomError(
            "receiver",
            "no address of a receiver; write scheme, host and path, as https://crm.example.org/ruby"
            " (no user and no password: the requests are signed)",
        )
    return url


def different(names: tuple[str, ...]) -> tuple[str, ...]:
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise PydanticCustomError(
            "twice", "{name} stands here twice; once is enough", {"name": repr(twice)}
        )
    return names


class Webhook(Section):
    """One receiver, and what it is told. What failed is tried again, ever later, for about a day.

    A wait doubles from the first to the longest one, a quarter more or less by chance.
    """

    name: Annotated[str, Field(pattern=f"^{NAME.pattern}$")]
    """What it is called in metrics, in lists and in `RUBY_WEBHOOK_SECRET`."""
    url: Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(a_receiver)]
    """https address that gets the signed POST."""
    events: Annotated[
        tuple[EventName, ...], Field(min_length=1, max_length=20), AfterValidator(different)
    ]
    """What it is told."""
    attempts: Annotated[int, Field(ge=1, le=100)] = 18
    """So often in all, then it is kept as a dead letter; 18 if left out."""
    first_wait_s: Annotated[int, Field(ge=1, le=3600)] = 5
    """Seconds before the second attempt; 5 if left out."""
    longest_wait_s: Annotated[int, Field(ge=1, le=86_400)] = 14_400
    """Longest wait, also where the receiver's `Retry-After` asks for more; 14400 if left out."""
    timeout_s: Annotated[int, Field(ge=1, le=30)] = 15
    """Seconds until a receiver that does not answer has failed; 15 if left out."""
    at_once: Annotated[int, Field(ge=1, le=32)] = 4
    """Most requests to it at the same time, of one process; 4 if left out."""


def named_apart(webhooks: tuple[Webhook, ...]) -> tuple[Webhook, ...]:
    different(tuple(one.name for one in webhooks))
    return webhooks


Webhooks = Annotated[tuple[Webhook, ...], Field(max_length=50), AfterValidator(named_apart)]


def unsigned(config: Config, settings: Settings) -> Iterator[str]:
    """Receivers for which the environment holds no secret."""
    named = {one.key_id for one in settings.ruby_webhook_secret}
    missing = [one.name for one in config.webhooks if not {one.name, ""} & named]
    if missing:
        yield (
            f"RUBY_WEBHOOK_SECRET: missing, but webhooks tells {', '.join(missing)}; write a secret"
            f" for all, or {missing[0]}:SECRET for one. Make one: {MAKE_WHSEC}"
        )
