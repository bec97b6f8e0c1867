"""The lines of "What moves" in which person and Ruby talk, outside danger."""

from __future__ import annotations

from ruby_fsm.core import events as e
from ruby_fsm.understanding.assessment import Category, Intent, Level
from tests.core.kit import EVERYWHERE, NOW, call_in, reply, speech
from tests.core.moves import Move, move
from tests.strategies import WITH_HUMAN

TALKING = ("listening", "responding")
OPT_OUT, GOODBYE, HUMAN = Intent.OPT_OUT, Intent.GOODBYE, Intent.WANTS_HUMAN
PARTING = "suppress goodbye hang_up"

OPENING = [
    move("", call_in("greeting"), e.GreetingEnded(NOW), "listening"),
    *(
        move(", late", call_in(state), e.GreetingEnded(NOW), "stays")
        for state in EVERYWHERE
        if state != "greeting"
    ),
]

# Each of these asks has a word and a key.
ASKS = [
    *(
        move(f", opt-out{old}", call_in(state), event, "closing", PARTING)
        for state in ("greeting", "listening", "responding")
        for old, event in (
            (" by words", speech("", OPT_OUT)),
            (" by key", e.KeyPressed(NOW, "8")),
            (" by words to an old document", speech("", OPT_OUT, stale=True)),
            (" by key to an old document", e.KeyPressed(NOW, "8", stale=True)),
        )
    ),
    *(
        move(", opt-out", call_in("closing"), event, "stays", PARTING)
        for event in (speech("", OPT_OUT), e.KeyPressed(NOW, "8"))
    ),
    *(
        move(", opt-out", call_in("ended"), event, "stays", "suppress")
        for event in (speech("", OPT_OUT), e.KeyPressed(NOW, "8"))
    ),
    *(
        move(", goodbye", call_in(state), event, "closing", "goodbye hang_up")
        for state in TALKING
        for event in (speech("", GOODBYE), e.KeyPressed(NOW, "9"))
    ),
    *(
        move(
            ", wants a human",
            call_in(state),
            event,
            "closing",
            "notice transfer",
            policy=WITH_HUMAN,
        )
        for state in TALKING
        for event in (speech("", HUMAN), e.KeyPressed(NOW, "0"))
    ),
    *(
        move(", wants a human, none", call_in(state), event, "listening", "notice listen")
        for state in TALKING
        for event in (speech("", HUMAN), e.KeyPressed(NOW, "0"))
    ),
    move(
        ", opt-out before goodbye",
        call_in("listening"),
        speech("", OPT_OUT, GOODBYE),
        "closing",
        PARTING,
    ),
]

SPEECH = [
    *(move("", call_in(state), speech(), "responding", "ask_reply") for state in TALKING),
    move(" at level low", call_in("listening"), speech(level=Level.LOW), "responding", "ask_reply"),
    move(
        " below the confidence mark",
        call_in("listening"),
        speech(confidence=0.39),
        "stays",
        "ask_again listen",
    ),
    move(
        " below the mark again",
        call_in("listening", asked_again=True),
        speech(confidence=0.1),
        "responding",
        "ask_reply",
    ),
    move(" at the mark", call_in("listening"), speech(confidence=0.4), "responding", "ask_reply"),
    move(
        " unclear, more said meanwhile",
        call_in("responding"),
        speech(confidence=0.1),
        "stays",
        "ask_reply",
    ),
    *(
        move(" to an old document", call_in("listening"), event, "stays")
        for event in (
            speech(stale=True),
            speech("", GOODBYE, stale=True),
            speech("", HUMAN, stale=True),
            e.KeyPressed(NOW, "9", stale=True),
            e.KeyPressed(NOW, "5", stale=True),
        )
    ),
    *(
        move(" to an old document", call_in("responding"), event, "stays", "look_again")
        for event in (
            speech(stale=True),
            speech("", GOODBYE, stale=True),
            e.KeyPressed(NOW, "9", stale=True),
        )
    ),
    *(
        move(", the newest document stands", call_in("closing"), event, "stays")
        for event in (speech(), speech("", GOODBYE), e.KeyPressed(NOW, "5"), e.SilenceHeard(NOW))
    ),
    *(
        move(", late", call_in("ended"), event, "stays")
        for event in (speech(), e.KeyPressed(NOW, "5"), e.SilenceHeard(NOW))
    ),
]

REPEAT = [
    *(
        move(", wants it again", call_in("listening"), event, "stays")
        for event in (
            speech("", Intent.REPEAT),
            speech("", Intent.REPEAT, confidence=0.1),
            speech("", Intent.REPEAT, stale=True),
        )
    ),
    move(
        ", wants it again",
        call_in("responding"),
        speech("", Intent.REPEAT),
        "stays",
        "ask_reply",
    ),
    move(
        " of denial, wants it again",
        call_in("listening"),
        speech("", Intent.REPEAT, level=Level.LOW, category=Category.DENIAL),
        "stays",
        "check listen",
    ),
    move(
        ", wants it again and goodbye",
        call_in("listening"),
        speech("", Intent.REPEAT, GOODBYE),
        "closing",
        "goodbye hang_up",
    ),
]

