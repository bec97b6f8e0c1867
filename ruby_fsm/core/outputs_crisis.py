"""What a move in or into danger asks for: resources first, a human soon, the line kept open."""

from __future__ import annotations

from ruby_fsm.core.call import CallState, EndReason, changed
from ruby_fsm.core.effects import (
    Escalate,
    EscalateStep,
    HangUp,
    Line,
    Say,
    SayNow,
    StandDown,
)
from ruby_fsm.core.events import ReplyReady
from ruby_fsm.core.guards import is_opt_out, is_stale
from ruby_fsm.core.outputs import (
    ask_reply,
    close,
    goodbye,
    say_owed,
    stand_down,
    suppress,
    talk,
)
from ruby_fsm.core.phrases import pick
from ruby_fsm.core.policy import CrisisWords
from ruby_fsm.core.step import Step
from ruby_fsm.understanding.assessment import Category, Level

EMERGENCIES = frozenset({Category.ABUSE, Category.MEDICAL, Category.THIRD_PARTY, Category.VIOLENCE})


def words_for(step: Step) -> CrisisWords:
    """The words of the call's level; never below the level at which crisis begins.

    Where somebody else is the danger or in it, the words of danger right now fit at any level:
    a person who is beaten is not asked whether they want to die.
    """
    crisis = step.phrases.crisis
    if step.call.category in EMERGENCIES and Level.IMMINENT in crisis:
        return crisis[Level.IMMINENT]
    level = max(step.call.risk, step.policy.crisis_at)
    return crisis[level] if level in crisis else crisis[max(crisis)]


def resources(step: Step) -> Say:
    step.call = changed(step.call, resources_said=True)
    return Say(step.phrases.resources, Line.RESOURCES, barge_in=False)


def resources_again(step: Step) -> Say:
    """In one sentence, where they were said whole before: danger is answered, not recited at."""
    if not step.call.resources_said:
        return resources(step)
    return Say(step.phrases.resources_again, Line.RESOURCES, barge_in=False)


def next_of_plan(step: Step) -> Say:
    """The plan goes round: who stays longer than the plan is long is not left without words."""
    plan, at = words_for(step).plan, step.call.plan_step
    step.call = changed(step.call, plan_step=at + 1)
    return Say(plan[at % len(plan)], Line.CRISIS)


def escalate(step: Step) -> None:
    """Once for each new height since the last resolution, not at each sentence."""
    call = step.call
    if call.risk <= call.escalated:
        return
    number = call.escalations + 1
    step.call = changed(call, escalated=call.risk, escalations=number)
    step.emit(Escalate(number, call.risk, call.category))


def escalate_a_step(step: Step) -> None:
    """The path of the newest escalation goes on now, without waiting for its deadline."""
    step.emit(EscalateStep(step.call.escalations))


# --- danger ----------------------------------------------------------------------------------
def intervene(step: Step) -> None:
    """Acknowledge, resources, then the direct question; a human is told in the same unit."""
    escalate(step)
    words = words_for(step)
    step.call = changed(step.call, closing_for=None, crisis_goodbyes=0, silences=0, plan_step=0)
    say_owed(step)
    step.emit(Say(words.say, Line.CRISIS, barge_in=False), resources(step))
    confirm_opt_out(step)
    talk(step, Say(words.ask, Line.CRISIS))
    reach_the_line(step)


def go_on_in_danger(step: Step) -> None:
    """Danger once more, at a height already answered: the resources again, and the plan goes on."""
    if step.raised:
        intervene(step)
        return
    escalate(step)
    step.emit(resources_again(step))
    confirm_opt_out(step)
    talk(step, next_of_plan(step))
    reach_the_line(step)


def reach_the_line(step: Step) -> None:
    """Danger in answer to an old document: Twilio plays a newer one and ignores this answer."""
    if is_stale(step):
        step.emit(SayNow())


def intervene_now(step: Step) -> None:
    """A slower opinion found danger outside a webhook: the line is redirected to the words."""
    intervene(step)
    step.emit(SayNow())


def answer_risen_danger(step: Step) -> None:
    """In crisis only a new height breaks in; the same one was answered, and talk is not cut off."""
    if step.raised:
        intervene_now(step)
    else:
        escalate(step)


