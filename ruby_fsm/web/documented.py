"""What the API document says of answers: an example of each, and every error as problem+json."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, is_dataclass
from typing import Any

from litestar.openapi import ResponseSpec
from litestar.openapi.spec import Example

from ruby_fsm.errors import PolicyRefused, RequestError, TooMany
from ruby_fsm.web.catalog import POLICIES, REQUEST, Known
from ruby_fsm.web.problems import BY_STATUS, PROBLEM, UNAVAILABLE, URN, Problem

JSON = "application/json"


@dataclass
class Shown(Example):
    """An example as it is sent: the framework's own leaves out what is null."""

    def to_schema(self) -> dict[str, Any]:
        return {"value": self.value}


def answer(description: str, kind: Any, example: object, media_type: str = JSON) -> ResponseSpec:
    """An answer of type `kind`, shown by an example of it."""
    return ResponseSpec(
        kind,
        generate_examples=False,
        description=description,
        media_type=media_type,
        examples=[Shown(id="example", value=plain(example))],
    )


def problems(*errors: type[RequestError], takes_body: bool = False) -> dict[int, ResponseSpec]:
    """The errors an endpoint may answer; any of them 429, and 503 where the database is away."""
    known = [one for error in dict.fromkeys((*errors, TooMany)) for one in each(error)]
    found = [one.problem for one in known] + [UNAVAILABLE]
    found += [BY_STATUS[408], BY_STATUS[413], BY_STATUS[415]] if takes_body else []
    by_status: defaultdict[int, list[Problem]] = defaultdict(list)
    for problem in found:
        by_status[problem.status].append(problem)
    return {status: refusal(of_status) for status, of_status in sorted(by_status.items())}


def each(error: type[RequestError]) -> Sequence[Known]:
    """The one problem of an error; of a refusal by the dial policy there is one a rule."""
    return POLICIES if error is PolicyRefused else (REQUEST[error],)


def refusal(found: Sequence[Problem]) -> ResponseSpec:
    return ResponseSpec(
        Problem,
        generate_examples=False,
        description="; ".join(dict.fromkeys(problem.title for problem in found)) + ".",
        media_type=PROBLEM,
        examples=[
            Shown(id=problem.type.removeprefix(URN), value=plain(problem)) for problem in found
        ],
    )


def plain(value: object) -> Any:
    """As it is sent."""
    if isinstance(value, list):
        return [plain(one) for one in value]
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value