ABOUT = (Category.DENIAL, Category.THIRD_PARTY, Category.PAST, Category.INDIRECT)
CHECK = [
    *(
        move(
            f" of {about}",
            call_in(state),
            speech(level=Level.LOW, category=about),
            "listening",
            "check listen",
        )
        for state in TALKING
        for about in ABOUT
    ),
    *(
        move(
            f" of {about} again",
            call_in("listening", checked=(about,)),
            speech(level=Level.LOW, category=about),
            "responding",
            "ask_reply",
        )
        for about in ABOUT
    ),
    move(
        " of denial, unclear",
        call_in("listening"),
        speech(level=Level.LOW, category=Category.DENIAL, confidence=0.1),
        "stays",
        "check listen",
    ),
    move(
        " of denial to an old document",
        call_in("listening"),
        speech(level=Level.LOW, category=Category.DENIAL, stale=True),
        "stays",
    ),
    move(
        " of denial and goodbye",
        call_in("listening"),
        speech("", GOODBYE, level=Level.LOW, category=Category.DENIAL),
        "closing",
        "goodbye hang_up",
    ),
    move(
        " of denial and wants a human",
        call_in("listening"),
        speech("", HUMAN, level=Level.LOW, category=Category.DENIAL),
        "listening",
        "notice listen",
    ),
    move(
        " of denial and opt-out",
        call_in("listening"),
        speech("", OPT_OUT, level=Level.LOW, category=Category.DENIAL),
        "closing",
        PARTING,
    ),
]

KEYS = [
    move(", go on", call_in("listening"), e.KeyPressed(NOW, "1"), "stays", "reprompt listen"),
    move(", go on", call_in("crisis"), e.KeyPressed(NOW, "1"), "stays", "crisis listen"),
    move(", another", call_in("listening"), e.KeyPressed(NOW, "5"), "stays", "notice listen"),
    move(", go on", call_in("responding"), e.KeyPressed(NOW, "1"), "stays", "look_again"),
    move(", another", call_in("responding"), e.KeyPressed(NOW, "5"), "stays", "notice look_again"),
]

SILENCE = [
    *(
        move(
            f", {n} before",
            call_in("listening", silences=n, heard=1),
            e.SilenceHeard(NOW),
            "stays",
            "reprompt listen",
        )
        for n in (0, 1)
    ),
    *(
        move(
            f", the last prompt, {why}",
            call_in("listening", silences=1, **fields),
            e.SilenceHeard(NOW),
            "stays",
            "reprompt notice listen",
        )
        for why, fields in (("nobody heard", {}), ("unclear before", {"heard": 3, "unclear": 1}))
    ),
    move(
        ", a late reply",
        call_in("listening", turn=1),
        e.SilenceHeard(NOW, late=reply(1)),
        "stays",
        "reply listen",
    ),
    *(
        move(
            ", a late reply of no use",
            call_in("listening", turn=2, **fields),
            e.SilenceHeard(NOW, late=reply(turn)),
            "stays",
            "reprompt listen",
        )
        for turn, fields in ((1, {}), (2, {"checking": Category.PAST}))
    ),
    move(
        ", 2 before",
        call_in("listening", silences=2),
        e.SilenceHeard(NOW),
        "closing",
        "goodbye hang_up",
    ),
    move(
        " to an old document",
        call_in("listening", silences=2),
        e.SilenceHeard(NOW, stale=True),
        "stays",
    ),
    move("", call_in("responding", silences=2), e.SilenceHeard(NOW), "stays", "look_again"),
]

REPLIES = [
    move("", call_in("responding"), reply(), "listening", "reply listen"),
    move("", call_in("responding"), e.ReplyDelayed(NOW, 1), "stays", "filler look_again"),
    move(
        ", a second time",
        call_in("responding", filler_turn=1),
        e.ReplyDelayed(NOW, 1),
        "stays",
        "look_again",
    ),
    move(
        ", a filler the turn before",
        call_in("responding", turn=2, open_turn=2, filler_turn=1),
        e.ReplyDelayed(NOW, 2),
        "stays",
        "look_again",
    ),
    move(
        ", a filler two turns before",
        call_in("responding", turn=3, open_turn=3, filler_turn=1),
        e.ReplyDelayed(NOW, 3),
        "stays",
        "filler look_again",
    ),
    move("", call_in("responding"), e.ReplyFailed(NOW, 1), "listening", "safe listen"),
    *(
        move(" to an earlier turn", call_in("responding", turn=2, open_turn=2), event, "stays")
        for event in (reply(1), e.ReplyDelayed(NOW, 1), e.ReplyFailed(NOW, 1))
    ),
    *(
        move(", late", call_in(state), event, "stays")
        for state in ("greeting", "listening", "closing", "ended")
        for event in (reply(), e.ReplyDelayed(NOW, 1), e.ReplyFailed(NOW, 1))
    ),
]

LIMITS = [
    *(move("", call_in(state), e.LimitNeared(NOW), "stays") for state in TALKING),
    *(
        move("", call_in(state), e.LimitReached(NOW), "closing", "goodbye hang_up")
        for state in TALKING
    ),
    *(
        move(", ignored", call_in(state), event, "stays")
        for state in ("queued", "greeting", "crisis", "closing", "ended")
        for event in (e.LimitNeared(NOW), e.LimitReached(NOW))
    ),
]

HUMANS = [
    *(
        move("", call_in(state), e.EndRequested(NOW, "a"), "closing", "goodbye hang_up say_now")
        for state in ("greeting", "listening", "responding")
    ),
    *(
        move(", repeated", call_in(state), e.EndRequested(NOW, "a", force=True), "stays")
        for state in ("closing", "ended")
    ),
    *(
        move("", call_in(state), fact, "stays", "stand_down")
        for state in EVERYWHERE
        for fact in (e.EscalationAcknowledged(NOW, "a", 1), e.OperatorJoined(NOW, "a"))
    ),
    *(
        move(", no crisis", call_in(state), e.CrisisResolved(NOW, "a"), "stays")
        for state in EVERYWHERE
        if state != "crisis"
    ),
]

MOVES: list[Move] = [
    *OPENING,
    *ASKS,
    *SPEECH,
    *CHECK,
    *REPEAT,
    *KEYS,
    *SILENCE,
    *REPLIES,
    *LIMITS,
    *HUMANS,
]
