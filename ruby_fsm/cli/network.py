"""The simulated telephone network beside the service: made-up credentials, calls to nobody real."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import httpx
from pydantic import SecretStr

from ruby_fsm.cli.hosting import LOOPBACK, hosted, listening, port_of
from ruby_fsm.config.settings import Settings
from ruby_fsm.simulator import BadDay, Callee, Simulator

FROM_NUMBER = "+15005550006"  # Twilio's test number that may call


def simulated(settings: Settings, rest_port: int) -> Settings:
    """The same settings with an account that exists in this process only."""
    made = {
        "ruby_carrier": "sim",
        "twilio_account_sid": f"AC{secrets.token_hex(16)}",
        "twilio_auth_token": (SecretStr(secrets.token_hex(16)),),
        "twilio_from_number": settings.twilio_from_number or FROM_NUMBER,
        "twilio_api_key": "",
        "twilio_api_secret": None,
        "twilio_webhook_secret": (),
        "twilio_api_base_url": f"http://{LOOPBACK}:{rest_port}",
    }
    return settings.model_copy(update=made)


@asynccontextmanager
async def network(
    settings: Settings,
    callee_for: Callable[[str], Callee],
    dialled_for: Callable[[str], Callee | None] = lambda _: None,
    *,
    speed: float = 1.0,
    bad_day: BadDay | None = None,
    app_url: str = "",
) -> AsyncIterator[tuple[Settings, Simulator]]:
    """A network on a free loopback port, and the settings that reach it.

    `app_url`: where the service is, which hears of messages to its number.
    """
    bound = listening(LOOPBACK, 0)
    made = simulated(settings, port_of(bound))
    token = made.twilio_auth_token[0].get_secret_value()
    async with httpx.AsyncClient(trust_env=False) as http:
        simulator = Simulator(
            made.twilio_account_sid,
            token,
            http=http,
            callee_for=callee_for,
            dialled_for=dialled_for,
            speed=speed,
            bad_day=bad_day,
            message_url=f"{app_url}/voice/webhook/sms",
        )
        try:
            async with hosted(simulator.app, bound):
                yield made, simulator
        finally:
            await simulator.close()
