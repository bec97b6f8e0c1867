"""Leaves a chat backend alone for a while after it failed, so that nobody waits for it in vain.

Own code because pybreaker and its kin read the machine's clock, and this one runs on any.
"""

from __future__ import annotations

from ruby_fsm.app.ports import Clock
from ruby_fsm.errors import ChatError

REFUSED_FACTOR = 4  # a wrong key mends itself more slowly than a busy server


class Breaker:
    """Closed: all go through. Open: none, until a moment. Half open: one at a time is tried."""

    def __init__(self, clock: Clock, *, failures: int, open_s: float) -> None:
        self._clock = clock
        self._failures, self._open_ms = failures, int(open_s * 1000)
        self._in_a_row = 0
        self._until_ms = 0
        self._is_trying = False
        self._why = ""
        self._last = ""

    def enter(self) -> None:
        """Go through, or be told at once that there is no way. Raises ChatError."""
        if not self._why:
            return
        if self._is_trying or self._clock.now_ms() < self._until_ms:
            raise ChatError(self.trouble, retryable=True)
        self._is_trying = True

    def succeeded(self) -> None:
        self._in_a_row, self._why = 0, ""

    def left(self) -> None:
        """Whoever went through is out again, whatever came of it; the next may try."""
        self._is_trying = False

    def failed(self, error: ChatError) -> None:
        """Counts; opens at the last failure that is borne, at once for one no retry mends."""
        self._in_a_row += 1
        self._last = str(error)
        is_borne = error.retryable and self._in_a_row < self._failures
        if is_borne and not self._why:
            return
        wait_ms = self._open_ms * (1 if error.retryable else REFUSED_FACTOR)
        asked_ms = int(error.retry_after_s * 1000)
        self._until_ms = self._clock.now_ms() + max(wait_ms, asked_ms)
        self._why = str(error)

    @property
    def trouble(self) -> str:
        """Why nobody is let through, or why the last one failed; '' where all is well."""
        if not self._in_a_row:
            return ""
        if not self._why:
            times = "once" if self._in_a_row == 1 else f"{self._in_a_row} times in a row"
            return f"{self._last} (failed {times})"
        left_s = max(0, self._until_ms - self._clock.now_ms()) // 1000
        return f"{self._why} (left alone, tried again in {left_s} s)"
