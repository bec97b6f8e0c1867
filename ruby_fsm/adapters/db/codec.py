"""Core data to JSON and back: calls, events, verbs, people, and the small records beside them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from types import UnionType
from typing import Any, TypeVar, get_args

import msgspec

from ruby_fsm.app.records import Escalation, Person, StepTaken, Telling
from ruby_fsm.core.call import Call
from ruby_fsm.core.effects import Verb
from ruby_fsm.core.events import Event

T = TypeVar("T")
Decoder = msgspec.json.Decoder
# Eight times as quick as validation by pydantic, and a turn reads and writes dozens of these.
ENCODE = msgspec.json.Encoder().encode


def _by_name(union: UnionType) -> dict[str, Decoder[Any]]:
    # The name is stored beside the fields: many events have the same ones.
    return {kind.__name__: Decoder(kind) for kind in get_args(union)}


_EVENTS = _by_name(Event)
_VERBS = _by_name(Verb)
_NAMED = Decoder(list[tuple[str, msgspec.Raw]])
_CALL = Decoder(Call)
_PERSON = Decoder(Person)
# An older version wrote the first two alone.
_WAY = Decoder(tuple[tuple[StepTaken, ...], str, Telling | None])
_OLD_WAY = Decoder(tuple[tuple[StepTaken, ...], str])


def _dump(value: object) -> bytes:
    try:
        return ENCODE(value)
    except (UnicodeEncodeError, OverflowError):
        # A request's JSON may hold a lone surrogate; as an escape it can be kept.
        return json.dumps(msgspec.to_builtins(value), separators=(",", ":")).encode()


def _load(decoder: Decoder[T], data: str | bytes) -> T:
    try:
        return decoder.decode(data)
    except msgspec.DecodeError:
        return msgspec.convert(json.loads(data), decoder.type)


def dump_call(call: Call) -> str:
    return _dump(call).decode()


def load_call(text: str) -> Call:
    return _load(_CALL, text)


def dump_person(person: Person) -> bytes:
    return _dump(person)


def load_person(data: bytes) -> Person:
    return _load(_PERSON, data)


def dump_event(event: Event) -> bytes:
    """Its fields; the name goes into a column of its own."""
    return _dump(event)


def load_event(name: str, data: bytes) -> Event:
    event: Event = _load(_EVENTS[name], data)
    return event


def dump_verbs(verbs: Sequence[Verb]) -> bytes:
    return _dump([(type(verb).__name__, verb) for verb in verbs])


def load_verbs(data: bytes) -> tuple[Verb, ...]:
    try:
        return tuple([_VERBS[name].decode(fields) for name, fields in _NAMED.decode(data)])
    except msgspec.DecodeError:
        named = json.loads(data)
        return tuple([msgspec.convert(fields, _VERBS[name].type) for name, fields in named])


def dump_way(escalation: Escalation) -> bytes:
    return _dump((escalation.steps, escalation.acknowledged_by, escalation.telling))


def load_way(data: bytes) -> tuple[tuple[StepTaken, ...], str, Telling | None]:
    try:
        return _load(_WAY, data)
    except msgspec.ValidationError:
        return (*_load(_OLD_WAY, data), None)
