"""What the manners of a telephone ask for: hellos, waits, nods, who is there, call screeners."""

from __future__ import annotations

from dataclasses import replace

from ruby_fsm.core.call import changed
from ruby_fsm.core.effects import Line, Say
from ruby_fsm.core.outputs import identity, talk
from ruby_fsm.core.outputs_crisis import next_of_plan
from ruby_fsm.core.outputs_phone import strike
from ruby_fsm.core.phrases import pick
from ruby_fsm.core.step import Step, listen_for, notice
from ruby_fsm.core.wording import fill_name


def greet_person(step: Step) -> None:
    """A person is there: the greeting by name, for the mood, and for one who was called before."""
    talk(step, greeting(step))


def greeting(step: Step) -> Say:
    call, phrases = step.call, step.phrases
    step.call = changed(call, greeted=True)
    greetings = (phrases.returning if call.is_returning else phrases.greetings)[call.initial_mood]
    return Say(pick(greetings, call.call_id, 1), Line.GREETING)


def tell_who(step: Step) -> None:
    """Asked who it is: the honest answer at once, and the greeting if it was not given yet."""
    is_first = step.call.turn == 0 and not step.call.greeted
    step.call = changed(step.call, owes_disclosure=False)
    talk(step, identity(step), *([greeting(step)] if is_first else []))


def tell_who_in_crisis(step: Step) -> None:
    talk(step, identity(step), next_of_plan(step))


def hold_on(step: Step) -> None:
    """Asked to wait: a word, and then a long patience."""
    step.call = changed(step.call, holding=True)
    words = step.phrases.holding
    talk(step, *([notice(words)] if words else []))


def listen_on(step: Step) -> None:
    """Noise, or a nod that hardly came through: not a word, and the line goes on listening."""
    step.emit(listen_for(step))


def answer_screening(step: Step) -> None:
    """A machine asks who calls: told once, honestly; a person may come to the line after it."""
    strike(step)
    text = step.phrases.screening or step.phrases.disclosure
    step.call = changed(step.call, screened=True, holding=True)
    talk(step, Say(text, Line.DISCLOSURE, barge_in=False))
    step.call = changed(step.call, owes_disclosure=True)


def wait_for_screened(step: Step) -> None:
    """It asks on, or says that it tries to connect: it was told, and a person may come yet."""
    step.call = changed(step.call, holding=True, struck_n=step.call.n + 1)
    step.emit(listen_for(step))


def name_nobody_unheard(step: Step) -> None:
    """Before a person was heard, whoever listens may be a machine that records."""
    call = step.call
    if call.heard and not (call.screened and call.owes_disclosure):
        return
    step.effects = [
        replace(x, text=fill_name(x.text, "")) if isinstance(x, Say) else x for x in step.effects
    ]
