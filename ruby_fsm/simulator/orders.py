"""Read what REST is asked for: the form of a create or update, and the magic numbers."""

import re
from collections.abc import Container, Mapping, Sequence
from urllib.parse import urlsplit

from ruby_fsm.simulator import faults
from ruby_fsm.simulator.call import Fetch, Inline, Order, Source
from ruby_fsm.simulator.faults import TwilioFaultError

Form = Mapping[str, Sequence[str]]

E164 = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
MAX_TWIML = 4000
MAX_TIMEOUT_S, MAX_LIMIT_S = 600, 14_400
EVENTS = frozenset({"initiated", "ringing", "answered", "completed"})

GOOD_FROM = "+15005550006"
MAGIC_FROM = {"+15005550001": faults.FROM_MALFORMED}
MAGIC_TO = {
    "+15005550001": faults.TO_INVALID,
    "+15005550002": faults.TO_UNROUTABLE,
    "+15005550003": faults.TO_NOT_PERMITTED,
    "+15005550004": faults.TO_BLOCKED,
}
WORDS = {
    faults.FROM_MALFORMED: "The 'From' number is not a valid phone number.",
    faults.TO_INVALID: "The 'To' number does not look valid.",
    faults.TO_UNROUTABLE: "The 'To' number cannot be reached.",
    faults.TO_NOT_PERMITTED: "The account may not call the country of the 'To' number.",
    faults.TO_BLOCKED: "The account may not call the 'To' number.",
}


def read_order(form: Form, owned: Container[str] | None) -> Order:
    """Make an order of a create request. Raises TwilioFaultError.

    `owned`: the account's numbers, None when any number may call.
    """
    to, from_ = _text(form, "To"), _text(form, "From")
    _check_to(to)
    _check_from(from_, owned)
    return Order(
        to=to,
        from_=from_,
        source=_first_document(form),
        fallback_url=_url(form, "FallbackUrl"),
        fallback_method=_method(form, "FallbackMethod"),
        status_callback=_status_callback(form),
        status_callback_method=_method(form, "StatusCallbackMethod"),
        status_events=_events(form),
        timeout_s=_number(form, "Timeout", 60, MAX_TIMEOUT_S),
        time_limit_s=_number(form, "TimeLimit", MAX_LIMIT_S, MAX_LIMIT_S),
        machine_detection=_machine_detection(form),
        async_amd=_one_of(form, "AsyncAmd", "false", "true") == "true",
        amd_callback=_url(form, "AsyncAmdStatusCallback"),
        amd_callback_method=_method(form, "AsyncAmdStatusCallbackMethod"),
    )


def read_redirect(form: Form) -> Source | None:
    """Read the document an update leads the call to, None if it names none."""
    if _text(form, "Url") and _text(form, "Twiml"):
        raise TwilioFaultError(faults.BAD_PARAMETER, "Url and Twiml exclude each other.")
    if twiml := _twiml(form):
        return Inline(twiml)
    url = _url(form, "Url")
    return Fetch("update", url, _method(form, "Method")) if url else None


def read_status(form: Form) -> str:
    """Read the status an update asks for: `canceled`, `completed` or none."""
    return _one_of(form, "Status", "", "canceled", "completed")


def amend(order: Order, form: Form) -> None:
    """Take over what an update changes for the rest of the call. Raises TwilioFaultError."""
    if _text(form, "FallbackUrl"):
        order.fallback_url = _url(form, "FallbackUrl")
        order.fallback_method = _method(form, "FallbackMethod")
    if _text(form, "StatusCallback"):
        order.status_callback = _status_callback(form)
        order.status_callback_method = _method(form, "StatusCallbackMethod")
    order.time_limit_s = _number(form, "TimeLimit", order.time_limit_s, MAX_LIMIT_S)


def _check_to(to: str) -> None:
    if not to:
        raise TwilioFaultError(faults.NO_TO, "No 'To' number is specified.")
    if not E164.fullmatch(to):
        raise TwilioFaultError(faults.TO_MALFORMED, f"The 'To' number {to} is not E.164.")
    if code := MAGIC_TO.get(to):
        raise TwilioFaultError(code, WORDS[code])


def _check_from(from_: str, owned: Container[str] | None) -> None:
    if not from_:
        raise TwilioFaultError(faults.NO_FROM, "No 'From' number is specified.")
    code = MAGIC_FROM.get(from_)
    if code is None and not E164.fullmatch(from_):
        code = faults.FROM_MALFORMED
    if code is not None:
        raise TwilioFaultError(code, WORDS[code])
    if owned is not None and from_ != GOOD_FROM and from_ not in owned:
        message = "The 'From' number is neither owned by the account nor verified."
        raise TwilioFaultError(faults.FROM_NOT_OWNED, message)


def _first_document(form: Form) -> Source:
    # On create a Url wins over Twiml (twilio.com, Calls resource, parameter Twiml).
    if url := _url(form, "Url"):
        return Fetch("answer", url, _method(form, "Method"))
    if twiml := _twiml(form):
        return Inline(twiml)
    raise TwilioFaultError(faults.NO_URL, "One of Url, Twiml, ApplicationSid is required.")


def _twiml(form: Form) -> str:
    twiml = _text(form, "Twiml")
    if len(twiml) > MAX_TWIML:
        message = f"Twiml has {len(twiml)} characters, {MAX_TWIML} are allowed."
        raise TwilioFaultError(faults.TWIML_TOO_LONG, message)
    return twiml


def _status_callback(form: Form) -> str:
    url = _url(form, "StatusCallback", faults.BAD_STATUS_CALLBACK)
    if "_" in (urlsplit(url).hostname or ""):
        message = "The host of StatusCallback must not contain an underscore."
        raise TwilioFaultError(faults.BAD_STATUS_CALLBACK, message)
    return url


def _events(form: Form) -> frozenset[str]:
    events = frozenset(form.get("StatusCallbackEvent", ())) or frozenset({"completed"})
    if unknown := sorted(events - EVENTS):
        message = f"StatusCallbackEvent {unknown[0]!r} is none of {', '.join(sorted(EVENTS))}."
        raise TwilioFaultError(faults.BAD_PARAMETER, message)
    return events


def _machine_detection(form: Form) -> str:
    kind = _one_of(form, "MachineDetection", "", "Enable", "DetectMessageEnd")
    return "" if _text(form, "SendDigits") else kind


def _url(form: Form, name: str, code: int = faults.NO_URL) -> str:
    url = _text(form, name)
    parts = urlsplit(url)
    if url and (parts.scheme not in {"http", "https"} or not parts.hostname):
        raise TwilioFaultError(code, f"{name} is not a valid URL: {url}")
    return url


def _method(form: Form, name: str) -> str:
    return _one_of(form, name, "POST", "GET")


def _one_of(form: Form, name: str, default: str, *others: str) -> str:
    value = _text(form, name)
    if value in {"", default, *others}:
        return value or default
    allowed = ", ".join(word for word in (default, *others) if word)
    raise TwilioFaultError(faults.BAD_PARAMETER, f"{name} is {value!r}, none of {allowed}.")


def _number(form: Form, name: str, default: int, most: int) -> int:
    value = _text(form, name)
    if not value:
        return default
    if value.isascii() and value.isdigit() and 0 < int(value) <= most:
        return int(value)
    raise TwilioFaultError(faults.BAD_PARAMETER, f"{name} is {value!r}, not within 1..{most}.")


def _text(form: Form, name: str) -> str:
    return "".join(form.get(name, ())[-1:])
