"""Where in its path a step of an escalation stands, and what follows it. Pure.

Steps are counted on through every round: the path of three has steps 4 to 6 in its second one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers

from ruby_fsm.app.records import Escalation, Record
from ruby_fsm.config.escalation import NOBODY, Contact, Step
from ruby_fsm.config.schema import Config
from ruby_fsm.core.tongue import spoken_at

FIRST_WAIT_S, LAST_WAIT_S = 300, 1800  # before the path is gone anew
UNTOLD_S = 60  # the same, doubled each time, where nobody could be told in a whole round
COUNTRY, NOWHERE = re.compile("[A-Z]{2}"), "ZZ"
GOES_ROUND_MS = 24 * 3600 * 1000
TOLD = frozenset({"sent", "unknown"})  # it has arrived, or it may have


@lru_cache(maxsize=4096)
def region_of(number: str) -> str:
    """The country of a number, as US; that of its calling code where no more can be told, or ''."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return ""
    found = phonenumbers.region_code_for_number(parsed)
    found = found or phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    return found if COUNTRY.fullmatch(found) and found != NOWHERE else ""


@dataclass(frozen=True, slots=True)
class Place:
    """One step where it stands. `is_wanted`: its contact is on duty, for such a person."""

    n: int
    step: Step
    round: int
    is_last: bool
    is_wanted: bool


class Way:
    """The path of one escalation, each step as often as it is repeated, round after round."""

    def __init__(self, config: Config, escalation: Escalation, record: Record) -> None:
        path = config.crisis.path(escalation.level)
        self.steps: Sequence[Step] = [one for one in path for _ in range(one.repeat)]
        self.contacts: Mapping[str, Contact] = config.contacts
        call = record.call
        self.language = spoken_at(call, call.n) or record.person.language
        self.region = region_of(record.person.to_number)
        self.escalation = escalation

    def place(self, n: int, now_ms: int) -> Place:
        """`n` from 1 on."""
        length = len(self.steps)
        at = (n - 1) % length
        step = self.steps[at]
        return Place(
            n=n,
            step=step,
            round=(n - 1) // length + 1,
            is_last=at == length - 1,
            is_wanted=self._serves(step, now_ms) or not self._anybody(now_ms),
        )

    def next_ms(self, place: Place, now_ms: int, *, is_told: bool) -> int | None:
        """When the step after this one is due; None once the path was gone for a day."""
        wait_s = place.step.wait_s if is_told else 0
        if not place.is_last:
            return now_ms + wait_s * 1000
        due_ms = now_ms + max(wait_s, self._round_wait_s(place)) * 1000
        return due_ms if due_ms < self.escalation.opened_ms + GOES_ROUND_MS else None

    def through_ms(self, place: Place, now_ms: int, *, is_told: bool) -> int | None:
        """When the whole path is behind it; set once."""
        if self.escalation.through_ms is not None or not place.is_last:
            return self.escalation.through_ms
        return now_ms + (place.step.wait_s if is_told else 0) * 1000

    def _round_wait_s(self, place: Place) -> int:
        grown_s = min(FIRST_WAIT_S * place.round, LAST_WAIT_S)
        if any(taken.outcome in TOLD for taken in self.escalation.steps[-len(self.steps) :]):
            return grown_s
        return min(grown_s, UNTOLD_S << min(place.round - 1, 5))

    def _anybody(self, now_ms: int) -> bool:
        """Where nobody is on duty all are told: somebody woken is better than nobody."""
        return any(self._serves(step, now_ms) for step in self.steps)

    def _serves(self, step: Step, now_ms: int) -> bool:
        contact = self.contacts.get(step.contact, NOBODY)
        return contact.serves(self.language, self.region, now_ms)