def care_after_the_end(step: Step) -> None:
    """Hanging up does not lower the risk; if the line still stands, the resources are heard."""
    escalate(step)
    if is_opt_out(step):
        suppress(step)
    step.emit(Say(words_for(step).say, Line.CRISIS, barge_in=False), resources(step), HangUp())


def confirm_opt_out(step: Step) -> None:
    """Suppressed at once, said aloud, and the line stays up: danger comes first."""
    if is_opt_out(step):
        suppress(step)
        step.emit(Say(step.phrases.opted_out, Line.NOTICE, barge_in=False))


# --- in crisis ---------------------------------------------------------------------------------
def follow_the_plan(step: Step) -> None:
    talk(step, next_of_plan(step))
    if step.policy.adds_sentence:
        ask_reply(step)


def add_sentence(step: Step) -> None:
    """After the plan's words in the same document; the gate is behind it."""
    assert isinstance(step.event, ReplyReady)
    if step.call.resources_said:
        talk(step, Say(step.event.text, Line.REPLY))
    else:
        say_resources_if_unsaid(step)


def say_again(step: Step) -> None:
    """What matters most first: where help is to be had, then what was asked last."""
    words, asked = words_for(step), step.call.plan_step
    last = words.plan[(asked - 1) % len(words.plan)] if asked else words.ask
    talk(step, resources(step), Say(last, Line.CRISIS))


def opt_out_in_crisis(step: Step) -> None:
    confirm_opt_out(step)
    talk(step, next_of_plan(step))


def hold_back_goodbye(step: Step) -> None:
    """The first goodbye in crisis gets the resources and the direct question."""
    goodbyes = step.call.crisis_goodbyes + 1
    step.call = changed(step.call, crisis_goodbyes=goodbyes)
    first = Say(step.phrases.crisis_goodbye_first, Line.CRISIS, barge_in=False)
    talk(step, first, resources(step), Say(words_for(step).ask, Line.CRISIS))


def say_crisis_goodbye(step: Step) -> None:
    words = Say(step.phrases.crisis_goodbye, Line.GOODBYE, barge_in=False)
    close(step, EndReason.CRISIS_GOODBYE, resources(step), words)


def end_crisis_by_force(step: Step) -> None:
    """An operator ends it: the resources are said before the line goes down."""
    words = Say(step.phrases.crisis_goodbye, Line.GOODBYE, barge_in=False)
    close(step, EndReason.END_REQUESTED, resources(step), words)
    step.emit(SayNow())


def say_goodbye_again(step: Step) -> None:
    """The goodbye was lost, and after a danger the resources with it."""
    if step.call.escalated is not Level.NONE:
        step.emit(resources(step))
    step.emit(goodbye(step), HangUp())


def ask_in_silence(step: Step) -> None:
    """Silence in crisis is asked about; too long a silence takes the path a step on."""
    call = step.call
    words = pick(step.phrases.crisis_ask_again, call.call_id, call.prompts)
    step.call = changed(call, silences=call.silences + 1, prompts=call.prompts + 1)
    if step.call.silences % step.policy.numbers.silences_crisis == 0:
        escalate_a_step(step)
    talk(step, Say(words, Line.CRISIS))


def say_resources(step: Step) -> None:
    talk(step, resources(step))


def say_resources_if_unsaid(step: Step) -> None:
    """A reply that arrives in crisis is not spoken; what is said already stands."""
    if not step.call.resources_said:
        talk(step, Say(words_for(step).say, Line.CRISIS, barge_in=False), resources(step))


def tell_human_is_here(step: Step) -> None:
    """Said with the next document, never over the person."""
    owes = step.call.owes_human_here or step.state is CallState.CRISIS
    step.call = changed(step.call, owes_human_here=owes)
    stand_down(step)


def resolve(step: Step) -> None:
    """A human judges the danger over: the conversation goes on, and the next danger is new."""
    grace_ms = step.event.at_ms + step.policy.numbers.resolved_grace_s * 1000
    step.call = changed(
        step.call,
        escalated=Level.NONE,
        limit_ms=max(step.call.limit_ms, grace_ms),
        near_limit=False,
        owes_warning=False,
        crisis_goodbyes=0,
        silences=0,
    )
    step.emit(StandDown())
