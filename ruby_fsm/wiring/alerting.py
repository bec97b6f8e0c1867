"""The ways by which humans are told, from settings and config."""

from __future__ import annotations

import httpx

from ruby_fsm.adapters.alerts.email import MailAlerts, server_of
from ruby_fsm.adapters.alerts.log import LogAlerts
from ruby_fsm.adapters.alerts.router import Router
from ruby_fsm.adapters.alerts.webhook import WebhookAlerts
from ruby_fsm.app.ports import Alerts, Clock
from ruby_fsm.config.alerts import faults_together
from ruby_fsm.config.schema import Config
from ruby_fsm.config.settings import Settings
from ruby_fsm.errors import ConfigError


def alerts_of(settings: Settings, config: Config, http: httpx.AsyncClient, clock: Clock) -> Alerts:
    """Every channel that is set up. Raises ConfigError where one that is named is not."""
    if faults := [*faults_together(config, settings)]:
        raise ConfigError(*faults)
    channels: dict[str, Alerts] = {"log": LogAlerts()}
    if settings.ruby_alert_webhook_key:
        key = settings.ruby_alert_webhook_key.get_secret_value().encode()
        channels["webhook"] = WebhookAlerts(http, config.contacts, clock, key)
    if settings.ruby_smtp_url:
        server = server_of(settings.ruby_smtp_url.get_secret_value())
        channels["email"] = MailAlerts(server, settings.ruby_smtp_from, config.contacts)
    return Router(channels)
