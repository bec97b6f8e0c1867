"""REST over what is kept of one person: show it, erase it."""

from __future__ import annotations

from typing import Annotated

from litestar import Router, delete, get
from litestar.params import PathParameter

from ruby_fsm.app.views import Erased, Export
from ruby_fsm.errors import InvalidRequest, NotAllowed, NotAuthenticated, PersonOnTheLine
from ruby_fsm.web import examples
from ruby_fsm.web.access import viewer_of
from ruby_fsm.web.auth import service_of
from ruby_fsm.web.calls import AnyRequest
from ruby_fsm.web.documented import answer, problems

Who = Annotated[
    str,
    PathParameter(
        description="A number, its `+` as `%2B`, or the `user_id` its calls were asked for with."
    ),
]


@get(
    "/people/{person:str}",
    operation_id="exportPerson",
    summary="Everything kept of a person",
    responses={
        200: answer("Call by call, oldest first; none for a stranger.", Export, examples.EXPORT),
        **problems(InvalidRequest, NotAuthenticated, NotAllowed),
    },
)
async def export(request: AnyRequest, person: Who) -> Export:
    """Numbers and words are whole here: it is what the person may ask to see."""
    return await service_of(request).erasing.export(person, viewer_of(request).token_id)


@delete(
    "/people/{person:str}",
    status_code=200,
    operation_id="erasePerson",
    summary="Erase what is kept of a person",
    responses={
        200: answer("Erased; asked again it finds none.", Erased, examples.ERASED),
        **problems(InvalidRequest, NotAuthenticated, NotAllowed, PersonOnTheLine),
    },
)
async def erase(request: AnyRequest, person: Who) -> Erased:
    """The skeleton of each log stays: states, facts and times, with no word, number or name.

    That a number asked not to be called stays too, as a keyed hash.
    """
    return await service_of(request).erasing.erase(person, viewer_of(request).token_id)


PERSONS = Router("/ai-calling", route_handlers=[export, erase], tags=["people"])
