"""What is counted of danger in a span of time, without a single identifier."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median

from ruby_fsm.app.analytics import word_of
from ruby_fsm.app.ports import Reader
from ruby_fsm.app.records import Escalation


@dataclass(slots=True)
class SafetyReport:
    """Counts by name. A crisis is a call with at least one escalation, at its highest level.

    `median_s`: seconds from the escalation to a human's acknowledgement, None where there is none.
    """

    calls: int = 0
    answered: int = 0
    crises: int = 0
    crises_by_level: dict[str, int] = field(default_factory=dict[str, int])
    crises_by_category: dict[str, int] = field(default_factory=dict[str, int])
    escalations: int = 0
    acknowledged: int = 0
    acknowledged_by_way: dict[str, int] = field(default_factory=dict[str, int])
    steps_by_channel: dict[str, dict[str, int]] = field(default_factory=dict[str, dict[str, int]])
    median_s: float | None = None


async def safety_report(reader: Reader, since_ms: int, until_ms: int) -> SafetyReport:
    """Over the calls accepted from `since_ms` on and before `until_ms`."""
    report, waits_s = SafetyReport(), list[float]()
    async for record in reader.between(since_ms, until_ms):
        report.calls += 1
        report.answered += record.call.answered_ms is not None
        found = list(await reader.escalations(record.call.call_id))
        if found:
            highest = max(found, key=lambda one: one.level)
            report.crises += 1
            count(report.crises_by_level, word_of(highest.level))
            count(report.crises_by_category, highest.category.value)
        for escalation in found:
            add(report, escalation, waits_s)
    report.median_s = round(median(waits_s), 1) if waits_s else None
    return report


def add(report: SafetyReport, escalation: Escalation, waits_s: list[float]) -> None:
    report.escalations += 1
    for taken in escalation.steps:
        count(report.steps_by_channel.setdefault(taken.channel, {}), taken.outcome)
    if escalation.acknowledged_ms is not None:
        report.acknowledged += 1
        count(report.acknowledged_by_way, way_of(escalation.acknowledged_by))
        waits_s.append((escalation.acknowledged_ms - escalation.opened_ms) / 1000)


def count(counts: dict[str, int], name: str) -> None:
    counts[name] = counts.get(name, 0) + 1


def way_of(by: str) -> str:
    """`key`, `message`, `link`, or `api`: who it was is not counted."""
    _, _, way = by.rpartition(", by ")
    return way if way in {"key", "message", "link"} and ", by " in by else "api"
