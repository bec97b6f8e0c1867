"""What of a chat backend's reply may follow the words of the safety plan: one gated sentence."""

from __future__ import annotations

from collections.abc import Callable

from ruby_fsm.core.wording import SENTENCE_END, trimmed
from ruby_fsm.understanding.gate.contacts import Known
from ruby_fsm.understanding.gate.judge import fault_in


class CrisisSentence:
    """`known`: by country, the contacts that alone may be named; `count` hears of a refusal.

    The whole reply is judged, and then its first sentence is taken: who says one thing in the
    first and a method in the second has said nothing that is wanted here.
    """

    def __init__(
        self, known: Callable[[str], Known], count: Callable[[str], None] = lambda _: None
    ) -> None:
        self.known = known
        self.count = count

    def of(self, reply: str, country: str) -> str:
        """'' where it fails the gate; then the plan's own words stand alone."""
        said = trimmed(reply, MOST_WORDS)
        if not said:
            return ""
        if fault_in(reply, self.known(country)) is not None:
            self.count("withheld_in_crisis")
            return ""
        return SENTENCE_END.split(said)[0]


MOST_WORDS = 25
