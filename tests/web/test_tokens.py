"""A token's life: shown once, kept as a hash, good until it ends; and the command that makes it."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ruby_fsm.app.access import Scope
from ruby_fsm.app.tokens import COARSE_MS, FORM, hash_of
from ruby_fsm.cli.main import run
from ruby_fsm.config.keys import keyring
from tests.web.kit import BEARER, INITIATE, dump, refused, ruby
from tests.web.trust_kit import acts, asked, new_token
from tests.world import TO_NUMBER, Ruby, settings_for

ACTIVE = "/ai-calling/calls/active"
DAY_S = 86_400


async def test_an_expired_or_revoked_token_opens_nothing(tmp_path: Path) -> None:
    async with ruby(tmp_path, ruby_api_token=BEARER) as it:
        day_ago_ms = it.clock.now_ms() - DAY_S * 1000
        ends, _ = await new_token(it, Scope.CALLER, days=1, at_ms=day_ago_ms + 60_000)
        stays, token = await new_token(it, Scope.CALLER)
        assert (await asked(it, ends, "GET", ACTIVE)).status_code == 200
        await it.pass_time(60)

        refused(await asked(it, ends, "GET", ACTIVE), 401, "not-authenticated")
        assert (await asked(it, stays, "GET", ACTIVE)).status_code == 200
        now_ms = it.clock.now_ms()
        await it.parts.store.units.run(lambda unit: unit.revoke_token(token.token_id, now_ms))
        refused(await asked(it, stays, "GET", ACTIVE), 401, "not-authenticated")


async def test_its_last_use_is_written_once_an_hour(tmp_path: Path) -> None:
    async with ruby(tmp_path, ruby_api_token=BEARER) as it:
        secret, token = await new_token(it, Scope.CALLER)
        used = []
        for _ in range(3):
            await asked(it, secret, "GET", ACTIVE)
            used.append(await used_ms(it, secret))
            await it.pass_time(COARSE_MS / 2000 + 1)

        assert used[0] == token.created_ms
        assert used[1] == used[0]
        assert used[2] is not None
        assert used[2] >= used[0] + COARSE_MS


async def used_ms(it: Ruby, secret: str) -> int | None:
    token = await it.parts.store.reader.token(hash_of(secret))
    assert token is not None
    return token.used_ms


async def test_a_token_with_two_scopes_does_what_either_may(tmp_path: Path) -> None:
    async with ruby(tmp_path, ruby_api_token=BEARER) as it:
        secret, _ = await new_token(it, Scope.CALLER, Scope.AUDITOR)

        body = {"to_number": TO_NUMBER}
        assert (await asked(it, secret, "POST", INITIATE, json=body)).status_code == 201
        assert (await asked(it, secret, "GET", ACTIVE)).json()["count"] == 1


async def test_once_there_is_a_token_it_is_asked_for_in_the_simulation_too(tmp_path: Path) -> None:
    async with ruby(tmp_path) as it:
        assert (await it.api.get(ACTIVE)).status_code == 200
        secret, token = await new_token(it, Scope.CALLER)

        refused(await it.api.get(ACTIVE), 401, "not-authenticated")
        assert (await asked(it, secret, "GET", ACTIVE)).status_code == 200
        await it.parts.store.units.run(lambda unit: unit.revoke_token(token.token_id, 1))
        refused(await it.api.get(ACTIVE), 401, "not-authenticated")


# --- the command ---------------------------------------------------------------------------------


@pytest.fixture
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the command finds it: the data folder and the database of the world under test."""
    settings = settings_for(tmp_path)
    monkeypatch.setenv("RUBY_DATA", str(tmp_path))
    monkeypatch.setenv("RUBY_DATABASE_URL", settings.ruby_database_url)
    monkeypatch.chdir(tmp_path)
    keyring(settings)


def beside(words: list[str]) -> int:
    """As another process would, while the service's own loop stands still."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(run, words).result()


@pytest.mark.contract("commands.token")
@pytest.mark.usefixtures("_here")
async def test_a_token_made_beside_a_running_service_opens_until_it_is_revoked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with ruby(tmp_path) as it:
        words = ["token", "create", "--name", "the night shift", "--scope", "operator"]
        assert beside(words) == 0
        out, err = capsys.readouterr()
        secret, token_id = out.strip(), err.split()[0]
        assert FORM.fullmatch(secret)
        assert (await asked(it, secret, "GET", ACTIVE)).status_code == 200

        beside(["token", "list"])
        listed = capsys.readouterr().out
        assert re.search(rf"{token_id}  the night shift +operator +good", listed)
        assert secret not in listed + str(dump(tmp_path))

        assert beside(["token", "revoke", token_id]) == 0
        refused(await asked(it, secret, "GET", ACTIVE), 401, "not-authenticated")
        made = [(act, who) for act, who, target in await acts(it) if target == token_id]
        assert made == [("token created", "command line"), ("token revoked", "command line")]


@pytest.mark.usefixtures("_here")
def test_the_command_makes_the_database_where_there_is_none(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["token", "create", "--name", "first", "--scope", "admin", "--days", "30"]) == 0
    assert "good until 2" in capsys.readouterr().err


@pytest.mark.usefixtures("_here")
def test_a_token_that_is_not_there_is_not_revoked(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="1"):
        run(["token", "revoke", "TK0"])
    assert "token list" in capsys.readouterr().err
    assert run(["token", "create", "--name", "x"]) == 2
    assert run(["token", "create", "--name", "\n", "--scope", "admin"]) == 2
