"""What all handlers of the REST interface do with a request: read it, and answer in JSON."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from litestar import MediaType, Request, Response

from ruby_fsm.simulator import faults
from ruby_fsm.simulator.faults import TwilioFaultError
from ruby_fsm.simulator.orders import Form

DEFAULT_PAGE, LARGEST_PAGE = 50, 1000

AnyRequest = Request[Any, Any, Any]
Json = Response[dict[str, object]]


async def form(request: AnyRequest) -> Form:
    """The body's fields."""
    # Read by hand: a framework's form parser may drop blanks or fold repeated keys.
    return parse_qs((await request.body()).decode(), keep_blank_values=True)


def sid(request: AnyRequest, name: str = "resource") -> str:
    """A sid of the path."""
    found: str = request.path_params[name]
    return found.removesuffix(".json")


def query(request: AnyRequest) -> dict[str, str]:
    """The last value of each name."""
    return _last(parse_qs(request.scope["query_string"].decode()))


def page_of(asked: Mapping[str, str]) -> tuple[int, int]:
    """Page and its size. Raises TwilioFaultError."""
    size = min(_whole(asked, "PageSize", DEFAULT_PAGE) or DEFAULT_PAGE, LARGEST_PAGE)
    return _whole(asked, "Page", 0), size


def answer(body: dict[str, object], status: int = HTTPStatus.OK) -> Json:
    return Response(body, status_code=status, media_type=MediaType.JSON)


def _last(found: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {name: values[-1] for name, values in found.items()}


def _whole(asked: Mapping[str, str], name: str, default: int) -> int:
    value = asked.get(name, str(default))
    if value.isascii() and value.isdigit():
        return int(value)
    raise TwilioFaultError(faults.BAD_PARAMETER, f"{name} is {value!r}, not a whole number.")
