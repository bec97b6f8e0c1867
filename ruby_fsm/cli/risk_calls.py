"""`ruby-fsm risk calls`: measure danger heard over whole calls, where risk adds up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import rich_click as click
from rich.console import Console
from rich.table import Table

from ruby_fsm.cli.exits import CHECK_FAILED, FINE
from ruby_fsm.cli.risk import SHARE, bad_row, risk, rows_of
from ruby_fsm.cli.understand import LANGUAGES
from ruby_fsm.core.policy import Numbers
from ruby_fsm.core.risk import added
from ruby_fsm.understanding.assess import assess
from ruby_fsm.understanding.assessment import Level, Lexicon
from ruby_fsm.understanding.evaluate import Rate

GROUPS = ("crisis", "none")
NO_TURN = 'a turn has to be {"text": words, "level": level}'


class Turn(NamedTuple):
    """What a person says at a time, and how grave a careful listener would call it."""

    text: str
    level: Level


class Call(NamedTuple):
    """A person's turns of one call, and whether danger is in it."""

    name: str
    is_danger: bool
    turns: Sequence[Turn]

    @property
    def told_at(self) -> int | None:
        """The turn, from 0, in which danger is first told; None where no single one tells it."""
        grave = (at for at, turn in enumerate(self.turns) if turn.level >= Level.MODERATE)
        return next(grave, None)


class Heard(NamedTuple):
    """A call, and the turn (from 0) from which on its level was moderate or more, if ever."""

    call: Call
    at: int | None

    @property
    def is_right(self) -> bool:
        return (self.at is not None) == self.call.is_danger

    @property
    def late(self) -> int | None:
        """How many turns after danger was first told; below 0: before it was."""
        told = self.call.told_at
        return None if self.at is None or told is None else self.at - told


@risk.command("calls")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--min-recall", type=SHARE, default=0.0, help="Floor of calls in danger, 0 to 1.")
@click.option("--max-fp", type=SHARE, default=1.0, help="Ceiling of calls without, 0 to 1.")
@click.option("--language", type=LANGUAGES, default="en", help="What the calls are in.")
def measure_calls(file: Path, *, min_recall: float, max_fp: float, language: str) -> int:
    """Follow each call of FILE (JSON lines) and print which were raised, and how soon.

    A call is {"call": its name, "group": crisis|none, "turns": [{"text", "level"}]}. It is raised
    once its risk, added up as in a call of the service, is moderate or above. Leaves with 1 where a
    floor is missed.
    """
    calls = list(_calls(file))
    if not calls:
        raise click.BadParameter(f"{file} holds no call", param_hint="FILE")
    found = [Heard(call, _raised_at(call, Lexicon(language=language))) for call in calls]
    rates = _rates(found)
    _show(found, rates)
    short = list(_shortfalls(rates, min_recall, max_fp))
    for sentence in short:
        click.echo(f"ruby-fsm: {sentence}", err=True)
    return CHECK_FAILED if short else FINE


def _shortfalls(rates: dict[str, Rate], min_recall: float, max_fp: float) -> Iterator[str]:
    found, alarms = rates["crisis"].share, rates["none"].share
    if found < min_recall:
        yield f"calls in danger raised: {found:.1%} is below {min_recall:.1%}"
    if alarms > max_fp:
        yield f"calls without danger raised: {alarms:.1%} is above {max_fp:.1%}"


def _raised_at(call: Call, lexicon: Lexicon) -> int | None:
    level, weak_signs, enough, before = Level.NONE, 0, Numbers().weak_signs, ""
    for at, turn in enumerate(call.turns):
        risk = assess(turn.text, lexicon, before if level is Level.NONE else "").risk
        level, weak_signs = added(level, weak_signs, risk, enough)
        if level >= Level.MODERATE:
            return at
        before = turn.text
    return None


def _rates(found: Sequence[Heard]) -> dict[str, Rate]:
    rates = {group: Rate() for group in GROUPS}
    for one in found:
        rates["crisis" if one.call.is_danger else "none"].add(one.at is not None)
    return rates


def _show(found: Sequence[Heard], rates: dict[str, Rate]) -> None:
    console = Console()
    table = Table("calls", "raised", "of", "share", "95 % interval")
    for name, group in (("in danger", "crisis"), ("without", "none")):
        rate = rates[group]
        low, high = rate.interval
        share = f"{rate.share:.1%}" if rate.of else ""
        table.add_row(name, str(rate.hits), str(rate.of), share, f"{low:.1%} to {high:.1%}")
    console.print(table)
    late = [one.late for one in found if one.call.is_danger and one.late is not None]
    console.print(
        f"of those in danger, raised in the turn that told it: {late.count(0)},"
        f" before it: {sum(turns < 0 for turns in late)}, later: {sum(turns > 0 for turns in late)}"
    )
    wrong = [one.call for one in found if not one.is_right]
    for title, is_danger in (("not heard", True), ("raised without danger", False)):
        names = [call.name for call in wrong if call.is_danger is is_danger]
        if names:
            console.print(f"{title}: {', '.join(names)}")


def _calls(file: Path) -> Iterator[Call]:
    for number, row in enumerate(rows_of(file), 1):
        try:
            yield _call(row, number)
        except ValueError as error:
            raise bad_row(f"{file}, row {number}", error) from None


def _call(row: dict[str, object], number: int) -> Call:
    group, turns = row.get("group"), row.get("turns")
    if group not in GROUPS:
        raise ValueError(f"group is {group!r}: crisis or none")
    if not isinstance(turns, list) or not turns:
        raise ValueError("turns has to be a list of at least one turn")
    return Call(str(row.get("call", number)), group == "crisis", [_turn(turn) for turn in turns])


def _turn(turn: object) -> Turn:
    if not isinstance(turn, dict) or not isinstance(turn.get("text"), str):
        raise ValueError(NO_TURN)  # noqa: TRY004 - the file is wrong, not the program
    level = str(turn.get("level", "none"))
    if level.upper() not in Level.__members__:
        raise ValueError(f"level is {level!r}: one of {', '.join(Level.__members__).lower()}")
    return Turn(turn["text"], Level[level.upper()])
