"""Writes the reference pages of facts, ends, states and effects from the core that knows them.

A test compares them with `docs/reference/`, so the pages can't say anything else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import get_args

from ruby_fsm.app.analytics import OUTCOMES
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
from ruby_fsm.core import events
from ruby_fsm.core.call import CallState
from ruby_fsm.core.machine import HUMANS, OURSELVES, PERSON, TABLE, TELEPHONE, Row
from ruby_fsm.core.views import HEARS

PARTS: Mapping[str, tuple[Row, ...]] = {
    "The telephone": TELEPHONE,
    "The person": PERSON,
    "Ourselves": OURSELVES,
    "Humans": HUMANS,
}
FACTS_PAGE = """\
# Facts

What can reach a call: {count} facts, in the past tense. A call's analytics name them (`event` of
each of its `transitions`), and every one is recorded, also one that moves nothing. "Counts in"
names the states in which it does anything; what it does there stands, row by row, in
[the table](../../diagrams/states.md#every-row).

{parts}

## Fields

Every fact carries `at_ms`.

| field | meaning |
|---|---|
{fields}

This page is written from the code.
"""
ENDS_PAGE = """\
# How a call ends

`end_reason` tells why a call ended, `outcome` what came of it, in fewer words. Both stand in the
analytics, `end_reason` in the status too; both are null until the call has ended.

| `end_reason` | `outcome` | when |
|---|---|---|
{reasons}

## Outcomes

| `outcome` | means |
|---|---|
{outcomes}

This page is written from the code.
"""
STATES_PAGE = """\
# States and effects

The states of a call, and everything a move may order. The moves are drawn in
[states.md](../../diagrams/states.md); why they are as they are tells
[the call as a state machine](../explanation/state-machine.md).

## States

| state | the person hears | it waits for |
|---|---|---|
{states}

{effects}

## Kinds of words

Each `Say` is of one kind. Which phrases it takes stands in [config.yaml](config.md).

| kind | what it is |
|---|---|
{lines}

This page is written from the code.
"""


def facts_reference() -> str:
    """`docs/reference/facts.md`."""
    parts = "\n\n".join(part_of(title, rows) for title, rows in PARTS.items())
    meanings = "\n".join(f"| `{name}` | {meaning} |" for name, meaning in FIELDS.items())
    count = len(get_args(events.Event))
    return FACTS_PAGE.format(count=count, parts=parts, fields=meanings)


def part_of(title: str, rows: tuple[Row, ...]) -> str:
    head = (f"## {title}", "", "| fact | means | it comes from | carries | counts in |")
    kinds = dict.fromkeys(row.event for row in rows)
    return "\n".join([*head, "|---|---|---|---|---|", *(fact_row(kind) for kind in kinds)])


def fact_row(kind: type[events.Fact]) -> str:
    meaning, maker = FACTS[kind.__name__]
    cells = (f"`{kind.__name__}`", meaning, maker, carried(kind), ", ".join(counts_in(kind)))
    return f"| {' | '.join(cells)} |".replace("|  |", "| |")


def carried(kind: type[object]) -> str:
    assert is_dataclass(kind)
    return ", ".join(f"`{field.name}`" for field in fields(kind) if field.name != "at_ms")


def counts_in(kind: type[events.Fact]) -> Iterator[CallState]:
    """The states in which a row of the fact moves the call or asks for something."""
    for state in CallState:
        if any(row.dest or row.does for row in TABLE if row.event is kind and state in row.sources):
            yield state


def ends_reference() -> str:
    """`docs/reference/end-reasons.md`."""
    reasons = "\n".join(
        f"| `{reason}` | `{OUTCOMES[reason]}` | {when} |" for reason, when in END_REASONS.items()
    )
    outcomes = "\n".join(f"| `{word}` | {meaning} |" for word, meaning in OUTCOME_WORDS.items())
    return ENDS_PAGE.format(reasons=reasons, outcomes=outcomes)


def states_reference() -> str:
    """`docs/reference/states.md`."""
    states = "\n".join(f"| `{state}` | {HEARS[state]} | {WAITS[state]} |" for state in CallState)
    lines = "\n".join(f"| `{kind}` | {meaning} |" for kind, meaning in LINES.items())
    effects = "\n\n".join(group(title) for title in EFFECT_GROUPS)
    return STATES_PAGE.format(states=states, effects=effects, lines=lines)


def group(title: str) -> str:
    told, kinds = EFFECT_GROUPS[title]
    head = (f"## {title}", "", told, "", "| order | means | carries |", "|---|---|---|")
    return "\n".join([*head, *(effect_row(kind) for kind in kinds)])


def effect_row(kind: type[object]) -> str:
    row = f"| `{kind.__name__}` | {EFFECTS[kind.__name__]} | {carried(kind)} |"
    return row.replace("|  |", "| |")


PAGES: Mapping[str, Callable[[], str]] = {
    "facts.md": facts_reference,
    "end-reasons.md": ends_reference,
    "states.md": states_reference,
}
