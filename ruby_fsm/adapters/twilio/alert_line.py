"""What those who are told hear and read, as TwiML from the element tree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from ruby_fsm.adapters.twilio.elements import (
    LineVoice,
    Spoken,
    gather_key,
    hang_up,
    redirect,
    say_all,
    written,
)
from ruby_fsm.adapters.twilio.urls import Urls
from ruby_fsm.adapters.twilio.words import clean
from ruby_fsm.config.alerts import AlertWords
from ruby_fsm.core.effects import Line

MOST_ASKED = 3
KEY_S = 8
MOST_MESSAGE = 1_500  # Twilio refuses a longer body than 1,600 characters


@dataclass(frozen=True, slots=True)
class TwilioAlertLine:
    """`voice`: of the default language. `resources`: where help is, by country ('': not known)."""

    urls: Urls
    voice: LineVoice
    words: AlertWords
    resources: Callable[[str], str]

    def ask(self, escalation_id: str, step: int, tries: int) -> str:
        """See AlertLine.ask."""
        if tries >= MOST_ASKED:
            return self._last(self.words.unheard)
        root = Element("Response")
        action = self.urls.alert_key(escalation_id, step, tries)
        keys = gather_key(root, action, KEY_S)
        say_all(keys, map(noticed, (self.words.say, self.words.ask)), self.voice)
        redirect(root, self.urls.alert(escalation_id, step, tries + 1))
        return written(root)

    def taken(self) -> str:
        """See AlertLine.taken."""
        return self._last(self.words.taken)

    def over(self) -> str:
        """See AlertLine.over."""
        return self._last(self.words.over)

    def message(self, text: str) -> str:
        """See AlertLine.message."""
        root = Element("Response")
        SubElement(root, "Message").text = clean(text)[:MOST_MESSAGE]
        return written(root)

    def stranger(self, country: str) -> str:
        """See AlertLine.stranger."""
        return self.message(self.resources(country))

    def _last(self, text: str) -> str:
        root = Element("Response")
        say_all(root, [noticed(text)], self.voice)
        hang_up(root)
        return written(root)


def noticed(text: str) -> Spoken:
    return Spoken(text, Line.NOTICE)
