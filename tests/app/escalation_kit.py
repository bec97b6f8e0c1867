"""Humans to be told, and dangers on their way to them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from ruby_fsm.app.records import Escalation
from ruby_fsm.config.load import default_path, parse
from ruby_fsm.config.schema import Config
from ruby_fsm.simulator import Speech
from tests.app.kit import DANGER, listening, says
from tests.world import Ruby

NURSE, LEAD = "+15005550111", "+15005550122"
LEVELS = ("low", "moderate", "high", "imminent")
CONTACTS: Mapping[str, Mapping[str, Any]] = {
    "nurse": {"sms": NURSE, "call": NURSE},
    "lead": {"sms": LEAD, "call": LEAD},
}


def step(contact: str, channel: str, wait_s: int = 120, **more: Any) -> dict[str, Any]:
    return {"contact": contact, "channel": channel, "wait_s": wait_s, **more}


def text_with(
    steps: Sequence[Mapping[str, Any]], contacts: Mapping[str, Mapping[str, Any]] = CONTACTS
) -> str:
    """The default config.yaml, its paths replaced; JSON is YAML too."""
    head, _, rest = default_path().read_text(encoding="utf-8").partition("  paths:\n")
    tail = rest.partition("\ncontacts: {}\n")[2]
    paths = json.dumps({level: list(steps) for level in LEVELS})
    return f"{head}  paths: {paths}\ncontacts: {json.dumps(dict(contacts))}\n{tail}"


@cache
def _parsed(text: str) -> Config:
    return parse(text)


def config_with(
    *steps: Mapping[str, Any], contacts: Mapping[str, Mapping[str, Any]] = CONTACTS
) -> Config:
    return _parsed(text_with(steps, contacts))


async def in_crisis(it: Ruby, words: str = DANGER, **more: Any) -> tuple[str, Escalation]:
    """A call in danger, and the first escalation of it."""
    call_id, person = await listening(it, **more)
    await says(it, person, Speech(words))
    return call_id, await escalation(it, call_id)


async def escalation(it: Ruby, call_id: str, number: int = 1) -> Escalation:
    return list(await it.parts.store.reader.escalations(call_id))[number - 1]


async def way(it: Ruby, call_id: str) -> list[tuple[str, str, str]]:
    """Contact, channel and outcome of each step so far."""
    taken = (await escalation(it, call_id)).steps
    return [(one.contact, one.channel, one.outcome) for one in taken]


async def acknowledge(it: Ruby, made: Escalation) -> None:
    answer = await it.api.post(f"/ai-calling/escalations/{made.escalation_id}/acknowledge")
    assert answer.status_code == 200, answer.text
    await it.calm()
