"""How the team's own systems are told, from settings and config."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import httpx

from ruby_fsm.adapters.webhooks import HttpWebhooks
from ruby_fsm.app.ports import Clock
from ruby_fsm.config.schema import Config
from ruby_fsm.config.secret import webhook_key
from ruby_fsm.config.settings import Settings
from ruby_fsm.config.webhooks import unsigned
from ruby_fsm.errors import ConfigError
from ruby_fsm.wiring.world import NO_PROXY


def webhooks_http(
    config: Config, transport: httpx.AsyncBaseTransport | None = None
) -> httpx.AsyncClient:
    """Connections of its own, as many as may be asked at once; none is kept open."""
    most = sum(one.at_once for one in config.webhooks)
    limits = httpx.Limits(max_connections=most or 1, max_keepalive_connections=0)
    return httpx.AsyncClient(transport=transport, limits=limits, mounts=NO_PROXY)


def webhooks_of(
    settings: Settings, config: Config, http: httpx.AsyncClient, clock: Clock
) -> HttpWebhooks:
    """Raises ConfigError where one could not be signed."""
    if faults := [*unsigned(config, settings)]:
        raise ConfigError(*faults)
    return HttpWebhooks(http, clock, keys_of(settings))


def keys_of(settings: Settings) -> Mapping[str, Sequence[bytes]]:
    keys: defaultdict[str, list[bytes]] = defaultdict(list)
    for one in settings.ruby_webhook_secret:
        keys[one.key_id].append(webhook_key(one.secret.get_secret_value()))
    return keys
