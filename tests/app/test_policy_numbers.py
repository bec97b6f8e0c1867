"""The dial policy over the numbers of the world: every region and kind, and what nobody has.

The numbers are the library's examples. What is expected of them is written down here: which kinds
may be called, and which countries' numbers nobody can tell from a neighbour's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import phonenumbers
import pytest

from ruby_fsm.app.dial_policy import judge
from ruby_fsm.app.dial_records import Outcome, Rule, Rules, Wish
from ruby_fsm.app.numbering import facts_of
from ruby_fsm.config.dial_policy import DialPolicy

POLICY = DialPolicy()
RULES = Rules(POLICY)
NOON_MS = 1_750_075_200_000  # 2025-06-16 12:00 UTC, a Monday; 14:00 in Berlin
BERLIN = "Europe/Berlin"

KINDS = {
    phonenumbers.PhoneNumberType.FIXED_LINE: "fixed_line",
    phonenumbers.PhoneNumberType.MOBILE: "mobile",
    phonenumbers.PhoneNumberType.TOLL_FREE: "toll_free",
    phonenumbers.PhoneNumberType.PREMIUM_RATE: "premium_rate",
    phonenumbers.PhoneNumberType.SHARED_COST: "shared_cost",
    phonenumbers.PhoneNumberType.VOIP: "voip",
    phonenumbers.PhoneNumberType.PERSONAL_NUMBER: "personal_number",
    phonenumbers.PhoneNumberType.PAGER: "pager",
    phonenumbers.PhoneNumberType.UAN: "uan",
    phonenumbers.PhoneNumberType.VOICEMAIL: "voicemail",
}
CALLED = {"fixed_line", "mobile", "toll_free", "voip", "personal_number"}
ALLOWED = {
    *("US", "CA", "AU", "GB", "IE", "NZ", "SG", "DE", "DK", "ES", "FR", "IT", "NL", "NO", "PL"),
    *("PT", "SE", "AT", "BE", "CH", "FI", "IN", "JP", "MX"),
}
# Ranges that several countries share: the library names the one that runs them.
PLUS_ONES = (
    *("AG", "AI", "AS", "BB", "BM", "BS", "CA", "DM", "DO", "GD", "GU", "JM", "KN", "KY", "LC"),
    *("MP", "MS", "PR", "SX", "TC", "TT", "VC", "VG", "VI"),
)
COMMON = {"toll_free", "premium_rate", "personal_number"}
ALL = set(KINDS.values())
LANDLINES = {"fixed_line"}
SHARED = {
    **dict.fromkeys(PLUS_ONES, ("US", COMMON)),
    **dict.fromkeys(("GG", "JE"), ("GB", ALL - LANDLINES - {"mobile"})),
    **dict.fromkeys(("CC", "CX"), ("AU", ALL - LANDLINES)),
    "IM": ("GB", ALL - LANDLINES),
    "AX": ("FI", ALL - LANDLINES),
    "SJ": ("NO", ALL - LANDLINES),
    "VA": ("IT", ALL - LANDLINES),
    "KZ": ("RU", COMMON),
    "EH": ("MA", ALL),
    "YT": ("RE", {"toll_free"}),
    "BL": ("GP", ALL - LANDLINES),
}
ST_MARTIN = {kind: "BL" if kind == "fixed_line" else "GP" for kind in ALL}


@dataclass(frozen=True)
class Example:
    region: str
    kind: str
    number: str

    @property
    def named(self) -> str:
        """The region that the number counts under."""
        if self.region == "MF":
            return ST_MARTIN[self.kind]
        other, kinds = SHARED.get(self.region, ("", set[str]()))
        return other if self.kind in kinds else self.region


def e164(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def examples() -> Iterator[Example]:
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        for code, kind in KINDS.items():
            number = phonenumbers.example_number_for_type(region, code)
            if number is not None:
                yield Example(region, kind, e164(number))


def given_to_nobody() -> Iterator[str]:
    """Numbers that could be, and are not."""
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        number = phonenumbers.invalid_example_number(region)
        if number is not None and not phonenumbers.is_valid_number(number):
            yield e164(number)


EXAMPLES = list(examples())
NOBODYS = list(given_to_nobody())
NETWORKS = [
    e164(number)
    for code in sorted(phonenumbers.COUNTRY_CODES_FOR_NON_GEO_REGIONS)
    if (number := phonenumbers.example_number_for_non_geo_entity(code)) is not None
]


def verdict(number: str, zone: str = BERLIN, rules: Rules = RULES) -> tuple[Outcome, Rule | None]:
    told = judge(rules, Wish(facts_of(number), NOON_MS, zone))
    return told.outcome, told.rule


def expected(example: Example) -> tuple[Outcome, Rule | None]:
    if example.named not in ALLOWED:
        return Outcome.REFUSED, Rule.REGION
    if example.kind not in CALLED:
        return Outcome.REFUSED, Rule.NUMBER_TYPE
    return Outcome.PASSED, None


def test_29_policy_the_table_is_as_large_as_the_world() -> None:
    assert len(EXAMPLES) > 1_100
    assert len(EXAMPLES) + len(NOBODYS) + len(NETWORKS) > 1_300
    assert {example.kind for example in EXAMPLES} == ALL
    assert set(POLICY.regions) == ALLOWED


@pytest.mark.parametrize("kind", sorted(ALL))
def test_29_policy_each_number_of_the_world_by_its_region_and_kind(kind: str) -> None:
    ours = [example for example in EXAMPLES if example.kind == kind]

    wrong = [one for one in ours if verdict(one.number) != expected(one)]

    assert ours
    assert wrong == []


def test_29_policy_no_kind_that_costs_the_person_passes_in_any_region() -> None:
    """Even where every region is allowed."""
    everywhere = DialPolicy(regions=dict.fromkeys(phonenumbers.SUPPORTED_REGIONS, 0.01))
    costly = {"premium_rate", "shared_cost", "pager", "uan", "voicemail"}

    for one in EXAMPLES:
        outcome, rule = verdict(one.number, rules=Rules(everywhere))
        refused = (Outcome.REFUSED, Rule.NUMBER_TYPE)
        assert (outcome, rule) == (refused if one.kind in costly else (Outcome.PASSED, None)), one


@pytest.mark.parametrize("is_free", [False, True], ids=["real", "simulated"])
def test_29_policy_networks_of_no_country_are_never_called(is_free: bool) -> None:
    assert {number[:4] for number in NETWORKS} >= {"+870", "+881", "+882", "+979"}
    for number in NETWORKS:
        assert verdict(number, rules=Rules(POLICY, is_free=is_free)) == (
            Outcome.REFUSED,
            Rule.REGION,
        )


def test_29_policy_what_was_given_to_nobody_is_refused_and_rings_in_the_simulation() -> None:
    refusals = {Rule.REGION, Rule.SHORT_NUMBER, Rule.EMERGENCY}
    for number in NOBODYS:
        outcome, rule = verdict(number)
        assert (outcome, rule in refusals) == (Outcome.REFUSED, True)

    assert verdict("+15551230002", rules=Rules(POLICY, is_free=True)) == (Outcome.PASSED, None)
    assert verdict("+447700900123", rules=Rules(POLICY, is_free=True)) == (Outcome.PASSED, None)


PLUS_ONE = {
    "+12045550100": "CA",
    "+12423456789": "BS",
    "+14412345678": "BM",
    "+18765550100": "JM",
    "+18095550100": "DO",
    "+16715550100": "GU",
    "+12125550100": "US",
}


@pytest.mark.parametrize(("number", "region"), PLUS_ONE.items(), ids=PLUS_ONE.values())
def test_29_policy_a_number_under_plus_one_counts_by_its_country(number: str, region: str) -> None:
    assert facts_of(number).region == region
    wanted = (Outcome.PASSED, None) if region in {"US", "CA"} else (Outcome.REFUSED, Rule.REGION)
    assert verdict(number) == wanted


SHORT = ["+49116117", "+49116123", "+33116006", "+39116117"]


@pytest.mark.parametrize("number", SHORT)
@pytest.mark.parametrize("is_free", [False, True], ids=["real", "simulated"])
def test_29_policy_short_numbers_are_never_called(number: str, is_free: bool) -> None:
    assert verdict(number, rules=Rules(POLICY, is_free=is_free)) == (
        Outcome.REFUSED,
        Rule.SHORT_NUMBER,
    )


@pytest.mark.parametrize("is_free", [False, True], ids=["real", "simulated"])
def test_29_policy_what_may_ring_the_emergency_services_is_never_called(is_free: bool) -> None:
    assert verdict("+19115550100", rules=Rules(POLICY, is_free=is_free)) == (
        Outcome.REFUSED,
        Rule.EMERGENCY,
    )


def test_29_policy_the_first_digits_of_a_persons_number_are_no_emergency() -> None:
    """Argentina's mobiles begin with 9 11, India's landlines with 11 and 10 and 20."""
    for number in ("+5491123456789", "+911123456789"):
        facts = facts_of(number)
        assert (facts.is_emergency, facts.is_short) == (False, False)


def test_28_hours_only_numbers_of_no_place_in_a_wide_country_need_a_zone() -> None:
    """Of all that may be called by default, without a word on where the person is."""
    passing = [one for one in EXAMPLES if expected(one)[0] is Outcome.PASSED]
    needing = {
        (one.named, one.kind) for one in passing if verdict(one.number, "")[1] is Rule.TIME_ZONE
    }

    assert needing == {("US", "toll_free"), ("US", "personal_number"), ("CA", "voip")}
