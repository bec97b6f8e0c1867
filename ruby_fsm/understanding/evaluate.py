"""Measure the assessor over labelled rows: recall, false alarms, speed, determinism."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import sqrt

from ruby_fsm.understanding.assessment import Assessment, Level

# 95 % of a normal distribution lies within this many standard deviations.
Z_95 = 1.96
# What rates are counted by besides the level; rows may have any of them.
MARKS = ("category", "tier", "kind", "source")
GRAVE = frozenset((("level", "high"), ("level", "imminent")))


class Label(StrEnum):
    """What a row is: danger to be found, none to be seen, or a doubtful one, only reported."""

    CRISIS = "crisis"
    NONE = "none"
    SCREEN = "screen"


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled utterance; `marks` name its level, category, kind, source: what rates go by."""

    text: str
    label: Label
    marks: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Rate:
    """How many of how many."""

    hits: int = 0
    of: int = 0

    def add(self, hit: bool) -> None:
        self.hits += hit
        self.of += 1

    @property
    def share(self) -> float:
        return self.hits / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval after Wilson: honest for small counts and for shares near 0 and 1."""
        if not self.of:
            return 0.0, 1.0
        n, p, z2 = self.of, self.share, Z_95**2
        middle = (p + z2 / (2 * n)) / (1 + z2 / n)
        half = Z_95 * sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
        return max(middle - half, 0.0), min(middle + half, 1.0)


@dataclass(slots=True)
class Report:
    """Rates by label: over all rows under the key `all`, then by mark, as `level high`.

    `grave` counts the rows labelled high or imminent, `high_alarms` the rows without danger that
    were graded so.
    """

    rates: dict[Label, dict[str, Rate]] = field(
        default_factory=lambda: {label: {"all": Rate()} for label in Label}
    )
    grave: Rate = field(default_factory=Rate)
    high_alarms: Rate = field(default_factory=Rate)
    failures: int = 0
    unsteady: int = 0
    seconds: list[float] = field(default_factory=list)

    @property
    def recall(self) -> Rate:
        return self.rates[Label.CRISIS]["all"]

    @property
    def false_alarms(self) -> Rate:
        return self.rates[Label.NONE]["all"]

    def latency_ms(self, share: float) -> float:
        """The time within which `share` (0 to 1) of the rows were assessed."""
        if not self.seconds:
            return 0.0
        ordered = sorted(self.seconds)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1_000


def row_of(data: Mapping[str, object]) -> Row:
    """Read a labelled row. Raises ValueError saying which field is wrong.

    The label stands under `label` or `group`; where neither is there, `min_level` and `max_level`
    of an authored line say it. The other marks are only counted by.
    """
    if not data.get("text"):
        raise ValueError("'text' is missing")
    level = str(data.get("level") or data.get("min_risk") or data.get("min_level") or "")
    others = ((name, str(data[name])) for name in MARKS if data.get(name))
    return Row(str(data["text"]), _label(data), (*([("level", level)] if level else []), *others))


def _label(data: Mapping[str, object]) -> Label:
    label = data.get("label", data.get("group"))
    if label is None and "min_level" in data:
        lowest, highest = (_level(data, key) for key in ("min_level", "max_level"))
        if lowest >= Level.MODERATE:
            return Label.CRISIS
        return Label.NONE if highest < Level.MODERATE else Label.SCREEN
    try:
        return Label(str(label))
    except ValueError:
        raise ValueError(f"'label': {label!r} is no label; write crisis, none or screen") from None


def _level(data: Mapping[str, object], key: str) -> Level:
    try:
        return Level[str(data.get(key)).upper()]
    except KeyError:
        levels = ", ".join(level.name.lower() for level in Level)
        raise ValueError(f"'{key}': {data.get(key)!r} is no level; write {levels}") from None


def evaluate(
    rows: Iterable[Row], assess: Callable[[str], Assessment], clock: Callable[[], float]
) -> Report:
    """Assess every row twice: once timed by `clock` (seconds), once to see that nothing changes."""
    report = Report()
    for row in rows:
        began = clock()
        found = assess(row.text)
        report.seconds.append(clock() - began)
        report.unsteady += assess(row.text) != found
        report.failures += found.failed
        _count(report, row, found.risk.level)
    return report


def _count(report: Report, row: Row, level: Level) -> None:
    rates, raised = report.rates[row.label], level >= Level.MODERATE
    rates["all"].add(raised)
    for name, value in row.marks:
        rates.setdefault(f"{name} {value}", Rate()).add(raised)
    if row.label is Label.NONE:
        report.high_alarms.add(level >= Level.HIGH)
    if row.label is Label.CRISIS and not GRAVE.isdisjoint(row.marks):
        report.grave.add(raised)


@dataclass(frozen=True, slots=True)
class Floors:
    """What a report is held to, as shares 0 to 1; the default holds it to nothing."""

    recall: float = 0.0
    grave: float = 0.0
    false_alarms: float = 1.0
    high_alarms: float = 1.0


def shortfalls(report: Report, floors: Floors) -> Sequence[str]:
    """What the report lacks of the floors, a sentence each; empty when nothing."""
    short = [
        f"{name} {rate.share:.1%} is below {floor:.1%}"
        for name, rate, floor in (
            ("recall", report.recall, floors.recall),
            ("recall of high and imminent", report.grave, floors.grave),
        )
        if rate.of and rate.share < floor
    ]
    short += [
        f"{name} {rate.share:.1%} > {ceiling:.1%}"
        for name, rate, ceiling in (
            ("false alarms", report.false_alarms, floors.false_alarms),
            ("false alarms of high or more", report.high_alarms, floors.high_alarms),
        )
        if rate.share > ceiling
    ]
    if report.unsteady:
        short.append(f"{report.unsteady} rows were assessed differently the second time")
    if report.failures:
        short.append(f"the assessor failed on {report.failures} rows")
    return short
