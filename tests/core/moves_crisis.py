"""The lines of "What moves" about danger: into crisis, within it, and out of it."""

from __future__ import annotations

from typing import Any

from ruby_fsm.core import events as e
from ruby_fsm.core.call import Call
from ruby_fsm.understanding.assessment import Intent, Level
from tests.core.kit import NOW, call_in, danger, reply, second_opinion, speech
from tests.core.moves import Move, move
from tests.strategies import WITH_HUMAN, WITH_SENTENCE

CALM = ("greeting", "listening", "responding", "closing")
OPT_OUT, GOODBYE, HUMAN = Intent.OPT_OUT, Intent.GOODBYE, Intent.WANTS_HUMAN
SAFETY = "escalate crisis resources crisis listen"
AGAIN = "resources crisis listen"


def rung(**fields: Any) -> Call:
    """A call in crisis whose human is being rung."""
    known: dict[str, Any] = {"rings": 1, "rung_ms": NOW, "dialled_ms": NOW, "ring_sid": "CA1"}
    return call_in("crisis", **known | fields)


INTO = [
    *(
        move(f" in danger, {name}", call_in(state), event, "crisis", SAFETY)
        for state in CALM
        for name, event in (
            ("moderate", danger(Level.MODERATE)),
            ("high", danger()),
            ("imminent", danger(Level.IMMINENT)),
            ("with a goodbye", danger(Level.HIGH, GOODBYE)),
        )
    ),
    *(
        move(
            " in danger to an old document",
            call_in(state),
            danger(stale=True),
            "crisis",
            f"{SAFETY} say_now",
        )
        for state in CALM
    ),
    *(
        move(
            " in danger and opt-out",
            call_in(state),
            danger(Level.HIGH, OPT_OUT),
            "crisis",
            "escalate crisis resources suppress notice crisis listen",
        )
        for state in CALM
    ),
    move(
        " of the third weak sign",
        call_in("listening", risk=Level.LOW, weak_signs=2),
        danger(Level.LOW),
        "crisis",
        SAFETY,
    ),
    move(
        " in danger no higher than before a resolution",
        call_in("listening", risk=Level.HIGH, escalations=1),
        danger(),
        "crisis",
        SAFETY,
    ),
    move(
        " in danger already escalated",
        call_in("closing", risk=Level.HIGH, escalated=Level.HIGH, escalations=1),
        danger(),
        "crisis",
        "crisis resources crisis listen",
    ),
    *(
        move(" in danger", call_in(state), second_opinion(), "crisis", f"{SAFETY} say_now")
        for state in CALM
    ),
    *(
        move(" below danger", call_in(state), second_opinion(Level.LOW), "stays")
        for state in (*CALM, "crisis", "ended")
    ),
    move(" in danger", call_in("queued"), second_opinion(), "stays"),
    move(" in danger", call_in("queued"), danger(), "stays"),
    move("", call_in("queued"), speech(), "stays"),
    move("", call_in("greeting"), speech(), "stays"),
]

