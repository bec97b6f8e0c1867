"""Predicates on a step of which the manners of a telephone depend; the diagram prints their names.

Each returns a real bool: `transitions` compares with `== True`.
"""

from __future__ import annotations

from ruby_fsm.core.events import KeyPressed, SpeechHeard
from ruby_fsm.core.guards import has_been_silent
from ruby_fsm.core.step import Step
from ruby_fsm.understanding.assessment import Category, Intent

SHORT = 12  # words: who asks in so many who it is wants no other answer
SECOND = 2  # from here on, but for what a screener said, whoever speaks is taken for a person


def is_mailbox(step: Step) -> bool:
    """A mailbox greets, though the detector has not said so; believed early only."""
    return step.call.heard <= SECOND and step.call.turn <= 1 and _hears(step, Intent.VOICEMAIL)


def is_mailbox_after_screening(step: Step) -> bool:
    return is_unmet(step) and _hears(step, Intent.VOICEMAIL)


def is_screener(step: Step) -> bool:
    """The first words on the line ask for name and reason."""
    is_first = step.call.heard < SECOND and not step.call.screened
    return is_first and _hears(step, Intent.SCREENING)


def is_screener_still(step: Step) -> bool:
    return is_unmet(step) and _hears(step, Intent.SCREENING)


def is_unmet(step: Step) -> bool:
    """A screener was told who calls, and no person has come to the line since."""
    return step.call.screened and step.call.owes_disclosure


def has_been_screened_out(step: Step) -> bool:
    return is_unmet(step) and has_been_silent(step)


def is_hello(step: Step) -> bool:
    """The first sign of a person, and nothing in it that wants a reply."""
    is_first = step.call.turn == 0 and not step.call.greeted
    return is_first and _hears(step, Intent.HELLO) and not _hears(step, Intent.WHO_ARE_YOU)


def is_asking_who(step: Step) -> bool:
    """Asked in so few words that nothing else wants an answer."""
    if not isinstance(step.event, SpeechHeard):
        return False
    return step.event.assessment.words <= SHORT and _hears(step, Intent.WHO_ARE_YOU)


def is_holding(step: Step) -> bool:
    return _hears(step, Intent.HOLD_ON)


def is_nod(step: Step) -> bool:
    """A sign of listening while the reply is being made: it opens no new turn."""
    return step.call.checking is Category.NONE and _hears(step, Intent.BACK_CHANNEL)


def is_nod_over_words(step: Step) -> bool:
    """Said while Ruby was still speaking; the quiet that ended it has passed since."""
    end_ms = step.policy.numbers.end_s * 1000
    return step.call.turn > 0 and is_nod(step) and step.event.at_ms - end_ms < step.call.mid_ms


def is_noise(step: Step) -> bool:
    """Hardly understood, and at best a nod: not worth asking for again."""
    event = step.event
    if not isinstance(event, SpeechHeard) or not is_nod(step):
        return False
    return event.confidence < step.policy.numbers.low_confidence_0_1


def is_going_on(step: Step) -> bool:
    key = step.policy.keys.go_on
    return isinstance(step.event, KeyPressed) and bool(key) and step.event.digits == key


def _hears(step: Step, intent: Intent) -> bool:
    return isinstance(step.event, SpeechHeard) and intent in step.event.assessment.intents
