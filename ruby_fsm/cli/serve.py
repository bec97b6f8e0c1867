"""`ruby-fsm serve`: the service until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

import rich_click as click

from ruby_fsm.app.tracing import Tracing
from ruby_fsm.cli import exits
from ruby_fsm.cli.hosting import LOOPBACK, Host, listening, port_of, server_config
from ruby_fsm.cli.logs import set_up_logging
from ruby_fsm.cli.network import network
from ruby_fsm.cli.noting import noted_start
from ruby_fsm.cli.on_duty import on_duty
from ruby_fsm.cli.program import program
from ruby_fsm.cli.safe_start import checked
from ruby_fsm.cli.stand_in import StandIn
from ruby_fsm.config.abroad import faults_abroad
from ruby_fsm.config.environment import examined, is_postgresql
from ruby_fsm.config.settings import Carrier, Settings
from ruby_fsm.errors import ConfigError
from ruby_fsm.simulator import BadDay, Callee
from ruby_fsm.wiring import Role, World, running, service_app
from ruby_fsm.wiring.tracing import tracing_of

LOG = logging.getLogger("ruby_fsm.cli")
DEFAULT_PORT = 8080


@click.command()
@click.option("--host", default=LOOPBACK, show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    default=DEFAULT_PORT,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="0 takes a free one.",
)
@click.option(
    "--role",
    default=Role.ALL.value,
    show_default=True,
    type=click.Choice([role.value for role in Role]),
    help="web answers HTTP, worker dials, escalates and watches; both need PostgreSQL.",
)
@click.option(
    "--drain",
    default=0.0,
    type=click.FloatRange(0, 600),
    metavar="SECONDS",
    help="Told to stop: how long to serve on while /readyz says not to send more.",
)
def serve(host: str, port: int, role: str, drain: float) -> int:
    """Serve REST and Twilio's webhooks.

    Without Twilio's variables in the environment the calls go through a simulated telephone
    network, where a stand-in answers, and no real call is placed. On PostgreSQL several processes
    share the work; on SQLite there is one.
    """
    settings, faults = examined()
    if settings is None or faults:
        checked(settings, faults, host)  # raises: with what else is missing
        assert settings is not None
    with asyncio.Runner(loop_factory=quick_loop()) as runner:
        work = serve_until_stopped(settings, host, port, role=Role(role), drain_s=drain)
        return runner.run(work)


def quick_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """What uvicorn takes by itself where it is there: uvloop, which Windows lacks."""
    return server_config(None).get_loop_factory()


async def serve_until_stopped(
    settings: Settings,
    host: str = LOOPBACK,
    port: int = 0,
    bad_day: BadDay | None = None,
    *,
    role: Role = Role.ALL,
    drain_s: float = 0,
) -> int:
    """Until SIGINT or SIGTERM; returns the exit code once everything is closed."""
    config = checked(settings, (), host)
    set_up_logging(settings.ruby_log_format, logging.INFO)
    for lacking in faults_abroad(config):  # with real telephones there was no start
        LOG.warning("%s", lacking)
    check_role(settings, role)
    bound = listening(host, port)
    here = f"http://{LOOPBACK if host == '0.0.0.0' else host}:{port_of(bound)}"  # noqa: S104
    tracing = tracing_of(os.environ)
    public_url, humans = settings.backend_url or here, on_duty(config)
    async with (
        sent_at_the_end(tracing),
        carried(settings, bad_day, public_url, humans) as ready,
        running(ready, config, public_url, world_of(ready, role, tracing)) as service,
    ):
        await asyncio.to_thread(noted_start, ready, config)
        say_where(ready, here)
        of_server = server_config(service_app(service), ready.ruby_trusted_proxies)
        server = Host(of_server, service.health.leave, drain_s)
        await server.serve(sockets=[bound])
    return exits.INTERRUPTED if server.interrupted else exits.FINE


@asynccontextmanager
async def carried(
    settings: Settings, bad_day: BadDay | None, app_url: str, humans: Mapping[str, Callee]
) -> AsyncIterator[Settings]:
    """The settings as they are for Twilio; with a network of our own for the simulated carrier."""
    if settings.carrier is Carrier.TWILIO:
        yield settings
        return

    def people(number: str) -> Callee:
        return humans.get(number) or StandIn()

    async with network(settings, people, humans.get, bad_day=bad_day, app_url=app_url) as (made, _):
        yield made


@asynccontextmanager
async def sent_at_the_end(tracing: Tracing) -> AsyncIterator[None]:
    try:
        yield
    finally:
        await asyncio.to_thread(tracing.close)


def check_role(settings: Settings, role: Role) -> None:
    """Raises ConfigError: a part needs its counterpart, and a way to share calls with it."""
    if role is Role.ALL:
        return
    if not is_postgresql(settings.database_url):
        raise ConfigError(
            f"--role {role.value}: SQLite serves one process, which does everything; leave --role "
            "out, or set RUBY_DATABASE_URL=postgresql://user:password@host/name"
        )
    if settings.carrier is Carrier.SIM:
        raise ConfigError(
            f"--role {role.value}: the simulated network lives in one process; leave --role out, "
            "or set Twilio's variables"
        )


def world_of(settings: Settings, role: Role, tracing: Tracing) -> World:
    """A line the simulated network does not know went down with the process before."""
    if settings.carrier is Carrier.SIM:
        return World(patience_ms=0, role=role, tracing=tracing)
    return World(role=role, tracing=tracing)


def say_where(settings: Settings, here: str) -> None:
    simulated = settings.carrier is Carrier.SIM
    carrier = "a simulated telephone network; no real call is placed" if simulated else "Twilio"
    click.echo(f"Ruby is ready at {here}, calling through {carrier}.")
    click.echo(f"  API     {here}/docs")
    click.echo(f"  health  {here}/ai-calling/health")
    there = "" if here.endswith(f":{DEFAULT_PORT}") else f" --url {here}"
    real = "" if simulated else "  (a real call)"
    click.echo(f"  call    {program()} call +14155550100{there}{real}")