WITHIN = [
    move(" in danger, no higher", call_in("crisis"), danger(), "stays", AGAIN),
    move(" in danger, higher", call_in("crisis"), danger(Level.IMMINENT), "stays", SAFETY),
    move(
        " in danger to an old document",
        call_in("crisis"),
        danger(stale=True),
        "stays",
        f"{AGAIN} say_now",
    ),
    move(
        " in danger and opt-out",
        call_in("crisis"),
        danger(Level.HIGH, OPT_OUT),
        "stays",
        "resources suppress notice crisis listen",
    ),
    move(
        " in danger and goodbye",
        call_in("crisis", crisis_goodbyes=1),
        danger(Level.HIGH, GOODBYE),
        "stays",
        AGAIN,
    ),
    move(" in danger, no higher", call_in("crisis"), second_opinion(), "stays"),
    move(
        " in danger, higher",
        call_in("crisis"),
        second_opinion(Level.IMMINENT),
        "stays",
        f"{SAFETY} say_now",
    ),
    move("", call_in("crisis"), speech(), "stays", "crisis listen"),
    move(" unclear", call_in("crisis"), speech(confidence=0.0), "stays", "crisis listen"),
    move(" to an old document", call_in("crisis"), speech(stale=True), "stays"),
    move(" to an old document", call_in("crisis"), e.KeyPressed(NOW, "9", stale=True), "stays"),
    move(", another", call_in("crisis"), e.KeyPressed(NOW, "5"), "stays"),
    *(
        move(", opt-out", call_in("crisis"), event, "stays", "suppress notice crisis listen")
        for event in (
            speech("", OPT_OUT),
            speech("", OPT_OUT, stale=True),
            e.KeyPressed(NOW, "8"),
            e.KeyPressed(NOW, "8", stale=True),
        )
    ),
    *(
        move(
            ", wants a human",
            call_in("crisis"),
            event,
            "stays",
            "escalate_step ring_human resources notice crisis listen",
            policy=WITH_HUMAN,
        )
        for event in (speech("", HUMAN), e.KeyPressed(NOW, "0"))
    ),
    move(
        ", wants a human who is being rung",
        rung(),
        speech("", HUMAN),
        "stays",
        "resources notice crisis listen",
        policy=WITH_HUMAN,
    ),
    move(
        ", wants a human who has not been heard of for too long",
        rung(rung_ms=NOW - 90_000),
        speech("", HUMAN),
        "stays",
        "escalate_step let_go_human ring_human resources notice crisis listen",
        policy=WITH_HUMAN,
    ),
    *(
        move(
            ", wants a human, none",
            call_in("crisis"),
            event,
            "stays",
            "escalate_step resources notice listen",
        )
        for event in (speech("", HUMAN), e.KeyPressed(NOW, "0"))
    ),
    *(
        move(
            ", goodbye, the first time",
            call_in("crisis"),
            event,
            "stays",
            "crisis resources crisis listen",
        )
        for event in (speech("", GOODBYE), e.KeyPressed(NOW, "9"))
    ),
    move(
        ", wants it again",
        call_in("crisis"),
        speech("", Intent.REPEAT),
        "stays",
        "resources crisis listen",
    ),
    move(
        ", wants it again, to an old document",
        call_in("crisis"),
        speech("", Intent.REPEAT, stale=True),
        "stays",
    ),
    *(
        move(
            ", goodbye again, resources unsaid",
            call_in("crisis", crisis_goodbyes=1, resources_said=False),
            event,
            "stays",
            "crisis resources crisis listen",
        )
        for event in (speech("", GOODBYE), e.KeyPressed(NOW, "9"))
    ),
    *(
        move(
            f", {n} before",
            call_in("crisis", silences=n),
            e.SilenceHeard(NOW),
            "stays",
            "crisis listen",
        )
        for n in (0, 1, 3, 4)
    ),
    *(
        move(
            f", {n} before",
            call_in("crisis", silences=n),
            e.SilenceHeard(NOW),
            "stays",
            "escalate_step crisis listen",
        )
        for n in (2, 5)
    ),
    move(" to an old document", call_in("crisis"), e.SilenceHeard(NOW, stale=True), "stays"),
    *(
        move("", call_in("crisis"), event, "stays")
        for event in (reply(), e.ReplyDelayed(NOW, 1), e.ReplyFailed(NOW, 1))
    ),
    *(
        move(
            ", resources unsaid",
            call_in("crisis", resources_said=False),
            event,
            "stays",
            "crisis resources listen",
        )
        for event in (reply(), e.ReplyDelayed(NOW, 1), e.ReplyFailed(NOW, 1))
    ),
    move(
        ", and a sentence is wanted",
        call_in("crisis"),
        speech(),
        "stays",
        "crisis listen ask_reply",
        policy=WITH_SENTENCE,
    ),
    move(
        ", the sentence that is waited for",
        call_in("crisis", turn=1, open_turn=1),
        reply(),
        "stays",
        "reply listen",
        policy=WITH_SENTENCE,
    ),
    move(
        ", the sentence that is waited for, resources unsaid",
        call_in("crisis", turn=1, open_turn=1, resources_said=False),
        reply(),
        "stays",
        "crisis resources listen",
        policy=WITH_SENTENCE,
    ),
    move(" without force", call_in("crisis"), e.EndRequested(NOW, "a"), "stays"),
]

