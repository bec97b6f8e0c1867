"""What the REST side answers, as plain data; times are RFC 3339 in UTC, durations in seconds."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class CallStatus:
    """`status` is Twilio's word; `state` our machine's; `to` is masked for all but its caller."""

    call_sid: str
    call_id: str
    status: str
    state: str
    direction: str
    to: str
    from_number: str
    answered_by: str | None
    attempt: int
    duration_s: int | None
    end_reason: str | None
    queued_at: str
    placed_at: str | None
    answered_at: str | None
    ended_at: str | None


@dataclass(frozen=True, slots=True)
class ActiveCalls:
    """`next` continues the list as `?after=`; None on the last page."""

    active_calls: list[CallStatus]
    count: int
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    call_sid: str
    call_id: str
    state: str
    turns: int
    mood: str
    risk_level: str
    started_at: str
    last_activity_at: str


@dataclass(frozen=True, slots=True)
class Conversations:
    conversations: list[Conversation]
    count: int
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Timing:
    queued: str
    placed: str | None
    answered: str | None
    ended: str | None
    queue_s: float | None
    ring_s: float | None
    duration_s: float | None


@dataclass(frozen=True, slots=True)
class Talk:
    turns: int = 0
    words_person: int = 0
    words_ruby: int = 0
    silences: int = 0
    reprompts: int = 0
    fillers: int = 0
    low_confidence_turns: int = 0
    replied_by: dict[str, int] = field(default_factory=dict[str, int])


@dataclass(frozen=True, slots=True)
class MoodPoint:
    """`valence` -1 to 1; `confidence` 0 to 1."""

    turn: int
    mood: str
    valence: float
    confidence: float


@dataclass(frozen=True, slots=True)
class MoodStory:
    initial: str
    final: str
    trajectory: list[MoodPoint]
    changes: int


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """`category` says what kind of evidence; the words themselves are not shown."""

    turn: int
    level: str
    category: str


@dataclass(frozen=True, slots=True)
class EscalationStepView:
    step: int
    contact: str
    channel: str
    at: str
    outcome: str


@dataclass(frozen=True, slots=True)
class EscalationView:
    escalation_id: str
    level: str
    category: str
    opened_at: str
    steps: list[EscalationStepView]
    acknowledged_at: str | None
    acknowledged_by: str | None


@dataclass(frozen=True, slots=True)
class RiskStory:
    level: str
    max_level: str
    trajectory: list[RiskPoint]
    crisis_at: str | None
    escalations: list[EscalationView]


@dataclass(frozen=True, slots=True)
class TopicShare:
    """`share` 0 to 1 of all topics named."""

    topic: str
    share: float


@dataclass(frozen=True, slots=True)
class Spread:
    p50: int | None = None
    p95: int | None = None
    max: int | None = None


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds, by turn: `total` holds the three apart, and what lies between them."""

    reply: Spread = field(default_factory=Spread)
    chat: Spread = field(default_factory=Spread)
    store: Spread = field(default_factory=Spread)
    understanding: Spread = field(default_factory=Spread)
    total: Spread = field(default_factory=Spread)


@dataclass(frozen=True, slots=True)
class FindingView:
    """One check of the dial policy; `opens_at`: when time will have cured it."""

    rule: str
    verdict: str
    detail: str
    opens_at: str | None


@dataclass(frozen=True, slots=True)
class VerdictView:
    """What the dial policy said, with every reason; `rule`: the one that decided against."""

    stage: str
    checked_at: str
    verdict: str
    rule: str | None
    opens_at: str | None
    reasons: list[FindingView]


@dataclass(frozen=True, slots=True)
class Analytics:
    """Everything known of one call."""

    call_sid: str
    call_id: str
    status: str
    state: str
    timing: Timing
    conversation: Talk
    mood: MoodStory
    risk: RiskStory
    topics: list[TopicShare]
    latency: Latency
    transitions: list[dict[str, str | int]]
    outcome: str | None
    end_reason: str | None
    dial_policy: list[VerdictView] = field(default_factory=list[VerdictView])


@dataclass(frozen=True, slots=True)
class Summary:
    """The same over many calls; counts by name."""

    since: str
    until: str
    calls: int
    by_outcome: dict[str, int]
    by_end_reason: dict[str, int]
    conversation: Talk
    mood_initial: dict[str, int]
    mood_final: dict[str, int]
    risk_max: dict[str, int]
    crises: int
    escalations: int
    acknowledged: int
    topics: list[TopicShare]
    latency: Latency


@dataclass(frozen=True, slots=True)
class Component:
    """One part of the service: `ok`, and what is wrong in a sentence if it is not."""

    ok: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    status: str
    components: dict[str, Component]


@dataclass(frozen=True, slots=True)
class Erased:
    """How many calls were emptied; their logs' skeletons stay."""

    calls: int


@dataclass(frozen=True, slots=True)
class SaidLine:
    """`by` is person or ruby."""

    at: str
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class ExportedCall:
    call_id: str
    to_number: str
    user_id: str
    user_name: str
    custom_prompt: str
    language: str
    queued_at: str
    state: str
    end_reason: str | None
    mood: str
    risk_level: str
    said: list[SaidLine]


@dataclass(frozen=True, slots=True)
class Export:
    """Everything kept of a person, call by call, oldest first."""

    calls: list[ExportedCall]
