"""Who was turned away stands in the log: who, what, why; no token, no address, and not for ever."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from ruby_fsm.app.access import Scope
from ruby_fsm.app.refusals import MOST, Refusals
from ruby_fsm.errors import NotAllowed, NotAuthenticated
from ruby_fsm.simulator import VirtualClock
from tests.web.kit import BEARER, ruby, talking
from tests.web.trust_kit import asked, new_token

ACTIVE = "/ai-calling/calls/active"


def lines(logs: list[Any]) -> list[dict[str, Any]]:
    return [one for one in logs if one["event"] == "refused"]


@pytest.mark.parametrize(
    ("header", "why"),
    [
        ("", "no token"),
        ("Bearer canary-of-a-password", "no token of ours"),
        ("Bearer rfsm_" + "x" * 43, "an unknown token"),
    ],
)
async def test_whoever_brings_no_token_of_ours_is_nobody(
    tmp_path: Path, header: str, why: str
) -> None:
    async with ruby(tmp_path, ruby_api_token=BEARER) as it:
        with capture_logs() as logs:
            headers = {"Authorization": header, "X-Request-ID": "the-request"}
            await it.api.get(f"{ACTIVE}?after=canary", headers=headers)

    [told] = lines(logs)
    assert told == {
        "event": "refused",
        "log_level": "warning",
        "status": 401,
        "method": "GET",
        "route": ACTIVE,
        "who": "nobody",
        "why": why,
    }
    assert "canary" not in str(logs)


async def test_an_expired_or_revoked_token_is_named_by_its_id(tmp_path: Path) -> None:
    async with ruby(tmp_path, ruby_api_token=BEARER) as it:
        old, expired = await new_token(it, Scope.CALLER, days=1)
        gone, revoked = await new_token(it, Scope.CALLER)
        at_ms = it.clock.now_ms()
        await it.parts.store.units.run(lambda unit: unit.revoke_token(revoked.token_id, at_ms))
        await it.clock.advance(86_400)
        with capture_logs() as logs:
            for secret in (old, gone):
                await it.api.get(ACTIVE, headers={"Authorization": f"Bearer {secret}"})

    told = [(one["who"], one["why"]) for one in lines(logs)]
    assert told == [
        (expired.token_id, "an expired token"),
        (revoked.token_id, "a revoked token"),
    ]
    assert not any(secret in str(logs) for secret in (old, gone))


async def test_a_token_without_the_scope_is_named_with_what_it_lacks(tmp_path: Path) -> None:
    async with ruby(tmp_path, ruby_api_token=BEARER) as it:
        secret, token = await new_token(it, Scope.AUDITOR)
        with capture_logs() as logs:
            await asked(it, secret, "DELETE", "/ai-calling/people/+14155550100")

    [told] = lines(logs)
    assert (told["status"], told["who"], told["method"]) == (403, token.token_id, "DELETE")
    assert told["route"] == "/ai-calling/people/{person}"
    assert told["why"] == "its scopes lack admin"
    assert "4155550100" not in str(logs)


async def test_a_look_at_another_token_s_call_is_told_though_it_is_answered_as_none(
    tmp_path: Path,
) -> None:
    async with ruby(tmp_path, ruby_api_token=BEARER) as it:
        it.api.headers["Authorization"] = f"Bearer {BEARER}"
        call_id = await talking(it)
        secret, token = await new_token(it, Scope.CALLER)
        it.api.headers["Authorization"] = f"Bearer {secret}"
        with capture_logs() as logs:
            looked = await it.api.get(f"/phone/call/{call_id}/status")
            acted = await it.api.post(f"/ai-calling/call/{call_id}/end", json={})

    assert (looked.status_code, acted.status_code) == (404, 404)
    told = [(one["who"], one["why"]) for one in lines(logs)]
    assert told == [(token.token_id, "another token's call")] * 2


async def test_a_flood_of_one_kind_is_bounded_and_counted_and_hides_no_other() -> None:
    clock = VirtualClock()
    refusals = Refusals(clock)
    with capture_logs() as logs:
        for _ in range(MOST + 40):
            refusals.note(NotAuthenticated("how"), ACTIVE, "GET")
        refusals.note(NotAllowed("no", ("admin",), "TK1"), ACTIVE, "GET")
    assert [one["status"] for one in lines(logs)] == [401] * MOST + [403]

    await clock.advance(60)
    with capture_logs() as logs:
        refusals.note(NotAuthenticated("how"), ACTIVE, "GET")

    assert [(one["event"], one.get("count")) for one in logs] == [
        ("refused_more", 40),
        ("refused", None),
    ]


async def test_a_good_token_s_use_is_told_once_an_hour_by_its_id(tmp_path: Path) -> None:
    async with ruby(tmp_path, ruby_api_token=BEARER) as it:
        secret, token = await new_token(it, Scope.OPERATOR)
        with capture_logs() as logs:
            for wait_s in (0, 0, 3600):
                await it.clock.advance(wait_s)
                for one in (secret, BEARER):
                    await asked(it, one, "GET", ACTIVE)

    used = [one["who"] for one in logs if one["event"] == "token_used"]
    assert used == [token.token_id, "bootstrap"] * 2
    assert secret not in str(logs)
