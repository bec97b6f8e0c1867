"""What an ordinary move asks for: Step -> effects, and the fields of the call that go with it."""

from __future__ import annotations

from ruby_fsm.core.call import CallState, EndReason, changed
from ruby_fsm.core.effects import (
    AskReply,
    HangUp,
    Line,
    LookAgain,
    Say,
    SayNow,
    StandDown,
    Suppress,
    Transfer,
)
from ruby_fsm.core.events import (
    AnswerLost,
    EscalationAcknowledged,
    KeyPressed,
    ReplyReady,
    SilenceHeard,
    SpeechHeard,
)
from ruby_fsm.core.phrases import pick
from ruby_fsm.core.risk import asked_about
from ruby_fsm.core.step import Step, listen_for, notice
from ruby_fsm.understanding.assessment import Category, Intent, Mood


# --- talking -----------------------------------------------------------------------------------
def talk(step: Step, *lines: Say) -> None:
    """Say what is owed, then `lines`, then listen."""
    say_owed(step)
    say_who(step)
    step.emit(*lines, listen_for(step))


def say_who(step: Step) -> None:
    """Who calls, and how to stop the calls: where it is owed, and again after hours of talk.

    Not into a silence, where perhaps nobody hears it.
    """
    if isinstance(step.event, SilenceHeard | AnswerLost):
        return
    call, again_ms = step.call, step.policy.numbers.disclose_again_s * 1000
    is_long_ago = call.disclosed_ms > 0 and step.event.at_ms - call.disclosed_ms >= again_ms
    if call.owes_disclosure or is_long_ago:
        step.emit(identity(step))


def identity(step: Step) -> Say:
    step.call = changed(step.call, owes_disclosure=False, disclosed_ms=step.event.at_ms)
    text = step.phrases.identity or step.phrases.disclosure
    return Say(text, Line.DISCLOSURE, barge_in=False)


def say_owed(step: Step) -> None:
    """A human is here, or none came; the time is nearly up: with the next words, never over them.

    In crisis there is no limit, so nobody there is warned of one.
    """
    if step.call.owes_unreached and step.state is CallState.CRISIS:
        again = Say(step.phrases.resources_again, Line.RESOURCES, barge_in=False)
        step.emit(notice(step.phrases.hand_over_failed), again)
    if step.call.owes_human_here:
        step.emit(notice(step.phrases.human_here))
    if step.call.owes_warning and step.state is not CallState.CRISIS:
        step.emit(notice(step.phrases.limit_near))
    said = {"owes_human_here": False, "owes_warning": False, "owes_unreached": False}
    step.call = changed(step.call, **said)


def opening(step: Step) -> tuple[Say, Say]:
    """Neutral: nobody knows yet whether a person hears it, or a machine that records."""
    call, phrases = step.call, step.phrases
    step.call = changed(call, disclosed_ms=step.event.at_ms)
    return (
        Say(phrases.disclosure, Line.DISCLOSURE, barge_in=False),
        Say(pick(phrases.greetings[Mood.NEUTRAL], call.call_id, 0), Line.GREETING),
    )


def safe_line(step: Step) -> Say:
    return Say(pick(step.phrases.safe_lines, step.call.call_id, step.call.n), Line.SAFE)


def greet(step: Step) -> None:
    """The clock of the conversation starts with the answer."""
    limit_ms = step.event.at_ms + step.policy.numbers.call_s * 1000
    step.call = changed(step.call, answered_ms=step.event.at_ms, limit_ms=limit_ms)
    step.emit(*opening(step), listen_for(step))


def greet_again(step: Step) -> None:
    step.emit(*opening(step), listen_for(step))


def ask_reply(step: Step) -> None:
    """One reply to everything said since the last one."""
    turn = step.call.turn + 1
    if isinstance(step.event, SpeechHeard) and Intent.WHO_ARE_YOU in step.event.assessment.intents:
        step.call = changed(step.call, owes_disclosure=True)
    step.call = changed(step.call, turn=turn, open_turn=turn, asked_again=False)
    step.emit(AskReply(turn))


def ask_again(step: Step) -> None:
    """The keys are named where it is not the first time that words did not come through."""
    call = step.call
    step.call = changed(call, asked_again=True, unclear=call.unclear + 1)
    words = Say(pick(step.phrases.ask_again, call.call_id, call.n), Line.ASK_AGAIN)
    talk(step, words, *([notice(step.phrases.key_help)] if call.unclear else []))


def go_on_in_language(step: Step) -> None:
    """Said in the new language, and who speaks and how to stop it with it: it may be news there."""
    step.call = changed(step.call, asked_again=False)
    talk(step, Say(step.phrases.switched_to, Line.NOTICE, barge_in=False))


def check_gently(step: Step) -> None:
    """One direct question, in place of a reply: neither silence nor alarm."""
    assert isinstance(step.event, SpeechHeard)
    about, checked = asked_about(step.event.assessment.risk.category), step.call.checked
    step.call = changed(step.call, asked_again=False, checked=(*checked, about), checking=about)
    talk(step, Say(step.phrases.checks[about], Line.CHECK))


def speak(step: Step) -> None:
    assert isinstance(step.event, ReplyReady)
    talk(step, Say(step.event.text, Line.REPLY))


