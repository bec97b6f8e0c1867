"""What the use cases and the store hand each other: calls, log rows, documents, escalations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import overload

from ruby_fsm.core.call import Call, CallState
from ruby_fsm.core.effects import Verb
from ruby_fsm.core.events import Event
from ruby_fsm.understanding.assessment import Assessment, Category, Level, Mood


class Priority(StrEnum):
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class LastTalk:
    """What is remembered of the talk before this one."""

    mood: Mood
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Who is called and what is known of them: personal, sealed at rest, never logged."""

    to_number: str
    user_id: str = ""
    user_name: str = ""
    custom_prompt: str = ""
    language: str = "en"
    time_zone: str = ""
    consent: Mapping[str, str] | None = None
    last_talk: LastTalk | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One call as stored: what the machine knows, who it is, and the config it began with."""

    call: Call
    person: Person
    config_hash: str
    from_number: str
    owner: str = ""  # the token that placed it
    priority: Priority = Priority.NORMAL
    not_before_ms: int = 0


@dataclass(frozen=True, slots=True)
class Attempt:
    """One dial. `slot_ms`: when its live-call slot was granted; `placing_ms`: its fence."""

    call_id: str
    n: int
    sid: str = ""
    slot_ms: int | None = None
    placing_ms: int | None = None
    freed_ms: int | None = None
    status: str = "queued"  # Twilio's newest word, by sequence number
    status_seq: int = -1
    answered_by: str = ""
    duration_s: int | None = None


@dataclass(frozen=True, slots=True)
class LogRow:
    """One row of the log. `seq`: only if the state moved; `event_key`: only for facts from outside.

    `doc` is the number of the document that answered `cause`; None: the cause still waits.
    """

    call_id: str
    n: int
    seq: int | None
    event_key: str | None
    cause: str
    event: Event
    at_ms: int
    from_state: CallState
    to_state: CallState
    verbs: tuple[Verb, ...] = ()
    asks: int | None = None
    doc: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """What goes out on the line: number `n` stands in each of its URLs."""

    call_id: str
    attempt: int
    n: int
    verbs: tuple[Verb, ...]
    name: str = ""
    language: str = "en"
    config_hash: str = ""
    is_over: bool = False  # the call has ended: these words, then hang up


@dataclass(frozen=True, slots=True)
class Job:
    """Keyed work, done at least once at `due_ms` or later; `args` hold ids and numbers only."""

    key: str
    due_ms: int
    kind: str
    args: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class StepTaken:
    """One step of an escalation: `outcome` is sent, or what went wrong in a word or two.

    Of a call that nobody took up it is Twilio's word for that: busy, no-answer, failed, canceled.
    `ref`: Twilio's sid of the call or message, '' for none.
    """

    step: int
    contact: str
    channel: str
    at_ms: int
    outcome: str
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """The fence of a step: it is being sent since `at_ms`, or was when the process died.

    `ref`: the carrier's id by which it was found after that. `fate`: of a call, where it is told
    before the answer to the POST that made it.
    """

    step: int
    contact: str
    channel: str
    at_ms: int
    ref: str = ""
    fate: str = ""


@dataclass(frozen=True, slots=True)
class Escalation:
    """One danger on its way to a human.

    `through_ms`: when the whole path will have been gone once, the last deadline with it.
    """

    escalation_id: str
    call_id: str
    number: int
    level: Level
    category: Category
    opened_ms: int
    steps: tuple[StepTaken, ...] = ()
    acknowledged_ms: int | None = None
    acknowledged_by: str = ""
    telling: Telling | None = None
    through_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Utterance:
    """One turn's words, oldest first in a history; `assessment` for the person's only."""

    is_person: bool
    text: str
    at_ms: int = 0
    assessment: Assessment | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What a unit of work kept, for who counts: rows of the log, ends, escalations taken.

    `ended` holds end reasons; `acknowledged_after_ms` how long each escalation had been open.
    """

    rows: Sequence[LogRow] = ()
    ended: Sequence[str] = ()
    acknowledged_after_ms: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in the database now, over all processes."""

    calls: Mapping[str, int]  # live ones, by state
    due: int  # calls that are due and wait for a line
    oldest_wait_ms: int
    open: int  # escalations that no human has taken
    oldest_open_ms: int
    unheard: int
    jobs_late_ms: int


class Told(Sequence[Utterance]):
    """What was said, oldest first, read when it is first looked at: outside any unit.

    Raises Unavailable then, where a row can't be read.
    """

    def __init__(self, read: Callable[[], tuple[Utterance, ...]]) -> None:
        self._read = read

    @cached_property
    def _all(self) -> tuple[Utterance, ...]:
        return self._read()

    def __len__(self) -> int:
        return len(self._all)

    @overload
    def __getitem__(self, index: int) -> Utterance: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Utterance]: ...

    def __getitem__(self, index: int | slice) -> Utterance | Sequence[Utterance]:
        return self._all[index]


@dataclass(frozen=True, slots=True)
class Remembered:
    """A stored answer under an Idempotency-Key; `response` is None while it is in flight."""

    fingerprint: str
    call_id: str
    at_ms: int
    response: str | None
