"""`ruby-fsm db`: bring the database to this version's schema, say where it stands, or fill it."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from ruby_fsm.adapters.db import migrate
from ruby_fsm.adapters.db.places import Place, is_made, only_process, place_of
from ruby_fsm.adapters.db.places import backup as copy
from ruby_fsm.adapters.db.rewriting import rewrite
from ruby_fsm.adapters.db.store import make_file
from ruby_fsm.app.trail import Act
from ruby_fsm.cli.noting import noted
from ruby_fsm.cli.seeding import Wanted, sow
from ruby_fsm.config.environment import load_settings
from ruby_fsm.config.keys import keyring
from ruby_fsm.errors import ConfigError, Unavailable

CHECK_FAILED = 1

database_option = click.option(
    "--database",
    metavar="URL",
    help="sqlite:///FILE, a path, or postgresql://…; by default as `serve` has it.",
)


def chosen(database: str | None) -> Place:
    return place_of(database or load_settings().database_url)


@click.group()
def db() -> None:
    """The database: where calls, their logs and jobs are kept."""


@db.command()
@database_option
def upgrade(database: str | None) -> None:
    """Bring the schema up to date; the service does the same at its start."""
    place = chosen(database)
    if isinstance(place, Path):
        make_file(place)
    with only_process(place):
        before = migrate.current(place)
        migrate.upgrade(place)
    after = migrate.head()
    if before != after:
        note_upgrade(place, before, after)
    came = "was up to date" if before == after else f"came from {before or 'nothing'}"
    click.echo(f"{place}: {after}; {came}")


def note_upgrade(place: Place, before: str, after: str) -> None:
    """Whoever upgrades may have no keys, and the schema has changed all the same."""
    try:
        keys = keyring(load_settings())
    except ConfigError:
        click.echo("no row of the audit trail tells of it: the keys are not set here", err=True)
        return
    noted(place, keys, Act.DATABASE_UPGRADED, before=before or "nothing", after=after)


@db.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@database_option
def backup(file: Path, database: str | None) -> None:
    """Copy the database as it is at this moment into FILE, while the service works on.

    For a file of SQLite's; a server's is copied by pg_dump. The copy is sealed with the same keys.
    """
    place = chosen(database)
    if not is_made(place):
        raise Unavailable(f"{place}: there is no database yet; `ruby-fsm serve` makes it")
    copy(place, file)
    click.echo(f"{file}: a copy of {place}. Keep the keys apart from it: without them it is noise.")


@db.command()
@database_option
def scrub(database: str | None) -> None:
    """Write the files anew, so that nothing is left in them of people who were erased.

    On PostgreSQL each table is locked while it is rewritten: calls wait. Choose a quiet hour.
    """
    place = chosen(database)
    if not is_made(place):
        raise Unavailable(f"{place}: there is no database yet; `ruby-fsm serve` makes it")
    is_whole = rewrite(place)
    click.echo(f"{place}: written anew")
    if not is_whole:
        click.echo(
            "The server's own log holds old pages until its next checkpoints; an administrator "
            "hastens them: SELECT pg_switch_wal(); CHECKPOINT, twice",
            err=True,
        )


@db.command()
@database_option
def current(database: str | None) -> None:
    """Print the revision the schema stands at, and the newest one."""
    place = chosen(database)
    click.echo(f"{place}: {migrate.current(place) or 'empty'}; newest: {migrate.head()}")


@db.command()
@database_option
def check(database: str | None) -> None:
    """Compare the tables with what this version needs; exit 1 if they differ."""
    place = chosen(database)
    found = migrate.differences(place)
    for difference in found:
        click.echo(difference, err=True)
    if found:
        click.echo(f"{place}: differs; `ruby-fsm db upgrade` brings it up to date", err=True)
        raise SystemExit(CHECK_FAILED)
    click.echo(f"{place}: fine; {migrate.current(place)}")


@db.command()
@database_option
@click.option(
    "--calls",
    default=1000,
    show_default=True,
    type=click.IntRange(min=0),
    help="So many that have ended.",
)
@click.option(
    "--live",
    default=0,
    show_default=True,
    type=click.IntRange(min=0),
    help="And so many that stand on the line; `serve` ends those its carrier does not know.",
)
@click.option("--seed", default=1, show_default=True, type=int, help="Another makes others.")
@click.option("--force", is_flag=True, help="Also beside real calls.")
def seed(database: str | None, calls: int, live: int, seed: int, force: bool) -> None:
    """Fill the database with made-up calls, to see how it behaves when it is full.

    The people do not exist, their numbers are +1 415 555 xxxx, and nobody is dialled: --calls have
    ended within the last ninety days. They count in every summary, and are not taken out again.
    """
    settings = load_settings()
    sow(database or settings.database_url, settings, Wanted(calls, live, seed, force))
