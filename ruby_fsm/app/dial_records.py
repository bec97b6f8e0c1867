"""What the dial policy is asked, what it knows, and what it answers: frozen data."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from ruby_fsm.app.hours import OpenHours
from ruby_fsm.app.numbering import NumberFacts
from ruby_fsm.config.dial_policy import DialPolicy


class Rule(StrEnum):
    """What may refuse a dial, or have it wait; the word stands in the problem's type."""

    SUPPRESSED = "suppressed"
    CONSENT = "consent"
    EMERGENCY = "emergency"
    SHORT_NUMBER = "short_number"
    REGION = "region"
    NUMBER_TYPE = "number_type"
    TIME_ZONE = "time_zone"
    CALLING_HOURS = "calling_hours"
    CAP = "cap"
    SPEND = "spend"
    COOL_DOWN = "cool_down"


class Outcome(StrEnum):
    PASSED = "passed"
    WAITS = "waits"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found; `until_ms`: when time will have cured it, 0 where it need not or can't.

    `way_out` is for whoever asked, where there is one.
    """

    rule: Rule
    outcome: Outcome
    detail: str
    until_ms: int = 0
    way_out: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`rule` is the one that decided, None where the dial may be made; `until_ms`: when it may."""

    at_ms: int
    findings: tuple[Finding, ...]
    outcome: Outcome = Outcome.PASSED
    rule: Rule | None = None
    until_ms: int = 0

    @property
    def deciding(self) -> Finding | None:
        """The finding that decided."""
        named = (f for f in self.findings if f.rule is self.rule and f.outcome is self.outcome)
        return max(named, key=lambda finding: finding.until_ms, default=None)


@dataclass(frozen=True, slots=True)
class Consent:
    """`given_ms`: when the person agreed, by the newest record; 0: never."""

    given_ms: int = 0
    source: str = ""
    withdrawn_ms: int | None = None
    reason: str = ""

    @property
    def is_standing(self) -> bool:
        return self.given_ms > 0 and (
            self.withdrawn_ms is None or self.given_ms > self.withdrawn_ms
        )

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_ms is not None and not self.is_standing


class Scope(StrEnum):
    """What dials are counted by."""

    NUMBER = "number"
    USER = "user"
    TOKEN = "token"  # noqa: S105 - what is counted by, no secret


@dataclass(frozen=True, slots=True)
class Reached:
    """A cap that is reached: the oldest of the dials that fill it was made at `since_ms`."""

    scope: Scope
    most: int
    window_ms: int
    since_ms: int


@dataclass(frozen=True, slots=True)
class Spent:
    """Minutes of calls to a region, placed within an hour that ended at `until_ms`."""

    until_ms: int
    region: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Past:
    """What the store knows of the number and of who asks.

    `unanswered_ms`: the end of the newest call to the number, if nobody answered that one.
    """

    is_suppressed: bool = False
    consent: Consent = Consent()
    reached: tuple[Reached, ...] = ()
    spent: tuple[Spent, ...] = ()
    unanswered_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """`is_free`: no real telephone rings, so that hours, caps, spend and cool-down are not held.

    `longest_min`: how long a call may last.
    """

    policy: DialPolicy
    longest_min: int = 30
    is_free: bool = False

    @property
    def hours(self) -> OpenHours:
        return OpenHours(self.policy.calling_hours.begin_min, self.policy.calling_hours.end_min)

    def price(self, region: str) -> float:
        return self.policy.regions.get(region, 0.0)


@dataclass(frozen=True, slots=True)
class Wish:
    """The dial in question: a moment, and the zone that whoever asks names, '' for none."""

    number: NumberFacts
    at_ms: int
    time_zone: str = ""
    past: Past = field(default_factory=Past)


# --- what is kept -------------------------------------------------------------------------------
class Stage(StrEnum):
    """When a verdict was given."""

    ACCEPT = "accept"
    DIAL = "dial"
    EXPLAIN = "explain"


@dataclass(frozen=True, slots=True)
class Given:
    """A verdict as kept with its call."""

    stage: Stage
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Dialled:
    """A dial, by what dials are counted by; of its number and user a keyed hash is kept."""

    call_id: str
    attempt: int
    at_ms: int
    number: str
    user_id: str
    owner: str
    region: str


@dataclass(frozen=True, slots=True)
class Suppression:
    """A number nobody may call, known by a keyed hash alone; `source`: words, key, api.

    `reason` and `by` are of whoever put it there by hand.
    """

    suppression_id: str
    at_ms: int
    source: str
    reason: str = ""
    by: str = ""
    lifted_ms: int | None = None
    lift_reason: str = ""
    lifted_by: str = ""
