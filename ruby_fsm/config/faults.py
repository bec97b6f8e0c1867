"""Turns what pydantic found into lines a person can act on: place, key, value, way out."""

from __future__ import annotations

import collections.abc
import difflib
from typing import Annotated, TypeGuard, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ruby_fsm.config.places import Path

SHOWN = 40  # characters of a wrong value that are repeated
PRIVATE = ("handover", "number")  # never repeated, not even when wrong
WAYS = ("call", "sms", "webhook", "email")  # of a contact: no more
EXAMPLES = {
    "voice": "Polly.Joanna-Neural",
    "language": "en-US",
    "speech_model": "phone_call",
    "languages": "en or en-GB",
    "regions": "US",
    "country": "US",
    "source": "https://lines.example.org",
    "checked": "2026-01-31",
}
KINDS = {
    "string_type": "text; put it in quotes",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list; write one item a line, each after '- '",
    "model_type": "a mapping; write 'key: value' lines below it",
    "mapping_type": "a mapping; write 'key: value' lines below it",
    "dict_type": "a mapping; write 'key: value' lines below it",
    "finite_number": "a finite number",
}
LIMITS = {
    "greater_than_equal": "{value} is too small; write {ge} or more",
    "less_than_equal": "{value} is too large; write {le} or less",
    "too_short": "holds {actual_length} of the {min_length} needed; add more",
    "too_long": "holds more than {max_length}; remove some",
    "string_too_short": "{value} is too short; write {min_length} or more characters",
    "string_too_long": "is too long; write {max_length} or fewer characters",
}


def sentence(error: ErrorDetails, root: type[BaseModel]) -> str:
    """What is wrong at `error["loc"]`, and what to write."""
    kind = error["type"]
    if kind == "extra_forbidden":
        return unknown_key(error["loc"], root)
    if kind == "string_pattern_mismatch":
        return wrong_form(error)
    return wrong_value(error, shown(error))


def wrong_value(error: ErrorDetails, value: str) -> str:
    """A value of the wrong kind, or out of its range."""
    kind, limits = error["type"], error.get("ctx", {})
    if error["input"] is None:
        return "empty; write a value"
    if kind in KINDS:
        return f"{value} is not {KINDS[kind]}"
    if kind in LIMITS:
        return LIMITS[kind].format(value=value, **limits)
    if kind == "literal_error":
        allowed = limits["expected"].replace("False", "false")
        return f"{value} is not allowed; write {allowed}"
    return error["msg"]


def shown(error: ErrorDetails) -> str:
    """The value as it may be repeated: short, and nothing private."""
    value = error["input"]
    if error["loc"][:2] == PRIVATE or is_way(error["loc"]):
        return "this"
    if isinstance(value, (dict, list)):
        return "a mapping" if isinstance(value, dict) else "a list"
    if isinstance(value, bool):
        return str(value).lower()
    text = repr(value)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 4]}...'"


def is_way(path: Path) -> bool:
    """Whether it is where a contact is reached."""
    return path[:1] == ("contacts",) and path[-1] in WAYS


def wrong_form(error: ErrorDetails) -> str:
    """A text of the wrong shape: an example says more than a regular expression."""
    if error["loc"][:2] == PRIVATE:
        return "no E.164 number; write it as +15005550006, or '' for none"
    value = shown(error)
    if "[key]" in error["loc"]:
        return f"{value} is no language tag; write it as en or en-GB"
    name = next(part for part in reversed(error["loc"]) if isinstance(part, str))
    example = EXAMPLES.get(name, error["ctx"]["pattern"])
    return f"{value} has the wrong form; write it as {example}"


def unknown_key(path: Path, root: type[BaseModel]) -> str:
    """Names the nearest known key, or all of them."""
    known = keys_at(path[:-1], root)
    near = difflib.get_close_matches(str(path[-1]), known, n=1)
    if near:
        return f"unknown key; did you mean {near[0]!r}?"
    return f"unknown key; known here: {', '.join(known)}"


def keys_at(path: Path, root: type[BaseModel]) -> list[str]:
    """The keys that the model at `path` below `root` knows; none if it holds no fixed keys."""
    kind: object = root
    for part in path:
        kind = inner(kind, part)
    return list(kind.model_fields) if is_model(kind) else []


def inner(kind: object, part: str | int) -> object:
    """The type of what stands at `part` in a value of type `kind`."""
    if is_model(kind):
        field = kind.model_fields.get(str(part))
        return unwrapped(field.annotation) if field else None
    if get_origin(kind) is collections.abc.Mapping:
        return unwrapped(get_args(kind)[1])
    return unwrapped(get_args(kind)[0]) if get_origin(kind) is tuple else None


def is_model(kind: object) -> TypeGuard[type[BaseModel]]:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def unwrapped(kind: object) -> object:
    """The type without its annotations."""
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    return kind


def faults_of(error: ValidationError, root: type[BaseModel]) -> dict[Path, list[str]]:
    """Every fault by its path, the keys that one mapping lacks told together."""
    details = error.errors(include_url=False)
    missing: dict[Path, list[str]] = {}
    faults: dict[Path, list[str]] = {}
    for one in details:
        path = tuple(part for part in one["loc"] if part != "[key]")
        if one["type"] == "missing":
            missing.setdefault(path[:-1], []).append(str(path[-1]))
        elif not follows(one, details):
            faults.setdefault(path, []).append(sentence(one, root))
    for path, keys in missing.items():
        faults.setdefault(path, []).append(f"{', '.join(keys)} missing, and there is no default")
    return faults


def follows(error: ErrorDetails, others: list[ErrorDetails]) -> bool:
    """A list counted as too short only because pydantic left its faulty items out."""
    own = error["loc"]
    return error["type"] == "too_short" and any(
        other["loc"][: len(own)] == own and other is not error for other in others
    )
