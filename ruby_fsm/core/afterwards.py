"""What holds after any move: a line that waits looks again, and the log's counters go on."""

from __future__ import annotations

from ruby_fsm.core import events as e
from ruby_fsm.core.call import Call, CallState, changed
from ruby_fsm.core.effects import AskReply, Line, LookAgain, Say, Verb
from ruby_fsm.core.speaking import alive_until_ms, mid_ms
from ruby_fsm.core.step import Step
from ruby_fsm.understanding.assessment import Category

# Facts of a voice webhook: it must be answered, and RESPONDING has no words of its own.
HOOKED = (e.SpeechHeard, e.KeyPressed, e.SilenceHeard, e.CallAnswered, e.TransferEnded)


def keep_waiting(step: Step) -> None:
    """While a reply is being made, a hook that gets no other words waits and looks again."""
    if step.state is not CallState.RESPONDING or not isinstance(step.event, HOOKED):
        return
    if not any(isinstance(x, Verb | AskReply) for x in step.effects):
        step.emit(LookAgain(pause_s=1))


def recorded(before: Call, step: Step) -> Call:
    """The call after this fact: its new state, the log's counters, how long its words may last."""
    call = step.call
    n = before.n + 1
    speaks = any(isinstance(x, Verb) for x in step.effects)
    lost = isinstance(step.event, e.AnswerLost)
    return changed(
        call,
        state=step.state,
        n=n,
        seq=before.seq + (step.state is not before.state),
        doc=n if speaks else before.doc,
        mid_ms=mid_ms(step) if speaks else call.mid_ms,
        doc_base=n if speaks and not lost else before.doc_base,
        open_turn=call.open_turn if waits_for_reply(step) else None,
        checking=call.checking if is_still_asked(step) else Category.NONE,
        alive_until_ms=alive_until_ms(call, step),
    )


def waits_for_reply(step: Step) -> bool:
    """In a crisis for no longer than the answer to the words that ask for it."""
    is_asked = any(isinstance(x, AskReply) for x in step.effects)
    return step.state is CallState.RESPONDING or (step.state is CallState.CRISIS and is_asked)


def is_still_asked(step: Step) -> bool:
    """A gentle check waits for its answer until something else is said or asked for."""
    said = {x.line for x in step.effects if isinstance(x, Say)}
    if said & {Line.CHECK, Line.ASK_AGAIN}:
        return True
    return not any(isinstance(x, Verb | AskReply) for x in step.effects)
