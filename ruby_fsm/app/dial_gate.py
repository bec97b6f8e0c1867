"""The dial policy at work: history from the unit, a verdict over it, and the verdict kept."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from ruby_fsm.app.dial_policy import DAY_MS, judge, windows
from ruby_fsm.app.dial_records import (
    Dialled,
    Finding,
    Given,
    Outcome,
    Past,
    Reached,
    Rules,
    Scope,
    Stage,
    Verdict,
    Wish,
)
from ruby_fsm.app.numbering import facts_of, region_of
from ruby_fsm.app.policies import Policies
from ruby_fsm.app.ports import Unit
from ruby_fsm.app.records import Record
from ruby_fsm.errors import PolicyRefused


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a dial is for, and for whom it counts; `call_id` '' where there is none."""

    number: str
    user_id: str = ""
    owner: str = ""
    time_zone: str = ""
    call_id: str = ""


def asked_of(record: Record) -> Asked:
    person = record.person
    return Asked(
        person.to_number, person.user_id, record.owner, person.time_zone, record.call.call_id
    )


class DialGate:
    """Always by the newest config. `is_simulated`: no real telephone can ring."""

    def __init__(self, policies: Policies, *, is_simulated: bool) -> None:
        policy = policies.newest.dial_policy
        self.rules = Rules(
            policy,
            longest_min=math.ceil(policies.numbers.call_s / 60),
            is_free=is_simulated and not policy.rehearse,
        )

    def explain(self, unit: Unit, asked: Asked, at_ms: int) -> Verdict:
        """The verdict alone; nothing is kept."""
        past = past_of(unit, self.rules, asked, at_ms)
        return judge(self.rules, Wish(facts_of(asked.number), at_ms, asked.time_zone, past))

    def at_door(self, unit: Unit, asked: Asked, at_ms: int) -> Verdict:
        """For a call that is asked for, at the moment it is wanted."""
        verdict = self.explain(unit, asked, at_ms)
        unit.keep_verdict(asked.call_id, Given(Stage.ACCEPT, verdict))
        return verdict

    def at_dial(self, unit: Unit, record: Record, now_ms: int) -> Verdict:
        """For the dial of this very unit: no other dial is counted until it has committed."""
        unit.hold_dials()
        verdict = self.explain(unit, asked_of(record), now_ms)
        unit.keep_verdict(record.call.call_id, Given(Stage.DIAL, verdict))
        return verdict

    def count(self, unit: Unit, record: Record, attempt: int, now_ms: int) -> None:
        """The dial is made."""
        number, call_id = record.person.to_number, record.call.call_id
        who = (number, record.person.user_id, record.owner)
        unit.count_dial(Dialled(call_id, attempt, now_ms, *who, region_of(number)))


def past_of(unit: Unit, rules: Rules, asked: Asked, at_ms: int) -> Past:
    """What is on record of the person; what was dialled before, where that is held."""
    number, is_held = asked.number, not rules.is_free
    return Past(
        is_suppressed=unit.is_suppressed(number),
        consent=unit.consent(number),
        reached=tuple(reached(unit, rules, asked, at_ms)) if is_held else (),
        spent=tuple(unit.spent(at_ms - DAY_MS, rules.longest_min))
        if is_held and rules.policy.spend_a_day
        else (),
        unanswered_ms=unit.unanswered_ms(number, asked.call_id) if is_held else None,
    )


def reached(unit: Unit, rules: Rules, asked: Asked, at_ms: int) -> Iterator[Reached]:
    """The caps that forbid another dial now."""
    caps = rules.policy.caps
    scopes = (
        (Scope.NUMBER, asked.number, caps.number),
        (Scope.USER, asked.user_id, caps.user),
        (Scope.TOKEN, asked.owner, caps.token),
    )
    for scope, who, cap in scopes:
        for most, window_ms in windows(cap) if who else ():
            since_ms = unit.nth_dial_ms(scope, who, at_ms - window_ms, most)
            if since_ms is not None:
                yield Reached(scope, most, window_ms, since_ms)


def refusal_of(verdict: Verdict) -> PolicyRefused:
    """The problem told to whoever asked; its type names the rule."""
    finding = verdict.deciding
    assert finding is not None
    return PolicyRefused(finding.rule.value, told(finding))


def told(finding: Finding) -> str:
    assert finding.outcome is Outcome.REFUSED, "what waits is no refusal"
    return f"{finding.detail} {finding.way_out}".strip()
