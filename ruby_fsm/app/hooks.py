"""A voice webhook as the use cases see it: its key, its call, and the fact it carries."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from ruby_fsm.app.paths import region_of
from ruby_fsm.core import events as e
from ruby_fsm.core.call import Call, CallState
from ruby_fsm.understanding.assessment import Assessment

TERMINAL: Mapping[str, type[e.CallBusy | e.CallUnanswered | e.CallCanceled]] = {
    "busy": e.CallBusy,
    "no-answer": e.CallUnanswered,
    "canceled": e.CallCanceled,
}
PROGRESS: Mapping[str, type[e.CallPlaced | e.CallRinging | e.LineUp]] = {
    "initiated": e.CallPlaced,
    "ringing": e.CallRinging,
    "in-progress": e.LineUp,
}
MAX_DIGITS = 8
TAKEN = frozenset({"completed", "answered"})


class Kind(StrEnum):
    """The webhooks under /voice/webhook/."""

    ANSWER = "answer"
    GATHER = "gather"
    REPLY = "reply"
    STATUS = "status"
    AMD = "amd"
    DIAL = "dial"
    FALLBACK = "fallback"


@dataclass(frozen=True)
class Hook:
    """One signed webhook. `doc`: the document whose URL it used, 0 where the URL names none.

    `language`: what that document was said in, '' for the default.

    `arrived_ms` is the clock's, `understood_ms` how long understanding its words took; `form`
    holds the signed parameters, query and body alike. `late`: a reply that came after its turn had
    been answered without it.
    """

    kind: Kind
    call_ref: str
    sid: str
    doc: int
    attempt: int
    tries: int
    raw_query: str
    form: Mapping[str, str]
    arrived_ms: int
    assessment: Assessment | None = None
    understood_ms: int = 0
    language: str = ""
    late: e.ReplyReady | None = None

    @property
    def text(self) -> str:
        return self.form.get("SpeechResult", "").strip()

    @property
    def country(self) -> str:
        """Where the person's number is of, as US; '' where that is not known."""
        rings_us = self.form.get("Direction", "") == "inbound"
        return region_of(self.form.get("From" if rings_us else "To", ""))

    @property
    def is_silence(self) -> bool:
        return self.kind is Kind.GATHER and not self.text and not self.form.get("Digits", "")

    @property
    def status(self) -> str:
        """Twilio's word for the call; its docs spell one of them in two ways."""
        return self.form.get("CallStatus", "").replace("cancelled", "canceled")

    @cached_property
    def token(self) -> str:
        """The same for the same webhook arriving twice at once."""
        return self._digest()

    def key(self, call: Call) -> str:
        """The event key: the same webhook has the same one, whoever delivers it, how often ever.

        A fallback URL is fixed for the whole call, so its key names the document that was lost.
        Of a call whose answer was lost too, that is the greeting, whose row is the next one.
        """
        if self.kind is not Kind.FALLBACK:
            return self.token
        return self._digest(str(call.n + 1 if call.state is CallState.QUEUED else call.doc_base))

    def _digest(self, *more: str) -> str:
        form = [f"{name}={self.form[name]}" for name in sorted(self.form)]
        parts = "\n".join([self.kind.value, self.raw_query, *form, *more])
        return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()


def fact_of(hook: Hook, call: Call, attempt: int) -> e.Event | None:
    """The fact a webhook carries for this call; None for one that only brings news of no fact."""
    at_ms = hook.arrived_ms
    fact: e.Event | None = machine_of(hook, attempt)
    match hook.kind:
        case Kind.ANSWER:
            fact = fact or e.CallAnswered(at_ms, attempt)
        case Kind.GATHER:
            fact = said_of(hook, call)
        case Kind.STATUS:
            lasted_s = number(hook.form, "CallDuration")
            fact = status_fact(hook.status, at_ms, attempt, lasted_s, failure_code(hook.form))
        case Kind.DIAL:
            fact = e.TransferEnded(at_ms, attempt, is_taken(hook.form))
        case Kind.FALLBACK:
            fact = e.AnswerLost(at_ms, attempt)
        case Kind.AMD | Kind.REPLY:
            pass
    return fact


def said_of(hook: Hook, call: Call) -> e.PersonFact:
    """Words, a key, or silence; words and a key together count as words."""
    is_stale = hook.doc != call.doc
    if hook.text and hook.assessment is not None:
        confidence = confidence_0_1(hook.form.get("Confidence", ""))
        return e.SpeechHeard(hook.arrived_ms, hook.text, confidence, hook.assessment, is_stale)
    digits = hook.form.get("Digits", "").strip()
    if digits:
        return e.KeyPressed(hook.arrived_ms, digits, is_stale)
    return e.SilenceHeard(hook.arrived_ms, is_stale, hook.late)


def is_taken(form: Mapping[str, str]) -> bool:
    """A leg that was up and never joined (nobody pressed the key) is told as completed too."""
    was_up = form.get("DialCallStatus", "") in TAKEN
    return was_up and form.get("DialBridged", "true").lower() != "false"


def machine_of(hook: Hook, attempt: int) -> e.MachineAnswered | None:
    kind = hook.form.get("AnsweredBy", "")
    if kind.startswith("machine") or kind == "fax":
        return e.MachineAnswered(hook.arrived_ms, attempt, kind)
    return None


def status_fact(
    status: str, at_ms: int, attempt: int, duration_s: int | None = None, code: str = ""
) -> e.Event | None:
    """What one of Twilio's words means to the call; None for a word that moves nothing."""
    if status == "completed":
        return e.CallCompleted(at_ms, attempt, duration_s)
    if status == "failed":
        return e.CallFailed(at_ms, attempt, code)
    made = TERMINAL.get(status) or PROGRESS.get(status)
    return made(at_ms, attempt) if made else None


def failure_code(form: Mapping[str, str]) -> str:
    """Why a call failed: Twilio's own code, or the network's; '' where neither is told."""
    found = number(form, "ErrorCode") or number(form, "SipResponseCode")
    return str(found) if found else ""


def number(form: Mapping[str, str], name: str) -> int | None:
    """A whole number that Twilio sent, None where it is absent or no such number."""
    value = form.get(name, "")
    fits = value.isascii() and value.isdigit() and len(value) <= MAX_DIGITS
    return int(value) if fits else None


def confidence_0_1(value: str) -> float:
    """Twilio may leave it out or empty: then nothing is known against the words."""
    try:
        number = float(value)
    except ValueError:
        return 1.0
    return min(max(number, 0.0), 1.0) if number == number else 1.0  # noqa: PLR0124 - NaN
