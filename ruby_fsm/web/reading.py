"""Request bodies, read strictly: JSON as RFC 8259 has it, every fault at once.

No value that was sent stands in an error: it may be a number, a name, a prompt.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard

from litestar import Request
from litestar.config.app import AppConfig
from litestar.exceptions import HTTPException
from litestar.plugins.pydantic import PydanticInitPlugin
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ruby_fsm.errors import Fault, InvalidRequest

SHOWN = 64  # characters of a field's name that are repeated
PLAIN = {
    "missing": "is needed",
    "string_type": "is not text; put it in quotes",
    "string_unicode": "holds half of a surrogate pair; send valid Unicode",
    "bool_type": "is neither true nor false",
    "model_type": "is not an object; write {...}",
    "model_attributes_type": "is not an object; write {...}",
    "dict_type": "is not an object; write {...}",
}
LIMITS = {
    "string_too_long": "is too long; at most {max_length} characters",
    "string_too_short": "is too short; at least {min_length} character",
    "enum": "is none of {expected}",
}


class JsonRequest(Request[Any, Any, Any]):
    """A request whose JSON is read strictly, by the framework too."""

    async def json(self) -> object:
        content_type = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        if content_type != "application/json" and not content_type.endswith("+json"):
            raise HTTPException(status_code=415)
        return parsed(await self.body())


def parsed(raw: bytes) -> object:
    """The value of a JSON text in UTF-8. Raises InvalidRequest.

    Two readers of a text with a name that stands twice may see two different requests.
    """
    try:
        return json.loads(raw.decode(), object_pairs_hook=unique, parse_constant=no_number)
    except RecursionError:
        raise not_json("is nested too deeply") from None
    except UnicodeDecodeError as error:
        raise not_json(f"is not UTF-8 at byte {error.start}") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise not_json(f"is not valid JSON at {place}: {error.msg.lower()}") from None
    except ValueError:  # a whole number of thousands of digits
        raise not_json("holds a number that is too long") from None


def not_json(what: str) -> InvalidRequest:
    return InvalidRequest(f"The body {what}.", Fault("", what))


def no_number(constant: str) -> object:
    raise not_json(f"holds {constant}, which is no JSON")


def unique(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise InvalidRequest(
            f"The body names {shown(twice)} twice in one object.",
            Fault(pointer((twice,)), "stands twice in one object; send it once"),
        )
    return made


class Bodies(PydanticInitPlugin):
    """Has the framework validate bodies by us; `languages` are those the config serves.

    It stands in for the framework's own plugin, whose faults lose the way out.
    """

    def __init__(self, languages: Sequence[str]) -> None:
        super().__init__()
        self._context = {"languages": languages}

    def on_app_init(self, app_config: AppConfig) -> AppConfig:
        app_config.type_decoders = [(is_body, self.decode), *(app_config.type_decoders or ())]
        return app_config

    def decode(self, model: type[BaseModel], value: object) -> BaseModel:
        """Raises InvalidRequest with every fault."""
        try:
            return model.model_validate(value, context=self._context)
        except ValidationError as error:
            raise invalid(faults_of(error, model)) from None


def is_body(kind: object) -> TypeGuard[type[BaseModel]]:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def invalid(faults: Sequence[Fault]) -> InvalidRequest:
    """All faults in one sentence each, and as data."""
    named = "; ".join(f"{fault.pointer or 'the body'} {fault.detail}" for fault in faults)
    return InvalidRequest(named if named.endswith("?") else f"{named}.", *faults)


def one_fault(at: str, detail: str) -> InvalidRequest:
    return invalid([Fault(at, detail)])


def faults_of(error: ValidationError, model: type[BaseModel]) -> list[Fault]:
    details = error.errors(include_url=False, include_input=False)
    return [Fault(pointer(one["loc"]), sentence(one, model)) for one in details]


def sentence(error: ErrorDetails, model: type[BaseModel]) -> str:
    """What is wrong and the way out, without the value."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        return unknown_field(error["loc"], model)
    if kind == "value_error":
        return str(context["error"])
    if kind in LIMITS:
        return LIMITS[kind].format_map(context)
    return PLAIN.get(kind) or error["msg"]


def unknown_field(loc: Sequence[int | str], model: type[BaseModel]) -> str:
    known = list(fields_at(loc[:-1], model))
    near = difflib.get_close_matches(str(loc[-1])[:SHOWN], known, n=1)
    if near:
        return f"is no field of this request; did you mean {near[0]}?"
    return f"is no field of this request; the fields here are {', '.join(known)}"


def fields_at(loc: Sequence[int | str], model: type[BaseModel]) -> Mapping[str, object]:
    """The fields of the object at `loc`, a path of names into the body."""
    for name in loc:
        kinds = [model.model_fields[str(name)].annotation]
        kinds += list(getattr(kinds[0], "__args__", ()))
        model = next(kind for kind in kinds if kind is not None and is_body(kind))
    return model.model_fields


def pointer(loc: Sequence[int | str]) -> str:
    """RFC 6901; a name of somebody's making is cut, and made fit to be sent."""
    names = (shown(str(name)).replace("~", "~0").replace("/", "~1") for name in loc)
    return "".join(f"/{name}" for name in names)


def shown(name: str) -> str:
    whole = name.encode("utf-8", "replace").decode()
    return whole if len(whole) <= SHOWN else f"{whole[:SHOWN]}…"
