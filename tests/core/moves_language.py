"""The lines of "What moves" in which a person asks to go on in another language."""

from __future__ import annotations

from ruby_fsm.understanding.assessment import Category, Intent, Level
from tests.core.kit import call_in, speech
from tests.core.moves import Move, move
from tests.strategies import TWO_LANGUAGES as BOTH

IN_SPANISH = speech(language="es")

MOVES: list[Move] = [
    *(
        move(", in Spanish", call_in(state), IN_SPANISH, "listening", does, policy=BOTH)
        for state, does in (("listening", "notice listen"), ("responding", "notice listen"))
    ),
    move(", in Spanish", call_in("listening"), IN_SPANISH, "responding", "ask_reply"),
    move(
        ", in German",
        call_in("listening"),
        speech(language="de"),
        "responding",
        "ask_reply",
        policy=BOTH,
    ),
    move(
        ", in Spanish",
        call_in("crisis"),
        IN_SPANISH,
        "stays",
        "resources crisis listen",
        policy=BOTH,
    ),
    move(", in Spanish", call_in("closing"), IN_SPANISH, "stays", policy=BOTH),
    move(", in Spanish", call_in("ended"), IN_SPANISH, "stays", policy=BOTH),
    move(
        ", in Spanish, to an old document",
        call_in("listening"),
        speech(language="es", stale=True),
        "stays",
        policy=BOTH,
    ),
    move(
        " of denial, in Spanish",
        call_in("listening"),
        speech(level=Level.LOW, category=Category.DENIAL, language="es"),
        "listening",
        "check listen",
        policy=BOTH,
    ),
    move(
        ", goodbye, in Spanish",
        call_in("listening"),
        speech("", Intent.GOODBYE, language="es"),
        "closing",
        "goodbye hang_up",
        policy=BOTH,
    ),
]
