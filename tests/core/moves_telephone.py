"""The lines of "What moves" that begin with the telephone, the queue or the clock."""

from __future__ import annotations

from ruby_fsm.core import events as e
from ruby_fsm.core.call import EndReason
from ruby_fsm.understanding.assessment import Level
from tests.core.kit import EVERYWHERE, LIVE, NOW, ON_THE_LINE, call_in
from tests.core.moves import Move, move
from tests.strategies import WITH_MESSAGE

FOUR_HOURS_MS = 14_400_000
OTHER = 2  # an attempt that is not the call's

# An attempt is answered, tried again, or the last one ends the call.
QUEUED = [
    move("", call_in("queued"), e.CallAnswered(NOW, 1), "greeting", "disclosure greeting listen"),
    move(
        ", busy once", call_in("queued"), e.CallBusy(NOW, 1), "stays", "free_slot schedule_attempt"
    ),
    move(
        ", not picked up once",
        call_in("queued", attempt=2),
        e.CallUnanswered(NOW, 2),
        "stays",
        "free_slot schedule_attempt",
    ),
    move(
        ", no attempt left", call_in("queued", attempt=3), e.CallBusy(NOW, 3), "ended", "free_slot"
    ),
    move(
        ", no attempt left",
        call_in("queued", attempt=3),
        e.CallUnanswered(NOW, 3),
        "ended",
        "free_slot",
    ),
    move("", call_in("queued"), e.CallFailed(NOW, 1), "ended", "free_slot"),
    move("", call_in("queued"), e.CallCanceled(NOW, 1), "ended", "free_slot"),
    move("", call_in("queued"), e.CallCompleted(NOW, 1), "ended", "free_slot"),
    move("", call_in("queued"), e.EndRequested(NOW, "a"), "ended", "free_slot hang_up_line"),
    move("", call_in("queued"), e.DialRefused(NOW, "region"), "ended", "free_slot hang_up_line"),
    move("", call_in("queued"), e.DialPostponed(NOW, "cap", NOW + 60_000), "stays", "postpone"),
    move("", call_in("queued"), e.AttemptScheduled(NOW, NOW + 300_000), "stays", "dial"),
    *(
        move("", call_in("queued"), fact(NOW, 1), "stays")
        for fact in (e.CallPlaced, e.CallRinging, e.LineUp)
    ),
]

TERMINAL = (e.CallBusy, e.CallUnanswered, e.CallFailed, e.CallCanceled, e.CallCompleted)
ENDS = [
    move("", call_in(state), fact(NOW, 1), "ended", "free_slot")
    for state in ON_THE_LINE
    for fact in TERMINAL
]

# Whatever is late, repeated, or of another attempt is recorded and nothing else.
LATE = [
    *(
        move(" of another attempt", call_in(state), fact(NOW, OTHER), "stays")
        for state in LIVE
        for fact in (*TERMINAL, e.CallPlaced, e.CallRinging, e.LineUp)
    ),
    move(" of another attempt", call_in("queued"), e.CallAnswered(NOW, OTHER), "stays"),
    *(
        move(", late", call_in("ended"), fact(NOW, 1), "stays")
        for fact in (*TERMINAL, e.CallAnswered, e.CallPlaced, e.CallRinging, e.LineUp)
    ),
    *(
        move(", late", call_in(state), fact(NOW, 1), "stays")
        for state in ON_THE_LINE
        for fact in (e.CallPlaced, e.CallRinging, e.LineUp)
    ),
    *(
        move(", repeated", call_in(state), e.CallAnswered(NOW, 1), "stays")
        for state in ("greeting", "listening", "crisis", "closing")
    ),
    move(", repeated", call_in("responding"), e.CallAnswered(NOW, 1), "stays", "look_again"),
    *(
        move(", late", call_in(state), fact, "stays")
        for state in (*ON_THE_LINE, "ended")
        for fact in (
            e.DialRefused(NOW, "expired"),
            e.DialPostponed(NOW, "calling_hours", NOW),
            e.AttemptScheduled(NOW, NOW),
        )
    ),
    *(
        move(", late", call_in(state), e.TransferEnded(NOW, 1, taken=True), "stays")
        for state in ("queued", "greeting", "listening", "ended")
    ),
    *(
        move(" of another attempt", call_in(state), e.TransferEnded(NOW, OTHER, taken), "stays")
        for state in ("crisis", "closing")
        for taken in (True, False)
    ),
    move(", late", call_in("ended"), e.AnswerLost(NOW, 1), "stays"),
    move(" of another attempt", call_in("queued"), e.AnswerLost(NOW, OTHER), "stays"),
    move(", late", call_in("ended"), e.WatchdogExpired(NOW), "stays"),
]

