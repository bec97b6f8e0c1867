"""What later work brings stands in one list, and each of its lines answers as the list says."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ruby_fsm.config.later import CONFIG_KEYS, LATER, Later
from ruby_fsm.config.load import default_path, parse
from ruby_fsm.errors import ConfigError, NotYet


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


def test_each_line_names_what_is_missing_and_the_way_out() -> None:
    kinds = {*CONFIG_KEYS}

    assert set(LATER) == kinds
    for line in LATER:
        assert " is not built yet; " in line.told
        assert len(line.instead) > 10


def test_what_is_on_the_list_covers_what_the_contract_leaves_to_later_work() -> None:
    told = " ".join(str(line) for line in LATER)

    assert {line.place for line in CONFIG_KEYS} == {"dial_policy"}

    assert "dial policy" in told
