"""The store inside one unit of work, as the use cases see it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ruby_fsm.app.deliveries import DeliveriesUnit
from ruby_fsm.app.dial_records import Consent, Dialled, Given, Scope, Spent, Suppression
from ruby_fsm.app.records import (
    Attempt,
    Escalation,
    Job,
    LogRow,
    Record,
    Remembered,
    Utterance,
)
from ruby_fsm.app.unit_trust import TrustUnit
from ruby_fsm.core.call import Call
from ruby_fsm.core.effects import Verb


class Unit(TrustUnit, DeliveriesUnit, Protocol):
    """One unit of work inside the writer's transaction: synchronous, no side effect, may run again.

    Every method reads or writes rows and nothing else; a failed unit leaves nothing behind.
    """

    # --- calls and their log -----------------------------------------------------------------
    def resolve(self, ref: str) -> str | None:
        """The call id for a call id or any attempt's Twilio sid."""

    def load(self, call_id: str) -> Record | None:
        """The call, locked until the unit ends."""

    def add_call(self, record: Record) -> None:
        """A new call and its first attempt, without a slot."""

    def save(self, call: Call) -> None: ...

    def append(self, row: LogRow) -> None:
        """Raises ConcurrentUpdate never: the row lock serialises; a second key is a broken rule."""

    def seen(self, call_id: str, event_key: str) -> str | None:
        """The cause under which this event was recorded, None if it is new.

        True until the unit ends only after `load`, which holds the call against other units.
        """

    def answered(self, call_id: str, cause: str) -> int | None:
        """The number of the document that answered `cause`, None while it waits."""

    def close_cause(self, call_id: str, cause: str, doc: int) -> None:
        """Write the answer of a cause that waited: once; a second time is a broken rule."""

    def verbs_of(self, call_id: str, doc: int) -> tuple[Verb, ...]:
        """The verbs of document `doc`: of all rows with its cause up to it, oldest first."""

    def history(self, call_id: str, after_n: int) -> Sequence[Utterance]:
        """Who said what, oldest first, from rows after `after_n`: SpeechHeard and every Say."""

    def take_reply(self, call_id: str, turn: int, by: str, now_ms: int, until_ms: int) -> bool:
        """Take the lease of an open ask: True if it was free, expired or already `by`'s."""

    # --- attempts, slots, pace -----------------------------------------------------------------
    def attempt(self, call_id: str, n: int) -> Attempt | None: ...

    def add_attempt(self, call_id: str, n: int) -> None: ...

    def bind_sid(self, call_id: str, n: int, sid: str) -> bool:
        """Adopt Twilio's sid for an attempt; False if it has another one already."""

    def fence(self, call_id: str, n: int, at_ms: int) -> bool:
        """Set `placing_ms` if it was not set: True to exactly one caller, who may dial."""

    def unfence(self, call_id: str, n: int) -> None:
        """Clear `placing_ms`: the dial was surely not made, another try may make it."""

    def grant_slot(self, call_id: str, n: int, at_ms: int) -> None: ...

    def free_slot(self, call_id: str, n: int, at_ms: int) -> bool:
        """True the first time only, and only if a slot had been granted."""

    def give_back_slot(self, call_id: str, n: int) -> bool:
        """Of an attempt that was not dialled: it stands in line again."""

    def slots_used(self) -> int: ...

    def next_in_line(self, now_ms: int, at_most: int) -> Sequence[tuple[str, int]]:
        """(call id, attempt) of due, queued calls without a slot: by priority, due time, age."""

    def waiting_before(self, call_id: str) -> int:
        """How many due or earlier queued calls without a slot stand before this one."""

    def next_dial_ms(self) -> int:
        """When the pace allows the next dial, ms; 0: at once."""

    def set_next_dial_ms(self, at_ms: int) -> None: ...

    def note_status(
        self, call_id: str, n: int, status: str, seq: int, duration_s: int | None
    ) -> None:
        """Twilio's word for an attempt; an older sequence number changes nothing."""

    def note_answered_by(self, call_id: str, n: int, answered_by: str) -> None: ...

    # --- people who may not be called -----------------------------------------------------------
    def suppress(
        self, number: str, at_ms: int, source: str, reason: str = "", by: str = ""
    ) -> bool:
        """False if it was suppressed before: the first opt-out stands."""

    def is_suppressed(self, number: str) -> bool: ...

    def suppression(self, number: str) -> Suppression | None:
        """The newest of this number, also one that was lifted."""

    def lift(self, number: str, at_ms: int, reason: str, by: str) -> bool:
        """False if it was not suppressed."""

    def consent(self, number: str) -> Consent: ...

    def save_consent(self, number: str, consent: Consent) -> None: ...

    def queued_to(self, number: str) -> Sequence[str]:
        """Ids of queued calls to this number."""

    def answered_calls_to(self, number: str) -> Sequence[str]:
        """Ids of the latest few calls to this number that were answered, newest first."""

    # --- what is dialled how often, and what the policy said ------------------------------------
    def hold_dials(self) -> None:
        """No other unit that calls this goes on until this one has ended: what it counts stands."""

    def count_dial(self, dial: Dialled) -> None: ...

    def nth_dial_ms(self, scope: Scope, who: str, since_ms: int, nth: int) -> int | None:
        """When the nth newest dial since then was made, 1 the newest; None: there are fewer."""

    def unanswered_ms(self, number: str, but_call: str) -> int | None:
        """When the newest dial to it ended, if nobody answered; of other calls than `but_call`."""

    def spent(self, since_ms: int, longest_min: int) -> Sequence[Spent]:
        """Minutes since then; a call whose length is not known counts as `longest_min`."""

    def keep_verdict(self, call_id: str, given: Given) -> None: ...

    # --- jobs ----------------------------------------------------------------------------------
    def put_job(self, job: Job) -> None:
        """Enqueue; the same key again while it is not done keeps the first one."""

    def cancel_job(self, key: str) -> None: ...

    def cancel_jobs(self, call_id: str, kinds: Sequence[str]) -> bool:
        """Cancel what has not started sending; True if one of them is being sent now."""

    def begin_sending(self, key: str, at_ms: int) -> bool:
        """Mark a job as being sent; False if it was cancelled or done meanwhile."""

    def open_jobs(self) -> Sequence[Job]: ...

    # --- escalations ---------------------------------------------------------------------------
    def escalation(self, escalation_id: str) -> Escalation | None: ...

    def escalations_of(self, call_id: str) -> Sequence[Escalation]: ...

    def save_escalation(self, escalation: Escalation) -> None: ...

    def recent_escalations(self, since_ms: int) -> Sequence[Escalation]:
        """Those opened since then, the newest first."""

    def unheard(self, now_ms: int) -> int:
        """How many have been through their whole path, and no human has them."""

    # --- idempotency, configs --------------------------------------------------------------------
    def remembered(self, owner: str, key: str) -> Remembered | None: ...

    def remember(self, owner: str, key: str, value: Remembered) -> None: ...

    def keep_config(self, config_hash: str, canonical_json: str) -> None: ...

    def config(self, config_hash: str) -> str | None: ...

    # --- watching --------------------------------------------------------------------------------
    def overdue(self, now_ms: int, limit: int) -> Sequence[str]:
        """Ids of live calls whose `alive_until_ms` has passed, oldest first."""

    def push_alive(self, call_id: str, alive_until_ms: int) -> None:
        """Look again later: the watchdog's own note, no fact."""

    # --- forgetting ------------------------------------------------------------------------------
    def forget_calls(self, before_ms: int, at_most: int) -> int:
        """Delete all rows of calls that were over before that moment; how many calls it were."""

    def forget_jobs(self, before_ms: int) -> None:
        """Those done before that moment."""

    def forget_refusals(self, before_ms: int) -> None:
        """Verdicts of before that moment on calls that were refused at the door."""

    def forget_keys(self, before_ms: int) -> None:
        """Idempotency keys first used before that moment."""

    # --- what is kept of people -----------------------------------------------------------------
    def calls_of(self, person: str) -> Sequence[tuple[str, bool]]:
        """Calls to a number (E.164) or of a user id, oldest first; whether each is live."""

    def erase(self, call_id: str) -> None:
        """Of an ended call only the skeleton stays: no word, no number, no name, no reading."""

    # --- keys -----------------------------------------------------------------------------------
    @property
    def sealed_columns(self) -> int: ...

    def reseal(
        self, column: int, after: str | int | None, at_most: int
    ) -> tuple[str | int | None, int]:
        """Seal the next values of a column with the newest key.

        Returns where they end (None: there were none), and how many were changed.
        """

    def forget_old_keys(self) -> Sequence[str]:
        """Their ids: from now on the service starts without them."""
