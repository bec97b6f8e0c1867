"""The telephone side from settings and config: the line's words, its signatures, the login."""

from __future__ import annotations

from collections.abc import Callable

from ruby_fsm.adapters.twilio.client import Login
from ruby_fsm.adapters.twilio.elements import LineVoice
from ruby_fsm.adapters.twilio.human_line import TwilioHumanLine
from ruby_fsm.adapters.twilio.signature import Verifier
from ruby_fsm.adapters.twilio.twiml import SafeWords, TwilioLine
from ruby_fsm.adapters.twilio.urls import Urls
from ruby_fsm.config.schema import Config
from ruby_fsm.config.settings import Settings


def twilio_line(settings: Settings, config: Config, urls: Urls) -> TwilioLine:
    return TwilioLine(
        urls=urls,
        verifier=verifier(settings, urls.public_url),
        voices=voices(config),
        safe_words=safe_words(config, config.default_language),
        other_safe_words={tag: safe_words(config, tag) for tag in config.languages},
        caller_id=settings.twilio_from_number,
    )


def verifier(settings: Settings, public_url: str) -> Verifier:
    return Verifier(
        public_url,
        settings.twilio_account_sid,
        [token.get_secret_value() for token in settings.twilio_auth_token],
        {key.key_id: key.secret.get_secret_value() for key in settings.twilio_webhook_secret},
    )


def login(settings: Settings) -> Login:
    """REST by the API key where there is one, else by the first token."""
    if settings.twilio_api_key and settings.twilio_api_secret:
        secret = settings.twilio_api_secret.get_secret_value()
        return Login(settings.twilio_account_sid, secret, settings.twilio_api_key)
    return Login(settings.twilio_account_sid, settings.twilio_auth_token[0].get_secret_value())


def voices(config: Config) -> Callable[[str, str], LineVoice]:
    """How a call sounds; the voice is always the newest config's, the words are the call's own."""

    def voice_of(_: str, language: str) -> LineVoice:
        tag = config.tag(language)
        pack = config.languages[tag]
        return LineVoice(
            lang="" if tag == config.default_language else tag,
            language=pack.voice.language,
            safe=pack.safe_lines[0],
            sorry=pack.trouble,
            voice=pack.voice.voice,
            speech_model=pack.voice.speech_model,
            hints=pack.voice.hints,
            human=config.handover.number,
        )

    return voice_of


def human_line_of(config: Config, urls: Urls) -> TwilioHumanLine:
    voice = voices(config)("", config.default_language)
    limit_s = config.numbers.handing_over.dial_limit_s
    return TwilioHumanLine(urls, voice, config.handover, limit_s)


def safe_words(config: Config, language: str) -> SafeWords:
    pack = config.pack(language)
    voice = voices(config)("", language)
    return SafeWords(
        voice,
        kind=pack.trouble,
        stranger=pack.inbound,
        resources=pack.resources,
        abroad=pack.resources_in,
    )
