"""Twilio's REST interface for messages."""

from http import HTTPStatus
from typing import Protocol, cast

from litestar import get, post

from ruby_fsm.simulator import rest_reading as read
from ruby_fsm.simulator.messages import FILTERS, Message, as_json, matching, page_as_json
from ruby_fsm.simulator.orders import Form
from ruby_fsm.simulator.rest_reading import AnyRequest, Json


class Post(Protocol):
    """What REST asks of the simulator's messages. Methods raise TwilioFaultError."""

    @property
    def messages(self) -> dict[str, Message]: ...

    def send_message(self, form: Form) -> Message: ...

    def find_message(self, sid: str) -> Message: ...


def _post(request: AnyRequest) -> Post:
    return cast("Post", request.app.state.exchange)


@post("/{account_sid:str}/Messages.json")
async def create_message(request: AnyRequest) -> Json:
    message = _post(request).send_message(await read.form(request))
    return read.answer(as_json(message, is_new=True), HTTPStatus.CREATED)


@get("/{account_sid:str}/Messages.json")
async def list_messages(request: AnyRequest) -> Json:
    query = read.query(request)
    filters = {name: value for name, value in query.items() if name in FILTERS}
    found = matching(_post(request).messages.values(), filters)
    page, size = read.page_of(query)
    return read.answer(page_as_json(found, request.url.path, filters, page, size))


@get("/{account_sid:str}/Messages/{resource:str}")
async def fetch_message(request: AnyRequest) -> Json:
    return read.answer(as_json(_post(request).find_message(read.sid(request))))
