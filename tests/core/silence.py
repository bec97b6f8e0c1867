"""A call after which Twilio says nothing for ever: what the watchdog makes of it, and when."""

from __future__ import annotations

from ruby_fsm.core.call import Call, CallState
from ruby_fsm.core.events import DialRefused, WatchdogExpired
from ruby_fsm.core.machine import decide
from ruby_fsm.core.policy import Policy

UNKNOWN_MS = 600_000  # Twilio is asked for so long before the line is given up
TICKS_MS = 10_000  # the watchdog looks every 5 s, once to ask and once to expire
MOST_LOOKS = 30


def abandoned(call: Call, now_ms: int, policy: Policy) -> Call:
    """The call at its end, or as it stands after more looks than any bound allows."""
    asked_ms = max(now_ms, call.alive_until_ms)
    for _ in range(MOST_LOOKS):
        if call.state is CallState.ENDED:
            break
        if call.state is CallState.QUEUED and call.placed_ms is None:
            asked_ms = max(asked_ms, call.expires_ms)
            call = decide(call, DialRefused(asked_ms, "expired"), policy).call
        else:
            asked_ms += UNKNOWN_MS + TICKS_MS
            call = decide(call, WatchdogExpired(asked_ms), policy).call
    return call
