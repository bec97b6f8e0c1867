"""Twilio's REST interface for calls, as an ASGI application over a simulator."""

import base64
import binascii
import hmac
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from http import HTTPStatus
from typing import Any, Protocol, cast

from litestar import Litestar, Router, delete, get, post
from litestar.datastructures import State
from litestar.exceptions import HTTPException

from ruby_fsm.simulator import faults
from ruby_fsm.simulator import rest_reading as read
from ruby_fsm.simulator.call import Call
from ruby_fsm.simulator.faults import TwilioFaultError
from ruby_fsm.simulator.filters import matching
from ruby_fsm.simulator.hooks import API_VERSION
from ruby_fsm.simulator.orders import Form
from ruby_fsm.simulator.resource import as_json, numbers_as_json, page_as_json
from ruby_fsm.simulator.rest_messages import create_message, fetch_message, list_messages
from ruby_fsm.simulator.rest_permissions import list_permissions
from ruby_fsm.simulator.rest_reading import AnyRequest, Json, answer, form, sid

PLACED = ("/Calls.json", "/Messages.json")  # all that test credentials may make
FILTERS = frozenset(
    {"To", "From", "Status", "ParentCallSid"}
    | {name + relation for name in ("StartTime", "EndTime") for relation in ("", "<", ">")}
)

Message = MutableMapping[str, Any]
Asgi = Callable[
    [Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]],
    Awaitable[None],
]


class Exchange(Protocol):
    """What REST asks of the simulator. Methods raise TwilioFaultError."""

    account_sid: str
    test_credentials: bool

    def admits(self, user: str, secret: str) -> bool:
        """Tell whether these credentials open the account."""
        ...

    def place(self, form: Form) -> Call: ...

    def change(self, sid: str, form: Form) -> Call: ...

    def find(self, sid: str) -> Call: ...

    def forget(self, sid: str) -> None: ...

    def all_calls(self) -> Sequence[Call]: ...

    def owned(self) -> Sequence[str]:
        """The account's numbers."""
        ...


def build(exchange: Exchange) -> Asgi:
    """Make the application, typed as clients and servers take it."""
    router = Router(
        f"/{API_VERSION}/Accounts",
        route_handlers=[
            *(account, numbers, create, listing, fetch, update, remove),
            *(create_message, list_messages, fetch_message),
        ],
        before_request=authenticate,
    )
    app = Litestar(
        [router, Router("/", route_handlers=[list_permissions], before_request=known)],
        state=State({"exchange": exchange}),
        openapi_config=None,
        logging_config=None,
        exception_handlers={TwilioFaultError: _refuse, HTTPException: _refuse_http},
    )
    return cast("Asgi", app)


async def known(request: AnyRequest) -> None:
    """Let nobody in without the account's credentials. Raises TwilioFaultError."""
    exchange = _exchange(request)
    if not exchange.admits(*_credentials(request.headers.get("Authorization", ""))):
        raise TwilioFaultError(faults.BAD_CREDENTIALS, "Authenticate")
    placing = request.method == "POST" and request.url.path.endswith(PLACED)
    if exchange.test_credentials and not placing:
        message = "Resource not accessible with Test Account Credentials"
        raise TwilioFaultError(faults.TEST_CREDENTIALS, message)


async def authenticate(request: AnyRequest) -> None:
    """The same, and only to what is the account's own."""
    await known(request)
    if sid(request, "account_sid") != _exchange(request).account_sid:
        raise _not_found(request.url.path)


@get("/{account_sid:str}")
async def account(request: AnyRequest) -> Json:
    name = "Simulated account"
    own = sid(request, "account_sid")
    return answer({"sid": own, "status": "active", "friendly_name": name, "type": "Full"})


@get("/{account_sid:str}/IncomingPhoneNumbers.json")
async def numbers(request: AnyRequest) -> Json:
    query = read.query(request)
    wanted = query.get("PhoneNumber", "")
    owned = [one for one in _exchange(request).owned() if wanted in {"", one}]
    return answer(numbers_as_json(owned, _exchange(request).account_sid, request.url.path))


@post("/{account_sid:str}/Calls.json")
async def create(request: AnyRequest) -> Json:
    call = _exchange(request).place(await form(request))
    return answer(as_json(call), HTTPStatus.CREATED)


@get("/{account_sid:str}/Calls.json")
async def listing(request: AnyRequest) -> Json:
    query = read.query(request)
    filters = {name: value for name, value in query.items() if name in FILTERS}
    calls = matching(_exchange(request).all_calls(), filters)
    page, size = read.page_of(query)
    return answer(page_as_json(calls, request.url.path, filters, page, size))


@get("/{account_sid:str}/Calls/{resource:str}")
async def fetch(request: AnyRequest) -> Json:
    return answer(as_json(_exchange(request).find(sid(request))))


@post("/{account_sid:str}/Calls/{resource:str}")
async def update(request: AnyRequest) -> Json:
    return answer(as_json(_exchange(request).change(sid(request), await form(request))))


@delete("/{account_sid:str}/Calls/{resource:str}")
async def remove(request: AnyRequest) -> None:
    _exchange(request).forget(sid(request))


def _exchange(request: AnyRequest) -> Exchange:
    exchange: Exchange = request.app.state.exchange
    return exchange


def _credentials(header: str) -> tuple[str, str]:
    kind, _, encoded = header.partition(" ")
    if kind.lower() != "basic":
        return "", ""
    try:
        user, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return user, secret


def same_secret(given: str, kept: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(given.encode(), kept.encode())


def _not_found(path: str) -> TwilioFaultError:
    return TwilioFaultError(faults.NOT_FOUND, f"The requested resource {path} was not found")


def _refuse(_: AnyRequest, fault: TwilioFaultError) -> Json:
    response = answer(fault.body(), fault.status)
    if fault.code == faults.BAD_CREDENTIALS:
        response.headers["WWW-Authenticate"] = 'Basic realm="Twilio API"'
    return response


def _refuse_http(request: AnyRequest, fault: HTTPException) -> Json:
    if fault.status_code == HTTPStatus.NOT_FOUND:
        return _refuse(request, _not_found(request.url.path))
    body: dict[str, object] = {"message": fault.detail, "status": fault.status_code}
    return answer(body | {"code": faults.BAD_PARAMETER}, fault.status_code)
