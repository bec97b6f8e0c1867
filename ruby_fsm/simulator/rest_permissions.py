"""Which countries the account may call: Twilio's geo permissions, of its REST side for voice."""

from collections.abc import Collection, Mapping
from typing import Protocol

import phonenumbers
from litestar import get

from ruby_fsm.simulator import rest_reading as read
from ruby_fsm.simulator.rest_reading import AnyRequest, Json, answer

PATH = "/v1/DialingPermissions/Countries"
EVERYWHERE = frozenset(phonenumbers.SUPPORTED_REGIONS)
KEY = "content"


class Permitting(Protocol):
    """What is asked of the simulator; ISO codes, as US."""

    countries: Collection[str]


@get(PATH)
async def list_permissions(request: AnyRequest) -> Json:
    """All on one page; filtered by whether usual numbers may be called, or by one country."""
    exchange: Permitting = request.app.state.exchange
    asked = read.query(request)
    wanted, one = asked.get("LowRiskNumbersEnabled", ""), asked.get("IsoCode", "")
    told = [
        country(iso, is_permitted=iso in exchange.countries)
        for iso in sorted(EVERYWHERE)
        if one in {"", iso} and wanted in {"", str(iso in exchange.countries).lower()}
    ]
    url = str(request.url)
    meta = {"key": KEY, "page": 0, "page_size": len(told), "url": url, "first_page_url": url}
    return answer({KEY: told, "meta": {**meta, "previous_page_url": None, "next_page_url": None}})


def country(iso: str, *, is_permitted: bool) -> Mapping[str, object]:
    return {
        "iso_code": iso,
        "name": iso,
        "continent": None,
        "country_codes": [f"+{phonenumbers.country_code_for_region(iso)}"],
        "low_risk_numbers_enabled": is_permitted,
        "high_risk_special_numbers_enabled": False,
        "high_risk_tollfraud_numbers_enabled": False,
        "url": f"{PATH}/{iso}",
        "links": {"highrisk_special_prefixes": f"{PATH}/{iso}/HighRiskSpecialPrefixes"},
    }
