"""`ruby-fsm serve`: the service until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import rich_click as click

from ruby_fsm.cli import exits
from ruby_fsm.cli.hosting import LOOPBACK, Host, listening, port_of, server_config
from ruby_fsm.cli.logs import set_up_logging
from ruby_fsm.cli.network import network
from ruby_fsm.cli.stand_in import StandIn
from ruby_fsm.config.environment import load_settings
from ruby_fsm.config.load import load
from ruby_fsm.config.settings import Carrier, Settings
from ruby_fsm.errors import ConfigError
from ruby_fsm.simulator import BadDay
from ruby_fsm.wiring import World, running, service_app

DEFAULT_PORT = 8080
LOOPBACKS = {LOOPBACK, "localhost", "::1"}


@click.command()
@click.option("--host", default=LOOPBACK, show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    default=DEFAULT_PORT,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="0 takes a free one.",
)
def serve(host: str, port: int) -> int:
    """Serve REST and Twilio's webhooks.

    Without Twilio's variables in the environment the calls go through a simulated telephone
    network, where a stand-in answers, and no real call is placed.
    """
    return asyncio.run(serve_until_stopped(load_settings(), host, port))


async def serve_until_stopped(
    settings: Settings, host: str = LOOPBACK, port: int = 0, bad_day: BadDay | None = None
) -> int:
    """Until SIGINT or SIGTERM; returns the exit code once everything is closed."""
    config = load(settings.ruby_config)
    set_up_logging(settings.ruby_log_format, logging.INFO)
    check_open(settings, host)
    bound = listening(host, port)
    here = f"http://{LOOPBACK if host == '0.0.0.0' else host}:{port_of(bound)}"  # noqa: S104
    async with carried(settings, bad_day) as ready:
        public_url = settings.backend_url or here
        async with running(ready, config, public_url, world_of(ready)) as service:
            say_where(ready, here)
            server = Host(server_config(service_app(service)))
            await server.serve(sockets=[bound])
    return exits.INTERRUPTED if server.interrupted else exits.FINE


@asynccontextmanager
async def carried(settings: Settings, bad_day: BadDay | None) -> AsyncIterator[Settings]:
    """The settings as they are for Twilio; with a network of our own for the simulated carrier."""
    if settings.carrier is Carrier.TWILIO:
        yield settings
        return
    async with network(settings, lambda _: StandIn(), bad_day=bad_day) as (made, _):
        yield made


def check_open(settings: Settings, host: str) -> None:
    """Raises ConfigError: off loopback nobody may place calls without a token."""
    if host not in LOOPBACKS and settings.ruby_api_token is None:
        raise ConfigError(
            f"--host {host}: other machines could place calls; set RUBY_API_TOKEN, made with "
            'python3 -c "import secrets; print(secrets.token_urlsafe(32))", or listen on '
            f"{LOOPBACK}"
        )


def world_of(settings: Settings) -> World:
    """A line the simulated network does not know went down with the process before."""
    return World(patience_ms=0) if settings.carrier is Carrier.SIM else World()


def say_where(settings: Settings, here: str) -> None:
    simulated = settings.carrier is Carrier.SIM
    carrier = "a simulated telephone network; no real call is placed" if simulated else "Twilio"
    click.echo(f"Ruby is ready at {here}, calling through {carrier}.")
    click.echo(f"  API     {here}/docs")
    click.echo(f"  health  {here}/ai-calling/health")
    click.echo("  call    ruby-fsm call +14155550100" + ("" if simulated else "  (a real call)"))