# A machine: believed before the second utterance, noted later.
HANGS_UP = "hang_up hang_up_line"
MACHINES = [
    move(
        " in the answer", call_in("queued"), e.MachineAnswered(NOW, 1, "fax"), "closing", "hang_up"
    ),
    move(
        " in the answer, a message is configured",
        call_in("queued"),
        e.MachineAnswered(NOW, 1, "machine_end_beep"),
        "closing",
        "machine hang_up",
        policy=WITH_MESSAGE,
    ),
    *(
        move(
            f", {heard} heard",
            call_in(state, heard=heard),
            e.MachineAnswered(NOW, 1, "machine_start"),
            "closing",
            HANGS_UP,
        )
        for state in ("greeting", "listening", "responding")
        for heard in (0, 1)
    ),
    move(
        ", a message is configured",
        call_in("greeting"),
        e.MachineAnswered(NOW, 1, "machine_end_beep"),
        "closing",
        "machine hang_up say_now",
        policy=WITH_MESSAGE,
    ),
    *(
        move(
            f", {heard} heard",
            call_in(state, heard=heard),
            e.MachineAnswered(NOW, 1, "fax"),
            "stays",
        )
        for state, heard in (
            *((state, 2) for state in ("listening", "responding", "closing", "ended")),
            *(("crisis", heard) for heard in (0, 1, 2)),
            *((state, heard) for state in ("closing", "ended") for heard in (0, 1)),
        )
    ),
    *(
        move(" of another attempt", call_in(state), e.MachineAnswered(NOW, OTHER, "fax"), "stays")
        for state in EVERYWHERE
    ),
]

# A human was asked to take the line.
TRANSFERS = [
    move(
        ", taken",
        call_in("crisis"),
        e.TransferEnded(NOW, 1, taken=True),
        "closing",
        "goodbye hang_up",
    ),
    move(
        ", not taken",
        call_in("crisis"),
        e.TransferEnded(NOW, 1, taken=False),
        "stays",
        "escalate_step notice resources listen",
    ),
    move(
        ", taken",
        call_in("closing", closing_for=EndReason.HANDED_OVER),
        e.TransferEnded(NOW, 1, taken=True),
        "stays",
        "hang_up",
    ),
    move(
        ", not taken",
        call_in("closing", closing_for=EndReason.HANDED_OVER),
        e.TransferEnded(NOW, 1, taken=False),
        "listening",
        "notice listen",
    ),
    move(
        ", not taken, while closing for something else",
        call_in("closing", closing_for=EndReason.END_REQUESTED),
        e.TransferEnded(NOW, 1, taken=False),
        "stays",
    ),
    move(
        ", late", call_in("responding"), e.TransferEnded(NOW, 1, taken=False), "stays", "look_again"
    ),
]

# Twilio lost our last document: it is made good for the state the call is in.
LOST = [
    move("", call_in(state), e.AnswerLost(NOW, 1), "stays", does)
    for state, does in (
        ("greeting", "disclosure greeting listen"),
        ("listening", "safe listen"),
        ("responding", "safe look_again"),
        ("crisis", "resources listen"),
        ("closing", "goodbye hang_up"),
    )
] + [
    move(
        ", after a danger",
        call_in("closing", escalated=Level.HIGH),
        e.AnswerLost(NOW, 1),
        "stays",
        "resources goodbye hang_up",
    )
]

# Nobody has heard from the line for too long.
WATCHDOG = [
    *(
        move("", call_in(state), e.WatchdogExpired(NOW), "ended", "free_slot hang_up_line")
        for state in ("queued", "greeting", "listening", "responding", "closing")
    ),
    move(
        ", a millisecond under 4 h",
        call_in("crisis", answered_ms=NOW - FOUR_HOURS_MS + 1),
        e.WatchdogExpired(NOW),
        "stays",
        "escalate_step",
    ),
    move(
        ", 4 h after the answer",
        call_in("crisis", answered_ms=NOW - FOUR_HOURS_MS),
        e.WatchdogExpired(NOW),
        "ended",
        "free_slot hang_up_line",
    ),
]

MOVES: list[Move] = [*QUEUED, *ENDS, *LATE, *MACHINES, *TRANSFERS, *LOST, *WATCHDOG]
