"""Examples of what is told of the dial policy and of the people it knows."""

from __future__ import annotations

from dataclasses import replace

from ruby_fsm.app.policy_views import ConsentView, Suppressions, SuppressionView
from ruby_fsm.app.views import FindingView, VerdictView

TO = "+14155550100"
SUPPRESS = {"to_number": TO, "reason": "Asked for no more calls in a letter."}
LIFT = {"to_number": TO, "reason": "Asked for calls again in a letter."}
CONSENT = {"to_number": TO, "source": "sign-up form", "at": "2026-03-01T09:30:00Z"}
WITHDRAW = {"to_number": TO, "reason": "Unsubscribed on the web site."}
EXPLAIN = {"to_number": TO, "at": "2026-03-14T05:10:00Z"}

SUPPRESSION = SuppressionView(
    suppression_id="SU0f1e2d3c4b5a69788796a5b4c3d2e1f0",
    source="api",
    suppressed_at="2026-03-14T18:20:00.000Z",
    reason="Asked for no more calls in a letter.",
    suppressed_by="bootstrap",
    lifted_at=None,
    lift_reason=None,
    lifted_by=None,
)
LIFTED = replace(
    SUPPRESSION,
    lifted_at="2026-05-02T09:00:00.000Z",
    lift_reason="Asked for calls again in a letter.",
    lifted_by="bootstrap",
)
SUPPRESSIONS = Suppressions([SUPPRESSION])
CONSENTED = ConsentView("given", "2026-03-01T09:30:00.000Z", "sign-up form", None)
WITHDRAWN = replace(CONSENTED, standing="withdrawn", withdrawn_at="2026-04-01T12:00:00.000Z")
OPENS = "2026-03-14T15:00:00.000Z"
EXPLAINED = VerdictView(
    stage="explain",
    checked_at="2026-03-14T05:10:00.000Z",
    verdict="waits",
    rule="calling_hours",
    opens_at=OPENS,
    reasons=[
        FindingView("region", "passed", "US may be called", None),
        FindingView("number_type", "passed", "fixed line or mobile may be called", None),
        FindingView(
            "calling_hours",
            "waits",
            "closed at 2026-03-14 05:10 UTC; America/Los_Angeles: open 08:00 to 21:00",
            OPENS,
        ),
    ],
)
CHECKED = VerdictView(
    stage="dial",
    checked_at="2026-03-14T18:00:00.010Z",
    verdict="passed",
    rule=None,
    opens_at=None,
    reasons=[
        FindingView("region", "passed", "US may be called", None),
        FindingView("calling_hours", "passed", "America/Los_Angeles: open 08:00 to 21:00", None),
    ],
)
