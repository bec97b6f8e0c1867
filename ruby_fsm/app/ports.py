"""The outside, as the use cases see it: one Protocol a role. Adapters implement them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from ruby_fsm.app.deliveries import Delivery
from ruby_fsm.app.dial_records import Given, Suppression
from ruby_fsm.app.measures import Measure
from ruby_fsm.app.records import (
    Attempt,
    Escalation,
    Job,
    LastTalk,
    LogRow,
    Record,
    Standing,
    Utterance,
)
from ruby_fsm.app.unit import Unit
from ruby_fsm.config.webhooks import Webhook
from ruby_fsm.understanding.assessment import Category, Level, Mood, Risk

__all__ = [
    "Alert",
    "Alerts",
    "Answered",
    "ChatBackend",
    "ChatRequest",
    "Clock",
    "Engine",
    "Ids",
    "Meter",
    "Metrics",
    "Opinions",
    "Phone",
    "Placement",
    "Reader",
    "Unit",
    "Units",
    "Webhooks",
]

T = TypeVar("T")


class Clock(Protocol):
    def now_ms(self) -> int:
        """Milliseconds since 1970, UTC."""

    async def sleep(self, seconds: float) -> None: ...


class Ids(Protocol):
    def call_id(self) -> str:
        """`CL` and 32 hex digits, never given twice."""

    def request_id(self) -> str: ...


class Units(Protocol):
    async def run(self, work: Callable[[Unit], T]) -> T:
        """Run `work` in a transaction; returns after the commit. Raises Unavailable."""


class Reader(Protocol):
    """The read side, on its own pool; sees what is committed."""

    async def record(self, ref: str) -> Record | None: ...
    async def attempts(self, call_id: str) -> Sequence[Attempt]: ...
    async def attempts_of(self, call_ids: Sequence[str]) -> Mapping[str, Sequence[Attempt]]:
        """Of many calls at once, each by its call id."""

    async def log(self, call_id: str) -> Sequence[LogRow]: ...
    async def escalations(self, call_id: str) -> Sequence[Escalation]: ...
    async def verdicts(self, call_id: str) -> Sequence[Given]:
        """What the dial policy said of this call, oldest first."""

    async def suppressions(self, limit: int, after: str) -> Sequence[Suppression]:
        """Also those that were lifted, from behind an id on ('' from the first)."""

    async def live(self, limit: int, after: str, owner: str | None = None) -> Sequence[Record]:
        """Calls not ended, oldest first, after call id `after` ('' from the start).

        `owner`: those of one token alone, here and below.
        """

    async def live_count(self, owner: str | None = None) -> int: ...
    async def recent(self, limit: int, after: str) -> Sequence[Record]:
        """All calls, newest first."""

    def between(
        self, since_ms: int, until_ms: int, owner: str | None = None
    ) -> AsyncIterator[Record]: ...

    async def standing(self, now_ms: int) -> Standing: ...


class Meter(Protocol):
    """Numbers for an operator; never waits, never fails. `labels` in the order of the measure."""

    def count(self, measure: Measure, *labels: str) -> None: ...

    def observe(self, measure: Measure, value: float, *labels: str) -> None:
        """Seconds, or a size."""

    def set(self, measure: Measure, value: float, *labels: str) -> None: ...


class Metrics(Meter, Protocol):
    @property
    def content_type(self) -> str: ...

    def text(self) -> bytes:
        """All numbers, in the format that Prometheus reads."""


class Engine(Protocol):
    """Keyed jobs, enqueued in the caller's unit, done at least once at their due time."""

    def at(self, unit: Unit, job: Job) -> None: ...

    def cancel(self, unit: Unit, key: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Placement:
    """One dial to make; every URL of it is made from the call id and the attempt."""

    to_number: str
    from_number: str
    call_id: str
    attempt: int
    ring_s: int


class Phone(Protocol):
    """Twilio's REST side. Every method raises PhoneError."""

    async def place(self, placement: Placement) -> str:
        """Dial; returns Twilio's sid. `unknown` on the error: it may be ringing all the same."""

    async def status(self, sid: str) -> str:
        """Twilio's word for a call, '' if it knows none."""

    async def find(self, placement: Placement, since_ms: int) -> str | None:
        """The sid of a dial whose answer was lost, if Twilio has it."""

    async def ring(self, placement: Placement) -> str:
        """Call the human on duty, to be asked for a key; `attempt` is the ring's number.

        As `place`.
        """

    async def rung(self, placement: Placement, since_ms: int) -> Sequence[str]:
        """The sids of what may be this leg, oldest first; Twilio's list tells numbers and times."""

    async def redirect(self, sid: str, call_id: str, doc: int) -> None:
        """Have the line fetch the newest document now. A call already over is no error."""

    async def hang_up(self, sid: str, *, cancel: bool = False) -> None:
        """Put the line down. A call already over is no error."""


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """What a chat backend is told for one turn; `history` ends with the person's newest words.

    `in_crisis`: one sentence is wanted that may follow the safety plan's own words. `country`: of
    the person's number, as US; a reply may name help that is there, and no other.
    """

    call_id: str
    turn: int
    history: Sequence[Utterance]
    mood: Mood
    persona: str
    language: str = "en"
    name: str = ""
    user_id: str = ""
    custom_prompt: str = ""
    is_returning: bool = False
    max_words: int = 45
    last_talk: LastTalk | None = None
    in_crisis: bool = False
    country: str = ""


class ChatBackend(Protocol):
    name: str

    def stream(self, request: ChatRequest) -> AsyncIterator[str]:
        """The reply in pieces, plain words to be spoken. Raises ChatError."""

    async def check(self) -> str:
        """What an operator is told of a backend that is fit to reply. Raises ChatError."""


class Opinions(Protocol):
    async def on(self, request: ChatRequest) -> Risk | None:
        """The danger a model hears in the newest words; None for no usable answer.

        Raises ChatError. The evidence is always '': a model's words are never kept.
        """


@dataclass(frozen=True, slots=True)
class Alert:
    """Told to a human; no number, no word that was said.

    `key` is the same whenever this step is told again. `link`: where it is acknowledged, once.
    """

    escalation_id: str
    call_id: str
    level: Level
    category: Category
    step: int
    contact: str
    channel: str
    opened_ms: int = 0
    link: str = ""

    @property
    def key(self) -> str:
        return f"{self.escalation_id}:{self.step}"

    @property
    def code(self) -> str:
        """Short enough for a message, and its own."""
        return f"{self.escalation_id[2:8]}-{self.step}"


class Alerts(Protocol):
    async def send(self, alert: Alert) -> str:
        """The carrier's id of what was sent, '' where there is none. Raises AlertError."""

    async def find(self, alert: Alert, since_ms: int) -> Sequence[str]:
        """Ids of what may be this alert, if an earlier process sent it. Raises AlertError.

        None are found on a channel that keeps no list: there it is sent again, with its key.
        """


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of an attempt: `outcome` is a status, or what went wrong in a word.

    `is_gone`: it shall not be tried again. `retry_after_s`: asked for by the receiver, 0 for none.
    """

    outcome: str
    is_taken: bool = False
    is_gone: bool = False
    retry_after_s: float = 0.0


class Webhooks(Protocol):
    """The team's own systems."""

    async def post(self, to: Webhook, delivery: Delivery) -> Answered:
        """Tell it once; never raises for what the receiver does or fails to do."""
