"""May this number be dialled at that moment: a pure answer from facts, history and config.

Every check says what it found, also one that passed, so that the whole answer can be kept and read.
No sentence here holds a number, a name or an id.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from ruby_fsm.app.dial_records import Consent, Finding, Outcome, Rule, Rules, Verdict, Wish
from ruby_fsm.app.hours import apart_h, opens_ms, zones_named
from ruby_fsm.app.numbering import NO_COUNTRY, NumberFacts
from ruby_fsm.config.dial_policy import Cap, DialPolicy

HOUR_MS, DAY_MS = 3_600_000, 86_400_000
WINDOWS: Mapping[int, str] = {HOUR_MS: "60 minutes", DAY_MS: "24 hours"}


def judge(rules: Rules, wish: Wish) -> Verdict:
    """The verdict over `wish`. Pure and total: the same facts give the same answer."""
    findings = [*of_person(rules, wish), *of_number(rules, wish)]
    waits = [] if rules.is_free else [*of_history(rules, wish)]
    from_ms = max([wish.at_ms, *(one.until_ms for one in waits)])
    findings += [*waits, of_hours(rules, wish, from_ms)]
    refusal = next((f for f in findings if f.outcome is Outcome.REFUSED), None)
    if refusal is not None:
        return Verdict(wish.at_ms, tuple(findings), Outcome.REFUSED, refusal.rule)
    last = max(findings, key=lambda finding: finding.until_ms)
    if last.outcome is Outcome.WAITS:
        return Verdict(wish.at_ms, tuple(findings), Outcome.WAITS, last.rule, last.until_ms)
    return Verdict(wish.at_ms, tuple(findings))


def passed(rule: Rule, detail: str) -> Finding:
    return Finding(rule, Outcome.PASSED, detail)


def refused(rule: Rule, detail: str, way_out: str = "") -> Finding:
    return Finding(rule, Outcome.REFUSED, detail, 0, way_out)


# --- the person ---------------------------------------------------------------------------------
def of_person(rules: Rules, wish: Wish) -> Iterator[Finding]:
    if wish.past.is_suppressed:
        yield refused(Rule.SUPPRESSED, "This person asked not to be called any more.")
    else:
        yield passed(Rule.SUPPRESSED, "not on the list of those who asked not to be called")
    yield of_consent(wish.past.consent, is_needed=rules.policy.consent == "recorded")


def of_consent(consent: Consent, *, is_needed: bool) -> Finding:
    if consent.is_withdrawn:
        return refused(
            Rule.CONSENT, "Consent was withdrawn.", "Call again only with a newer consent."
        )
    if consent.is_standing:
        return passed(Rule.CONSENT, "consent is on record")
    if is_needed:
        way_out = "Record it by POST /ai-calling/consents, then ask again."
        return refused(Rule.CONSENT, "No consent is on record for this number.", way_out)
    return passed(Rule.CONSENT, "whoever asked for the call vouches for consent")


# --- the number ---------------------------------------------------------------------------------
def of_number(rules: Rules, wish: Wish) -> Iterator[Finding]:
    number = wish.number
    if number.is_emergency:
        yield refused(Rule.EMERGENCY, "This number leads to the emergency services.")
    if number.is_short:
        yield refused(Rule.SHORT_NUMBER, "This is the short number of a service, no person's.")
    yield of_region(rules, number)
    yield of_type(rules, number)


def of_region(rules: Rules, number: NumberFacts) -> Finding:
    if not number.region:
        if rules.is_free:
            return passed(
                Rule.REGION, "given to nobody, and the simulated carrier has it all the same"
            )
        return refused(Rule.REGION, "This number was given to nobody in any country.")
    if number.region == NO_COUNTRY:
        return refused(Rule.REGION, "This network is of no country: satellite or international.")
    if number.region in rules.policy.regions:
        return passed(Rule.REGION, f"{number.region} may be called")
    way_out = "Whoever runs the service allows regions in config.yaml, dial_policy.regions."
    return refused(Rule.REGION, f"Numbers of {number.region} may not be called.", way_out)


def of_type(rules: Rules, number: NumberFacts) -> Finding:
    kind = number.kind.replace("_", " ")
    if number.kind in rules.policy.types:
        return passed(Rule.NUMBER_TYPE, f"{kind} may be called")
    if not number.region and rules.is_free:
        return passed(Rule.NUMBER_TYPE, "of no kind, and the simulated carrier has it all the same")
    return refused(Rule.NUMBER_TYPE, f"Numbers of this kind may not be called: {kind}.")


# --- the clock ----------------------------------------------------------------------------------
def of_hours(rules: Rules, wish: Wish, from_ms: int) -> Finding:
    """Whether the hours hold at `from_ms`, or when they do next."""
    if rules.is_free:
        return passed(Rule.CALLING_HOURS, "the simulated carrier rings at any hour")
    names = (wish.time_zone,) if wish.time_zone else wish.number.zones
    send = "Send `time_zone`, the zone the person is in."
    if not names:
        return refused(Rule.TIME_ZONE, "The zone of this number is not known.", send)
    zones = zones_named(names)
    if (apart := apart_h(from_ms, zones)) > rules.policy.zones_apart_h:
        detail = f"This number may be in {len(names)} zones that are {apart:g} hours apart."
        return refused(Rule.TIME_ZONE, detail, send)
    open_ms = opens_ms(from_ms, zones, rules.hours)
    told = f"{', '.join(shown(names))}: open {span(rules.policy)}"
    if open_ms is None:
        return refused(Rule.CALLING_HOURS, f"At no time are all of these open: {told}.")
    if open_ms > from_ms:
        detail = f"closed at {utc(from_ms)}; {told}"
        return Finding(Rule.CALLING_HOURS, Outcome.WAITS, detail, open_ms)
    return passed(Rule.CALLING_HOURS, told)


def shown(names: Sequence[str]) -> list[str]:
    """A few of them: a list that nobody reads says nothing."""
    few = list(names[:4])
    return few if len(names) <= len(few) else [*few, f"and {len(names) - len(few)} more"]


def span(policy: DialPolicy) -> str:
    return f"{policy.calling_hours.begin} to {policy.calling_hours.end}"


def utc(at_ms: int) -> str:
    return f"{datetime.fromtimestamp(at_ms / 1000, UTC):%Y-%m-%d %H:%M} UTC"


# --- what was dialled before --------------------------------------------------------------------
def of_history(rules: Rules, wish: Wish) -> Iterator[Finding]:
    yield from of_caps(wish)
    yield of_spend(rules, wish)
    yield of_cool_down(rules, wish)


def of_caps(wish: Wish) -> Iterator[Finding]:
    if not wish.past.reached:
        yield passed(Rule.CAP, "no cap is reached")
    for one in wish.past.reached:
        detail = f"{one.most} dials in {WINDOWS[one.window_ms]} for one {one.scope.value}"
        yield Finding(Rule.CAP, Outcome.WAITS, detail, one.since_ms + one.window_ms + 1)


def windows(cap: Cap) -> tuple[tuple[int, int], ...]:
    """(most, window in ms)."""
    return (cap.hour, HOUR_MS), (cap.day, DAY_MS)


def of_spend(rules: Rules, wish: Wish) -> Finding:
    """The calls of the last 24 hours, and this one at its longest."""
    most = rules.policy.spend_a_day
    if not most:
        return passed(Rule.SPEND, "no cap is set")
    this = rules.price(wish.number.region) * rules.longest_min
    if this > most:
        return refused(Rule.SPEND, "One call at its longest would cost more than a day may.")
    hours = sorted(wish.past.spent, key=lambda one: one.until_ms)
    costs = [rules.price(one.region) * one.minutes for one in hours]
    left = most - this - math.fsum(costs)
    detail = f"{math.fsum(costs):.2f} in 24 hours, {this:.2f} for this call, of {most:.2f}"
    until_ms = 0
    for one, cost in zip(hours, costs, strict=True):
        if round(left, 6) >= 0:
            break
        left, until_ms = left + cost, one.until_ms + DAY_MS
    return Finding(Rule.SPEND, Outcome.WAITS if until_ms else Outcome.PASSED, detail, until_ms)


def of_cool_down(rules: Rules, wish: Wish) -> Finding:
    since_ms = wish.past.unanswered_ms
    until_ms = (since_ms or 0) + rules.policy.cool_down_s * 1000
    if since_ms is None or until_ms <= wish.at_ms:
        return passed(Rule.COOL_DOWN, "no call that nobody answered just now")
    detail = f"nobody answered the last call, {utc(since_ms)}"
    return Finding(Rule.COOL_DOWN, Outcome.WAITS, detail, until_ms)
