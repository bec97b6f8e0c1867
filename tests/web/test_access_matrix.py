"""Role by endpoint by owner, all of it, over the real app."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from litestar.routes import HTTPRoute

from ruby_fsm.app.access import Reach, Scope
from ruby_fsm.web.access import ROWS, TABLE, Door, Row, page
from tests.conftest import Golden
from tests.docs.blocks import ROOT
from tests.web.kit import BEARER, OTHER, THIRD, in_crisis, refused, ruby, talking
from tests.web.trust_kit import asked, bearer, new_token
from tests.world import TO_NUMBER, Ruby

GUARDED = [row for row in ROWS if row.door is Door.TOKEN]
BODIES: Mapping[str, Mapping[str, object]] = {
    "/ai-calling/initiate-ai-call": {"to_number": "+14155550123"},
    "/ai-calling/call/{call_sid}/crisis/resolve": {"reason": "it is over"},
    "/ai-calling/suppressions": {"to_number": THIRD, "reason": "asked by letter"},
    "/ai-calling/suppressions/lift": {"to_number": THIRD, "reason": "asked by letter"},
    "/ai-calling/consents": {"to_number": THIRD, "source": "a form"},
    "/ai-calling/consents/withdraw": {"to_number": THIRD, "reason": "asked by letter"},
    "/ai-calling/policy/explain": {"to_number": THIRD},
}
LISTS = {"/ai-calling/calls/active": "active_calls", "/voice/conversations": "conversations"}


@dataclass
class World:
    """`own`: a call of the caller's token, `foreign`: of another's; both are talking."""

    it: Ruby
    secrets: dict[Scope, str]
    own: str
    foreign: str


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    async with ruby(tmp_path_factory.mktemp("matrix"), ruby_api_token=BEARER) as it:
        secrets = {scope: (await new_token(it, scope))[0] for scope in Scope}
        other, _ = await new_token(it, Scope.CALLER)
        it.api.headers.update(bearer(secrets[Scope.CALLER]))
        own = await talking(it, TO_NUMBER)
        it.api.headers.update(bearer(other))
        foreign = await talking(it, OTHER)
        del it.api.headers["Authorization"]
        yield World(it, secrets, own, foreign)


def path_of(row: Row, call_id: str) -> str:
    return (
        row.path.replace("{call_sid}", call_id)
        .replace("{escalation_id}", "ES1")
        .replace("{delivery_id}", "WD1")
    )


async def tried(world: World, row: Row, scope: Scope, call_id: str) -> httpx.Response:
    body = BODIES.get(row.path, {}) if row.method != "GET" else None
    path = path_of(row, call_id)
    return await asked(world.it, world.secrets[scope], row.method, path, json=body)


def ids(value: object) -> str:
    return f"{value.method} {value.path}" if isinstance(value, Row) else str(value)


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("is_own", [False, True], ids=["foreign", "own"])
@pytest.mark.parametrize(
    ("row", "scope"),
    # What ends a call comes last: the others look at it.
    sorted(product(GUARDED, Scope), key=lambda pair: pair[0].path.endswith("/end")),
    ids=ids,
)
async def test_each_scope_does_what_its_row_says(
    world: World, row: Row, scope: Scope, is_own: bool
) -> None:
    answer = await tried(world, row, scope, world.own if is_own else world.foreign)

    reach = row.of(scope)
    if reach is Reach.NONE:
        problem = refused(answer, 403, "not-allowed")
        assert answer.headers["WWW-Authenticate"].endswith(f'scope="{" ".join(row.needs)}"')
        assert f"scope {scope}" in problem["detail"]
    elif "{call_sid}" in row.path and reach is Reach.OWN and not is_own:
        refused(answer, 404, "call-not-found")
    elif "{escalation_id}" in row.path:
        refused(answer, 404, "escalation-not-found")
    elif "{delivery_id}" in row.path:
        refused(answer, 404, "delivery-not-found")
    elif row.path.endswith("/lift"):  # an admin or operator before may have lifted it
        assert answer.status_code in {200, 404}, answer.text
    elif "/crisis/" in row.path:
        refused(answer, 409, "not-in-crisis")
    else:
        assert answer.status_code in {200, 201, 202}, answer.text


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("row", GUARDED, ids=ids)
async def test_without_a_good_token_none_of_them_opens(world: World, row: Row) -> None:
    for headers in ({}, bearer("rfsm_" + "x" * 43), {"Authorization": f"Basic {BEARER}"}):
        answer = await world.it.api.request(
            row.method, path_of(row, world.own), headers=headers, json=BODIES.get(row.path, {})
        )

        refused(answer, 401, "not-authenticated")


def test_every_route_of_the_app_stands_in_the_table_and_nothing_else(world: World) -> None:
    assert world.it.app is not None
    found = {
        (method, route.path_format.replace(":str", "").replace(":path", ""))
        for route in world.it.app.routes
        if isinstance(route, HTTPRoute)
        for method in route.methods
        if method != "OPTIONS"
    }

    assert found == set(TABLE)
    assert len(TABLE) == len(ROWS)


def test_an_admin_may_do_everything_and_an_auditor_only_look() -> None:
    assert all(row.of(Scope.ADMIN) is Reach.ALL for row in GUARDED)
    assert all(row.method == "GET" for row in GUARDED if row.auditor)


def test_the_page_is_fresh(golden: Golden) -> None:
    golden(ROOT / "docs" / "reference" / "access.md", page())


# --- what each sees ------------------------------------------------------------------------------


async def test_a_caller_sees_its_own_calls_in_every_list_and_count(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    async with ruby(tmp_path_factory.mktemp("lists"), ruby_api_token=BEARER) as it:
        mine, _ = await new_token(it, Scope.CALLER)
        theirs, _ = await new_token(it, Scope.CALLER)
        it.api.headers.update(bearer(mine))
        own = await talking(it)
        it.api.headers.update(bearer(theirs))
        foreign = await talking(it, OTHER)

        for path, name in LISTS.items():
            told = (await asked(it, mine, "GET", path)).json()
            assert [one["call_id"] for one in told[name]] == [own]
            assert told["count"] == 1
            refused(await asked(it, mine, "GET", f"{path}?after={foreign}"), 400, "invalid-request")
        summary = await asked(it, mine, "GET", "/ai-calling/analytics/summary")
        assert summary.json()["calls"] == 1


@pytest.mark.contract("who.masked")
async def test_a_number_is_whole_for_its_caller_and_for_an_admin_alone(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    async with ruby(tmp_path_factory.mktemp("numbers"), ruby_api_token=BEARER) as it:
        mine, _ = await new_token(it, Scope.CALLER)
        it.api.headers.update(bearer(mine))
        call_id = (await it.initiate())["call_id"]
        secrets = {scope: (await new_token(it, scope))[0] for scope in Scope if scope != "caller"}
        secrets[Scope.CALLER] = mine
        shown = {}
        for scope, secret in secrets.items():
            one = (await asked(it, secret, "GET", f"/phone/call/{call_id}/status")).json()
            page = (await asked(it, secret, "GET", "/ai-calling/calls/active")).json()
            shown[scope] = {one["to"], page["active_calls"][0]["to"]}

        assert shown[Scope.CALLER] == shown[Scope.ADMIN] == {TO_NUMBER}
        assert shown[Scope.OPERATOR] == shown[Scope.AUDITOR] == {"+*******0100"}


async def test_a_caller_does_not_end_another_tokens_call_and_an_operator_does(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    async with ruby(tmp_path_factory.mktemp("end"), ruby_api_token=BEARER) as it:
        mine, _ = await new_token(it, Scope.CALLER)
        theirs, _ = await new_token(it, Scope.CALLER)
        operator, _ = await new_token(it, Scope.OPERATOR)
        it.api.headers.update(bearer(mine))
        call_id = await talking(it)
        before = await it.record(call_id)

        refused(
            await asked(it, theirs, "POST", f"/ai-calling/call/{call_id}/end"),
            404,
            "call-not-found",
        )
        assert await it.record(call_id) == before
        assert (
            await asked(it, operator, "POST", f"/ai-calling/call/{call_id}/end")
        ).status_code == 200


async def test_an_operator_handles_a_crisis_that_its_caller_may_not(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    async with ruby(tmp_path_factory.mktemp("crisis"), ruby_api_token=BEARER) as it:
        mine, _ = await new_token(it, Scope.CALLER)
        operator, _ = await new_token(it, Scope.OPERATOR)
        it.api.headers.update(bearer(mine))
        call_id = await in_crisis(it, THIRD)
        told = await asked(it, operator, "GET", f"/ai-calling/call/{call_id}/escalations")
        path = f"/ai-calling/escalations/{told.json()[0]['escalation_id']}/acknowledge"

        refused(await asked(it, mine, "POST", path), 403, "not-allowed")
        assert (await asked(it, operator, "POST", path)).status_code == 200


async def test_the_same_idempotency_key_of_two_tokens_is_two_keys(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    async with ruby(tmp_path_factory.mktemp("keys"), ruby_api_token=BEARER) as it:
        made = []
        for _ in range(2):
            secret, _token = await new_token(it, Scope.CALLER)
            answer = await it.api.post(
                "/ai-calling/initiate-ai-call",
                json={"to_number": TO_NUMBER},
                headers={**bearer(secret), "Idempotency-Key": "one"},
            )
            made.append(answer.json()["call_id"])

        assert made[0] != made[1]


async def test_options_names_every_method_of_a_path(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        for path, methods in (
            ("/ai-calling/people/x", "DELETE, GET, OPTIONS"),
            ("/ai-calling/suppressions", "GET, OPTIONS, POST"),
            ("/ai-calling/calls/active", "GET, OPTIONS"),
        ):
            assert (await it.api.options(path)).headers["Allow"] == methods
