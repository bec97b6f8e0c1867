"""A page names no command, option, variable, key, path, endpoint or type that is not there."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import rich_click as click

from ruby_fsm.cli.main import cli
from ruby_fsm.config.schema import Config
from ruby_fsm.config.settings import Settings
from ruby_fsm.config.sources import SECRETS
from ruby_fsm.web.catalog import everything
from tests.docs.blocks import PAGES, ROOT
from tests.docs.markdown import prose, spans, typed
from tests.docs.typed import OF_RUN_PY
from tests.web.document import document

# Decision records are never edited, so they may speak of what was there.
LIVE = tuple(page for page in PAGES if not page.startswith("docs/adr/"))
PROGRAM = re.compile(r"(?:^|[\s(;&|])(?:python3? run\.py|ruby-fsm)(?= )")
QUOTED = re.compile(r"([`'])ruby-fsm ([a-z][^`'\n]*)\1")
OPTION = re.compile(r"--?[a-zA-Z]")
VARIABLE = re.compile(r"\b(?:(?:RUBY|TWILIO)_[A-Z0-9_]*[A-Z0-9]|BACKEND_URL)\b")
CODE = ("ruby_fsm/**/*.py", "tools/*.py", "tests/**/*.py", "bench/*.py", ".ci/run", "run.py")
CODE_MORE = ("config.yaml", "docs/openapi.json", "pyproject.toml")
ENDPOINT = re.compile(r"^(?:GET |POST )?(/(?:ai-calling|phone|voice|docs)(?:/[^\s?#]*)?)")
PATH = re.compile(r"^[\w.-]+(?:/[\w.-]+)*/(?:[\w.-]+\.[a-z]+)?$|^[\w-]+/[\w./-]+\.[a-z]+$")
IDENTIFIER = re.compile(r"^(?:[a-z]+_[a-z0-9_]+|(?:[A-Z][a-z]+){2,})$")


# --- commands and options -----------------------------------------------------------------------
def commands(page: str) -> Iterator[list[str]]:
    """The words after `ruby-fsm` or `run.py`, wherever they are in code type or in a block."""
    for line in (*spans(page), *typed(page)):
        for piece in PROGRAM.split(line)[1:]:
            yield words_of(re.split(r"[;&|#>]|\)$", piece)[0])


def words_of(piece: str) -> list[str]:
    try:
        return shlex.split(piece)
    except ValueError:  # a quote that is closed in what was cut off
        return piece.split()


def fault(words: list[str]) -> str:
    """What is wrong with a command, '' for nothing."""
    if words[0] in OF_RUN_PY:
        return ""
    command: click.Command = cli
    known = {"--help", "-h"}
    for word in words:
        known |= {name for one in command.params for name in one.opts}
        if word.startswith("-") and OPTION.match(word):
            if word.partition("=")[0] not in known:
                return f"{' '.join(words)}: no option {word}"
        elif isinstance(command, click.Group):
            if word not in command.commands:
                return f"{' '.join(words)}: no command {word}"
            command = command.commands[word]
    return ""


@pytest.mark.parametrize("page", LIVE)
def test_every_command_with_its_options_is_there(page: str) -> None:
    assert [told for words in commands(page) if words and (told := fault(words))] == []


def test_every_command_that_a_message_names_is_there() -> None:
    sources = [path.read_text(encoding="utf-8") for path in ROOT.glob("ruby_fsm/**/*.py")]
    named = [found[2].split() for text in sources for found in QUOTED.finditer(text)]

    assert len(named) > 5
    assert [told for words in named if (told := fault(words))] == []


def test_a_command_that_is_not_there_would_be_found() -> None:
    assert fault(["calls", "--urk"]) == "calls --urk: no option --urk"
    assert fault(["config", "chek"]) == "config chek: no command chek"
    assert fault(["serve", "--port", "0"]) == ""


# --- variables and keys -------------------------------------------------------------------------
@cache
def code() -> str:
    files = (path for pattern in (*CODE, *CODE_MORE) for path in ROOT.glob(pattern))
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


@cache
def words() -> frozenset[str]:
    """Every word of the code."""
    return frozenset(re.findall(r"\w+", code()))


def variables() -> set[str]:
    settings = {name.upper() for name in Settings.model_fields}
    return settings | {f"{name.upper()}_FILE" for name in SECRETS}


@pytest.mark.parametrize("page", LIVE)
def test_every_variable_is_a_setting_or_one_of_the_tools(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    named = {name for name in VARIABLE.findall(text) if not name.startswith("RUBY_FSM_")}
    tools = {name for name in VARIABLE.findall(text) if name.startswith("RUBY_FSM_")}

    assert named - variables() == set()
    assert tools <= words()


@cache
def schema() -> Mapping[str, Any]:
    return Config.model_json_schema()


def keys_at(node: Mapping[str, Any]) -> Mapping[str, Any]:
    """What may stand below a key: by name, or `*` for any name."""
    while "$ref" in node or "items" in node:
        ref = node.get("$ref", "").rpartition("/")[2]
        node = schema()["$defs"][ref] if ref else node["items"]
    more = node.get("additionalProperties")
    patterns = node.get("patternProperties", {}).values()
    any_name = [one for one in (more, *patterns) if isinstance(one, Mapping)]
    return {**({"*": any_name[0]} if any_name else {}), **node.get("properties", {})}


def is_key(path: str) -> bool:
    """A `*` or a `<tag>` in it stands for any name."""
    nodes: list[Mapping[str, Any]] = [schema()]
    for part in path.replace("[]", "").split("."):
        is_any = part == "*" or part.startswith("<")
        nodes = [
            node
            for above in nodes
            for name, node in keys_at(above).items()
            if is_any or name in {part, "*"}
        ]
    return bool(nodes)


@pytest.mark.parametrize("page", LIVE)
def test_every_key_of_config_yaml_is_there(page: str) -> None:
    dotted = [
        span for span in spans(page) if re.match(r"^[a-z_]+(?:\.[a-z_*<>]+)+(?:\[\])?$", span)
    ]
    ours = [span for span in dotted if span.split(".")[0] in Config.model_fields]

    assert [span for span in ours if not is_key(span)] == []


def test_a_key_that_is_not_there_would_be_found() -> None:
    assert is_key("crisis.at")
    assert is_key("numbers.dialling")
    assert not is_key("crisis.att")


# --- endpoints, types, files, names of the code ---------------------------------------------------
def is_endpoint(path: str) -> bool:
    """Whether a path is served; a `{…}` or an id stands for any."""
    shown = re.sub(r"\{[^}]*\}|(?:CL|CA|ES)…|\$\w+|…", "*", path.rstrip("/"))
    served = [re.sub(r"\{[^}]*\}", "*", one) for one in document()["paths"]]
    pages = ["/docs", "/docs/openapi.json", "/docs/start.js", "/docs/*"]
    return any(one == shown or one.startswith(f"{shown}/") for one in (*served, *pages))


@pytest.mark.parametrize("page", LIVE)
def test_every_endpoint_is_served(page: str) -> None:
    named = [found[1] for span in spans(page) if (found := ENDPOINT.match(span))]

    assert [path for path in named if not is_endpoint(path)] == []


def test_an_endpoint_that_is_not_served_would_be_found() -> None:
    assert is_endpoint("/ai-calling/call/CL…/end")
    assert is_endpoint("/voice/webhook/")
    assert not is_endpoint("/ai-calling/call/CL…/stop")


@pytest.mark.parametrize("page", LIVE)
def test_every_type_of_error_is_there(page: str) -> None:
    known = {one.problem.type for one in everything()}

    assert set(re.findall(r"urn:ruby-fsm:problem:[a-z-]+", prose(page))) <= known


@pytest.mark.parametrize("page", LIVE)
def test_every_file_is_there(page: str) -> None:
    beside = (ROOT / page).parent
    named = [span for span in spans(page) if PATH.match(span)]

    assert [span for span in named if not is_file(span, beside)] == []


def is_file(path: str, beside: Path) -> bool:
    return any((folder / path).exists() for folder in (ROOT, ROOT / "ruby_fsm", beside))


@pytest.mark.parametrize("page", LIVE)
def test_every_name_in_code_type_occurs_in_the_code(page: str) -> None:
    named = {span.removesuffix("()") for span in spans(page)}

    assert {name for name in named if IDENTIFIER.match(name)} - words() == set()
