"""What later work brings stands in one list, and each of its lines answers as the list says."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from ruby_fsm.cli.main import run
from ruby_fsm.config.later import COMMANDS, CONFIG_KEYS, ENDPOINTS, LATER, Later
from ruby_fsm.config.load import default_path, parse
from ruby_fsm.errors import ConfigError, NotYet
from tests.web.document import document


def ids(line: Later) -> str:
    return f"{line.place} {line.written}".strip()


def told_of(start: Callable[[], object]) -> str:
    with pytest.raises((ConfigError, NotYet)) as caught:
        start()
    return str(caught.value)


@pytest.mark.parametrize("line", CONFIG_KEYS, ids=ids)
def test_a_config_key_of_later_work_is_refused_at_its_place(line: Later) -> None:
    text = default_path().read_text(encoding="utf-8")
    at = text.count("\n") + 1

    told = told_of(lambda: parse(f"{text}{line.place}: {{per_number: 3}}\n"))

    assert told == f"config.yaml:{at}:1: {line}"


@pytest.mark.contract("commands.token", "exits.78")
@pytest.mark.parametrize("line", COMMANDS, ids=ids)
@pytest.mark.parametrize("more", [[], ["create", "--scope", "caller"], ["--json"]], ids=str)
def test_a_command_of_later_work_says_so_whatever_follows_it(
    capsys: pytest.CaptureFixture[str], line: Later, more: list[str]
) -> None:
    assert run([line.written, *more]) == 78

    assert capsys.readouterr().err == f"ruby-fsm: {line}\n"


@pytest.mark.parametrize("line", ENDPOINTS, ids=ids)
def test_an_endpoint_of_later_work_is_not_there_and_those_to_ask_meanwhile_are(line: Later) -> None:
    known = {f"{verb.upper()} {path}" for path, one in document()["paths"].items() for verb in one}

    assert line.place not in known
    assert set(re.findall(r"GET /[a-z/-]+", line.instead)) <= known


def test_each_line_names_what_is_missing_and_the_way_out() -> None:
    kinds = {*CONFIG_KEYS, *COMMANDS, *ENDPOINTS}

    assert set(LATER) == kinds
    for line in LATER:
        assert " is not built yet; " in line.told
        assert len(line.instead) > 10


def test_what_is_on_the_list_covers_what_the_contract_leaves_to_later_work() -> None:
    told = " ".join(str(line) for line in LATER)

    assert {line.place for line in (*CONFIG_KEYS, *COMMANDS)} == {
        *("limits", "ruby-fsm token"),
    }

    for what in ("token", "scopes", "limit"):
        assert what in told
