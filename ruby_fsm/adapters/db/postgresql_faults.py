"""What PostgreSQL says, as a plain sentence for the person who runs the service."""

from __future__ import annotations

import psycopg

from ruby_fsm.errors import Unavailable

UNREACHED = "The database server can't be reached: is it running, and RUBY_DATABASE_URL right?"
# By SQLSTATE, or the class that its first two characters name.
SENTENCES = {
    "08": UNREACHED,
    "25006": "The database is read-only, a standby perhaps: give the address of the primary",
    "28": "The database server refuses the login: check user and password in RUBY_DATABASE_URL",
    "3D": "The database server has no such database: make it, or check RUBY_DATABASE_URL",
    "42501": "The database's user lacks a right: it needs to create and to write tables",
    "53100": "The database's disk is full: free some space",
    "53": "The database server is short of connections or memory: raise its limits",
    "55P03": "The database is locked by another program: close what else has it open",
    "57014": "The database takes too long: is the server overloaded, or a table locked?",
    "57": "The database server is stopping or starting: it is tried again",
    "40": "The database's units wait for each other: it is tried again",
}


def as_fault(err: psycopg.Error) -> Exception:
    """Unavailable for what an operator can cure; AssertionError for what only we can."""
    state = err.sqlstate or ""
    if sentence := SENTENCES.get(state) or SENTENCES.get(state[:2]):
        return Unavailable(sentence)
    if not state and isinstance(err, psycopg.OperationalError):
        return Unavailable(UNREACHED)
    # The server's own words may repeat a value.
    return AssertionError(f"{type(err).__name__} {state} {err.diag.constraint_name or ''}".rstrip())
