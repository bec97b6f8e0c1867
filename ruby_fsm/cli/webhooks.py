"""`ruby-fsm webhooks`: what systems of the team's were told, told once more, and a test of them."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

import rich_click as click

from ruby_fsm.adapters.clock import SystemClock
from ruby_fsm.app.deliveries import Delivery
from ruby_fsm.app.notices import body_of
from ruby_fsm.app.ports import Answered
from ruby_fsm.cli.calls import Api, url_option
from ruby_fsm.cli.exits import CHECK_FAILED
from ruby_fsm.config.environment import load_settings
from ruby_fsm.config.load import load
from ruby_fsm.config.schema import Config
from ruby_fsm.config.settings import Settings
from ruby_fsm.config.webhooks import Webhook
from ruby_fsm.wiring.notifying import webhooks_http, webhooks_of

PATH = "/ai-calling/webhooks/deliveries"
LINE = "{:<34}  {:<12}  {:<23}  {:<9}  {:>8}  {:<20}  {}"
HEAD = ("delivery", "webhook", "event", "is", "attempts", "came back", "happened")
PING = "ping"
PAGE = 200


@click.group()
def webhooks() -> None:
    """Systems of your own that are told what happens: `webhooks` of config.yaml."""


state_option = click.option(
    "--state",
    type=click.Choice(["pending", "delivered", "dead"]),
    help="Only those; all if left out.",
)
webhook_option = click.option("--webhook", default="", metavar="NAME", help="Only of this one.")


@webhooks.command("list")
@state_option
@webhook_option
@click.option(
    "--last", default=50, show_default=True, type=click.IntRange(1, PAGE), help="So many."
)
@url_option
def list_(state: str | None, webhook: str, last: int, url: str) -> None:
    """List what was told, the newest first."""
    found = page_of(Api(url), state or "", webhook, last)["deliveries"]
    if not found:
        click.echo("None.")
        return
    click.echo(LINE.format(*HEAD))
    for one in found:
        names = ("delivery_id", "webhook", "event", "state", "attempts", "outcome", "happened_at")
        click.echo(LINE.format(*(one[name] if one[name] is not None else "-" for name in names)))


@webhooks.command()
@click.argument("delivery_ids", nargs=-1)
@click.option("--dead", is_flag=True, help="All that are dead, the oldest first.")
@webhook_option
@url_option
def replay(delivery_ids: tuple[str, ...], dead: bool, webhook: str, url: str) -> None:
    """Tell DELIVERY_IDS once more, now, under the same `webhook-id`; or all dead ones."""
    if bool(delivery_ids) == dead:
        raise click.UsageError("Name deliveries, as `webhooks list` shows them, or say --dead.")
    api = Api(url)
    wanted = [*dead_of(api, webhook)][::-1] if dead else delivery_ids
    for delivery_id in wanted:
        answer = api.ask("POST", f"{PATH}/{delivery_id}/replay")
        click.echo(f"{answer['delivery_id']}  {answer['event']} for {answer['webhook']}, again")
    click.echo(f"{len(wanted)} replayed; `ruby-fsm webhooks list` says what becomes of them.")


@webhooks.command()
@click.argument("names", nargs=-1)
def test(names: tuple[str, ...]) -> None:
    """Send a signed `ping` to each webhook of config.yaml, or to those NAMES, once.

    It says what came back, and exits 1 if one did not take it. No service needs to run.
    """
    settings = load_settings()
    config = load(settings.ruby_config)
    known = [one for one in config.webhooks if not names or one.name in names]
    if not known or len(known) < len({*names}):
        told = ", ".join(one.name for one in config.webhooks) or "none"
        raise click.UsageError(f"There is no such webhook in config.yaml; it has: {told}.")
    answers = asyncio.run(pinged(settings, config, known))
    for one, answer in zip(known, answers, strict=True):
        click.echo(f"{one.name}  {answer.outcome}  {'taken' if answer.is_taken else 'not taken'}")
    if not all(answer.is_taken for answer in answers):
        raise SystemExit(CHECK_FAILED)


async def pinged(settings: Settings, config: Config, known: Sequence[Webhook]) -> list[Answered]:
    clock = SystemClock()
    async with webhooks_http(config) as http:
        port = webhooks_of(settings, config, http, clock)
        return [await port.post(one, ping_for(one, clock.now_ms())) for one in known]


def ping_for(to: Webhook, now_ms: int) -> Delivery:
    event_id = f"EV{secrets.token_hex(16)}"
    body = body_of(PING, event_id, now_ms, {"webhook": to.name})
    return Delivery("", event_id, PING, to.name, body, now_ms)


def dead_of(api: Api, webhook: str) -> Iterator[str]:
    """The newest first; read to the end before any of them changes."""
    after = ""
    while True:
        page = page_of(api, "dead", webhook, PAGE, after)
        yield from (one["delivery_id"] for one in page["deliveries"])
        if not (after := page["next"] or ""):
            return


def page_of(api: Api, state: str, webhook: str, limit: int, after: str = "") -> Any:
    asked = {"state": state, "webhook": webhook, "after": after}
    given = {name: value for name, value in asked.items() if value}
    return api.ask("GET", f"{PATH}?{urlencode({**given, 'limit': limit})}")
