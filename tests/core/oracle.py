"""A second telling of the design in plain if and else, to hold the table against.

It knows no row, guard or output of the core: numbers and rules are written out from the words of
`docs/explanation/state-machine.md`, and only facts and levels are shared.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ruby_fsm.core import events as e
from ruby_fsm.understanding.assessment import Assessment, Category, Intent

MINUTE_MS = 60_000
MODERATE = 2
HIGH = 3
CHECKED = {Category.DENIAL, Category.THIRD_PARTY, Category.PAST}
UNCHECKED = {Category.NONE, Category.HYPERBOLE}
KEY_OF = {Intent.WANTS_HUMAN: "0", Intent.OPT_OUT: "8", Intent.GOODBYE: "9"}
ENDINGS = {
    e.CallBusy: "busy",
    e.CallUnanswered: "no_answer",
    e.CallFailed: "failed",
    e.CallCanceled: "canceled",
    e.CallCompleted: "hung_up",
}
TALKING = {"listening", "responding"}
REFUSALS = {"suppressed": "suppressed", "expired": "expired"}


def kind_asked(about: Category) -> str:
    return (about if about in CHECKED else Category.INDIRECT).value


@dataclass
class Expected:
    """What one fact should come to on the line.

    `order`: listen, look, transfer, join, hang up, ''.
    """

    order: str = ""
    resources: bool = False
    reply_asked: bool = False
    still_asked: bool = False
    quiet: bool = False


@dataclass
class Oracle:
    """One call, and what the design says of it."""

    has_human: bool = False
    languages: tuple[str, ...] = ()
    state: str = "queued"
    attempt: int = 1
    answered_ms: int = 0
    limit_ms: int = 0
    warned: bool = False
    heard: int = 0
    silences: int = 0
    asked_again: bool = False
    checked: set[str] = field(default_factory=set)
    checking: str = "none"
    turn: int = 0
    greeted: bool = False
    screened: bool = False
    unmet: bool = False
    mid_ms: int = 0
    risk: int = 0
    weak: int = 0
    escalated: int = 0
    escalations: int = 0
    goodbyes: int = 0
    suppressed: bool = False
    why: str | None = None
    end: str | None = None
    rings: int = 0
    rung_ms: int = 0
    together: bool = False
    owes_nobody: bool = False
    expected: Expected = field(default_factory=Expected)

    # --- what comes first --------------------------------------------------------------------
    def first(self, event: e.Event) -> str:
        """The name of the fact to be fed before this one, '' for none."""
        person = isinstance(event, e.SpeechHeard | e.KeyPressed | e.SilenceHeard)
        poll = isinstance(event, e.ReplyReady | e.ReplyDelayed | e.ReplyFailed)
        lost = isinstance(event, e.AnswerLost) and event.attempt == self.attempt
        if self.state == "queued":
            return "CallAnswered" if person or poll or lost else ""
        if not person:
            return ""
        if self.state == "greeting":
            return "GreetingEnded"
        in_danger = isinstance(event, e.SpeechHeard) and self.danger_heard(event)[0]
        if self.state not in {"listening", "responding"} or in_danger:
            return ""
        if event.at_ms >= self.limit_ms:
            return "LimitReached"
        near = event.at_ms >= self.limit_ms - 2 * MINUTE_MS
        return "LimitNeared" if near and not self.warned else ""

    # --- one fact ----------------------------------------------------------------------------
    def meet(self, event: e.Event) -> Expected:
        self.expected = Expected()
        was_together = self.together
        self.met(event)
        if self.state != "crisis":
            self.rung_ms, self.together, self.owes_nobody = 0, False, False
        if self.expected.order == "listen" and self.owes_nobody:
            self.expected.resources, self.owes_nobody = True, False
        if self.expected.order == "listen" and was_together and self.together:
            self.expected.order = "join"
        return self.expected

    def met(self, event: e.Event) -> None:
        handler = {
            e.SpeechHeard: self.speech,
            e.KeyPressed: self.key,
            e.SilenceHeard: self.silence,
            e.RiskRaised: self.opinion,
            e.MachineAnswered: self.machine,
            e.TransferEnded: self.transfer_ended,
            e.AnswerLost: self.answer_lost,
            e.WatchdogExpired: self.watchdog,
            e.EndRequested: self.end_requested,
            e.HumanAccepted: self.human,
            e.HumanUnreached: self.human,
        }.get(type(event))
        if handler is not None:
            handler(event)  # type: ignore[operator]  # each handler takes its own fact
        elif type(event) in ENDINGS:
            self.terminal(event)
        elif isinstance(event, e.ReplyReady | e.ReplyDelayed | e.ReplyFailed):
            self.reply(event)
        else:
            self.rest(event)
        if (self.expected.order or self.expected.reply_asked) and not self.expected.still_asked:
            self.checking = "none"
        nobody_there = isinstance(event, e.SilenceHeard | e.AnswerLost) or self.expected.quiet
        if self.expected.order == "listen" and not nobody_there:
            self.unmet = False

    def ask(self, order: str, *, resources: bool = False) -> None:
        self.expected.order, self.expected.resources = order, resources

    def close(self, why: str, *, resources: bool = False, order: str = "hang up") -> None:
        self.state, self.why = "closing", why
        self.ask(order, resources=resources)

    def finish(self, why: str) -> None:
        self.state, self.end = "ended", self.why or why

    # --- danger --------------------------------------------------------------------------------
    def danger_heard(self, event: e.SpeechHeard) -> tuple[bool, int, int]:
        """The same for the person's words, which may be a yes to the gentle check."""
        admits = event.assessment.says_yes and not event.stale and self.state == "listening"
        if not admits or self.checking == "none":
            return self.danger_in(event.assessment)
        meant = HIGH if self.checking == "third_party" else MODERATE
        reached = self.danger_in(event.assessment, at_least=meant)
        return (True, *reached[1:])

    def danger_in(self, assessment: Assessment, at_least: int = 0) -> tuple[bool, int, int]:
        """Whether these words are danger; the level and the weak signs the call comes to."""
        level, category = max(assessment.risk.level, at_least), assessment.risk.category
        weak = self.weak
        if level == 1 and category not in {Category.NONE, Category.HYPERBOLE}:
            weak += 1
        reached = max(self.risk, level)
        if weak > self.weak and weak >= 3:
            reached = max(reached, MODERATE)
        new_height = reached > self.risk and reached >= MODERATE
        return new_height or level >= MODERATE, reached, weak

    def weigh(self, danger: tuple[bool, int, int]) -> tuple[bool, bool]:
        """In danger, and risen to a new height; the call remembers."""
        before = self.risk
        in_danger, self.risk, self.weak = danger
        return in_danger, self.risk > before and self.risk >= MODERATE

    def escalate(self) -> None:
        if self.risk > self.escalated:
            self.escalated = self.risk
            self.escalations += 1

    def into_crisis(self) -> None:
        self.escalate()
        self.state, self.why = "crisis", None
        self.goodbyes = self.silences = 0
        self.ask("listen", resources=True)

    def opinion(self, event: e.RiskRaised) -> None:
        in_danger, risen = self.weigh(self.danger_in(event.assessment))
        if not in_danger or self.state == "queued":
            return
        if self.state == "ended" or (self.state == "crisis" and not risen):
            self.escalate()
        else:
            self.into_crisis()

    # --- the person ----------------------------------------------------------------------------
    def speech(self, event: e.SpeechHeard) -> None:
        self.heard += 1
        self.silences = 0
        in_danger, risen = self.weigh(self.danger_heard(event))
        asks = {x for x in KEY_OF if x in event.assessment.intents}
        if self.state == "queued":
            return
        if in_danger:
            self.words_of_danger(asks, risen=risen)
        elif not self.asked(asks, event.at_ms, stale=event.stale, intents=event.assessment.intents):
            self.ordinary_speech(event)

    def words_of_danger(self, asks: set[Intent], *, risen: bool) -> None:
        self.suppressed |= Intent.OPT_OUT in asks
        if self.state == "ended":
            self.escalate()
            self.ask("hang up", resources=True)
        elif self.state == "crisis" and not risen:
            self.escalate()
            self.ask("listen", resources=True)
        else:
            self.into_crisis()

    def key(self, event: e.KeyPressed) -> None:
        self.silences = 0
        asks = {intent for intent, digits in KEY_OF.items() if digits == event.digits}
        if self.state == "queued" or self.asked(asks, event.at_ms, stale=event.stale):
            return
        goes_on = self.state == "crisis" and event.digits == "1"
        if (self.state == "listening" or goes_on) and not event.stale:
            self.ask("listen")
        if self.state == "responding":
            self.ask("look")

    def asked(
        self,
        asks: set[Intent],
        at_ms: int,
        *,
        stale: bool,
        intents: frozenset[Intent] = frozenset(),
    ) -> bool:
        """Opt-out always; wanting a human and goodbye unless an old document is answered."""
        if Intent.OPT_OUT in asks:
            self.opt_out()
            return True
        if stale or self.state not in {"listening", "responding", "crisis"}:
            return False
        if self.is_machines(intents):
            return True
        if Intent.WANTS_HUMAN in asks:
            self.wants_human(at_ms)
            return True
        if Intent.GOODBYE in asks:
            self.goodbye()
            return True
        return False

    def is_machines(self, intents: frozenset[Intent]) -> bool:
        """A mailbox is hung up on; a screener is told once who calls, then waited for."""
        is_early = self.heard <= 2 and self.turn <= 1 and self.state != "crisis"
        if Intent.VOICEMAIL in intents and (is_early or self.is_waiting_behind_a_screener):
            self.risk = self.weak = 0
            self.close("machine")
            return True
        if Intent.SCREENING not in intents or self.state != "listening":
            return False
        if self.heard < 2 and not self.screened:
            self.risk = self.weak = 0
            self.screened = self.unmet = True
        elif not self.is_waiting_behind_a_screener:
            return False
        self.expected.quiet = True
        self.ask("listen")
        return True

    @property
    def is_waiting_behind_a_screener(self) -> bool:
        return self.unmet and self.state == "listening"

    def opt_out(self) -> None:
        self.suppressed = True
        if self.state == "crisis":
            self.ask("listen")
        elif self.state != "ended":
            self.close("opt_out")

    def wants_human(self, at_ms: int) -> None:
        if self.state == "crisis":
            self.ask("listen", resources=True)
            is_ringing = self.rung_ms and (self.together or at_ms < self.rung_ms + 90_000)
            if self.has_human and not is_ringing:
                self.rings, self.rung_ms = self.rings + 1, at_ms
                self.together = self.owes_nobody = False
        elif self.has_human:
            self.close("handed_over", order="transfer")
        else:
            self.state = "listening"
            self.ask("listen")

    def goodbye(self) -> None:
        if self.state != "crisis":
            self.close("goodbye")
            return
        self.goodbyes += 1
        if self.goodbyes >= 2:
            self.close("crisis_goodbye", resources=True)
        else:
            self.ask("listen", resources=True)

    def ordinary_speech(self, event: e.SpeechHeard) -> None:
        if event.stale:
            self.ask("look" if self.state == "responding" else "")
        elif self.state == "crisis":
            asked = event.assessment.language in self.languages
            intents = event.assessment.intents
            again = Intent.REPEAT in intents and Intent.WHO_ARE_YOU not in intents
            self.ask("listen", resources=asked or again)
        elif self.state in {"listening", "responding"} and not self.is_settled(event):
            self.turn_to(event)

    def is_settled(self, event: e.SpeechHeard) -> bool:
        """Whether it got what it needs without a reply."""
        if self.wants_check(event):
            self.check(event.assessment.risk.category)
            return True
        if event.assessment.language in self.languages:
            self.state, self.asked_again = "listening", False
            self.ask("listen")
            return True
        if self.courtesy(event):
            return True
        if self.state == "listening" and Intent.REPEAT in event.assessment.intents:
            return True  # the newest document again
        return self.is_nod(event) and self.nod(event)

    def turn_to(self, event: e.SpeechHeard) -> None:
        if self.state == "listening" and event.confidence < 0.4 and not self.asked_again:
            self.asked_again = self.expected.still_asked = True
            self.ask("listen")
        else:
            self.state = "responding"
            self.asked_again = False
            self.turn += 1
            self.expected.reply_asked = True

    def courtesy(self, event: e.SpeechHeard) -> bool:
        """A hello back, who it is, a moment's wait: each is answered at once."""
        says = event.assessment.intents
        is_first = self.turn == 0 and not self.greeted
        hello = Intent.HELLO in says and is_first and self.state == "listening"
        if not (hello or Intent.WHO_ARE_YOU in says or Intent.HOLD_ON in says):
            return False
        if hello or Intent.WHO_ARE_YOU in says:
            self.greeted |= is_first
        self.state = "listening"
        self.ask("listen")
        return True

    def is_nod(self, event: e.SpeechHeard) -> bool:
        return Intent.BACK_CHANNEL in event.assessment.intents and self.checking == "none"

    def nod(self, event: e.SpeechHeard) -> bool:
        """It opens no turn while a reply is made, over words, or where it hardly came through."""
        if self.state == "responding":
            self.ask("look")
            return True
        if self.turn > 0 and event.at_ms - 2000 < self.mid_ms:
            return True
        self.expected.quiet = event.confidence < 0.4
        if self.expected.quiet:
            self.ask("listen")
        return self.expected.quiet

    def wants_check(self, event: e.SpeechHeard) -> bool:
        """Danger denied, long past, another's or unsure is asked about, each kind once."""
        about = event.assessment.risk.category
        return about not in UNCHECKED and kind_asked(about) not in self.checked

    def check(self, about: Category) -> None:
        self.state, self.checking, self.asked_again = "listening", kind_asked(about), False
        self.checked.add(kind_asked(about))
        self.expected.still_asked = True
        self.ask("listen")

    def silence(self, event: e.SilenceHeard) -> None:
        if self.state == "responding":
            self.ask("look")
        elif event.stale or self.state not in {"listening", "crisis"}:
            return
        elif self.state == "listening" and self.silences >= 2:
            self.close("machine" if self.unmet else "silence")
        else:
            self.silences += 1
            self.ask("listen")

    # --- ourselves -----------------------------------------------------------------------------
    def reply(self, event: e.ReplyReady | e.ReplyDelayed | e.ReplyFailed) -> None:
        """In crisis a reply finds the resources spoken, so it changes nothing."""
        if self.state != "responding" or event.turn != self.turn:
            return
        if isinstance(event, e.ReplyDelayed):
            self.ask("look")
        else:
            self.state = "listening"
            self.ask("listen")

    def watchdog(self, event: e.WatchdogExpired) -> None:
        if self.state == "crisis" and event.at_ms - self.answered_ms < 240 * MINUTE_MS:
            return
        if self.state != "ended":
            self.finish("lost")

    def end_requested(self, event: e.EndRequested) -> None:
        if self.state == "queued":
            self.finish("canceled")
        elif self.state in {"greeting", "listening", "responding"}:
            self.close("end_requested")
        elif self.state == "crisis" and event.force:
            self.close("end_requested", resources=True)

    # --- the telephone -------------------------------------------------------------------------
    def terminal(self, event: e.Event) -> None:
        assert isinstance(event, e.PhoneFact)
        if self.state == "ended" or event.attempt != self.attempt:
            return
        again = isinstance(event, e.CallBusy | e.CallUnanswered) and self.attempt < 3
        if self.state == "queued" and again:
            return
        why = ENDINGS[type(event)]
        if isinstance(event, e.CallFailed) and event.code == "unknown_outcome":
            why = "unknown_outcome"
        if isinstance(event, e.CallCompleted):
            why = self.why_it_went_down(event)
        self.finish(why)

    def why_it_went_down(self, event: e.CallCompleted) -> str:
        if self.escalated:
            return "hung_up_in_crisis"
        if event.duration_s is not None and event.duration_s >= 4 * 60 * 60:
            return "time_limit"
        return "failed" if self.state == "queued" else "hung_up"

    def machine(self, event: e.MachineAnswered) -> None:
        if event.attempt != self.attempt or self.heard >= 2 or self.state == "crisis":
            return
        self.risk = self.weak = 0
        if self.state == "queued":
            self.answered_ms = event.at_ms
        if self.state == "closing":
            self.why = "machine"
        elif self.state != "ended":
            self.close("machine")

    def transfer_ended(self, event: e.TransferEnded) -> None:
        ours = event.attempt == self.attempt
        if ours and self.state == "crisis":
            if event.taken:
                self.close("handed_over")
            else:
                self.fall_through()
        elif ours and self.state == "closing":
            if event.taken:
                self.ask("hang up")
            elif self.why == "handed_over":
                self.state, self.why = "listening", None
                self.ask("listen")
        elif self.state == "responding":
            self.ask("look")

    def fall_through(self) -> None:
        """Who took it is gone again: the danger is told anew."""
        if self.together:
            self.escalated = 0
            self.escalate()
        self.rung_ms, self.together, self.owes_nobody = 0, False, False
        self.ask("listen", resources=True)

    def human(self, event: e.HumanAccepted | e.HumanUnreached) -> None:
        is_its = event.number == self.rings and self.rung_ms > 0
        if not is_its or self.state != "crisis":
            return
        if isinstance(event, e.HumanAccepted):
            if not self.together:
                self.together, self.owes_nobody = True, False
                self.ask("join")
        elif self.together:
            self.fall_through()
        else:
            self.rung_ms, self.owes_nobody = 0, True

    def answer_lost(self, event: e.AnswerLost) -> None:
        orders = {"responding": "look", "closing": "hang up", "queued": "", "ended": ""}
        after_danger = self.state == "closing" and self.escalated > 0
        self.ask(orders.get(self.state, "listen"), resources=self.state == "crisis" or after_danger)

    def rest(self, event: e.Event) -> None:
        match event:
            case e.CallAnswered():
                self.answered(event)
            case e.GreetingEnded() if self.state == "greeting":
                self.state = "listening"
            case e.LimitNeared() if self.state in {"listening", "responding"}:
                self.warned = True
            case e.LimitReached() if self.state in {"listening", "responding"}:
                self.close("time_limit")
            case e.DialRefused() if self.state == "queued":
                self.finish(REFUSALS.get(event.policy, "refused"))
            case e.AttemptScheduled() if self.state == "queued":
                self.attempt += 1
            case e.CrisisResolved() if self.state == "crisis":
                self.resolved(event)

    def answered(self, event: e.CallAnswered) -> None:
        if self.state == "queued" and event.attempt == self.attempt:
            self.state, self.answered_ms = "greeting", event.at_ms
            self.limit_ms = event.at_ms + 30 * MINUTE_MS
            self.ask("listen")
        elif self.state == "responding":
            self.ask("look")

    def resolved(self, event: e.CrisisResolved) -> None:
        self.state, self.escalated = "listening", 0
        self.silences = self.goodbyes = 0
        self.warned = False
        self.limit_ms = max(self.limit_ms, event.at_ms + 5 * MINUTE_MS)
