"""`ruby-fsm policy`: what the dial policy would say to a call, without calling."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

import rich_click as click

from ruby_fsm.app.dial_policy import judge
from ruby_fsm.app.dial_records import Consent, Past, Rule, Rules, Stage, Wish
from ruby_fsm.app.numbering import facts_of
from ruby_fsm.app.policy_views import verdict_of
from ruby_fsm.cli.calls import Api
from ruby_fsm.config.environment import config_path
from ruby_fsm.config.load import load
from ruby_fsm.web.schemas import known_zone, milliseconds, moment, possible

T = TypeVar("T")
OF_HISTORY = {Rule.SUPPRESSED, Rule.CONSENT, Rule.CAP, Rule.COOL_DOWN}
ALONE = (
    "Asked of config.yaml alone, as for a real telephone. Who asked for no calls, consents, caps, "
    "spend and cool-down are known to a running service: --url http://127.0.0.1:8080"
)


def read(value: str, as_what: Callable[[str], T], hint: str) -> T:
    try:
        return as_what(value)
    except ValueError as error:
        raise click.BadParameter(f"{error}", param_hint=hint) from None


@click.group()
def policy() -> None:
    """Who may be called, and when."""


@policy.command()
@click.argument("number")
@click.option("--at", default="", help="RFC 3339, as 2030-01-31T18:00:00Z; now if absent.")
@click.option("--time-zone", default="", help="IANA name of the person's zone, as Europe/Berlin.")
@click.option("--user", default="", help="The user_id it would count for; with --url.")
@click.option("--url", default="", help="Ask the service there, which knows the history.")
@click.option("--json", "as_json", is_flag=True, help="The same for a program.")
def explain(number: str, *, at: str, time_zone: str, user: str, url: str, as_json: bool) -> None:
    """Say what would happen to a call of NUMBER (E.164), and why, without calling.

    Without --url it is answered from config.yaml and the tables of numbers and zones alone.
    """
    known = read(number, possible, "NUMBER")
    zone = read(time_zone, known_zone, "--time-zone") if time_zone else ""
    when = read(at, moment, "--at") if at else datetime.now(UTC)
    asked = {"to_number": known, "user_id": user, "time_zone": zone, "at": when.isoformat()}
    given = {name: value for name, value in asked.items() if value}
    told = (
        Api(url).ask("POST", "/ai-calling/policy/explain", given)
        if url
        else from_config(known, zone, milliseconds(when))
    )
    click.echo(json.dumps(told, indent=2, ensure_ascii=False) if as_json else plain(told))
    if not url and not as_json:
        click.echo(f"\n{ALONE}")


def from_config(number: str, zone: str, at_ms: int) -> dict[str, Any]:
    config = load(config_path())
    longest_min = math.ceil(config.numbers.numbers().call_s / 60)
    wish = Wish(facts_of(number), at_ms, zone, Past(consent=Consent(given_ms=1)))
    verdict = judge(Rules(config.dial_policy, longest_min), wish)
    known = tuple(one for one in verdict.findings if one.rule not in OF_HISTORY)
    return asdict(verdict_of(Stage.EXPLAIN, replace(verdict, findings=known)))


def plain(told: dict[str, Any]) -> str:
    """The verdict in a sentence, then every reason on a line of its own."""
    lines = [f"{one['verdict']:<8} {one['rule']:<14} {one['detail']}" for one in told["reasons"]]
    return "\n".join([headline(told), "", *lines])


def headline(told: dict[str, Any]) -> str:
    if told["verdict"] == "passed":
        return f"It would be dialled, asked for at {told['checked_at']}."
    if told["verdict"] == "waits":
        return f"It would wait until {told['opens_at']}: {told['rule']}."
    return f"It would be refused: {told['rule']}."
