"""What the REST side tells of the dial policy, and of the people it knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ruby_fsm.app.analytics import when, when_or_none
from ruby_fsm.app.dial_records import Consent, Finding, Stage, Suppression, Verdict
from ruby_fsm.app.views import FindingView, VerdictView


@dataclass(frozen=True, slots=True)
class SuppressionView:
    """A number nobody may call; the number itself is not kept."""

    suppression_id: str
    source: str
    suppressed_at: str
    reason: str | None
    suppressed_by: str | None
    lifted_at: str | None
    lift_reason: str | None
    lifted_by: str | None


@dataclass(frozen=True, slots=True)
class Suppressions:
    """`next` continues the list as `?after=`; None on the last page."""

    suppressions: list[SuppressionView]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class ConsentView:
    """`standing` is given, withdrawn or none."""

    standing: str
    given_at: str | None
    source: str | None
    withdrawn_at: str | None


def verdict_of(stage: Stage, verdict: Verdict) -> VerdictView:
    return VerdictView(
        stage=stage.value,
        checked_at=when(verdict.at_ms),
        verdict=verdict.outcome.value,
        rule=verdict.rule.value if verdict.rule else None,
        opens_at=when_or_none(verdict.until_ms or None),
        reasons=[finding_of(finding) for finding in verdict.findings],
    )


def finding_of(finding: Finding) -> FindingView:
    return FindingView(
        rule=finding.rule.value,
        verdict=finding.outcome.value,
        detail=f"{finding.detail} {finding.way_out}".strip(),
        opens_at=when_or_none(finding.until_ms or None),
    )


def suppression_of(it: Suppression) -> SuppressionView:
    return SuppressionView(
        suppression_id=it.suppression_id,
        source=it.source,
        suppressed_at=when(it.at_ms),
        reason=it.reason or None,
        suppressed_by=it.by or None,
        lifted_at=when_or_none(it.lifted_ms),
        lift_reason=it.lift_reason or None,
        lifted_by=it.lifted_by or None,
    )


def suppressions_of(found: Sequence[Suppression], limit: int) -> Suppressions:
    """A page of `limit`, of which one more was asked for."""
    views = [suppression_of(it) for it in found[:limit]]
    return Suppressions(views, views[-1].suppression_id if len(found) > limit else None)


def consent_of(consent: Consent) -> ConsentView:
    standing = "given" if consent.is_standing else "none"
    return ConsentView(
        standing="withdrawn" if consent.is_withdrawn else standing,
        given_at=when_or_none(consent.given_ms or None),
        source=consent.source or None,
        withdrawn_at=when_or_none(consent.withdrawn_ms),
    )
