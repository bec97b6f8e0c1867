"""`ruby-fsm doctor`: every check at once, told line by line."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict

import httpx
import rich_click as click
from rich.console import Console
from rich.text import Text

from ruby_fsm.adapters.clock import SystemClock
from ruby_fsm.app.ports import Clock
from ruby_fsm.cli.doctor.checks import CHECKS
from ruby_fsm.cli.doctor.finding import Check, Finding, Patient, State, fail, skip
from ruby_fsm.cli.exits import CHECK_FAILED, FINE
from ruby_fsm.cli.hosting import LOOPBACK
from ruby_fsm.cli.serve import DEFAULT_PORT
from ruby_fsm.config.environment import config_path, examined
from ruby_fsm.config.load import load
from ruby_fsm.config.schema import Config
from ruby_fsm.errors import ConfigError
from ruby_fsm.wiring import NO_PROXY, quiet_libraries

LIMIT_S = 5.0
STYLES = {State.OK: "green", State.WARN: "yellow", State.FAIL: "bold red", State.SKIP: "dim"}
WIDTH = max(len(check.name) for check in CHECKS)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--offline", is_flag=True, help="Ask nobody over a network.")
@click.option("--strict", is_flag=True, help="Exit 1 also if a check warned.")
@click.option("--host", default=LOOPBACK, show_default=True, help="Where the service listens.")
@click.option(
    "--port",
    default=DEFAULT_PORT,
    show_default=True,
    type=click.IntRange(1, 65535),
    help="Where the service listens.",
)
def doctor(*, as_json: bool, offline: bool, strict: bool, host: str, port: int) -> int:
    """Check everything the service needs, and say what to do.

    Exit code 1 if a check failed. No secret and no whole number is printed.
    """
    quiet_libraries()
    findings = asyncio.run(examine(host, port, offline=offline))
    (print_json if as_json else print_lines)(findings)
    states = {finding.state for finding in findings.values()}
    is_bad = State.FAIL in states or (strict and State.WARN in states)
    return CHECK_FAILED if is_bad else FINE


async def examine(
    host: str,
    port: int,
    *,
    offline: bool,
    clock: Clock | None = None,
    checks: Sequence[Check] = CHECKS,
) -> dict[str, Finding]:
    """What every check finds, by its name, all of them at once."""
    async with httpx.AsyncClient(timeout=LIMIT_S, mounts=NO_PROXY) as http:
        settings, faults = examined()
        config, config_faults = read_config()
        at = clock or SystemClock()
        patient = Patient(settings, faults, config, config_faults, host, port, http, at)
        found = await asyncio.gather(*(one(check, patient, offline=offline) for check in checks))
    return {check.name: finding for check, finding in zip(checks, found, strict=True)}


def read_config() -> tuple[Config | None, tuple[str, ...]]:
    try:
        return load(config_path()), ()
    except ConfigError as error:
        return None, error.faults


async def one(check: Check, patient: Patient, *, offline: bool) -> Finding:
    """A check that breaks or hangs is a line of its own, and hides no other."""
    if offline and check.is_remote:
        return skip("--offline")
    try:
        return await asyncio.wait_for(check.examine(patient), LIMIT_S)
    except TimeoutError:
        return fail(f"not done within {LIMIT_S:.0f} s", "try again, or look at the network")
    except Exception as error:  # noqa: BLE001 - one check must not hide the others
        # Its words may hold what must not be shown, so only its type is named.
        return fail(f"the check itself failed ({type(error).__name__})", "report it, please")


def print_json(findings: dict[str, Finding]) -> None:
    checks = [{"name": name, **asdict(finding)} for name, finding in findings.items()]
    is_well = all(finding.state is not State.FAIL for finding in findings.values())
    click.echo(json.dumps({"ok": is_well, "checks": checks}, indent=2, ensure_ascii=False))


def print_lines(findings: dict[str, Finding]) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for name, finding in findings.items():
        state = (f"{finding.state:<5}", STYLES[finding.state])
        console.print(Text.assemble(state, f"{name:<{WIDTH}}  {finding.found}"))
        if finding.mend:
            console.print(Text(f"{'':<{WIDTH + 7}}→ {finding.mend}", "cyan"))
    counts = {state: sum(x.state is state for x in findings.values()) for state in State}
    console.print(", ".join(f"{count} {state}" for state, count in counts.items() if count))
