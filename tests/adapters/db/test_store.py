"""Opening the store: from nothing, again, twice at once, and where it can't be."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest

from ruby_fsm.adapters.db import migrate
from ruby_fsm.adapters.db.guard import only_process
from ruby_fsm.adapters.db.places import place_of
from ruby_fsm.adapters.db.postgresql import PostgreSQL
from ruby_fsm.adapters.db.sqlite import connect_writer, database_path
from ruby_fsm.config.keys import Keys
from ruby_fsm.errors import ConfigError, Unavailable
from tests.adapters.db.store_world import KEYS, job, opened, record

NEW, OLD = KEYS.encryption


async def test_a_first_start_makes_folder_file_and_schema(tmp_path: Path) -> None:
    async with opened(tmp_path / "a" / "b" / "ruby.db") as store:
        await store.units.run(lambda unit: unit.add_call(record()))

        assert migrate.current(store.place) == migrate.head()
        assert await store.reader.live_count() == 1


async def test_a_second_start_finds_everything(tmp_path: Path) -> None:
    async with opened(tmp_path / "ruby.db") as store:
        await store.units.run(lambda unit: unit.add_call(record()))

    async with opened(tmp_path / "ruby.db") as store:
        assert await store.reader.record("CL1") == record()


async def test_a_second_process_is_told_that_the_database_is_in_use(tmp_path: Path) -> None:
    path = tmp_path / "ruby.db"
    async with opened(path):
        with pytest.raises(Unavailable, match="another ruby-fsm uses this database"):
            async with opened(path):
                pass

    with only_process(path):
        pass


async def test_every_commit_reaches_the_disk(tmp_path: Path) -> None:
    async with opened(tmp_path / "ruby.db"):
        connection = connect_writer(tmp_path / "ruby.db")
        found = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "busy_timeout")
        }
        connection.close()

    full = 2
    assert found == {"journal_mode": "wal", "synchronous": full, "busy_timeout": 2500}


async def test_jobs_put_are_told_to_whoever_opened_the_store(tmp_path: Path) -> None:
    heard: list[str] = []
    async with opened(
        tmp_path / "ruby.db", on_jobs=lambda jobs: heard.extend(one.key for one in jobs)
    ) as store:
        await store.units.run(lambda unit: unit.put_job(job("a")))

    assert heard == ["a"]


async def test_a_failing_owner_still_closes_the_store(tmp_path: Path) -> None:
    path = tmp_path / "ruby.db"
    with pytest.raises(ValueError, match="no"):
        async with opened(path) as store:
            raise ValueError("no")

    with pytest.raises(Unavailable, match="stopping"):
        await store.units.run(lambda _: None)
    async with opened(path):
        pass


# --- where it can't be ------------------------------------------------------------------------


async def test_a_folder_that_can_not_be_made_is_named(tmp_path: Path) -> None:
    await asyncio.to_thread((tmp_path / "file").write_text, "not a folder")

    with pytest.raises(Unavailable, match=r"file/ruby\.db: .*needs a folder"):
        async with opened(tmp_path / "file" / "ruby.db"):
            pass


async def test_a_folder_in_place_of_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="can't be opened"):
        async with opened(tmp_path):
            pass


async def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    letter = b"Dear Ruby, " * 1000
    await asyncio.to_thread(path.write_bytes, letter)

    with pytest.raises(Unavailable, match="no SQLite database"):
        async with opened(path):
            pass

    assert await asyncio.to_thread(path.read_bytes) == letter


async def test_a_schema_of_a_later_version_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "ruby.db"
    async with opened(path):
        pass
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE ruby_schema SET version_num = 'r9999'")
    connection.close()

    with pytest.raises(Unavailable, match="'r9999' is newer than this version's"):
        async with opened(path):
            pass


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("data/ruby.db", "data/ruby.db"),
        ("sqlite:///data/ruby.db", "data/ruby.db"),
        ("sqlite:////var/ruby.db", "/var/ruby.db"),
        ("sqlite+aiosqlite:///ruby.db", "ruby.db"),
    ],
)
def test_a_url_names_a_file(url: str, path: str) -> None:
    assert database_path(url) == Path(path)


@pytest.mark.parametrize("url", ["mysql://host/x", "sqlite://", ":memory:", "sqlite:///:memory:"])
def test_a_url_of_no_file_says_what_to_write(url: str) -> None:
    with pytest.raises(ConfigError, match="write sqlite:///path/to/file"):
        database_path(url)


@pytest.mark.parametrize(
    "url", ["postgresql://ruby:secret@host", "postgresql+asyncpg://ruby:secret@", "postgres://["]
)
def test_an_address_of_no_database_says_what_to_write_without_its_password(url: str) -> None:
    with pytest.raises(ConfigError, match="postgresql://user:password@host/name") as caught:
        place_of(url)

    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+asyncpg"])
def test_a_database_on_a_server_is_named_without_user_and_password(scheme: str) -> None:
    place = place_of(f"{scheme}://ruby:secret@db.example:5433/calls?sslmode=require")

    assert str(place) == "postgresql://db.example/calls"
    assert "secret" not in repr(place)
    assert "ruby" not in repr(place)
    assert isinstance(place, PostgreSQL)
    assert place.address == "postgresql://ruby:secret@db.example:5433/calls?sslmode=require"


async def test_a_server_that_is_not_there_is_told_in_plain_words() -> None:
    with pytest.raises(Unavailable, match=r"postgresql://127\.0\.0\.1/calls: .*can't be reached"):
        async with opened("postgresql://ruby:secret@127.0.0.1:9/calls"):
            pass


# --- the keys it began with -------------------------------------------------------------------


async def test_a_rotated_key_is_put_in_front_and_the_old_one_kept(tmp_path: Path) -> None:
    path = tmp_path / "ruby.db"
    async with opened(path, keys=Keys((OLD,), b"h" * 32)) as store:
        await store.units.run(lambda unit: unit.add_call(record()))

    async with opened(path, keys=Keys((NEW, OLD), b"h" * 32)) as store:
        assert await store.reader.record("CL1") == record()


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        (Keys((NEW,), b"h" * 32), "'old' is missing"),
        (Keys((("old", b"x" * 32),), b"h" * 32), "'old' is not the key"),
        (Keys((OLD,), b"x" * 32), "RUBY_HASH_KEY: is not the key this database began with"),
    ],
    ids=["missing", "another", "hash"],
)
async def test_a_start_with_other_keys_is_refused(tmp_path: Path, keys: Keys, says: str) -> None:
    path = tmp_path / "ruby.db"
    async with opened(path, keys=Keys((OLD,), b"h" * 32)):
        pass

    with pytest.raises(ConfigError, match=says):
        async with opened(path, keys=keys):
            pass
