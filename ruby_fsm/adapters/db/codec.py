"""Core data to JSON and back: calls, events, verbs, people, and the small records beside them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from types import UnionType
from typing import Any, TypeVar, get_args

from pydantic import TypeAdapter

from ruby_fsm.app.records import Escalation, Person, StepTaken, Telling
from ruby_fsm.core.call import Call
from ruby_fsm.core.effects import Verb
from ruby_fsm.core.events import Event

T = TypeVar("T")


def _by_name(union: UnionType) -> dict[str, TypeAdapter[Any]]:
    # The name is stored beside the fields: many events have the same ones.
    return {kind.__name__: TypeAdapter(kind) for kind in get_args(union)}


_EVENTS = _by_name(Event)
_VERBS = _by_name(Verb)
_CALL: TypeAdapter[Call] = TypeAdapter(Call)
_PERSON: TypeAdapter[Person] = TypeAdapter(Person)
_STEPS: TypeAdapter[tuple[StepTaken, ...]] = TypeAdapter(tuple[StepTaken, ...])
_TELLING: TypeAdapter[Telling | None] = TypeAdapter(Telling | None)


def _dump(adapter: TypeAdapter[T], value: T) -> str:
    # Not adapter.dump_json: it raises on a lone surrogate, which a request's JSON may hold.
    return json.dumps(adapter.dump_python(value, mode="json"), separators=(",", ":"))


def _load(adapter: TypeAdapter[T], text: str | bytes) -> T:
    return adapter.validate_python(json.loads(text))


def dump_call(call: Call) -> str:
    return _dump(_CALL, call)


def load_call(text: str) -> Call:
    return _load(_CALL, text)


def dump_person(person: Person) -> bytes:
    return _dump(_PERSON, person).encode()


def load_person(data: bytes) -> Person:
    return _load(_PERSON, data)


def dump_event(event: Event) -> bytes:
    """Its fields; the name goes into a column of its own."""
    return _dump(_EVENTS[type(event).__name__], event).encode()


def load_event(name: str, data: bytes) -> Event:
    event: Event = _load(_EVENTS[name], data)
    return event


def dump_verbs(verbs: Sequence[Verb]) -> bytes:
    named = [(type(v).__name__, v) for v in verbs]
    return json.dumps(
        [[name, _VERBS[name].dump_python(v, mode="json")] for name, v in named]
    ).encode()


def load_verbs(data: bytes) -> tuple[Verb, ...]:
    return tuple(_VERBS[name].validate_python(fields) for name, fields in json.loads(data))


def dump_way(escalation: Escalation) -> bytes:
    steps = _STEPS.dump_python(escalation.steps, mode="json")
    telling = _TELLING.dump_python(escalation.telling, mode="json")
    return json.dumps([steps, escalation.acknowledged_by, telling]).encode()


def load_way(data: bytes) -> tuple[tuple[StepTaken, ...], str, Telling | None]:
    """An older version wrote the first two alone."""
    steps, acknowledged_by, *telling = json.loads(data)
    told = _TELLING.validate_python(telling[0] if telling else None)
    return _STEPS.validate_python(steps), str(acknowledged_by), told
