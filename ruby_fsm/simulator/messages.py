"""Messages as Twilio's REST interface takes and writes them, and the webhook of one come in."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from ruby_fsm.simulator import faults
from ruby_fsm.simulator.faults import TwilioFaultError
from ruby_fsm.simulator.hooks import API_VERSION
from ruby_fsm.simulator.network import rfc2822
from ruby_fsm.simulator.orders import E164, GOOD_FROM, MAGIC_TO, WORDS, Form
from ruby_fsm.simulator.resource import paged

MOST_CHARS = 1600
SEGMENT = 153
FILTERS = frozenset({"To", "From", "DateSent", "DateSent<", "DateSent>"})
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Message:
    """One message; `direction` is outbound-api, outbound-reply or inbound. Times in ms UTC."""

    sid: str
    account_sid: str
    to: str
    from_: str
    body: str
    sent_ms: int
    direction: str = "outbound-api"


def read_message(form: Form, owned: Container[str] | None) -> tuple[str, str, str]:
    """To, From and Body of a create request. Raises TwilioFaultError."""
    to, from_, body = ("".join(form.get(name, ())[-1:]) for name in ("To", "From", "Body"))
    _check_to(to)
    _check_from(from_, owned)
    if not body:
        raise TwilioFaultError(faults.NO_BODY, "Message body is required.")
    if len(body) > MOST_CHARS:
        raise TwilioFaultError(faults.BODY_TOO_LONG, "The body exceeds 1600 characters.")
    return to, from_, body


def _check_to(to: str) -> None:
    if not to:
        raise TwilioFaultError(faults.NO_MESSAGE_TO, "A 'To' phone number is required.")
    if code := MAGIC_TO.get(to):
        raise TwilioFaultError(code, WORDS[code])
    if not E164.fullmatch(to):
        raise TwilioFaultError(faults.TO_MALFORMED, f"The 'To' number {to} is not E.164.")


def _check_from(from_: str, owned: Container[str] | None) -> None:
    if not from_:
        raise TwilioFaultError(faults.NO_MESSAGE_FROM, "A 'From' phone number is required.")
    if not E164.fullmatch(from_):
        raise TwilioFaultError(faults.FROM_MALFORMED, WORDS[faults.FROM_MALFORMED])
    if owned is not None and from_ != GOOD_FROM and from_ not in owned:
        raise TwilioFaultError(faults.NOT_FOR_MESSAGES, f"{from_} can send no messages.")


def matching(messages: Iterable[Message], filters: Mapping[str, str]) -> list[Message]:
    """Those that pass every filter, newest first. Raises TwilioFaultError."""
    kept = [one for one in messages if all(_passes(one, *asked) for asked in filters.items())]
    return sorted(kept, key=lambda one: one.sent_ms, reverse=True)


def _passes(message: Message, name: str, value: str) -> bool:
    if name in {"To", "From"}:
        return value == (message.to if name == "To" else message.from_)
    sent = datetime.fromtimestamp(message.sent_ms / 1000, UTC)
    if DAY.fullmatch(value):
        at, bound = f"{sent:%Y-%m-%d}", value
    else:
        at, bound = sent.isoformat(timespec="seconds"), _moment(value)
    relation = name.removeprefix("DateSent")
    return {"<": at <= bound, ">": at >= bound}.get(relation, at == bound)


def _moment(value: str) -> str:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as fault:
        message = f"DateSent is {value!r}, neither YYYY-MM-DD nor ISO 8601."
        raise TwilioFaultError(faults.BAD_PARAMETER, message) from fault
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat(timespec="seconds")


def as_json(message: Message, *, is_new: bool = False) -> dict[str, object]:
    """The Message resource; a new one is queued, and delivered a moment later."""
    uri = f"/{API_VERSION}/Accounts/{message.account_sid}/Messages/{message.sid}"
    date = rfc2822(message.sent_ms)
    status = "received" if message.direction == "inbound" else "delivered"
    return {
        "sid": message.sid,
        "account_sid": message.account_sid,
        "messaging_service_sid": None,
        "to": message.to,
        "from": message.from_,
        "body": message.body,
        "status": "queued" if is_new else status,
        "direction": message.direction,
        "num_segments": str(-(-len(message.body) // SEGMENT)),
        "num_media": "0",
        "date_created": date,
        "date_updated": date,
        "date_sent": None if is_new else date,
        "price": None,
        "price_unit": "USD",
        "error_code": None,
        "error_message": None,
        "api_version": API_VERSION,
        "uri": f"{uri}.json",
        "subresource_uris": {"media": f"{uri}/Media.json"},
    }


def page_as_json(
    messages: Sequence[Message], path: str, query: Mapping[str, str], page: int, size: int
) -> dict[str, object]:
    """One page of these messages."""
    shown = [as_json(one) for one in messages[page * size : (page + 1) * size]]
    return {"messages": shown, **paged(len(messages), path, query, page, size)}


def arrival(message: Message) -> dict[str, str]:
    """Fields of the webhook that tells of a message that came in."""
    return {
        "MessageSid": message.sid,
        "SmsSid": message.sid,
        "SmsMessageSid": message.sid,
        "AccountSid": message.account_sid,
        "From": message.from_,
        "To": message.to,
        "Body": message.body,
        "NumMedia": "0",
        "NumSegments": "1",
        "SmsStatus": "received",
        "ApiVersion": API_VERSION,
    }


def answers(document: bytes) -> list[str]:
    """The messages a webhook's reply asks to be sent back. ValueError for what is no TwiML."""
    if not document:
        return []
    try:
        root = ET.fromstring(document)  # noqa: S314 - no document type means no entities to expand
    except ET.ParseError as fault:
        raise ValueError(f"the answer to a message is no TwiML: {fault}") from fault
    return ["".join(one.itertext()) for one in root.iter("Message")]
