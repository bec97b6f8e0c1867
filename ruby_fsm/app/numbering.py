"""What is known of a telephone number: its region, its kind, and the zones it may be in.

Every fact comes from the tables of `phonenumbers`; no prefix is known here.
"""

from __future__ import annotations

from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberType, shortnumberinfo, timezone

from ruby_fsm.app.hours import zone_of

NO_COUNTRY = "001"  # networks of no country: satellites, ships, international services
UNKNOWN = "unknown"
LONGEST_EMERGENCY = 6  # digits; in the tables none has more


@dataclass(frozen=True, slots=True)
class NumberFacts:
    """`region`: ISO code, NO_COUNTRY, or '' for a number that was given to nobody.

    `zones`: every zone it may be in, none where that is not known.
    """

    region: str
    kind: str
    zones: tuple[str, ...] = ()
    is_emergency: bool = False
    is_short: bool = False


def facts_of(number: str) -> NumberFacts:
    """`number` is E.164 and possible. Raises NumberParseException for one that is not."""
    parsed = phonenumbers.parse(number)
    kind = phonenumbers.number_type(parsed)
    is_valid = kind != PhoneNumberType.UNKNOWN
    return NumberFacts(
        # The library names a country by its code alone where no other has that code.
        region=(phonenumbers.region_code_for_number(parsed) or "") if is_valid else "",
        kind=PhoneNumberType.to_string(kind).lower() if is_valid else UNKNOWN,
        zones=zones_of(parsed),
        is_emergency=is_emergency(parsed, is_valid=is_valid),
        # By its length alone, too: the tables do not know every service.
        is_short=not is_valid and shortnumberinfo.is_possible_short_number(parsed),
    )


def region_of(number: str) -> str:
    """The same region alone, of a number that may be called."""
    return phonenumbers.region_code_for_number(phonenumbers.parse(number)) or ""


def zones_of(parsed: PhoneNumber) -> tuple[str, ...]:
    """None at all where one of them is unknown: it might be any."""
    found = timezone.time_zones_for_number(parsed)
    return found if all(zone_of(name) for name in found) else ()


def is_emergency(parsed: PhoneNumber, *, is_valid: bool) -> bool:
    """What rings the emergency services anywhere under its country code.

    Some networks take a longer number that begins so for the same; but where a number is a
    person's (as +54 9 11 ... in Argentina), its beginning means nothing.
    """
    national = phonenumbers.national_significant_number(parsed)
    if is_valid and len(national) > LONGEST_EMERGENCY:
        return False
    regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(parsed.country_code or 0, ())
    if is_valid:
        return any(shortnumberinfo.is_emergency_number(national, region) for region in regions)
    return any(shortnumberinfo.connects_to_emergency_number(national, one) for one in regions)
