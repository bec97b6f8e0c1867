"""No start that lets strangers in or leaves people in danger alone; all faults at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ruby_fsm.adapters.clock import SystemClock
from ruby_fsm.adapters.db.places import place_of
from ruby_fsm.adapters.db.tokens_there import has_good_token
from ruby_fsm.cli.hosting import LOOPBACK
from ruby_fsm.config.alerts import faults_together
from ruby_fsm.config.environment import config_path
from ruby_fsm.config.load import load
from ruby_fsm.config.schema import Config
from ruby_fsm.config.secret import MAKE_BEARER
from ruby_fsm.config.settings import Settings
from ruby_fsm.errors import ConfigError, Unavailable

LOOPBACKS = {LOOPBACK, "localhost", "::1"}
MAKE_TOKEN = "ruby-fsm token create --name first --scope admin"  # noqa: S105 - no secret
ASK = "`ruby-fsm init` asks for all of it, and writes .env and a config.yaml beside what is there"


def checked(settings: Settings | None, faults: Sequence[str], host: str) -> Config:
    """The config to start with. Raises ConfigError with every fault, those given first.

    `settings`: None where they can't be read; `faults` says why.
    """
    found, config = [*faults], None
    try:
        config = load(settings.ruby_config if settings else config_path())
    except ConfigError as error:
        found += error.faults
    if settings is not None:
        if config is not None:
            found += faults_together(config, settings)
        found += token_faults(settings, host, beside=bool(found))
    if found or config is None:
        ask = [ASK] if settings and not settings.is_simulated else []
        raise ConfigError(*found, *ask)
    return config


def token_faults(settings: Settings, host: str, *, beside: bool = False) -> Iterator[str]:
    """Whoever is asked for a token must be able to have one. Raises Unavailable.

    `beside`: other faults are told, so that one of the database is told with them.
    """
    is_open = settings.is_simulated and host in LOOPBACKS
    if is_open or settings.ruby_api_token is not None:
        return
    try:
        if has_good_token(place_of(settings.database_url), SystemClock().now_ms()):
            return
    except ConfigError:
        pass  # it is told already
    except Unavailable as error:
        if not beside:
            raise
        yield f"RUBY_DATABASE_URL: {error}"
    if not settings.is_simulated:
        yield (
            "RUBY_API_TOKEN: missing, and no good token is in the database; without one anybody"
            f" could place calls. Make one: {MAKE_TOKEN}; or set RUBY_API_TOKEN: {MAKE_BEARER}"
        )
    else:
        yield (
            f"--host {host}: other machines could place calls; make a token with '{MAKE_TOKEN}',"
            f" or set RUBY_API_TOKEN, made with {MAKE_BEARER}, or listen on {LOOPBACK}"
        )
