"""Any history of facts, fed as the shell feeds them, against a second telling of the design."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ruby_fsm.core import events as e
from ruby_fsm.core.call import Call, CallState
from ruby_fsm.core.effects import (
    Escalate,
    HangUp,
    Join,
    Line,
    Listen,
    LookAgain,
    Say,
    ScheduleAttempt,
    Transfer,
)
from ruby_fsm.core.machine import Decision, decide
from ruby_fsm.core.policy import Policy
from ruby_fsm.core.prelude import led_by
from ruby_fsm.understanding.assessment import Assessment, Category, Intent, Level, Risk
from tests.core.kit import lines
from tests.core.oracle import Oracle
from tests.core.silence import abandoned
from tests.strategies import CALL_ID, DAY_MS, POLICY, START_MS, TWO_LANGUAGES, WITH_HUMAN

HOUR_MS = 3_600_000
ORDERS = {
    Listen: "listen",
    LookAgain: "look",
    Transfer: "transfer",
    Join: "join",
    HangUp: "hang up",
}
# Mostly this attempt, mostly the newest document: the odd ones must change nothing.
OFFSETS = st.sampled_from([0, 0, 0, 0, 0, 1, -1])
STALE = st.sampled_from([False, False, False, True])
PHONE_FACTS = st.sampled_from([e.CallPlaced, e.CallRinging, e.LineUp, e.CallAnswered])
TERMINAL = st.sampled_from(
    [e.CallBusy, e.CallUnanswered, e.CallFailed, e.CallCanceled, e.CallCompleted]
)
# What ends a history early is drawn rarely, so that most of them are long.
RARELY = st.sampled_from([*[False] * 7, True])
RING_FACTS = [e.HumanDialled, e.HumanAccepted, e.HumanAccepted, e.HumanUnreached]
PLAN = Assessment(Risk(Level.HIGH, Category.PLAN))
HUMANS = st.sampled_from(["acknowledged", "joined", "resolved"])


USUAL = [Level.NONE] * 16
CATEGORIES = [
    *(Category.PASSIVE_WISH, Category.NONE, Category.HYPERBOLE),
    *(Category.DENIAL, Category.THIRD_PARTY, Category.PAST),
]
ASKS = [frozenset[Intent]()] * 12 + [frozenset({intent}) for intent in Intent]


@st.composite
def opinions(draw: st.DrawFn) -> Assessment:
    level = draw(st.sampled_from([*USUAL, *Level, Level.LOW]))
    category = draw(st.sampled_from(CATEGORIES))
    return Assessment(
        Risk(level, category),
        intents=draw(st.sampled_from(ASKS)),
        says_yes=draw(st.sampled_from([False, False, True])),
        language=draw(st.sampled_from(["", "", "", "en", "es", "de"])),
    )


class CallHistory(RuleBasedStateMachine):
    """Every rule is a fact from outside; after each, core and oracle agree."""

    @initialize(policy=st.sampled_from([POLICY, WITH_HUMAN, TWO_LANGUAGES]), queued=RARELY)
    def accept(self, policy: Policy, queued: bool) -> None:
        self.policy = policy
        self.now_ms = START_MS
        self.first = Call(
            CALL_ID,
            created_ms=START_MS,
            expires_ms=START_MS + DAY_MS,
            alive_until_ms=START_MS + DAY_MS,
        )
        self.call = self.first
        self.oracle = Oracle(has_human=policy.has_human, languages=tuple(policy.languages))
        self.log: list[Decision] = []
        if not queued:
            self.feed(e.CallAnswered(START_MS, 1))

    # --- feeding -------------------------------------------------------------------------------
    def feed(self, event: e.Event) -> None:
        while lead := led_by(self.call, event, self.policy):
            assert type(lead).__name__ == self.oracle.first(event)
            self.step(lead)
        assert self.oracle.first(event) == ""
        decision = self.step(event)
        for write in decision.writes:
            if isinstance(write, ScheduleAttempt):
                self.step(e.AttemptScheduled(self.now_ms, write.due_ms))

    def step(self, event: e.Event) -> Decision:
        decision = decide(self.call, event, self.policy)
        expected = self.oracle.meet(event)
        order = next((ORDERS[type(x)] for x in reversed(decision.verbs) if type(x) in ORDERS), "")
        assert order == expected.order
        assert (Line.RESOURCES in lines(decision.verbs)) == expected.resources
        assert (decision.ask is not None) == expected.reply_asked
        if decision.verbs:
            count = sum(len(x.text.split()) for x in decision.verbs if isinstance(x, Say))
            self.oracle.mid_ms = event.at_ms + round(count / 2.5 * 0.7 * 1000)
        self.call = decision.call
        self.log.append(decision)
        return decision

    def attempt(self, offset: int) -> int:
        return self.call.attempt + offset

    # --- facts from outside --------------------------------------------------------------------
    @rule(seconds=st.sampled_from([1, 10, 60, 300, 900]))
    def time_passes(self, seconds: int) -> None:
        self.now_ms += seconds * 1000

    @rule(fact=PHONE_FACTS, offset=OFFSETS)
    def the_telephone_reports(
        self, fact: type[e.CallPlaced | e.CallRinging | e.LineUp | e.CallAnswered], offset: int
    ) -> None:
        self.feed(fact(self.now_ms, self.attempt(offset)))

    @rule()
    def the_call_is_answered(self) -> None:
        self.feed(e.CallAnswered(self.now_ms, self.call.attempt))

    @rule(fact=TERMINAL, offset=OFFSETS, really=RARELY)
    def the_line_goes_down(
        self,
        fact: type[e.CallBusy | e.CallUnanswered | e.CallFailed | e.CallCanceled | e.CallCompleted],
        offset: int,
        really: bool,
    ) -> None:
        if really or self.call.state is CallState.QUEUED:
            self.feed(fact(self.now_ms, self.attempt(offset)))

    @rule(offset=OFFSETS, really=RARELY)
    def a_machine_answers(self, offset: int, really: bool) -> None:
        if really or self.call.heard > 1:
            self.feed(e.MachineAnswered(self.now_ms, self.attempt(offset), "machine_start"))

    @rule(offset=OFFSETS, taken=st.booleans())
    def a_transfer_ends(self, offset: int, taken: bool) -> None:
        self.feed(e.TransferEnded(self.now_ms, self.attempt(offset), taken))

    @rule(offset=st.sampled_from([0, 0, 0, -1]))
    def an_answer_is_lost(self, offset: int) -> None:
        if offset == 0 or self.call.state is CallState.QUEUED:
            self.feed(e.AnswerLost(self.now_ms, self.attempt(offset)))

    @rule(heard=opinions(), confidence=st.sampled_from([1.0, 0.9, 0.3]), stale=STALE)
    def the_person_speaks(self, heard: Assessment, confidence: float, stale: bool) -> None:
        self.feed(e.SpeechHeard(self.now_ms, "words", confidence, heard, stale))

    @rule(digits=st.sampled_from("11155550089#"), stale=STALE)
    def the_person_presses_a_key(self, digits: str, stale: bool) -> None:
        self.feed(e.KeyPressed(self.now_ms, digits, stale))

    @rule(stale=STALE)
    def the_person_is_silent(self, stale: bool) -> None:
        self.feed(e.SilenceHeard(self.now_ms, stale))

    @rule(heard=opinions())
    def a_turn_is_taken(self, heard: Assessment) -> None:
        self.feed(e.SpeechHeard(self.now_ms, "words", 1.0, heard))
        self.feed(e.ReplyReady(self.now_ms, self.call.turn, "model text", "companion", 40))

    @rule(back=st.sampled_from([0, 0, 0, 1]), fact=st.sampled_from(["ready", "late", "failed"]))
    def a_reply_is_made(self, back: int, fact: str) -> None:
        turn = self.call.turn - back
        if fact == "ready":
            self.feed(e.ReplyReady(self.now_ms, turn, "model text", "companion", 40))
        else:
            made = e.ReplyDelayed if fact == "late" else e.ReplyFailed
            self.feed(made(self.now_ms, turn))

    @rule(assessment=opinions())
    def a_slower_opinion_comes(self, assessment: Assessment) -> None:
        self.feed(e.RiskRaised(self.now_ms, self.call.turn, assessment))

    @rule(policy=st.sampled_from(["suppressed", "expired", "region"]), really=RARELY)
    def a_dial_is_refused(self, policy: str, really: bool) -> None:
        if really:
            self.feed(e.DialRefused(self.now_ms, policy))

    @rule(force=st.booleans(), really=RARELY)
    def an_operator_ends_the_call(self, force: bool, really: bool) -> None:
        if really or self.call.state is CallState.CRISIS:
            self.feed(e.EndRequested(self.now_ms, "operator", force))

    @rule(what=HUMANS)
    def a_human_takes_part(self, what: str) -> None:
        made: dict[str, e.Event] = {
            "acknowledged": e.EscalationAcknowledged(self.now_ms, "operator", 1),
            "joined": e.OperatorJoined(self.now_ms, "operator"),
            "resolved": e.CrisisResolved(self.now_ms, "operator"),
        }
        self.feed(made[what])

    @rule(back=st.sampled_from([0, 0, 0, 1]), what=st.sampled_from(RING_FACTS))
    def a_human_is_rung(
        self, back: int, what: type[e.HumanDialled | e.HumanAccepted | e.HumanUnreached]
    ) -> None:
        self.feed(what(self.now_ms, self.call.rings - back))

    @rule()
    def a_person_in_danger_asks_for_a_human(self) -> None:
        self.feed(e.SpeechHeard(self.now_ms, "words", 1.0, PLAN))
        self.feed(e.KeyPressed(self.now_ms, "0"))

    @rule()
    def nothing_is_heard_from_the_line(self) -> None:
        if self.call.state is CallState.CRISIS:
            self.feed(e.WatchdogExpired(self.now_ms))

    # --- after every step ----------------------------------------------------------------------
    @invariant()
    def the_oracle_agrees(self) -> None:
        call, oracle = self.call, self.oracle
        assert call.state.value == oracle.state
        assert call.end_reason == oracle.end
        assert call.closing_for == oracle.why
        assert (call.risk, call.weak_signs) == (oracle.risk, oracle.weak)
        assert (call.escalated, call.escalations) == (oracle.escalated, oracle.escalations)
        assert (call.heard, call.silences) == (oracle.heard, oracle.silences)
        assert (call.attempt, call.turn) == (oracle.attempt, oracle.turn)
        assert call.suppressed == oracle.suppressed
        assert (set(call.checked), call.checking) == (oracle.checked, oracle.checking)
        assert call.limit_ms == oracle.limit_ms
        assert (call.rings, call.rung_ms) == (oracle.rings, oracle.rung_ms)
        assert (call.joined, call.owes_unreached) == (oracle.together, oracle.owes_nobody)

    @invariant()
    def nobody_is_rung_for_or_in_a_room_out_of_crisis(self) -> None:
        if self.call.state is not CallState.CRISIS:
            assert (self.call.rung_ms, self.call.joined) == (0, False)

    @invariant()
    def the_moves_are_a_path_from_queued_without_a_gap(self) -> None:
        """Invariants 2, 3 and 5: PATH, GAPLESS, ABSORB."""
        moves = [d for d in self.log if d.moved]
        path = [CallState.QUEUED, *(d.call.state for d in moves)]
        assert [d.before for d in moves] == path[:-1]
        assert [d.call.seq for d in moves] == list(range(1, len(moves) + 1))
        assert [d.call.n for d in self.log] == list(range(1, len(self.log) + 1))
        assert CallState.ENDED not in path[:-1]

    @invariant()
    def whoever_is_in_crisis_has_been_given_the_resources_and_a_human_was_told(self) -> None:
        """Invariants 22 and 23: NO-DROP, ESCALATE."""
        if self.call.state is CallState.CRISIS:
            assert self.call.resources_said
            assert self.call.escalations >= 1
            assert self.call.escalated >= Level.MODERATE

    @invariant()
    def model_text_is_never_heard_in_crisis(self) -> None:
        """Invariant 21, PREEMPT."""
        if self.log and self.log[-1].call.state is CallState.CRISIS:
            assert Line.REPLY not in lines(self.log[-1].verbs)

    @invariant()
    def each_escalation_has_a_number_of_its_own(self) -> None:
        made = [x.number for d in self.log for x in d.effects if isinstance(x, Escalate)]
        assert made == list(range(1, len(made) + 1))

    @invariant()
    def the_same_prompt_is_never_said_twice_in_a_row(self) -> None:
        said = [x.text for d in self.log for x in d.verbs if isinstance(x, Say)]
        prompts = [x for x in said if x.startswith(("reprompt", "crisis ask again"))]
        assert all(a != b for a, b in pairwise(prompts))

    def teardown(self) -> None:
        """Invariants 4, 6 and 8: FOLD, LIVENESS, DETERMINISM."""
        if not hasattr(self, "log"):
            return
        again = self.first
        for decision in self.log:
            again = decide(again, decision.event, self.policy).call
        assert again == self.call
        self.check_it_ends()

    def check_it_ends(self) -> None:
        """With Twilio silent from now on; the history itself may have passed any bound."""
        call = abandoned(self.call, self.now_ms, self.policy)
        assert call.state is CallState.ENDED
        assert call.ended_ms is not None
        if call.answered_ms is not None and self.call.is_live:
            bound_ms = call.answered_ms + 4 * HOUR_MS + HOUR_MS // 4
            assert call.ended_ms <= max(bound_ms, self.now_ms + HOUR_MS // 4)


TestCallHistory = CallHistory.TestCase
