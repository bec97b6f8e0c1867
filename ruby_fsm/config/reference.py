"""Writes the reference pages of config.yaml and of the settings from what the code checks.

A test compares them with `docs/reference/`, so the pages can't say anything else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from pydantic_core import PydanticUndefined

from ruby_fsm.config.load import default_path, load
from ruby_fsm.config.schema import Config
from ruby_fsm.config.settings import Settings
from ruby_fsm.config.sources import SECRETS

Schema = Mapping[str, object]

CONFIG_HEAD = """\
# config.yaml

What Ruby says, when, and who is told of danger. The default `config.yaml` is the example to start
from: copy it, change it, name the copy in `RUBY_CONFIG`. Every key must be there but those that may
be left out (`contacts`, `alerts`, `crisis_lines`, `retention`, `webhooks`, `limits`, `memory`,
`manner`, what is in them, `country`, `regions`, `repeat`, `switched_to`, `this_language`, numbers
that say so); a key not listed here is refused. Check a file with
`ruby-fsm config check config.yaml`: it prints every fault with its line and column, and exits 78 if
there is one. `ruby-fsm config schema` prints the JSON schema for editors. A call keeps the words
and numbers it began with; resources, contacts and escalation paths are always the newest.

A *phrase* is spoken: at most 45 words, no markup, no control characters. `{name}` is the only
placeholder. It needs a comma beside it (`Hello, {name}.` or `{name}, are you there?`): where no
name is known, both go, and the rest must still read well.

This page is written from the schema.
"""
SETTINGS_HEAD = """\
# Settings

Secrets and addresses come from the environment; a file `.env` in the folder where the service
starts is read too, and the environment wins over it. An empty variable counts as absent. A secret
can be given as a file: `NAME_FILE` names it. Behaviour is not here but in
[config.yaml](config.md).

The service refuses to start, and says every reason at once, when Twilio's variables are partly set,
when a variable is almost one of these names, and when real telephones could ring without
`BACKEND_URL` on https, `RUBY_API_TOKEN`, `RUBY_ENCRYPTION_KEYS` or `RUBY_HASH_KEY`. It prints the
command that makes what is missing. With the simulated telephone network nothing needs to be set:
keys are made in the data folder at the first start.

`RUBY_DATABASE_URL` is `sqlite:///PATH` or `postgresql://user:password@host/name`; SQLite
serves one process, PostgreSQL several: [move to PostgreSQL](../how-to/move-to-postgresql.md).

This page is written from the code.
"""
KINDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
}


def config_reference() -> str:
    """`docs/reference/config.md`."""
    schema = Config.model_json_schema()
    models: dict[str, Schema] = {"Config": schema, **schema["$defs"]}
    return "\n".join([CONFIG_HEAD, *sections("", "Config", models, set())])


@cache
def default_values() -> Schema:
    """The default config.yaml as plain data."""
    return mapping(json.loads(load(default_path()).canonical_json()))


def shipped(path: str, key: str) -> str:
    """The value in the default config.yaml, where it is a number or one word."""
    value: object = default_values()
    for part in f"{path}.{key}".lstrip(".").split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    words = value.split() if isinstance(value, str) else []
    numbers = isinstance(value, (int, float)) or (
        isinstance(value, list) and all(isinstance(one, int) for one in value)
    )
    return f"`{json.dumps(value)}`" if numbers else f"`{value}`" if len(words) == 1 else ""


def sections(path: str, name: str, models: Mapping[str, Schema], done: set[str]) -> Iterator[str]:
    """A heading and a table for the model at `path`, then for each below it, each model once."""
    if name in done or "properties" not in models[name]:  # a tree of any shape has no keys
        return
    done.add(name)
    model = models[name]
    fields = mapping(model["properties"])
    yield f"## {f'`{path}`' if path else 'Top level'}\n"
    yield f"{line(model)}\n\n| key | what to write | default | what it is |\n|---|---|---|---|"
    for key, field in fields.items():
        what, default = line(mapping(field)), shipped(path, key)
        yield f"| `{key}` | {written(mapping(field))} | {default} | {what} |"
    yield ""
    for key, field in fields.items():
        for suffix, inner in below(mapping(field)):
            yield from sections(f"{path}.{key}{suffix}".lstrip("."), inner, models, done)


def below(field: Schema) -> Iterator[tuple[str, str]]:
    """The models inside a field, with what their path adds to the field's."""
    field = there(field)
    if "$ref" in field:
        yield "", str(field["$ref"]).rpartition("/")[2]
    if "items" in field:
        yield from ((f"[]{more}", name) for more, name in below(mapping(field["items"])))
    for key in ("additionalProperties", "patternProperties"):
        held = field.get(key)
        for one in mapping(held).values() if key == "patternProperties" and held else [held]:
            if isinstance(one, Mapping):
                yield from ((f".<tag>{more}", name) for more, name in below(one))


def there(field: Schema) -> Schema:
    """What is written where the key stands at all."""
    return mapping(items(field["anyOf"])[0]) if "anyOf" in field else field


def written(field: Schema) -> str:
    """The kind and range of a value, in words."""
    field = there(field)
    if "const" in field:
        return f"`{str(field['const']).lower()}`"
    if "enum" in field:
        return " or ".join(f"`{value}`" for value in items(field["enum"]))
    if field.get("type") == "array":
        return f"list of {span(field, 'minItems', 'maxItems')}: {written(mapping(field['items']))}"
    if "$ref" in field or field.get("type") == "object":
        return "mapping, below"
    kind = KINDS[str(field["type"])]
    if "minimum" in field:
        return f"{kind}, {span(field, 'minimum', 'maximum')}"
    return kind


def span(field: Schema, low: str, high: str) -> str:
    """`2 to 60`."""
    return f"{field.get(low, 0)} to {field.get(high, 'any number')}"


def line(schema: Schema) -> str:
    """The description on one line, safe in a table."""
    return " ".join(str(schema.get("description", "")).split()).replace("|", "\\|")


def mapping(value: object) -> Schema:
    assert isinstance(value, Mapping)
    return value


def items(value: object) -> Sequence[object]:
    assert isinstance(value, Sequence)
    return value


def settings_reference() -> str:
    """`docs/reference/settings.md`."""
    rows = ["| variable | meaning | default |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        variable = f"`{name.upper()}`"
        if name in SECRETS:
            variable += f", `{name.upper()}_FILE`"
        meaning = line({"description": field.description})
        rows.append(f"| {variable} | {meaning} | {absent(field.default)} |")
    return "\n".join([SETTINGS_HEAD, *rows, ""])


def absent(value: object) -> str:
    """A default as it would be written in the environment; nothing where there is none."""
    return "" if value in (None, "", (), PydanticUndefined) else f"`{value}`"
