"""Accumulating what the utterances of one call tell: risk that never falls, mood that follows."""

from __future__ import annotations

from ruby_fsm.core.call import Call, CallState, changed
from ruby_fsm.core.events import Event, KeyPressed, RiskRaised, SpeechHeard
from ruby_fsm.core.policy import Policy
from ruby_fsm.understanding.assessment import Category, Level, Risk

# Figures of speech are no signs; denial, past and concern for someone else are.
NO_SIGN = frozenset({Category.NONE, Category.HYPERBOLE})
MOOD_CONFIDENCE = 0.3
# What a yes to the gentle check means: thoughts of suicide, or somebody in danger right now.
THOUGHTS = Risk(Level.MODERATE, Category.IDEATION)
ADMITTED = {
    Category.DENIAL: THOUGHTS,
    Category.PAST: THOUGHTS,
    Category.THIRD_PARTY: Risk(Level.HIGH, Category.THIRD_PARTY),
    # Of whatever else may be danger and may not be.
    Category.INDIRECT: Risk(Level.MODERATE, Category.INDIRECT),
}


def asked_about(category: Category) -> Category:
    """What the gentle question after words of this kind is about; NONE: there is none to ask."""
    if category in NO_SIGN:
        return Category.NONE
    return category if category in ADMITTED else Category.INDIRECT


def accumulate(call: Call, event: Event, policy: Policy) -> tuple[Call, bool]:
    """The call with this fact's words in it, and whether they raised the risk into danger."""
    match event:
        case SpeechHeard() if is_yes_to_check(call, event):
            risk = max(ADMITTED[call.checking], event.assessment.risk, key=lambda one: one.level)
            return weigh(hear(call, event), risk, policy)[0], True
        case SpeechHeard():
            return weigh(hear(call, event), event.assessment.risk, policy)
        case RiskRaised():
            return weigh(call, event.assessment.risk, policy)
        case KeyPressed():
            return changed(call, silences=0, holding=False), False
        case _:
            return call, False


def is_yes_to_check(call: Call, event: SpeechHeard) -> bool:
    """The one place where a word means what the question before it asked."""
    is_asked = call.state is CallState.LISTENING and call.checking in ADMITTED
    return is_asked and event.assessment.says_yes and not event.stale


def hear(call: Call, event: SpeechHeard) -> Call:
    """Someone is there: what was said moves the mood and ends a run of silences."""
    reading = event.assessment.mood
    return changed(
        call,
        heard=call.heard + 1,
        silences=0,
        holding=False,
        heavy=event.assessment.is_heavy,
        mood=reading.mood if reading.confidence >= MOOD_CONFIDENCE else call.mood,
    )


def weigh(call: Call, risk: Risk, policy: Policy) -> tuple[Call, bool]:
    """Risk is the highest level so far; several weak signs in one call make a moderate one."""
    level, weak_signs = added(call.risk, call.weak_signs, risk, policy.numbers.weak_signs)
    rose = level > call.risk
    call = changed(
        call,
        risk=level,
        weak_signs=weak_signs,
        category=risk.category if rose else call.category,
    )
    return call, rose and level >= policy.crisis_at


def added(level: Level, weak_signs: int, risk: Risk, enough: int) -> tuple[Level, int]:
    """The level and the weak signs of a call with one more utterance's `risk` in them."""
    is_weak = risk.level is Level.LOW and risk.category not in NO_SIGN
    weak_signs += is_weak
    level = max(level, risk.level)
    if is_weak and weak_signs >= enough:
        level = max(level, Level.MODERATE)
    return level, weak_signs
