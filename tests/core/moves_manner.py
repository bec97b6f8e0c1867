"""The lines of "What moves" for the manners of a telephone: hellos, waits, nods, machines."""

from __future__ import annotations

from ruby_fsm.core import events as e
from ruby_fsm.understanding.assessment import Category, Intent, Level
from tests.core.kit import NOW, call_in, speech
from tests.core.moves import Move, move
from tests.strategies import WITH_MESSAGE

TALKING = ("listening", "responding")
UNMET = {"screened": True, "owes_disclosure": True, "heard": 4}
HELLO, WHO, HOLD, NOD = Intent.HELLO, Intent.WHO_ARE_YOU, Intent.HOLD_ON, Intent.BACK_CHANNEL
SCREENING, VOICEMAIL = Intent.SCREENING, Intent.VOICEMAIL

HELLOS = [
    move(", hello", call_in("listening"), speech("", HELLO), "stays", "greeting listen"),
    *(
        move(
            ", hello again",
            call_in("listening", **fields),
            speech("", HELLO),
            "responding",
            "ask_reply",
        )
        for fields in ({"greeted": True}, {"turn": 1})
    ),
    move(
        ", hello after a screener",
        call_in("listening", **UNMET),
        speech("", HELLO),
        "stays",
        "disclosure greeting listen",
    ),
    *(
        move(
            ", who is it",
            call_in(state, greeted=True),
            speech("", WHO),
            "listening",
            "disclosure listen",
        )
        for state in TALKING
    ),
    move(
        ", hello, who is it",
        call_in("listening"),
        speech("", HELLO, WHO),
        "stays",
        "disclosure greeting listen",
    ),
    move(", who is it", call_in("crisis"), speech("", WHO), "stays", "disclosure crisis listen"),
    *(
        move(", hold on", call_in(state), speech("", HOLD), "listening", "notice listen")
        for state in TALKING
    ),
    move(", hold on", call_in("crisis"), speech("", HOLD), "stays", "crisis listen"),
]
NODS = [
    move(", a nod", call_in("responding"), speech("", NOD), "stays", "look_again"),
    move(", a nod", call_in("listening", turn=1), speech("", NOD), "responding", "ask_reply"),
    move(", a nod over words", call_in("listening", turn=1, mid_ms=NOW), speech("", NOD), "stays"),
    move(
        ", a nod over the greeting",
        call_in("listening", mid_ms=NOW),
        speech("", NOD),
        "responding",
        "ask_reply",
    ),
    move(", noise", call_in("listening"), speech("", NOD, confidence=0.1), "stays", "listen"),
    *(
        move(
            ", a nod to a check",
            call_in(state, turn=1, open_turn=1, checking=Category.PAST, mid_ms=NOW),
            speech("", NOD),
            "responding",
            "ask_reply",
        )
        for state in TALKING
    ),
]
MACHINES = [
    *(
        move(
            ", a mailbox", call_in(state, heard=heard), speech("", VOICEMAIL), "closing", "hang_up"
        )
        for state in TALKING
        for heard in (0, 1)
    ),
    move(
        ", a mailbox that is told something",
        call_in("listening"),
        speech("", VOICEMAIL),
        "closing",
        "machine hang_up",
        policy=WITH_MESSAGE,
    ),
    move(
        ", of a mailbox",
        call_in("listening", heard=2),
        speech("", VOICEMAIL),
        "responding",
        "ask_reply",
    ),
    move(", a screener", call_in("listening"), speech("", SCREENING), "stays", "disclosure listen"),
    move(
        ", of a screener",
        call_in("listening", heard=1),
        speech("", SCREENING),
        "responding",
        "ask_reply",
    ),
    move(
        ", a screener again",
        call_in("listening", **UNMET),
        speech("", SCREENING),
        "stays",
        "listen",
    ),
    move(
        ", a mailbox behind a screener",
        call_in("listening", **UNMET),
        speech("", VOICEMAIL),
        "closing",
        "hang_up",
    ),
    move(
        ", screened out",
        call_in("listening", silences=2, **UNMET),
        e.SilenceHeard(NOW),
        "closing",
        "hang_up",
    ),
    move(
        ", a screener",
        call_in("listening"),
        speech("", SCREENING, level=Level.HIGH, category=Category.INTENT),
        "crisis",
        "escalate crisis resources crisis listen",
    ),
    move(
        ", fax",
        call_in("greeting"),
        e.MachineAnswered(NOW, 1, "fax"),
        "closing",
        "hang_up hang_up_line",
        policy=WITH_MESSAGE,
    ),
    move(
        ", fax",
        call_in("queued"),
        e.MachineAnswered(NOW, 1, "fax"),
        "closing",
        "hang_up",
        policy=WITH_MESSAGE,
    ),
]
MOVES: list[Move] = [*HELLOS, *NODS, *MACHINES]
