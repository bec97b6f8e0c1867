"""The account, the numbers and the settings of every test of the whole service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from litestar import Litestar

from ruby_fsm.app.tracing import Tracing
from ruby_fsm.config.schema import Config
from ruby_fsm.config.settings import Settings
from ruby_fsm.simulator import Callee, VirtualClock
from tests.fakes import FixedChat
from tests.postgresql import DATABASES, fresh_database

ACCOUNT = "AC" + "0123456789abcdef" * 2
TOKEN = "fedcba9876543210" * 2
PUBLIC_URL = "https://ruby.example.com"
FROM_NUMBER = "+15005550006"
TO_NUMBER = "+14155550100"
REST_URL = "http://127.0.0.1:4010"


@dataclass(frozen=True, slots=True)
class Given:
    """What a service under test is made from; see `tests.world.ruby`."""

    settings: Settings
    config: Config
    chat: FixedChat
    clock: VirtualClock
    callee_for: Callable[[str], Callee] | None
    app: Litestar | None
    speed: float
    by_hand: bool
    tells: bool
    tracing: Tracing


@cache
def database_of(data: Path) -> str:
    """The same for the same folder: '' for the file in it, or the address of a database."""
    return fresh_database() if "postgresql" in DATABASES else ""


def settings_for(data: Path, **more: Any) -> Settings:
    given: dict[str, Any] = {
        "ruby_carrier": "sim",
        "ruby_data": data,
        "twilio_account_sid": ACCOUNT,
        "twilio_auth_token": TOKEN,
        "twilio_from_number": FROM_NUMBER,
        "twilio_api_base_url": REST_URL,
        "backend_url": PUBLIC_URL,
        "ruby_database_url": database_of(data),
    }
    return Settings(_env_file=None, **given | more)  # type: ignore[call-arg]  # BaseSettings takes it


def words_of(twiml: str) -> str:
    """All that is said in a document."""
    return " ".join("".join(node.itertext()) for node in ET.fromstring(twiml).iter("Say"))
