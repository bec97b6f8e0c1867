"""The pages written from the code are fresh, and their words cover exactly what the code has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest
import rich_click as click

from ruby_fsm.app.analytics import OUTCOMES
from ruby_fsm.cli import exits
from ruby_fsm.cli.machine_reference import PAGES
from ruby_fsm.cli.machine_words import (
    EFFECT_GROUPS,
    EFFECTS,
    END_REASONS,
    FACTS,
    FIELDS,
    LINES,
    OUTCOME_WORDS,
    WAITS,
)
from ruby_fsm.cli.main import cli
from ruby_fsm.cli.metrics_reference import metrics_reference
from ruby_fsm.cli.reference import CODES, commands_reference, walk
from ruby_fsm.core.call import CallState, EndReason
from ruby_fsm.core.effects import Effect, Line
from ruby_fsm.core.events import Event
from tests.conftest import Golden

FOLDER = Path(__file__).parents[2] / "docs" / "reference"
WRITTEN: Mapping[str, Callable[[], str]] = {
    **PAGES,
    "commands.md": lambda: commands_reference(cli),
    "metrics.md": metrics_reference,
}
COMMANDS = {one.command_path: one.command for one in walk(click.Context(cli, info_name="ruby-fsm"))}


@pytest.mark.parametrize("page", WRITTEN)
def test_the_committed_page_is_fresh(page: str, golden: Golden) -> None:
    golden(FOLDER / page, WRITTEN[page]())


def names(union: object) -> set[str]:
    return {kind.__name__ for kind in get_args(union)}


def test_every_fact_and_each_of_its_fields_has_words() -> None:
    carried = {field.name for kind in get_args(Event) for field in fields(kind)}

    assert set(FACTS) == names(Event)
    assert set(FIELDS) == carried
    assert all(text for pair in FACTS.values() for text in pair)


def test_every_end_reason_and_outcome_has_words() -> None:
    assert set(END_REASONS) == set(EndReason)
    assert set(OUTCOME_WORDS) == set(OUTCOMES.values())


def test_every_state_effect_and_kind_of_words_has_words() -> None:
    grouped = {kind.__name__ for _, kinds in EFFECT_GROUPS.values() for kind in kinds}

    assert set(WAITS) == set(CallState)
    assert set(EFFECTS) == names(Effect) == grouped
    assert set(LINES) == set(Line)


def test_every_exit_code_has_words() -> None:
    assert set(CODES) == {value for value in vars(exits).values() if isinstance(value, int)}


@pytest.mark.parametrize("path", COMMANDS)
def test_a_command_and_each_of_its_options_stand_on_the_page(path: str) -> None:
    section = section_of(path)

    assert COMMANDS[path].help
    assert set(options_of(COMMANDS[path])) <= set(section.replace("`", " ").split())
    assert all(name in section for name in arguments_of(COMMANDS[path]))


def section_of(path: str) -> str:
    page = (FOLDER / "commands.md").read_text(encoding="utf-8")
    return page.split(f"\n## {path}\n")[1].split("\n## ")[0].replace(",", " ")


def options_of(command: click.Command) -> Iterator[str]:
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.name != "help":
            yield from parameter.opts


def arguments_of(command: click.Command) -> Iterator[str]:
    for parameter in command.params:
        if isinstance(parameter, click.Argument):
            yield parameter.human_readable_name.upper()
