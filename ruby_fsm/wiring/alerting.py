"""The ways by which humans are told, from settings and config."""

from __future__ import annotations

import httpx

from ruby_fsm.adapters.alerts.email import MailAlerts, server_of
from ruby_fsm.adapters.alerts.log import LogAlerts
from ruby_fsm.adapters.alerts.router import Router
from ruby_fsm.adapters.alerts.webhook import WebhookAlerts
from ruby_fsm.adapters.twilio.alert_line import TwilioAlertLine
from ruby_fsm.adapters.twilio.alerts import CallAlerts, MessageAlerts, Sender
from ruby_fsm.adapters.twilio.client import made_client
from ruby_fsm.adapters.twilio.urls import Urls
from ruby_fsm.app.ports import Alerts, Clock
from ruby_fsm.config.alerts import faults_together
from ruby_fsm.config.schema import Config
from ruby_fsm.config.settings import Settings
from ruby_fsm.errors import ConfigError
from ruby_fsm.wiring.telephone import login, voices


def alerts_of(
    settings: Settings, config: Config, http: httpx.AsyncClient, clock: Clock, urls: Urls
) -> Alerts:
    """Every channel that is set up. Raises ConfigError where one that is named is not."""
    if faults := [*faults_together(config, settings)]:
        raise ConfigError(*faults)
    client = made_client(http, login(settings), settings.twilio_api_base_url)
    sender = Sender(client, settings.twilio_from_number, config.contacts)
    channels: dict[str, Alerts] = {
        "log": LogAlerts(),
        "sms": MessageAlerts(sender),
        "call": CallAlerts(sender, urls),
    }
    if settings.ruby_alert_webhook_key:
        key = settings.ruby_alert_webhook_key.get_secret_value().encode()
        channels["webhook"] = WebhookAlerts(http, config.contacts, clock, key)
    if settings.ruby_smtp_url:
        server = server_of(settings.ruby_smtp_url.get_secret_value())
        channels["email"] = MailAlerts(server, settings.ruby_smtp_from, config.contacts)
    return Router(channels)


def alert_line_of(config: Config, urls: Urls) -> TwilioAlertLine:
    language = config.default_language
    resources_in = config.pack(language).resources_in
    return TwilioAlertLine(urls, voices(config)("", language), config.alerts, resources_in)
