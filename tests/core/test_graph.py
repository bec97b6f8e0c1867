"""The graph of the table, proved: `transitions` itself accepts unknown sources and dead ends."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import get_args

import pytest

from ruby_fsm.core import guards, guards_manner
from ruby_fsm.core.call import CallState
from ruby_fsm.core.effects import Line
from ruby_fsm.core.events import Event, Fact, GreetingEnded
from ruby_fsm.core.machine import MACHINE, TABLE, Row, decide, make_machine
from ruby_fsm.core.step import Step
from tests.core.kit import NOW, ON_THE_LINE, call_in, danger, lines, second_opinion
from tests.strategies import FACTS, POLICY

UNION: tuple[type[Fact], ...] = get_args(Event)
PAIRS = [(state, fact) for state in CallState for fact in UNION]


def rows_of(state: CallState, fact: type[Fact]) -> list[Row]:
    return [row for row in TABLE if row.event is fact and state in row.sources]


def next_states(state: CallState) -> set[CallState]:
    return {row.dest for row in TABLE if state in row.sources and row.dest is not None}


def reachable(start: CallState) -> set[CallState]:
    found, waiting = {start}, [start]
    while waiting:
        new = next_states(waiting.pop()) - found
        found |= new
        waiting += new
    return found


def test_the_facts_of_the_machine_are_the_union_of_events() -> None:
    assert set(MACHINE.events) == {fact.__name__ for fact in UNION}
    assert {row.event for row in TABLE} == set(UNION)


def test_hypothesis_draws_every_fact_of_the_union() -> None:
    assert set(FACTS) == set(UNION)


@pytest.mark.parametrize(
    ("state", "fact"), PAIRS, ids=[f"{state}-{fact.__name__}" for state, fact in PAIRS]
)
def test_every_fact_is_taken_in_every_state(state: CallState, fact: type[Fact]) -> None:
    """The table is total, and behind a row that always wins stands only what stays."""
    rows = rows_of(state, fact)
    open_rows = [row for row in rows if row.when is None]

    assert open_rows, "no row takes this fact in this state"
    behind = rows[rows.index(open_rows[0]) + 1 :]
    assert all(row.dest is None and row.does is None for row in behind)


def test_no_row_stands_wholly_behind_rows_that_always_win() -> None:
    shadowed = [
        row
        for n, row in enumerate(TABLE)
        if all(
            any(r.event is row.event and r.when is None and s in r.sources for r in TABLE[:n])
            for s in row.sources
        )
    ]

    assert shadowed == []


def test_no_two_rows_of_a_fact_and_a_state_have_the_same_guard() -> None:
    for state, fact in PAIRS:
        named = [row.when for row in rows_of(state, fact) if row.when is not None]

        assert len(named) == len(set(named)), f"{fact.__name__} in {state}"


def test_every_state_is_reached_from_queued() -> None:
    assert reachable(CallState.QUEUED) == set(CallState)


@pytest.mark.parametrize("state", CallState)
def test_every_state_reaches_ended(state: CallState) -> None:
    assert CallState.ENDED in reachable(state)


def test_nothing_leaves_ended() -> None:
    assert next_states(CallState.ENDED) == set()


def test_nothing_returns_to_queued() -> None:
    assert all(row.dest is not CallState.QUEUED for row in TABLE)


@pytest.mark.parametrize("state", ON_THE_LINE)
def test_danger_is_answered_with_the_resources_from_every_state_on_the_line(state: str) -> None:
    for event in (danger(), danger(stale=True)):
        decision = decide(call_in(state), event, POLICY)

        assert decision.call.state is CallState.CRISIS
        assert Line.RESOURCES in lines(decision.verbs)


@pytest.mark.parametrize("state", [state for state in ON_THE_LINE if state != "crisis"])
def test_a_slower_opinion_of_danger_speaks_from_every_state_on_the_line(state: str) -> None:
    decision = decide(call_in(state), second_opinion(), POLICY)

    assert decision.call.state is CallState.CRISIS
    assert Line.RESOURCES in lines(decision.verbs)


def test_guards_are_named_predicates_that_return_a_real_bool() -> None:
    """`transitions` compares with `== True`, so a truthy string would be a refusal."""
    known = dict(
        (
            *inspect.getmembers(guards, inspect.isfunction),
            *inspect.getmembers(guards_manner, inspect.isfunction),
        )
    )
    for guard in {row.when for row in TABLE if row.when is not None}:
        assert known[guard.__name__] is guard
        assert guard.__name__.startswith(("is_", "in_", "has_"))
        assert inspect.signature(guard, eval_str=True).return_annotation is bool


@pytest.mark.parametrize("guard", dict.fromkeys(row.when for row in TABLE if row.when is not None))
def test_a_guard_answers_any_fact_with_a_bool(guard: Callable[[Step], bool]) -> None:
    """Facts share guards, so each must stand a fact that is not its own."""
    call = call_in("ended")

    assert type(guard(Step(call, GreetingEnded(NOW), POLICY, False, call.state))) is bool


def test_outputs_are_functions_with_names_of_their_own() -> None:
    outputs = {row.does for row in TABLE if row.does is not None}

    assert len({output.__name__ for output in outputs}) == len(outputs)
    for output in outputs:
        assert list(inspect.signature(output).parameters) == ["step"]


def test_a_state_without_a_row_for_a_fact_leaves_the_call_as_it_is() -> None:
    """`transitions` would raise; `decide` looks the row up first and records the fact."""
    smaller = make_machine(tuple(row for row in TABLE if CallState.ENDED not in row.sources))
    call = call_in("ended")

    decision = decide(call, danger(), POLICY, smaller)

    assert decision.call.state is CallState.ENDED
    assert decision.effects == ()
    assert decision.call.n == call.n + 1


def test_a_step_is_never_bound_to_the_machine() -> None:
    decide(call_in("listening"), danger(), POLICY)

    assert MACHINE.models == []
    assert not hasattr(Step, "trigger")
