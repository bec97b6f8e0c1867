"""`ruby-fsm token`: tokens are made, listed and revoked here, beside a running service or not."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import rich_click as click

from ruby_fsm.adapters.clock import SystemClock
from ruby_fsm.adapters.db.beside import open_reader
from ruby_fsm.adapters.db.by_hand import by_hand
from ruby_fsm.adapters.db.places import Place
from ruby_fsm.adapters.db.unit import StoreUnit
from ruby_fsm.app.access import Scope
from ruby_fsm.app.tokens import Token, hash_of, made, new_secret
from ruby_fsm.app.trail import COMMAND_LINE, Act, Entry
from ruby_fsm.cli.db import chosen, database_option
from ruby_fsm.cli.exits import CHECK_FAILED
from ruby_fsm.cli.program import program
from ruby_fsm.config.environment import load_settings
from ruby_fsm.config.keys import Keys, keyring

LINE = "{:<18}  {:<20}  {:<26}  {:<11}  {:<16}  {:<16}"
LONGEST_NAME = 80


@click.group()
def token() -> None:
    """Tokens for the REST API: each with scopes, a name, and an end if it shall have one."""


@token.command()
@click.option("--name", required=True, metavar="NAME", help="Who or what it is for.")
@click.option(
    "--scope",
    "scopes",
    required=True,
    multiple=True,
    type=click.Choice([scope.value for scope in Scope]),
    help="What it is for; may be given more than once.",
)
@click.option("--days", type=click.IntRange(1, 3650), help="It expires after so many.")
@database_option
def create(name: str, scopes: tuple[str, ...], days: int | None, database: str | None) -> None:
    """Make a token and print it: this once, it is kept nowhere.

    A service that runs takes it at once. What each scope may do: docs/reference/access.md.
    """
    if not name.isprintable() or not 0 < len(name.strip()) <= LONGEST_NAME:
        raise click.BadParameter("1 to 80 printable characters", param_hint="--name")
    place, keys, clock = opened(database)
    secret, now_ms = new_secret(), clock.now_ms()
    token = made(secret, name.strip(), map(Scope, scopes), now_ms, days)
    act = Entry(now_ms, COMMAND_LINE, Act.TOKEN_CREATED, token.token_id, told_of(token))

    def add(unit: StoreUnit) -> None:
        unit.add_token(token, hash_of(secret))
        unit.audit(act)

    by_hand(place, keys, clock, add)
    ends = f"until {day(token.expires_ms)}" if token.expires_ms else "until it is revoked"
    click.echo(f"{token.token_id} ({', '.join(sorted(token.scopes))}), good {ends}:", err=True)
    click.echo(secret)
    click.echo("Keep it now; it can't be shown again.", err=True)


@token.command("list")
@database_option
def list_(database: str | None) -> None:
    """List all tokens there ever were; the secrets are nowhere."""
    place, keys, clock = opened(database)
    found = asyncio.run(tokens_in(place, keys))
    if not found:
        click.echo(f"None yet. Make one: {program()} token create --name NAME --scope caller")
        return
    click.echo(LINE.format("token", "name", "scopes", "is", "used", "ends").rstrip())
    for one in found:
        is_now = "good" if one.is_good(clock.now_ms()) else "revoked" if one.revoked_ms else "over"
        scopes = " ".join(sorted(one.scopes))
        cells = (one.token_id, one.name, scopes, is_now, day(one.used_ms), day(one.expires_ms))
        click.echo(LINE.format(*cells).rstrip())


@token.command()
@click.argument("token_id")
@database_option
def revoke(token_id: str, database: str | None) -> None:
    """Revoke a token by its TOKEN_ID, as `list` shows it; it opens nothing from then on."""
    place, keys, clock = opened(database)
    act = Entry(clock.now_ms(), COMMAND_LINE, Act.TOKEN_REVOKED, token_id)

    def end(unit: StoreUnit) -> bool:
        is_ended = unit.revoke_token(token_id, act.at_ms)
        if is_ended:
            unit.audit(act)
        return is_ended

    if not by_hand(place, keys, clock, end):
        click.echo("No good token has this id; `ruby-fsm token list` shows them.", err=True)
        raise SystemExit(CHECK_FAILED)
    click.echo(f"{token_id} is revoked.")


def opened(database: str | None) -> tuple[Place, Keys, SystemClock]:
    return chosen(database), keyring(load_settings()), SystemClock()


def told_of(token: Token) -> dict[str, str | int]:
    """For the trail: what it may do, and not its name, which may be a person's."""
    ends = {"expires_ms": token.expires_ms} if token.expires_ms else {}
    return {"scopes": " ".join(sorted(token.scopes)), **ends}


async def tokens_in(place: Place, keys: Keys) -> list[Token]:
    async with open_reader(place, keys) as reader:
        return await reader.tokens()


def day(at_ms: int | None) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y-%m-%d %H:%M") if at_ms else "-"
