"""The audit trail's row of a command that changes or erases, and of a start unlike the last."""

from __future__ import annotations

import hmac
from importlib.metadata import version

from ruby_fsm.adapters.clock import SystemClock
from ruby_fsm.adapters.db.by_hand import by_hand
from ruby_fsm.adapters.db.places import Place, place_of
from ruby_fsm.app.ports import Unit
from ruby_fsm.app.trail import COMMAND_LINE, Act, Entry, detail_of
from ruby_fsm.config.keys import Keys, keyring
from ruby_fsm.config.schema import Config
from ruby_fsm.config.settings import Settings

HASH_DIGITS = 16


def noted(place: Place, keys: Keys, act: Act, target: str = "", **detail: str | int) -> None:
    """For a command that changes or erases: a row of its own. Raises Unavailable, ConfigError."""
    clock = SystemClock()
    entry = Entry(clock.now_ms(), COMMAND_LINE, act, target, detail)
    by_hand(place, keys, clock, lambda unit: unit.audit(entry))


def hash_of(keys: Keys, config: Config) -> str:
    """Keyed, for it is over the numbers of contacts too."""
    text = f"config:{config.model_dump_json()}"
    return hmac.new(keys.hash_key, text.encode(), "sha256").hexdigest()[:HASH_DIGITS]


def noted_start(settings: Settings, config: Config) -> None:
    """With what the service works, where that is not what it worked with before.

    Raises Unavailable, ConfigError.
    """
    keys, clock = keyring(settings), SystemClock()
    detail = {
        "config": hash_of(keys, config),
        "keys": " ".join(kid for kid, _ in keys.encryption),
        "version": version("ruby-fsm"),
    }
    entry = Entry(clock.now_ms(), COMMAND_LINE, Act.CONFIG_CHANGED, "", detail)

    def note(unit: Unit) -> None:
        if unit.last_detail(Act.CONFIG_CHANGED) != detail_of(entry):
            unit.audit(entry)

    by_hand(place_of(settings.database_url), keys, clock, note)
