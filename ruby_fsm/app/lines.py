"""The telephone lines, as the use cases see them: TwiML out, signed forms in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from ruby_fsm.app.records import Document
from ruby_fsm.understanding.assessment import Level


class Line(Protocol):
    """TwiML out, signed forms in."""

    def render(self, document: Document) -> str: ...

    def degraded(
        self, call_id: str, doc: int, tries: int, language: str = "", country: str = ""
    ) -> str:
        """Made without the store: kind words, resources, look again; after 20 tries hang up."""

    def unknown(self, country: str = "") -> str:
        """For a call that is not ours, or a person who rings us: resources, hang up."""

    def verify(
        self, method: str, path: str, raw_query: str, headers: Mapping[str, str], body: bytes
    ) -> Mapping[str, str]:
        """The signed parameters, query and form alike. Raises NotFromTwilio."""


class AlertLine(Protocol):
    """The telephone and the messages of those who are told: TwiML out."""

    def ask(self, escalation_id: str, step: int, tries: int) -> str:
        """What it is about, and the wish for a key; `tries`: how often it was said."""

    def taken(self) -> str: ...

    def over(self) -> str:
        """Somebody has it already."""

    def message(self, text: str) -> str:
        """The answer to a message."""

    def stranger(self, country: str) -> str:
        """The answer to a message of somebody who was told nothing: where help is in `country`."""


class HumanLine(Protocol):
    """The telephone of the human whom a person is to be connected with: TwiML out."""

    def ask(self, call_id: str, at: int, tries: int, level: Level, ring: int = 0) -> str:
        """What it is about, and the wish for a key; `at`: the document that rang.

        `ring`: of a leg of its own, by its number; then no document rang.
        """

    def joined(self) -> str:
        """The person is there next."""

    def room(self, call_id: str, ring: int) -> str:
        """Into the room where the person will be."""

    def passed(self) -> str:
        """They will not."""

    def over(self) -> str:
        """The person is gone, or no key was heard."""
