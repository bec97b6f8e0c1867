"""Whoever is called: what a callee is told, and what it may do."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Outcome(StrEnum):
    """What became of the ringing."""

    ANSWER = "answer"
    MACHINE = "machine"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    REJECT = "reject"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Answer:
    """How the callee meets the ringing, and after how long (before `speed`)."""

    outcome: Outcome = Outcome.ANSWER
    after_s: float = 2.0


@dataclass(frozen=True, slots=True)
class Speech:
    """Words. `confidence` is 0..1, or None where Twilio leaves the field out."""

    text: str
    confidence: float | None = 0.93


@dataclass(frozen=True, slots=True)
class Digits:
    """Keys, with the finishing key if it was pressed: `1234#`."""

    keys: str


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing until the gather times out."""


@dataclass(frozen=True, slots=True)
class HangUp:
    """The callee puts the phone down."""


Reaction = Speech | Digits | HangUp
Input = Reaction | Silence


class Handset(Protocol):
    """What a callee can do at any moment, asked or not."""

    def hang_up(self) -> None:
        """Put the phone down."""
        ...

    async def say_late(self, speech: Speech) -> None:
        """Have words delivered out of turn, even after the end of the call.

        They go to the action of the newest gather once all status callbacks so far have arrived;
        what is answered changes nothing on the line. ValueError if nothing was gathered yet.
        """
        ...


@dataclass(frozen=True, slots=True)
class Ringing:
    """A call as the callee's phone shows it, and the handset to hold."""

    call_sid: str
    to: str
    caller: str
    timeout_s: int
    handset: Handset


@dataclass(frozen=True, slots=True)
class Heard:
    """Something played on the line.

    `can_speak`: a gather listens while it is played, so that words cut it short.
    `by_network`: the network's own apology, said when no document can be had.
    `lasts_s`: how long it takes, `speed` reckoned in.
    """

    text: str
    can_speak: bool = False
    recording: bool = False
    by_network: bool = False
    lasts_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Listening:
    """A gather that waits for the callee now that its prompts are over."""

    speech: bool
    dtmf: bool
    timeout_s: int


@dataclass(frozen=True, slots=True)
class Joined:
    """A room that the callee is in, and somebody else too."""

    room: str


class DialStatus(StrEnum):
    """How a transfer went, in Twilio's words."""

    COMPLETED = "completed"
    ANSWERED = "answered"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    FAILED = "failed"
    CANCELED = "canceled"


@dataclass(frozen=True, slots=True)
class Transfer:
    """The other side of a Dial: what it did, how long they talked, who put the phone down.

    `is_declined`: somebody or something picked up, and was never joined.
    """

    status: DialStatus = DialStatus.COMPLETED
    duration_s: int = 60
    callee_hangs_up: bool = False
    is_declined: bool = False

    @property
    def bridged(self) -> bool:
        return not self.is_declined and self.status in {DialStatus.COMPLETED, DialStatus.ANSWERED}


class Callee(Protocol):
    """One called person (or machine). Each method may wait as long as it likes.

    It is cancelled when the call ends or is redirected meanwhile: keep nothing half-read.
    The network waits for a gather's timeout itself once `gather` returns Silence.
    """

    async def rings(self, ringing: Ringing, /) -> Answer:
        """Return when the outcome is known; the network gives up at the call's Timeout."""
        ...

    async def hears(self, heard: Heard, /) -> Reaction | None:
        """React while this is played: words and keys count only if `heard.can_speak`."""
        ...

    async def gather(self, listening: Listening, /) -> Input:
        """Speak, press keys, hang up, or stay silent until the gather times out."""
        ...

    async def transfer(self, number: str, /) -> Transfer:
        """Decide how the dialled person reacts."""
        ...

    async def joined(self, joined: Joined, /) -> float:
        """Seconds to stay in the room before hanging up; infinite: as long as it lasts."""
        ...

    async def ended(self, status: str, /) -> None:
        """Learn that the line is down, with the call's last status."""
        ...
