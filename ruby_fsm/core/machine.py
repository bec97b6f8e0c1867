"""The one table of moves, the one machine made of it, and `decide`, the only writer of a state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from transitions import Machine

from ruby_fsm.core import events as e
from ruby_fsm.core import guards as g
from ruby_fsm.core import guards_manner as gm
from ruby_fsm.core import outputs as o
from ruby_fsm.core import outputs_crisis as oc
from ruby_fsm.core import outputs_human as oh
from ruby_fsm.core import outputs_manner as om
from ruby_fsm.core import outputs_phone as op
from ruby_fsm.core.afterwards import keep_waiting, recorded
from ruby_fsm.core.call import Call, CallState
from ruby_fsm.core.effects import AskReply, Effect, Verb, Write
from ruby_fsm.core.meeting import Meeting
from ruby_fsm.core.policy import Policy
from ruby_fsm.core.risk import accumulate
from ruby_fsm.core.step import Step
from ruby_fsm.core.tongue import turned


class Row(NamedTuple):
    """One move: the first row of an event and a state whose guard holds wins.

    `dest` None: the fact is recorded, the state stays.
    """

    event: type[e.Fact]
    sources: tuple[CallState, ...]
    dest: CallState | None
    does: Callable[[Step], None] | None = None
    when: Callable[[Step], bool] | None = None


Q, G, L, R, X, C, E = CallState  # queued greeting listening responding crisis closing ended
ON_THE_LINE = (G, L, R, X, C)
LIVE = (Q, *ON_THE_LINE)
ANY = (*LIVE, E)

TELEPHONE = (
    Row(e.CallAnswered, (Q,), G, o.greet, when=g.is_this_attempt),
    Row(e.CallAnswered, ANY, None),
    Row(e.CallPlaced, (Q,), None, op.note_placed, when=g.is_this_attempt),
    Row(e.CallPlaced, ANY, None),
    Row(e.CallRinging, (Q,), None, op.note_placed, when=g.is_this_attempt),
    Row(e.CallRinging, ANY, None),
    Row(e.LineUp, (Q,), None, op.note_placed, when=g.is_this_attempt),
    Row(e.LineUp, ANY, None),
    Row(e.CallBusy, (Q,), None, op.try_again_later, when=g.has_attempts_left),
    Row(e.CallBusy, LIVE, E, op.end_by_telephone, when=g.is_this_attempt),
    Row(e.CallBusy, ANY, None),
    Row(e.CallUnanswered, (Q,), None, op.try_again_later, when=g.has_attempts_left),
    Row(e.CallUnanswered, LIVE, E, op.end_by_telephone, when=g.is_this_attempt),
    Row(e.CallUnanswered, ANY, None),
    Row(e.CallFailed, LIVE, E, op.end_by_telephone, when=g.is_this_attempt),
    Row(e.CallFailed, ANY, None),
    Row(e.CallCanceled, LIVE, E, op.end_by_telephone, when=g.is_this_attempt),
    Row(e.CallCanceled, ANY, None),
    Row(e.CallCompleted, LIVE, E, op.end_by_telephone, when=g.is_this_attempt),
    Row(e.CallCompleted, ANY, None),
    Row(e.MachineAnswered, (Q,), C, op.leave_machine_in_answer, when=g.is_machine),
    Row(e.MachineAnswered, (G, L, R), C, op.leave_machine, when=g.is_machine),
    Row(e.MachineAnswered, (C, E), None, op.strike_in_closing, when=g.is_machine),
    Row(e.MachineAnswered, ANY, None),
    Row(e.TransferEnded, (X,), C, oh.close_handed_over, when=g.is_taken),
    Row(e.TransferEnded, (X,), None, oh.say_no_human_took_it, when=g.is_this_attempt),
    Row(e.TransferEnded, (C,), None, o.hang_up, when=g.is_taken),
    Row(e.TransferEnded, (C,), L, o.say_hand_over_failed, when=g.is_handing_over),
    Row(e.TransferEnded, ANY, None),
    Row(e.AnswerLost, (G,), None, o.greet_again),
    Row(e.AnswerLost, (L,), None, o.say_safe_line),
    Row(e.AnswerLost, (R,), None, o.say_safe_line_and_look),
    Row(e.AnswerLost, (X,), None, oc.say_resources),
    Row(e.AnswerLost, (C,), None, oc.say_goodbye_again),
    Row(e.AnswerLost, ANY, None),
)
PERSON = (
    Row(e.GreetingEnded, (G,), L),
    Row(e.GreetingEnded, ANY, None),
    # Danger first, in every state, however old the document it answers.
    Row(e.SpeechHeard, (G, L, R, C), X, oc.intervene, when=g.is_in_danger),
    Row(e.SpeechHeard, (X,), None, oc.go_on_in_danger, when=g.is_in_danger),
    Row(e.SpeechHeard, (E,), None, oc.care_after_the_end, when=g.is_in_danger),
    Row(e.SpeechHeard, (G, L, R), C, o.part_for_good, when=g.is_opt_out),
    Row(e.SpeechHeard, (X,), None, oc.opt_out_in_crisis, when=g.is_opt_out),
    Row(e.SpeechHeard, (C,), None, o.part_for_good, when=g.is_opt_out),
    Row(e.SpeechHeard, (E,), None, o.suppress, when=g.is_opt_out),
    Row(e.SpeechHeard, (L, R, X), None, when=g.is_stale),
    Row(e.SpeechHeard, (L, R), C, op.leave_mailbox, when=gm.is_mailbox),
    Row(e.SpeechHeard, (L,), C, op.leave_mailbox, when=gm.is_mailbox_after_screening),
    Row(e.SpeechHeard, (L,), None, om.answer_screening, when=gm.is_screener),
    Row(e.SpeechHeard, (L,), None, om.wait_for_screened, when=gm.is_screener_still),
    Row(e.SpeechHeard, (L, R), C, o.hand_over, when=g.is_for_a_human_we_have),
    Row(e.SpeechHeard, (L, R), L, o.say_no_human, when=g.is_for_a_human),
    Row(e.SpeechHeard, (X,), None, oh.hand_over_in_crisis, when=g.is_for_a_human),
    Row(e.SpeechHeard, (L, R), C, o.say_goodbye, when=g.is_goodbye),
    Row(e.SpeechHeard, (X,), C, oc.say_crisis_goodbye, when=g.is_second_goodbye),
    Row(e.SpeechHeard, (X,), None, oc.hold_back_goodbye, when=g.is_goodbye),
    Row(e.SpeechHeard, (L, R), L, o.check_gently, when=g.is_to_be_checked),
    Row(e.SpeechHeard, (L, R), L, o.go_on_in_language, when=g.is_for_a_language),
    Row(e.SpeechHeard, (X,), None, oc.say_again, when=g.is_for_a_language),
    Row(e.SpeechHeard, (L,), None, om.greet_person, when=gm.is_hello),
    Row(e.SpeechHeard, (L, R), L, om.tell_who, when=gm.is_asking_who),
    Row(e.SpeechHeard, (X,), None, om.tell_who_in_crisis, when=gm.is_asking_who),
    Row(e.SpeechHeard, (L, R), L, om.hold_on, when=gm.is_holding),
    Row(e.SpeechHeard, (L,), None, when=g.is_for_a_repeat),
    Row(e.SpeechHeard, (X,), None, oc.say_again, when=g.is_for_a_repeat),
    Row(e.SpeechHeard, (R,), None, when=gm.is_nod),
    Row(e.SpeechHeard, (L,), None, when=gm.is_nod_over_words),
    Row(e.SpeechHeard, (L,), None, om.listen_on, when=gm.is_noise),
    Row(e.SpeechHeard, (L,), None, o.ask_again, when=g.is_unclear),
    Row(e.SpeechHeard, (L, R), R, o.ask_reply),
    Row(e.SpeechHeard, (X,), None, oc.follow_the_plan),
    Row(e.SpeechHeard, ANY, None),
    Row(e.KeyPressed, (G, L, R), C, o.part_for_good, when=g.is_opt_out),
    Row(e.KeyPressed, (X,), None, oc.opt_out_in_crisis, when=g.is_opt_out),
    Row(e.KeyPressed, (C,), None, o.part_for_good, when=g.is_opt_out),
    Row(e.KeyPressed, (E,), None, o.suppress, when=g.is_opt_out),
    Row(e.KeyPressed, (L, R, X), None, when=g.is_stale),
    Row(e.KeyPressed, (L, R), C, o.hand_over, when=g.is_for_a_human_we_have),
    Row(e.KeyPressed, (L, R), L, o.say_no_human, when=g.is_for_a_human),
    Row(e.KeyPressed, (X,), None, oh.hand_over_in_crisis, when=g.is_for_a_human),
    Row(e.KeyPressed, (L, R), C, o.say_goodbye, when=g.is_goodbye),
    Row(e.KeyPressed, (X,), C, oc.say_crisis_goodbye, when=g.is_second_goodbye),
    Row(e.KeyPressed, (X,), None, oc.hold_back_goodbye, when=g.is_goodbye),
    Row(e.KeyPressed, (L,), None, o.go_on, when=gm.is_going_on),
    Row(e.KeyPressed, (X,), None, oc.follow_the_plan, when=gm.is_going_on),
    Row(e.KeyPressed, (L,), None, o.help_with_keys),
    Row(e.KeyPressed, (R,), None, o.help_and_look),
    Row(e.KeyPressed, ANY, None),
    Row(e.SilenceHeard, (L, X), None, when=g.is_stale),
    Row(e.SilenceHeard, (L,), C, op.leave_screener, when=gm.has_been_screened_out),
    Row(e.SilenceHeard, (L,), C, o.give_up_on_silence, when=g.has_been_silent),
    Row(e.SilenceHeard, (L,), None, o.reprompt),
    Row(e.SilenceHeard, (X,), None, oc.ask_in_silence),
    Row(e.SilenceHeard, ANY, None),
)
OURSELVES = (
    Row(e.ReplyReady, (R,), L, o.speak, when=g.is_current),
    Row(e.ReplyReady, (X,), None, oc.add_sentence, when=g.is_asked_for_in_crisis),
    Row(e.ReplyReady, (X,), None, oc.say_resources_if_unsaid),
    Row(e.ReplyReady, ANY, None),
    Row(e.ReplyDelayed, (R,), None, o.fill, when=g.is_current),
    Row(e.ReplyDelayed, (X,), None, oc.say_resources_if_unsaid),
    Row(e.ReplyDelayed, ANY, None),
    Row(e.ReplyFailed, (R,), L, o.say_safe_line, when=g.is_current),
    Row(e.ReplyFailed, (X,), None, oc.say_resources_if_unsaid),
    Row(e.ReplyFailed, ANY, None),
    Row(e.RiskRaised, (G, L, R, C), X, oc.intervene_now, when=g.is_in_danger),
    Row(e.RiskRaised, (X,), None, oc.answer_risen_danger, when=g.is_in_danger),
    Row(e.RiskRaised, (E,), None, oc.escalate, when=g.is_in_danger),
    Row(e.RiskRaised, ANY, None),
    Row(e.LimitNeared, (L, R), None, o.owe_warning),
    Row(e.LimitNeared, ANY, None),
    Row(e.LimitReached, (L, R), C, o.wrap_up),
    Row(e.LimitReached, ANY, None),
    Row(e.WatchdogExpired, (X,), None, oc.escalate_a_step, when=g.is_within_crisis_bound),
    Row(e.WatchdogExpired, LIVE, E, op.give_up_line),
    Row(e.WatchdogExpired, ANY, None),
    Row(e.DialRefused, (Q,), E, op.refuse),
    Row(e.DialRefused, ANY, None),
    Row(e.DialPostponed, (Q,), None, op.postpone),
    Row(e.DialPostponed, ANY, None),
    Row(e.AttemptScheduled, (Q,), None, op.schedule),
    Row(e.AttemptScheduled, ANY, None),
)
HUMANS = (
    Row(e.EndRequested, (Q,), E, op.cancel),
    Row(e.EndRequested, (G, L, R), C, o.say_goodbye_now),
    Row(e.EndRequested, (X,), C, oc.end_crisis_by_force, when=g.is_forced),
    Row(e.EndRequested, ANY, None),
    Row(e.EscalationAcknowledged, ANY, None, oc.tell_human_is_here),
    Row(e.OperatorJoined, ANY, None, oc.tell_human_is_here),
    Row(e.CrisisResolved, (X,), L, oc.resolve),
    Row(e.CrisisResolved, ANY, None),
    Row(e.HumanDialled, ANY, None, oh.note_dialled, when=g.is_this_ring),
    Row(e.HumanDialled, ANY, None, oh.let_go_late),
    Row(e.HumanAccepted, (X,), None, oh.join, when=g.is_still_ringing),
    Row(e.HumanAccepted, ANY, None),
    Row(e.HumanUnreached, (X,), None, oh.come_back, when=g.is_alone_in_room),
    Row(e.HumanUnreached, (X,), None, oh.note_unreached, when=g.is_this_ring),
    Row(e.HumanUnreached, ANY, None),
)
TABLE: tuple[Row, ...] = (*TELEPHONE, *PERSON, *OURSELVES, *HUMANS)


class CallMachine(Machine):
    event_cls = Meeting


def make_machine(table: tuple[Row, ...], kind: Callable[..., Machine] = CallMachine) -> Machine:
    """A machine with no model of its own: each Step is handed to it."""
    return kind(
        model=None,
        states=CallState,
        initial=Q,
        auto_transitions=False,
        transitions=[
            {
                "trigger": row.event.__name__,
                "source": list(row.sources),
                "dest": row.dest,
                "after": row.does,
                "conditions": row.when,
            }
            for row in table
        ],
    )


MACHINE = make_machine(TABLE)


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of one fact: the call after it, and everything it asks for."""

    before: CallState
    call: Call
    event: e.Event
    effects: tuple[Effect, ...]

    @property
    def moved(self) -> bool:
        return self.call.state is not self.before

    @property
    def verbs(self) -> tuple[Verb, ...]:
        return tuple(x for x in self.effects if isinstance(x, Verb))

    @property
    def writes(self) -> tuple[Write, ...]:
        return tuple(x for x in self.effects if isinstance(x, Write))

    @property
    def ask(self) -> AskReply | None:
        return next((x for x in self.effects if isinstance(x, AskReply)), None)


def decide(call: Call, event: e.Event, policy: Policy, machine: Machine = MACHINE) -> Decision:
    """Meet `call` with `event`. Total, deterministic, no I/O: the only writer of `Call.state`."""
    accumulated, raised = accumulate(turned(call, event, policy), event, policy)
    step = Step(accumulated, event, policy, raised, call.state)
    trigger = machine.events[type(event).__name__]
    if call.state.name in trigger.transitions:
        trigger.trigger(step, step)
    keep_waiting(step)
    oh.keep_company(step, call)
    om.name_nobody_unheard(step)
    return Decision(call.state, recorded(call, step), event, tuple(step.effects))
