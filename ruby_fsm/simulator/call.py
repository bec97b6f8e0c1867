"""A call as the network keeps it: what was ordered, how far it got, what was said."""

from dataclasses import dataclass, field
from enum import StrEnum


class Status(StrEnum):
    """Twilio's words for how far a call is."""

    QUEUED = "queued"
    RINGING = "ringing"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    BUSY = "busy"
    FAILED = "failed"
    NO_ANSWER = "no-answer"
    CANCELED = "canceled"

    @property
    def is_final(self) -> bool:
        return self not in {Status.QUEUED, Status.RINGING, Status.IN_PROGRESS}


@dataclass(frozen=True, slots=True)
class Fetch:
    """A document to be asked for; `kind` and `params` are those of the webhook."""

    kind: str
    url: str
    method: str = "POST"
    params: dict[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Inline:
    """A document that came with the order."""

    twiml: str


Source = Fetch | Inline


@dataclass(slots=True)
class Order:
    """What the create request asked for. Seconds throughout."""

    to: str
    from_: str
    source: Source
    fallback_url: str = ""
    fallback_method: str = "POST"
    status_callback: str = ""
    status_callback_method: str = "POST"
    status_events: frozenset[str] = frozenset({"completed"})
    timeout_s: int = 60
    time_limit_s: int = 14_400
    machine_detection: str = ""
    async_amd: bool = False
    amd_callback: str = ""
    amd_callback_method: str = "POST"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line of the transcript; `by` is caller (what was played) or callee."""

    by: str
    text: str
    at_ms: int


@dataclass(eq=False, slots=True)
class Call:
    """One call; its line alone writes here. Times in ms UTC, None until reached.

    `parent_sid`: of the call whose Dial made this one, '' for a call made by REST.
    """

    sid: str
    account_sid: str
    order: Order
    created_ms: int
    updated_ms: int
    status: Status = Status.QUEUED
    started_ms: int | None = None
    answered_ms: int | None = None
    ended_ms: int | None = None
    queue_ms: int = 0
    answered_by: str = ""
    parent_sid: str = ""
    transcript: list[Spoken] = field(default_factory=list[Spoken])

    @property
    def direction(self) -> str:
        """Twilio's word for who made it."""
        return "outbound-dial" if self.parent_sid else "outbound-api"

    @property
    def duration_s(self) -> int | None:
        """Whole seconds between answer and end, None for a call that was never answered."""
        if self.answered_ms is None or self.ended_ms is None:
            return None
        return round((self.ended_ms - self.answered_ms) / 1000)

    def heard(self) -> list[str]:
        """Return what the callee heard, in order."""
        return [spoken.text for spoken in self.transcript if spoken.by == "caller"]