def fill(step: Step) -> None:
    """One short filler a turn, and none two turns running: the reply is still being made."""
    call = step.call
    if call.filler_turn and call.filler_turn >= call.turn - 1:
        step.emit(LookAgain(pause_s=1))
        return
    step.call = changed(step.call, filler_turn=step.call.turn)
    words = pick(step.phrases.fillers, step.call.call_id, step.call.turn)
    step.emit(Say(words, Line.FILLER), LookAgain())


def say_safe_line(step: Step) -> None:
    talk(step, safe_line(step))


def say_safe_line_and_look(step: Step) -> None:
    step.emit(safe_line(step), LookAgain(pause_s=1))


def reprompt(step: Step) -> None:
    """A late reply says more than a prompt, as long as nothing has been said since."""
    call = step.call
    step.call = changed(call, silences=call.silences + 1, prompts=call.prompts + 1)
    late = late_reply(step)
    words = pick(step.phrases.reprompts, call.call_id, call.prompts)
    talk(step, late or Say(words, Line.REPROMPT), *keys_where_speech_fails(step))


def keys_where_speech_fails(step: Step) -> list[Say]:
    """Before the line is given up: perhaps they speak, and nothing of it comes through."""
    call = step.call
    is_last = call.silences == step.policy.numbers.silences
    has_failed = call.heard == 0 or call.unclear > 0
    return [notice(step.phrases.key_help)] if is_last and has_failed else []


def late_reply(step: Step) -> Say | None:
    assert isinstance(step.event, SilenceHeard)
    call, late = step.call, step.event.late
    is_of_now = late is not None and late.turn == call.turn and call.checking is Category.NONE
    return Say(late.text, Line.REPLY) if late is not None and is_of_now else None


def help_with_keys(step: Step) -> None:
    talk(step, *key_help(step))


def help_and_look(step: Step) -> None:
    """The same while the reply is being made."""
    step.emit(*key_help(step), LookAgain(pause_s=1))


def go_on(step: Step) -> None:
    """The key says that somebody is there: a question more, and no silence was counted."""
    call = step.call
    words = pick(step.phrases.reprompts, call.call_id, call.prompts)
    step.call = changed(call, prompts=call.prompts + 1)
    talk(step, Say(words, Line.REPROMPT))


def key_help(step: Step) -> tuple[Say, ...]:
    """The key that goes on needs no words while a reply is made; any other gets a short help."""
    assert isinstance(step.event, KeyPressed)
    go_on = step.event.digits == step.policy.keys.go_on
    return () if go_on else (notice(step.phrases.key_help),)


def owe_warning(step: Step) -> None:
    step.call = changed(step.call, near_limit=True, owes_warning=True)


def stand_down(step: Step) -> None:
    """A human has it: the next step need not be taken."""
    event = step.event
    number = event.number if isinstance(event, EscalationAcknowledged) else None
    step.emit(StandDown(number))


# --- closing -----------------------------------------------------------------------------------
def close(step: Step, reason: EndReason, *lines: Say) -> None:
    step.call = changed(step.call, closing_for=reason)
    step.emit(*lines, HangUp())


def goodbye(step: Step) -> Say:
    words = step.phrases.goodbyes[step.call.mood]
    return Say(pick(words, step.call.call_id, step.call.turn), Line.GOODBYE, barge_in=False)


def say_goodbye(step: Step) -> None:
    close(step, EndReason.GOODBYE, goodbye(step))


def say_goodbye_now(step: Step) -> None:
    """Asked for from outside: the line is redirected to these words."""
    close(step, EndReason.END_REQUESTED, goodbye(step))
    step.emit(SayNow())


def give_up_on_silence(step: Step) -> None:
    """Where nobody was ever heard it may be a machine: nothing private is left on it."""
    phrases = step.phrases
    is_unheard = bool(phrases.unheard_goodbye) and step.call.heard == 0
    text = phrases.unheard_goodbye if is_unheard else phrases.silence_goodbye
    close(step, EndReason.SILENCE, Say(text, Line.GOODBYE, barge_in=False))


def wrap_up(step: Step) -> None:
    close(step, EndReason.TIME_LIMIT, Say(step.phrases.wrap_up, Line.GOODBYE, barge_in=False))


def part_for_good(step: Step) -> None:
    suppress(step)
    close(step, EndReason.OPT_OUT, Say(step.phrases.opt_out, Line.GOODBYE, barge_in=False))


def suppress(step: Step) -> None:
    """Never call this number again."""
    step.call = changed(step.call, suppressed=True)
    step.emit(Suppress("key" if isinstance(step.event, KeyPressed) else "words"))


# --- handing over --------------------------------------------------------------------------------
def hand_over(step: Step) -> None:
    step.call = changed(step.call, closing_for=EndReason.HANDED_OVER)
    step.emit(Say(step.phrases.handing_over, Line.NOTICE, barge_in=False), transfer(step))


def transfer(step: Step) -> Transfer:
    numbers = step.policy.numbers
    return Transfer(numbers.ring_s, numbers.dial_limit_s, step.policy.is_warm)


def say_no_human(step: Step) -> None:
    talk(step, notice(step.phrases.no_human))


def say_hand_over_failed(step: Step) -> None:
    step.call = changed(step.call, closing_for=None)
    talk(step, notice(step.phrases.hand_over_failed))


def hang_up(step: Step) -> None:
    step.emit(HangUp())
