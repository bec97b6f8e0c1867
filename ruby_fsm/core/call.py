"""The call as frozen data: its states, its ends, and everything the machine remembers of it.

Nothing here is personal: no number, name, prompt or word that was said.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ruby_fsm.understanding.assessment import Category, Level, Mood


class CallState(StrEnum):
    """Where a call stands; "live" is all but ENDED, "on the line" is live but QUEUED."""

    QUEUED = "queued"
    GREETING = "greeting"
    LISTENING = "listening"
    RESPONDING = "responding"
    CRISIS = "crisis"
    CLOSING = "closing"
    ENDED = "ended"


class EndReason(StrEnum):
    """Why a call ended, or why it is closing."""

    GOODBYE = "goodbye"
    SILENCE = "silence"
    TIME_LIMIT = "time_limit"
    OPT_OUT = "opt_out"
    END_REQUESTED = "end_requested"
    HANDED_OVER = "handed_over"
    MACHINE = "machine"
    HUNG_UP = "hung_up"
    HUNG_UP_IN_CRISIS = "hung_up_in_crisis"
    CRISIS_GOODBYE = "crisis_goodbye"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    FAILED = "failed"
    UNKNOWN_OUTCOME = "unknown_outcome"
    CANCELED = "canceled"
    SUPPRESSED = "suppressed"
    REFUSED = "refused"
    EXPIRED = "expired"
    LOST = "lost"


@dataclass(frozen=True)  # without slots: `changed` copies what it holds in one step
class Call:
    """One call. Every field but the first four is written by `decide` alone; times are ms UTC."""

    call_id: str
    created_ms: int
    initial_mood: Mood = Mood.NEUTRAL
    is_returning: bool = False

    state: CallState = CallState.QUEUED
    n: int = 0  # rows in the log
    seq: int = 0  # moves among them
    doc: int = 0  # row that made the newest document, 0 for none yet
    doc_base: int = 0  # the same, not counting documents made by AnswerLost

    attempt: int = 1
    due_ms: int = 0  # when this attempt is due
    expires_ms: int = 0  # when waiting in the queue ends
    placed_ms: int | None = None
    answered_ms: int | None = None
    ended_ms: int | None = None
    alive_until_ms: int = 0  # past it, Twilio is asked whether the line still stands
    limit_ms: int = 0  # when the time for this conversation is over

    turn: int = 0  # replies asked for so far
    open_turn: int | None = None  # the reply being made now
    filler_turn: int = 0  # the newest turn that had a filler
    heard: int = 0  # utterances so far, struck ones too
    silences: int = 0  # in a row
    asked_again: bool = False  # the last utterance was asked for again (low confidence)
    checked: tuple[Category, ...] = ()  # what was gently asked about, each once a call
    checking: Category = Category.NONE  # of the gentle question that waits for its answer
    prompts: int = 0  # reprompts so far, so that two in a row differ
    unclear: int = 0  # utterances asked for again so far
    holding: bool = False  # the person asked to wait: longest patience
    greeted: bool = False  # by name and for the mood, once a person was heard
    screened: bool = False  # a call screener was told who calls
    mid_ms: int = 0  # until then the newest document is surely still being said
    disclosed_ms: int = 0  # when it was last said who calls
    owes_disclosure: bool = False  # said with the next words
    near_limit: bool = False  # warned, or about to be
    owes_warning: bool = False  # said with the next words

    mood: Mood = Mood.NEUTRAL
    heavy: bool = False  # the last turn was a heavy one: wait longer
    risk: Level = Level.NONE
    category: Category = Category.NONE  # of the utterance that set the risk
    weak_signs: int = 0
    escalated: Level = Level.NONE  # highest level escalated since the last resolution
    escalations: int = 0
    plan_step: int = 0
    resources_said: bool = False
    crisis_goodbyes: int = 0
    owes_human_here: bool = False
    rings: int = 0  # how often a human was rung for a person in crisis
    rung_ms: int = 0  # since when the newest one is, until it is over for both; 0: none is
    dialled_ms: int = 0  # when Twilio was first asked for that, 0 for not yet
    ring_sid: str = ""  # Twilio's sid of that human's leg, '' while it is not known
    joined: bool = False  # that human pressed the key: both are in their room, or on the way
    owes_unreached: bool = False  # nobody took it: said with the next words
    suppressed: bool = False
    languages: tuple[tuple[int, str], ...] = ()  # rows from which on another language is spoken
    struck_n: int = 0  # rows up to here were a machine's and count for nothing
    closing_for: EndReason | None = None
    end_reason: EndReason | None = None

    @property
    def is_live(self) -> bool:
        return self.state is not CallState.ENDED

    @property
    def is_on_the_line(self) -> bool:
        return self.state not in {CallState.QUEUED, CallState.ENDED}


if TYPE_CHECKING:  # so that names and types of what changes are checked as there
    changed = dataclasses.replace
else:

    def changed(call: Call, **fields: object) -> Call:
        """`dataclasses.replace` of a call, at a tenth of its time: a turn makes half a dozen."""
        made = object.__new__(Call)
        made.__dict__.update(call.__dict__, **fields)
        return made
