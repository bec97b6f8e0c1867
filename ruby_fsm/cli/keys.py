"""`ruby-fsm keys`: with which key the rows are sealed, so that an old one can be left out."""

from __future__ import annotations

import os

import rich_click as click
import sqlalchemy as sa

from ruby_fsm.adapters.db.places import is_made, migration_engine, place_of
from ruby_fsm.adapters.db.unit_resealing import counted
from ruby_fsm.config.environment import load_settings
from ruby_fsm.config.keys import keyring
from ruby_fsm.errors import Unavailable


@click.group()
def keys() -> None:
    """The keys that seal what people say; see RUBY_ENCRYPTION_KEYS."""


@keys.command()
def status() -> None:
    """Count the values sealed with each key given, newest first."""
    settings = load_settings()
    place = place_of(settings.database_url)
    if not is_made(place):
        raise Unavailable(f"{place}: there is no database yet; `ruby-fsm serve` makes it")
    kids = tuple(kid for kid, _ in keyring(settings, os.urandom).encryption)
    engine = migration_engine(place)
    try:
        with engine.connect() as connection:
            found = counted(connection, kids)
    except sa.exc.DBAPIError as err:
        raise Unavailable(f"{place}: can't be read: {type(err.orig).__name__}") from err
    finally:
        engine.dispose()
    for kid, count in found.items():
        click.echo(f"{kid}: {count} values{', newest' if kid == kids[0] else ''}")
