"""What a person in crisis who asks for a human is given: company while it rings, then the human.

The person is never put on a ringing line: the crisis goes on, and they are led into a room with the
human once that one has pressed a key.
"""

from __future__ import annotations

from ruby_fsm.core.call import Call, CallState, EndReason, changed
from ruby_fsm.core.effects import Join, LetGoHuman, Line, Listen, RingHuman, Say, SayNow
from ruby_fsm.core.events import HumanDialled
from ruby_fsm.core.outputs import close, say_owed, talk
from ruby_fsm.core.outputs_crisis import (
    escalate,
    escalate_a_step,
    next_of_plan,
    resources,
    resources_again,
)
from ruby_fsm.core.step import Step, notice
from ruby_fsm.understanding.assessment import Level


# --- ringing -----------------------------------------------------------------------------------
def hand_over_in_crisis(step: Step) -> None:
    """One ring for one ask: asking again while it rings hears that it does."""
    if not step.policy.has_human:
        say_nobody_to_ring(step)
    elif is_being_rung(step):
        step.emit(resources_again(step))
        talk(step, notice(step.phrases.still_ringing), next_of_plan(step))
    else:
        ring(step)


def say_nobody_to_ring(step: Step) -> None:
    escalate_a_step(step)
    say_owed(step)
    step.emit(resources(step))
    talk(step, notice(step.phrases.no_human))


def is_being_rung(step: Step) -> bool:
    """What has not been heard of for longer than it can ring does not stand in the way."""
    call, numbers = step.call, step.policy.numbers
    until_ms = call.rung_ms + (numbers.ring_s + numbers.ring_margin_s) * 1000
    return call.rung_ms > 0 and (call.joined or step.event.at_ms < until_ms)


def ring(step: Step) -> None:
    """Resources, that somebody is being rung, and the talk goes on; the path goes a step on too."""
    escalate_a_step(step)
    let_go(step)
    number, at_ms = step.call.rings + 1, step.event.at_ms
    step.call = changed(step.call, rings=number, rung_ms=at_ms, dialled_ms=0, ring_sid="")
    step.emit(RingHuman(number))
    say_owed(step)
    step.emit(resources(step))
    talk(step, notice(step.phrases.ringing_human), next_of_plan(step))


def note_dialled(step: Step) -> None:
    assert isinstance(step.event, HumanDialled)
    call, event = step.call, step.event
    dialled_ms = call.dialled_ms or event.at_ms
    step.call = changed(call, dialled_ms=dialled_ms, ring_sid=event.sid or call.ring_sid)


def let_go_late(step: Step) -> None:
    """The sid of a human whom nobody waits for any more: no leg rings for nobody."""
    assert isinstance(step.event, HumanDialled)
    if step.event.sid:
        step.emit(LetGoHuman(step.event.number, step.event.sid))


def let_go(step: Step) -> None:
    """Nobody waits for the human any more."""
    call = step.call
    if call.rung_ms and call.ring_sid:
        step.emit(LetGoHuman(call.rings, call.ring_sid))
    step.call = changed(call, rung_ms=0, joined=False, owes_unreached=False)


# --- together ----------------------------------------------------------------------------------
def join(step: Step) -> None:
    """The line is led to the room at once, whatever is being said on it."""
    step.call = changed(step.call, joined=True, owes_human_here=False, owes_unreached=False)
    step.emit(Say(step.phrases.human_joins, Line.NOTICE, barge_in=False), room(step), SayNow())


def room(step: Step) -> Join:
    return Join(step.call.rings, step.policy.numbers.dial_limit_s)


def close_handed_over(step: Step) -> None:
    """The talk of the two is over, and with it the human's leg."""
    step.call = changed(step.call, rung_ms=0, joined=False)
    words = Say(step.phrases.crisis_goodbye, Line.GOODBYE, barge_in=False)
    close(step, EndReason.HANDED_OVER, words)


# --- nobody --------------------------------------------------------------------------------------
def note_unreached(step: Step) -> None:
    """Said with the next document: the person may be in mid-sentence."""
    escalate_a_step(step)
    step.call = changed(step.call, rung_ms=0, owes_unreached=True)


def say_no_human_took_it(step: Step) -> None:
    """Who took it and is gone has acknowledged the danger: then it is told anew."""
    if step.call.joined:
        step.call = changed(step.call, escalated=Level.NONE)
        escalate(step)
    else:
        escalate_a_step(step)
    let_go(step)
    talk(step, notice(step.phrases.hand_over_failed), resources(step))


def come_back(step: Step) -> None:
    """Out of a room with nobody in it."""
    say_no_human_took_it(step)
    step.emit(SayNow())


# --- after any move ----------------------------------------------------------------------------
def keep_company(step: Step, before: Call) -> None:
    """Out of crisis nobody is rung for; who is with a human is not led away by anything older.

    A late word, a slower opinion or a lost document finds the person in the room, or on the way.
    """
    if step.state is not CallState.CRISIS:
        call = step.call
        if call.rung_ms or call.joined or call.owes_unreached:
            let_go(step)
    elif before.joined and step.call.joined:
        kept = (x for x in step.effects if not isinstance(x, SayNow))
        step.effects = [room(step) if isinstance(x, Listen) else x for x in kept]
