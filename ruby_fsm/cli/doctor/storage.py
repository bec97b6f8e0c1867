"""The database as a patient: the file or the server, its rights, its schema."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import psycopg

from ruby_fsm.adapters.db import migrate
from ruby_fsm.adapters.db.places import Place, is_made, only_process, place_of
from ruby_fsm.adapters.db.postgresql import PostgreSQL, connect
from ruby_fsm.adapters.db.postgresql_faults import as_fault
from ruby_fsm.adapters.db.sqlite import connect_writer
from ruby_fsm.cli.doctor.finding import NO_SETTINGS, Finding, Patient, fail, ok, warn
from ruby_fsm.errors import ConfigError, Unavailable

LEAST_CONNECTIONS = 20  # one process's: writers, readers, the durable engine's, two locks
LOOK = """\
SELECT current_setting('server_version'), current_setting('transaction_read_only'),
       has_schema_privilege(current_schema(), 'CREATE'),
       current_setting('max_connections')::int - (SELECT count(*) FROM pg_stat_activity)
"""


async def database(patient: Patient) -> Finding:
    """Opened, checked and locked for writing, and left as it was."""
    place = place_or_fault(patient)
    if isinstance(place, Finding):
        return place
    if isinstance(place, PostgreSQL):
        return looked_at(place)
    if not is_made(place):
        return ok(f"{place} will be made at the first start")
    try:
        with only_process(place):
            return examined(place)
    except Unavailable as error:
        if "another ruby-fsm" in str(error):
            return ok(f"{place} is in use by a running ruby-fsm")
        return fail(str(error), "mend what the sentence says")


def place_or_fault(patient: Patient) -> Place | Finding:
    if patient.settings is None:
        return NO_SETTINGS
    try:
        return place_of(patient.settings.database_url)
    except ConfigError as error:
        return fail(str(error), "mend RUBY_DATABASE_URL")


def looked_at(place: PostgreSQL) -> Finding:
    """Whether its user may write, and how full its house is."""
    try:
        with connect(place) as connection:
            row = connection.execute(LOOK).fetchone()
    except psycopg.Error as error:
        return fail(f"{place}: {as_fault(error)}", "mend what the sentence says")
    assert row is not None
    release, is_standby, may_create, left = row
    if is_standby == "on":
        return fail(f"{place} is read-only", "give the address of the primary")
    if not may_create:
        mend = "GRANT CREATE ON SCHEMA public, as the owner of the database"
        return fail(f"{place}: its user may make no tables", mend)
    if isinstance(left, int) and left < LEAST_CONNECTIONS:
        return warn(f"{place} has {left} connections left", "raise max_connections")
    return ok(f"{place} can be written, PostgreSQL {release}")


def examined(path: Path) -> Finding:
    try:
        connection = connect_writer(path)
    except sqlite3.Error as error:
        return fail(f"{path}: {error}", "check its path and rights, or restore a backup")
    try:
        damage = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
        mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    except sqlite3.Error as error:
        return fail(f"{path}: {error}", "check rights and disk, or restore the newest backup")
    finally:
        connection.close()
    if damage != "ok":
        return fail(f"{path} is damaged", "restore the newest backup")
    return ok(f"{path} can be written, journal {mode}")


async def migrations(patient: Patient) -> Finding:
    place, newest = place_or_fault(patient), migrate.head()
    if isinstance(place, Finding):
        return place
    if not is_made(place):
        return ok(f"{newest} at the first start")
    try:
        found = migrate.current(place)
        known = not migrate.differences(place) if found == newest else True
    except Unavailable as error:
        return fail(str(error), "mend what the sentence says")
    if not known:
        return fail(f"{found}, but tables differ", "run: ruby-fsm db check")
    if found != newest:
        mend = "run: ruby-fsm db upgrade (the next start does it too)"
        return warn(f"{found or 'empty'}, newest is {newest}", mend)
    return ok(found)
