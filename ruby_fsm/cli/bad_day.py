"""The demo's options for a telephone network on a bad day, and the same in a script's `network`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeVar

import rich_click as click

from ruby_fsm.errors import ConfigError
from ruby_fsm.simulator import Answer, BadDay, Callee, Outcome, Ringing

F = TypeVar("F", bound=Callable[..., Any])
EVENTS = ("initiated", "ringing", "in-progress", "completed")
HOOKS = ("answer", "gather", "redirect", "amd")
SETS = ("dropped", "unheard")
SECONDS = click.FloatRange(0, 60)


OPTIONS = (
    click.option("--busy", is_flag=True, help="The line is busy."),
    click.option("--no-answer", is_flag=True, help="Nobody answers."),
    click.option("--voicemail", is_flag=True, help="A machine answers."),
    click.option("--duplicate-webhook", is_flag=True, help="Every webhook comes twice."),
    click.option("--reorder-status", is_flag=True, help="Status events overtake each other."),
    click.option("--delay-webhook", type=SECONDS, default=0, help="Webhooks leave so much later."),
    click.option(
        "--slow-network",
        type=SECONDS,
        default=0,
        help="Each way of a webhook takes so many seconds.",
    ),
    click.option(
        "--drop-webhook",
        multiple=True,
        type=click.Choice([*EVENTS, *HOOKS]),
        help="The first of these never arrives; may be given again.",
    ),
    click.option(
        "--lose-answer",
        multiple=True,
        type=click.Choice(HOOKS),
        help="The answer to the first of these is lost; may be given again.",
    ),
    click.option("--rest-429", is_flag=True, help="The first dial is refused: too many."),
    click.option("--rest-500", is_flag=True, help="The first dial meets an error."),
    click.option("--lost-reply", is_flag=True, help="The first dial is made, its reply is lost."),
)


def bad_day_options(command: F) -> F:
    """Every option of `given_of`, on a command."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Given:
    """What the options ask for."""

    day: BadDay
    outcome: Outcome | None


def given_of(options: Mapping[str, Any]) -> Given:
    """From what click read. Raises UsageError for two answers at once."""
    outcomes = {
        "busy": Outcome.BUSY,
        "no_answer": Outcome.NO_ANSWER,
        "voicemail": Outcome.MACHINE,
    }
    chosen = [outcome for name, outcome in outcomes.items() if options[name]]
    if len(chosen) > 1:
        raise click.UsageError("--busy, --no-answer and --voicemail exclude each other: choose one")
    day = BadDay(
        duplicated=options["duplicate_webhook"],
        reordered=options["reorder_status"],
        delay_s=options["delay_webhook"],
        slow_s=options["slow_network"],
        dropped=frozenset(options["drop_webhook"]),
        unheard=frozenset(options["lose_answer"]),
        rest_429=int(options["rest_429"]),
        rest_500=int(options["rest_500"]),
        lost_dials=int(options["lost_reply"]),
    )
    return Given(day, chosen[0] if chosen else None)


def read_day(raw: Mapping[str, Any], place: str) -> BadDay:
    """`network:` of a script. Raises ConfigError that names every key that is wrong."""
    kinds = {field.name: type(getattr(BadDay(), field.name)) for field in fields(BadDay)}
    faults = [
        f"{place}: network.{name}: unknown; known are {', '.join(kinds)}"
        for name in raw
        if name not in kinds
    ]
    plain = {name: value for name, value in raw.items() if name in kinds}
    for name, value in plain.items():
        wanted = list if name in SETS else kinds[name]
        is_whole_for_seconds = wanted is float and type(value) is int
        if type(value) is not wanted and not is_whole_for_seconds:
            faults.append(f"{place}: network.{name}: {value!r} is no {wanted.__name__}")
    if faults:
        raise ConfigError(*faults)
    sets: dict[str, Any] = {name: frozenset(plain[name]) for name in SETS if name in plain}
    return BadDay(**{**plain, **sets})


class Elsewhere:
    """A callee that meets the ringing otherwise: busy, not there, or by a machine."""

    def __init__(self, callee: Callee, outcome: Outcome) -> None:
        self._outcome = outcome
        self.hears, self.gather = callee.hears, callee.gather
        self.transfer, self.joined, self.ended = callee.transfer, callee.joined, callee.ended

    async def rings(self, _: Ringing, /) -> Answer:
        return Answer(self._outcome)
