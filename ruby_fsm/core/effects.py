"""Orders a move may give, imperative: verbs on the line, writes, jobs, and the ask for a reply."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ruby_fsm.understanding.assessment import Category, Level


class Line(StrEnum):
    """What kind of words a Say holds; tests, analytics and the console tell them apart by it."""

    DISCLOSURE = "disclosure"
    GREETING = "greeting"
    REPLY = "reply"
    FILLER = "filler"
    REPROMPT = "reprompt"
    ASK_AGAIN = "ask_again"
    CHECK = "check"
    SAFE = "safe"
    NOTICE = "notice"
    CRISIS = "crisis"
    RESOURCES = "resources"
    GOODBYE = "goodbye"
    MACHINE = "machine"


# --- verbs: go out in the document -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Say:
    """`{name}` in `text` is filled in when the document is made, unless the line is a REPLY.

    `barge_in`: the person may speak over it.
    """

    text: str
    line: Line
    barge_in: bool = True


@dataclass(frozen=True, slots=True)
class Listen:
    """Seconds until speech must start, and of quiet that end it."""

    start_s: int
    end_s: int


@dataclass(frozen=True, slots=True)
class LookAgain:
    """Come back for the reply that is being made, after `pause_s` seconds of quiet."""

    pause_s: int = 0


@dataclass(frozen=True, slots=True)
class Transfer:
    """Connect the person with the human on duty; both times in seconds.

    `warm`: only with one who has pressed a key after hearing what it is about.
    """

    ring_s: int
    limit_s: int
    warm: bool = True


@dataclass(frozen=True, slots=True)
class Join:
    """Into the room of the call and its ring `number`, where the human waits; seconds at most."""

    number: int
    limit_s: int


@dataclass(frozen=True, slots=True)
class HangUp:
    pass


# --- writes: happen in the same unit ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Suppress:
    """Never call this number again; its queued calls are cancelled."""

    source: str


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """The line of this attempt is down: the next in the queue may have its place."""

    attempt: int


@dataclass(frozen=True, slots=True)
class ScheduleAttempt:
    """Try the number again; becomes the fact AttemptScheduled in the same unit."""

    due_ms: int


@dataclass(frozen=True, slots=True)
class StandDown:
    """A human has it: the next step of every open escalation is cancelled."""

    number: int | None = None  # None: all of the call's


# --- jobs: keyed, done at least once after the commit ----------------------------------------


@dataclass(frozen=True, slots=True)
class Dial:
    attempt: int
    due_ms: int


@dataclass(frozen=True, slots=True)
class Escalate:
    """Begin the escalation path of `level`; `number` counts the call's escalations from 1."""

    number: int
    level: Level
    category: Category


@dataclass(frozen=True, slots=True)
class EscalateStep:
    """Take the call's newest escalation to its next step now."""

    number: int


@dataclass(frozen=True, slots=True)
class RingHuman:
    """Ring the human on duty, the person staying with us; `number` counts the call's, from 1."""

    number: int


@dataclass(frozen=True, slots=True)
class LetGoHuman:
    """Put the human's leg down: nobody waits for them any more."""

    number: int
    sid: str


@dataclass(frozen=True, slots=True)
class SayNow:
    """Redirect the line to the newest document."""


@dataclass(frozen=True, slots=True)
class HangUpLine:
    """Put the line down at Twilio; `cancel`: it may still be ringing."""

    cancel: bool = False


# --- the ask -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AskReply:
    """Make the reply to all that was said since the last one; resumable by its lease."""

    turn: int


Verb = Say | Listen | LookAgain | Transfer | Join | HangUp


@dataclass(frozen=True, slots=True)
class Postpone:
    """The attempt gives its slot back undialled, and stands in line again at `due_ms`."""

    attempt: int
    due_ms: int


Write = Suppress | FreeSlot | ScheduleAttempt | Postpone | StandDown
Job = Dial | Escalate | EscalateStep | RingHuman | LetGoHuman | SayNow | HangUpLine
Effect = Verb | Write | Job | AskReply