# A human is rung while the person stays in the talk, and is led to the room with them.
HUMANS = [
    move(" of the newest ring", rung(), e.HumanDialled(NOW, 1, "CA2"), "stays"),
    move(" of an older ring", rung(), e.HumanDialled(NOW, 0, "CA2"), "stays", "let_go_human"),
    move(" of an older ring, no sid", rung(), e.HumanDialled(NOW, 0), "stays"),
    move("", rung(), e.HumanAccepted(NOW, 1), "stays", "notice join say_now"),
    move(" of an older ring", rung(), e.HumanAccepted(NOW, 0), "stays"),
    move(" twice", rung(joined=True), e.HumanAccepted(NOW, 1), "stays"),
    move(" and nobody is rung", call_in("crisis", rings=1), e.HumanAccepted(NOW, 1), "stays"),
    move("", rung(), e.HumanUnreached(NOW, 1), "stays", "escalate_step"),
    move(" of an older ring", rung(), e.HumanUnreached(NOW, 0), "stays"),
    move(
        ", the person is in the room",
        rung(joined=True),
        e.HumanUnreached(NOW, 1),
        "stays",
        "escalate let_go_human notice resources listen say_now",
    ),
    move(
        " and none came",
        call_in("crisis", owes_unreached=True),
        speech(),
        "stays",
        "notice resources crisis listen",
    ),
    *(
        move(f" in the room, {name}", rung(joined=True), event, "stays", does, policy=WITH_HUMAN)
        for name, event, does in (
            ("danger to an old document", danger(stale=True), "resources crisis join"),
            ("opt-out", speech("", OPT_OUT, stale=True), "suppress notice crisis join"),
            ("no higher", second_opinion(), ""),
            ("lost", e.AnswerLost(NOW, 1), "resources join"),
            (
                "higher",
                second_opinion(Level.IMMINENT),
                "escalate crisis resources crisis join",
            ),
        )
    ),
    *(
        move(", while it rings", rung(), event, to, does)
        for event, to, does in (
            (e.CallCompleted(NOW, 1), "ended", "free_slot let_go_human"),
            (e.CrisisResolved(NOW, "a"), "listening", "stand_down let_go_human"),
            (
                e.EndRequested(NOW, "a", force=True),
                "closing",
                "resources goodbye hang_up say_now let_go_human",
            ),
        )
    ),
    move(
        ", the talk of the two is over",
        rung(joined=True),
        e.TransferEnded(NOW, 1, taken=True),
        "closing",
        "goodbye hang_up",
    ),
    move(
        ", the room fell through",
        rung(joined=True),
        e.TransferEnded(NOW, 1, taken=False),
        "stays",
        "escalate let_go_human notice resources listen",
    ),
    *(
        move(", late", call_in(state, rings=1), event, "stays", does)
        for state in ("queued", "greeting", "listening", "closing", "ended")
        for event, does in (
            (e.HumanDialled(NOW, 1, "CA2"), "let_go_human"),
            (e.HumanAccepted(NOW, 1), ""),
            (e.HumanUnreached(NOW, 1), ""),
        )
    ),
]

OUT = [
    *(
        move(
            ", goodbye, the second time",
            call_in("crisis", crisis_goodbyes=1),
            event,
            "closing",
            "resources goodbye hang_up",
        )
        for event in (speech("", GOODBYE), e.KeyPressed(NOW, "9"))
    ),
    move(
        " with force",
        call_in("crisis"),
        e.EndRequested(NOW, "a", force=True),
        "closing",
        "resources goodbye hang_up say_now",
    ),
    move("", call_in("crisis"), e.CrisisResolved(NOW, "a"), "listening", "stand_down"),
]

AFTER = [
    move(" in danger", call_in("ended"), danger(), "stays", "escalate crisis resources hang_up"),
    move(
        " in danger already escalated",
        call_in("ended", risk=Level.HIGH, escalated=Level.HIGH),
        danger(),
        "stays",
        "crisis resources hang_up",
    ),
    move(
        " in danger and opt-out",
        call_in("ended"),
        danger(Level.HIGH, OPT_OUT),
        "stays",
        "escalate suppress crisis resources hang_up",
    ),
    move(" in danger", call_in("ended"), second_opinion(), "stays", "escalate"),
]

MOVES: list[Move] = [*INTO, *WITHIN, *HUMANS, *OUT, *AFTER]
