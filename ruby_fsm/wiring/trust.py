"""Who is asked for a token, and what the edge enforces, from settings and config."""

from __future__ import annotations

from ruby_fsm.adapters.db.store import Store
from ruby_fsm.app.edge import Edge
from ruby_fsm.app.ports import Clock
from ruby_fsm.app.tokens import Tokens, hash_of
from ruby_fsm.config.schema import Config
from ruby_fsm.config.settings import Settings


def tokens_of(settings: Settings, store: Store, clock: Clock) -> Tokens:
    token = settings.ruby_api_token
    return Tokens(
        store.units,
        store.reader,
        clock,
        bootstrap=hash_of(token.get_secret_value()) if token else None,
        is_open=settings.is_simulated,
    )


def edge_of(settings: Settings, config: Config, public_url: str) -> Edge:
    shield = config.limits.address
    return Edge(
        requests=shield.requests,
        within_s=shield.within_s,
        origins=settings.ruby_cors_origins,
        is_https=public_url.startswith("https://"),
    )
