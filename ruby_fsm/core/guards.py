"""Predicates on a step; the diagram prints their names.

Each returns a real bool: `transitions` compares with `== True`.
"""

from __future__ import annotations

from ruby_fsm.core.call import EndReason
from ruby_fsm.core.events import (
    EndRequested,
    HumanAccepted,
    HumanDialled,
    HumanUnreached,
    KeyPressed,
    PhoneFact,
    ReplyDelayed,
    ReplyFailed,
    ReplyReady,
    RiskRaised,
    SilenceHeard,
    SpeechHeard,
    TransferEnded,
)
from ruby_fsm.core.risk import asked_about
from ruby_fsm.core.step import Step
from ruby_fsm.core.tongue import asked_for
from ruby_fsm.understanding.assessment import Intent

SECOND = 2  # from the second utterance on, whoever speaks is taken for a person


def is_in_danger(step: Step) -> bool:
    """The fact's own level is at or above `crisis.at`, or it lifted the call's to a new height."""
    if not isinstance(step.event, SpeechHeard | RiskRaised):
        return False
    return step.raised or step.event.assessment.risk.level >= step.policy.crisis_at


def is_this_attempt(step: Step) -> bool:
    return isinstance(step.event, PhoneFact) and step.event.attempt == step.call.attempt


def has_attempts_left(step: Step) -> bool:
    return is_this_attempt(step) and step.call.attempt < step.policy.numbers.attempts


def is_machine(step: Step) -> bool:
    """Early enough to believe it: detection is right in 85 to 90 % (Twilio's own figure)."""
    return is_this_attempt(step) and step.call.heard < SECOND


def is_stale(step: Step) -> bool:
    """It answers an old document, so it can't answer the turn that is open now."""
    event = step.event
    return isinstance(event, SpeechHeard | KeyPressed | SilenceHeard) and event.stale


def is_opt_out(step: Step) -> bool:
    return _asks(step, Intent.OPT_OUT, step.policy.keys.opt_out)


def is_goodbye(step: Step) -> bool:
    return not is_stale(step) and _asks(step, Intent.GOODBYE, step.policy.keys.goodbye)


def is_second_goodbye(step: Step) -> bool:
    return is_goodbye(step) and step.call.crisis_goodbyes > 0 and step.call.resources_said


def is_for_a_human(step: Step) -> bool:
    return not is_stale(step) and _asks(step, Intent.WANTS_HUMAN, step.policy.keys.human)


def is_for_a_human_we_have(step: Step) -> bool:
    return is_for_a_human(step) and step.policy.has_human


def is_for_a_language(step: Step) -> bool:
    """Another language, or the one that is spoken, and one that config.yaml has words for."""
    return bool(asked_for(step.event, step.policy))


def is_to_be_checked(step: Step) -> bool:
    """Denied, long past, about somebody else or unsure, and not yet asked about in this call."""
    if not isinstance(step.event, SpeechHeard):
        return False
    about = asked_about(step.event.assessment.risk.category)
    return about in step.phrases.checks and about not in step.call.checked


def is_for_a_repeat(step: Step) -> bool:
    """`say that again`: there is no key for it, and another key than ours helps already."""
    return not is_stale(step) and _asks(step, Intent.REPEAT, key="")


def is_unclear(step: Step) -> bool:
    """Below the confidence mark for the first time: ask once, then answer anyway."""
    event = step.event
    return (
        isinstance(event, SpeechHeard)
        and not step.call.asked_again
        and event.confidence < step.policy.numbers.low_confidence_0_1
    )


def is_current(step: Step) -> bool:
    """The reply belongs to the turn that is open now."""
    return (
        isinstance(step.event, ReplyReady | ReplyDelayed | ReplyFailed)
        and step.event.turn == step.call.open_turn
    )


def is_asked_for_in_crisis(step: Step) -> bool:
    """The config lets one gated sentence follow the plan's words, and this is the one asked for."""
    return step.policy.adds_sentence and is_current(step)


def has_been_silent(step: Step) -> bool:
    return step.call.silences >= step.policy.numbers.silences


def is_taken(step: Step) -> bool:
    return isinstance(step.event, TransferEnded) and is_this_attempt(step) and step.event.taken


def is_handing_over(step: Step) -> bool:
    """Closing for the transfer that failed, and for nothing else: only then talk goes on."""
    return is_this_attempt(step) and step.call.closing_for is EndReason.HANDED_OVER


def is_this_ring(step: Step) -> bool:
    """The newest ring of a human, and not over yet."""
    event, call = step.event, step.call
    if not isinstance(event, HumanDialled | HumanAccepted | HumanUnreached):
        return False
    return event.number == call.rings and call.rung_ms > 0


def is_still_ringing(step: Step) -> bool:
    return is_this_ring(step) and not step.call.joined


def is_alone_in_room(step: Step) -> bool:
    """The human took it, and is gone while the person is, or will be, in the room."""
    return is_this_ring(step) and step.call.joined


def is_forced(step: Step) -> bool:
    return isinstance(step.event, EndRequested) and step.event.force


def is_within_crisis_bound(step: Step) -> bool:
    """Twilio itself ends a call after four hours; until then nobody in crisis is given up."""
    since = step.call.answered_ms
    bound_ms = step.policy.numbers.crisis_bound_s * 1000
    return since is not None and step.event.at_ms - since < bound_ms


def _asks(step: Step, intent: Intent, key: str) -> bool:
    event = step.event
    if isinstance(event, KeyPressed):
        return bool(key) and event.digits == key
    return isinstance(event, SpeechHeard) and intent in event.assessment.intents
