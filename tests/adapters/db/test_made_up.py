"""Made-up calls: read like real ones, dialled by nobody, the same for the same seed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ruby_fsm.adapters.db.bulk import bulk
from ruby_fsm.adapters.db.guard import only_process
from ruby_fsm.adapters.db.made_up import DAY_MS, MadeUp
from ruby_fsm.adapters.db.rehearsal import NoEngine
from ruby_fsm.adapters.db.seal import Seal
from ruby_fsm.adapters.db.store import Store
from ruby_fsm.adapters.db.unit import StoreUnit
from ruby_fsm.app.access import Viewer
from ruby_fsm.app.ordering import Orders
from ruby_fsm.app.policies import Policies
from ruby_fsm.app.queries import Queries
from ruby_fsm.app.records import Record
from ruby_fsm.app.settle import Settled, Settler
from ruby_fsm.app.trail import Looks
from ruby_fsm.cli.db import db
from ruby_fsm.config.load import load
from ruby_fsm.core.call import CallState
from ruby_fsm.core.events import SpeechHeard
from ruby_fsm.errors import ConfigError, Unavailable
from ruby_fsm.understanding.assess import assess
from tests.account import ACCOUNT, FROM_NUMBER, TOKEN
from tests.adapters.db.store_world import KEYS
from tests.fakes_clock import NOON_MS, VirtualClock
from tests.looking import every_row

ENDED, LIVE = 30, 5


async def sown(store: Store, seed: int = 1) -> Policies:
    policies = Policies(load(None))
    made = MadeUp(policies, Seal(KEYS, os.urandom), seed, NOON_MS)
    with bulk(store.place) as put:
        for batch in made.batches(ENDED, LIVE, size=8):
            put(batch)
    return policies


async def records(store: Store) -> list[Record]:
    return list(await store.reader.recent(100, ""))


async def test_every_made_up_call_is_told_like_a_real_one(store: Store) -> None:
    await sown(store)
    queries = Queries(store.reader, Looks(store.units, VirtualClock()))
    everyone = Viewer("")

    told = [await queries.analytics(one.call.call_id, everyone) for one in await records(store)]

    ended = [one for one in told if one.outcome]
    assert (len(told), len(ended)) == (ENDED + LIVE, ENDED)
    assert {one.outcome for one in ended} == {"conversation"}
    assert all(one.conversation.turns and one.transitions for one in told)
    assert {one.risk.max_level for one in told} == {"none"}
    assert all((one.timing.duration_s or 0) > 0 for one in ended)


async def test_nobody_who_exists_is_in_them(store: Store) -> None:
    await sown(store)

    numbers = [one.person.to_number for one in await records(store)]

    assert all(number.startswith("+1415555") and len(number) == 12 for number in numbers)


async def test_none_of_them_is_ever_dialled_or_watched(store: Store) -> None:
    await sown(store)

    assert await store.units.run(lambda unit: unit.open_jobs()) == []
    assert await store.units.run(lambda unit: unit.next_in_line(NOON_MS + DAY_MS, 10)) == []
    assert await store.units.run(lambda unit: unit.overdue(NOON_MS + DAY_MS - 1, 10)) == []
    assert await store.units.run(lambda unit: unit.slots_used()) == LIVE


async def test_those_that_stand_go_on_with_the_talk(store: Store) -> None:
    policies = await sown(store)
    settler = Settler(policies, Orders(NoEngine(), policies.numbers), "RQ1")
    standing = await store.reader.live(10, "")
    words = "The roses came out well."

    def speak(unit: StoreUnit) -> Settled:
        record = unit.load(standing[0].call.call_id)
        assert record is not None
        heard = SpeechHeard(NOON_MS + 5, words, 0.9, assess(words))
        return settler.feed(unit, record, heard, "cause", "key")

    settled = await store.units.run(speak)

    assert {one.call.state for one in standing} == {CallState.LISTENING}
    assert (len(standing), settled.is_ours) == (LIVE, True)
    assert settled.turn == standing[0].call.turn + 1


async def test_one_seed_makes_the_same_calls_and_never_twice(store: Store) -> None:
    await sown(store)
    first = {one.call.call_id for one in await records(store)}

    with pytest.raises(Unavailable, match="another --seed"):
        await sown(store)
    await sown(store, seed=2)

    both = {one.call.call_id for one in await records(store)}
    assert first < both
    assert len(both) == 2 * len(first)


# --- the command ----------------------------------------------------------------------------------
def run(data: Path, *words: str, **environment: str) -> Result:
    given = {"RUBY_DATA": str(data), **environment}
    return CliRunner().invoke(db, ["seed", *words], env=given)


def test_the_command_says_what_it_does(tmp_path: Path) -> None:
    result = run(tmp_path, "--calls", "20", "--live", "3")

    assert result.exit_code == 0, result.output
    assert (
        f"{tmp_path / 'ruby.db'}: 20 made-up calls that have ended, 3 that stand" in result.output
    )
    assert "calls a second" in result.output
    kept = every_row(tmp_path / "ruby.db")["ruby_audit"]
    assert [row[2:6] for row in kept] == [("command line", "database seeded", "", '{"calls":23}')]


def test_it_keeps_off_a_database_in_use(tmp_path: Path) -> None:
    with only_process(tmp_path / "ruby.db"):
        result = run(tmp_path)

    assert isinstance(result.exception, Unavailable)
    assert "another ruby-fsm uses this database" in str(result.exception)


def test_it_keeps_off_real_calls_unless_it_is_told(tmp_path: Path) -> None:
    key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    real = {
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_FROM_NUMBER": FROM_NUMBER,
        "BACKEND_URL": "https://ruby.example.com",
        "RUBY_API_TOKEN": TOKEN,
        "RUBY_ENCRYPTION_KEYS": f"k1:{key}",
        "RUBY_HASH_KEY": key,
    }

    refused = run(tmp_path, "--calls", "3", **real)
    forced = run(tmp_path, "--calls", "3", "--force", **real)

    assert isinstance(refused.exception, ConfigError)
    assert "--force" in str(refused.exception)
    assert forced.exit_code == 0, forced.output
