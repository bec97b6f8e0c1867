"""Facts that reach a call, past tense; `at_ms` (UTC) comes from the injected clock.

A fact of the telephone carries the number of the attempt it belongs to. A fact of the person
carries `stale`: it answers a document that is not the newest one any more.
"""

from __future__ import annotations

from dataclasses import dataclass

from ruby_fsm.understanding.assessment import Assessment


@dataclass(frozen=True, slots=True)
class Fact:
    at_ms: int


# --- the telephone -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PhoneFact(Fact):
    attempt: int


@dataclass(frozen=True, slots=True)
class CallPlaced(PhoneFact):
    """Twilio has taken the dial."""


@dataclass(frozen=True, slots=True)
class CallRinging(PhoneFact):
    pass


@dataclass(frozen=True, slots=True)
class LineUp(PhoneFact):
    """A status callback says in-progress; the greeting waits for the answer webhook."""


@dataclass(frozen=True, slots=True)
class CallAnswered(PhoneFact):
    pass


@dataclass(frozen=True, slots=True)
class MachineAnswered(PhoneFact):
    """`kind` is Twilio's AnsweredBy: machine_start, machine_end_beep, fax and so on."""

    kind: str


@dataclass(frozen=True, slots=True)
class CallCompleted(PhoneFact):
    duration_s: int | None = None


@dataclass(frozen=True, slots=True)
class CallBusy(PhoneFact):
    pass


@dataclass(frozen=True, slots=True)
class CallUnanswered(PhoneFact):
    pass


@dataclass(frozen=True, slots=True)
class CallFailed(PhoneFact):
    """`code` is Twilio's error code where one is known, or `unknown_outcome`."""

    code: str = ""


@dataclass(frozen=True, slots=True)
class CallCanceled(PhoneFact):
    pass


@dataclass(frozen=True, slots=True)
class TransferEnded(PhoneFact):
    """`taken`: a human picked up."""

    taken: bool


@dataclass(frozen=True, slots=True)
class AnswerLost(PhoneFact):
    """Twilio asked the fallback URL: it never got, or could not use, our last document."""


# --- the person ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GreetingEnded(Fact):
    pass


@dataclass(frozen=True, slots=True)
class SpeechHeard(Fact):
    """`confidence` 0 to 1, 1 where Twilio gave none."""

    text: str
    confidence: float
    assessment: Assessment
    stale: bool = False


@dataclass(frozen=True, slots=True)
class KeyPressed(Fact):
    digits: str
    stale: bool = False


# --- ourselves -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReplyReady(Fact):
    """`source` names the backend that spoke; `took_ms` from the ask to the whole reply.

    `store_ms`: until the words it answers were kept; `understood_ms`: until they were understood.
    """

    turn: int
    text: str
    source: str
    took_ms: int
    store_ms: int = 0
    understood_ms: int = 0


@dataclass(frozen=True, slots=True)
class SilenceHeard(Fact):
    """The person's. `late`: a reply that came after its turn had been answered without it."""

    stale: bool = False
    late: ReplyReady | None = None


@dataclass(frozen=True, slots=True)
class ReplyDelayed(Fact):
    turn: int


@dataclass(frozen=True, slots=True)
class ReplyFailed(Fact):
    turn: int


@dataclass(frozen=True, slots=True)
class RiskRaised(Fact):
    """A slower opinion on words heard before."""

    turn: int
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class LimitNeared(Fact):
    pass


@dataclass(frozen=True, slots=True)
class LimitReached(Fact):
    pass


@dataclass(frozen=True, slots=True)
class WatchdogExpired(Fact):
    pass


@dataclass(frozen=True, slots=True)
class DialRefused(Fact):
    """`policy` says which rule refused: suppressed, expired and so on."""

    policy: str


@dataclass(frozen=True, slots=True)
class DialPostponed(Fact):
    """`policy` forbids the dial now, and will not at `due_ms`."""

    policy: str
    due_ms: int


@dataclass(frozen=True, slots=True)
class AttemptScheduled(Fact):
    due_ms: int


# --- humans --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EndRequested(Fact):
    by: str
    force: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EscalationAcknowledged(Fact):
    by: str
    number: int


@dataclass(frozen=True, slots=True)
class OperatorJoined(Fact):
    by: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CrisisResolved(Fact):
    by: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HumanDialled(Fact):
    """Twilio is asked to ring the human on duty, or has it: then `sid` is theirs."""

    number: int
    sid: str = ""


@dataclass(frozen=True, slots=True)
class HumanAccepted(Fact):
    """The human has pressed the key."""

    number: int


@dataclass(frozen=True, slots=True)
class HumanUnreached(Fact):
    """The human's leg is over, or was never made, and the person is not with them."""

    number: int


PersonFact = SpeechHeard | KeyPressed | SilenceHeard
RingFact = HumanDialled | HumanAccepted | HumanUnreached
TerminalFact = CallCompleted | CallBusy | CallUnanswered | CallFailed | CallCanceled
ReplyFact = ReplyReady | ReplyDelayed | ReplyFailed
Event = (
    CallPlaced
    | CallRinging
    | LineUp
    | CallAnswered
    | MachineAnswered
    | CallCompleted
    | CallBusy
    | CallUnanswered
    | CallFailed
    | CallCanceled
    | TransferEnded
    | AnswerLost
    | GreetingEnded
    | SpeechHeard
    | KeyPressed
    | SilenceHeard
    | ReplyReady
    | ReplyDelayed
    | ReplyFailed
    | RiskRaised
    | LimitNeared
    | LimitReached
    | WatchdogExpired
    | DialRefused
    | DialPostponed
    | AttemptScheduled
    | EndRequested
    | EscalationAcknowledged
    | OperatorJoined
    | CrisisResolved
    | HumanDialled
    | HumanAccepted
    | HumanUnreached
)
