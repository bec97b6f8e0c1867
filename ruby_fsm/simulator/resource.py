"""Write calls as Twilio's REST interface does: strings or null, nothing else."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote, urlencode

from ruby_fsm.simulator.call import Call, Status
from ruby_fsm.simulator.hooks import API_VERSION
from ruby_fsm.simulator.network import rfc2822

SUBRESOURCES = (
    "notifications",
    "recordings",
    "payments",
    "events",
    "siprec",
    "streams",
    "transcriptions",
    "user_defined_messages",
    "user_defined_message_subscriptions",
)
PRICE_A_MINUTE = 0.014


def as_json(call: Call) -> dict[str, object]:
    """Return the Call resource."""
    uri = f"/{API_VERSION}/Accounts/{call.account_sid}/Calls/{call.sid}"
    over = call.status is Status.COMPLETED
    return {
        "sid": call.sid,
        "date_created": rfc2822(call.created_ms),
        "date_updated": rfc2822(call.updated_ms),
        "parent_call_sid": call.parent_sid or None,
        "account_sid": call.account_sid,
        "to": call.order.to,
        "to_formatted": formatted(call.order.to),
        "from": call.order.from_,
        "from_formatted": formatted(call.order.from_),
        "phone_number_sid": None,
        "status": call.status.value,
        "start_time": _date(call.started_ms),
        "end_time": _date(call.ended_ms),
        "duration": str(call.duration_s or 0) if over else None,
        "price": f"-{PRICE_A_MINUTE * -(-(call.duration_s or 0) // 60):.5f}" if over else None,
        "price_unit": "USD",
        "direction": call.direction,
        "answered_by": call.answered_by or None,
        "api_version": API_VERSION,
        "forwarded_from": None,
        "group_sid": None,
        "caller_name": None,
        "queue_time": str(call.queue_ms),
        "trunk_sid": None,
        "uri": f"{uri}.json",
        "subresource_uris": {name: f"{uri}/{_camel(name)}.json" for name in SUBRESOURCES},
    }


def page_as_json(
    calls: Sequence[Call], path: str, query: Mapping[str, str], page: int, size: int
) -> dict[str, object]:
    """Return one page of these calls (newest first); `query` holds the filters."""
    shown = [as_json(call) for call in calls[page * size : (page + 1) * size]]
    return {"calls": shown, **paged(len(calls), path, query, page, size)}


def paged(
    count: int, path: str, query: Mapping[str, str], page: int, size: int
) -> dict[str, object]:
    """Where a page stands among the others."""
    start = page * size

    def uri(number: int) -> str:
        asked = dict(query) | {"PageSize": str(size), "Page": str(number)}
        return f"{path}?{urlencode(asked, quote_via=quote)}"

    return {
        "page": page,
        "page_size": size,
        "start": start,
        "end": max(min(start + size, count) - 1, start),
        "uri": uri(page),
        "first_page_uri": uri(0),
        "next_page_uri": uri(page + 1) if start + size < count else None,
        "previous_page_uri": uri(page - 1) if page else None,
    }


def numbers_as_json(numbers: Sequence[str], account_sid: str, path: str) -> dict[str, object]:
    """Return the account's numbers on one page."""
    uri = f"{path}?PageSize=50&Page=0"
    return {
        "incoming_phone_numbers": [
            {
                "sid": f"PN{index:032x}",
                "account_sid": account_sid,
                "friendly_name": formatted(number),
                "phone_number": number,
                "capabilities": {"voice": True, "sms": False, "mms": False, "fax": False},
                "status": "in-use",
                "uri": path.replace(".json", f"/PN{index:032x}.json"),
            }
            for index, number in enumerate(numbers)
        ],
        "page": 0,
        "page_size": 50,
        "start": 0,
        "end": max(len(numbers) - 1, 0),
        "uri": uri,
        "first_page_uri": uri,
        "next_page_uri": None,
        "previous_page_uri": None,
    }


def formatted(number: str) -> str:
    """Write a North American number for people: `(415) 555-0100`; others stay E.164."""
    if number.startswith("+1") and len(number) == len("+14155550100"):
        return f"({number[2:5]}) {number[5:8]}-{number[8:]}"
    return number


def _camel(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))


def _date(at_ms: int | None) -> str | None:
    return None if at_ms is None else rfc2822(at_ms)
