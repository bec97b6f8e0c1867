"""Filter calls as the list request of Twilio's REST interface does."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from ruby_fsm.simulator import faults
from ruby_fsm.simulator.call import Call
from ruby_fsm.simulator.faults import TwilioFaultError


def matching(calls: Iterable[Call], filters: Mapping[str, str]) -> list[Call]:
    """Return the calls that pass every filter, newest first. Raises TwilioFaultError."""
    kept = [call for call in calls if all(_passes(call, *asked) for asked in filters.items())]
    return sorted(kept, key=lambda call: call.created_ms, reverse=True)


def _passes(call: Call, name: str, value: str) -> bool:
    match name:
        case "To":
            return call.order.to == value
        case "From":
            return call.order.from_ == value
        case "Status":
            return call.status.value == value
        case "ParentCallSid":
            return False
        case _:
            return _in_time(call, name, value)


def _in_time(call: Call, name: str, value: str) -> bool:
    """A call not dialled yet counts from its creation, so that a search can find it."""
    field, relation = name.rstrip("<>"), name[-1]
    started_ms = call.created_ms if call.started_ms is None else call.started_ms
    at_ms = started_ms if field == "StartTime" else call.ended_ms
    if at_ms is None:
        return False
    moment, bound = datetime.fromtimestamp(at_ms / 1000, UTC), _moment(name, value)
    if not isinstance(bound, datetime):
        return _compare(moment.date().toordinal(), bound.toordinal(), relation)
    return _compare(moment.timestamp(), bound.timestamp(), relation)


def _compare(at: float, bound: float, relation: str) -> bool:
    if relation == "<":
        return at <= bound
    return at >= bound if relation == ">" else at == bound


def _moment(name: str, value: str) -> date | datetime:
    try:
        if len(value) == len("2026-01-05"):
            return date.fromisoformat(value)
        moment = datetime.fromisoformat(value)
    except ValueError as fault:
        message = f"{name} is {value!r}, neither YYYY-MM-DD nor ISO 8601."
        raise TwilioFaultError(faults.BAD_PARAMETER, message) from fault
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
