"""What a human hears before being joined with a person, as TwiML from the element tree.

The second leg of a Dial is joined by a document that comes to its end, and not by one that hangs
up; a leg of its own is led into a room.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ruby_fsm.adapters.twilio.elements import (
    LineVoice,
    Spoken,
    dial_room,
    gather_key,
    hang_up,
    redirect,
    room_name,
    say_all,
    written,
)
from ruby_fsm.adapters.twilio.urls import Urls
from ruby_fsm.config.handover import LEVEL, Handover
from ruby_fsm.core.effects import Line
from ruby_fsm.understanding.assessment import Level

MOST_ASKED = 2  # the person hears it ring meanwhile
KEY_S = 6


@dataclass(frozen=True, slots=True)
class TwilioHumanLine:
    """`voice`: of the default language; `limit_s`: longest talk with the person."""

    urls: Urls
    voice: LineVoice
    words: Handover
    limit_s: int = 3600

    def ask(self, call_id: str, at: int, tries: int, level: Level, ring: int = 0) -> str:
        """See HumanLine.ask."""
        if tries >= MOST_ASKED:
            return self.over()
        root = Element("Response")
        keys = gather_key(root, self.urls.accept_key(call_id, at, tries, ring), KEY_S)
        about = self.words.wanted
        if level > Level.LOW:
            about = self.words.danger.replace(LEVEL, level.name.lower())
        say_all(keys, map(noticed, (about, self.words.ask)), self.voice)
        redirect(root, self.urls.accept(call_id, at, tries + 1, ring))
        return written(root)

    def joined(self) -> str:
        """See HumanLine.joined."""
        root = Element("Response")
        say_all(root, [noticed(self.words.joined)], self.voice)
        return written(root)

    def room(self, call_id: str, ring: int) -> str:
        """See HumanLine.room."""
        root = Element("Response")
        say_all(root, [noticed(self.words.joined)], self.voice)
        dial_room(root, room_name(call_id, ring), self.limit_s)
        hang_up(root)
        return written(root)

    def passed(self) -> str:
        """See HumanLine.passed."""
        root = Element("Response")
        hang_up(root)
        return written(root)

    def over(self) -> str:
        """See HumanLine.over."""
        root = Element("Response")
        say_all(root, [noticed(self.words.over)], self.voice)
        hang_up(root)
        return written(root)


def noticed(text: str) -> Spoken:
    return Spoken(text, Line.NOTICE)
