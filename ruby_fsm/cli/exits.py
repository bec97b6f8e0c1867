"""Exit codes (sysexits), and an error as a person can act on it: no traceback without --debug."""

from __future__ import annotations

import sys
import traceback

from ruby_fsm.errors import ConfigError, RequestError, RubyError, Unavailable

FINE = 0
CHECK_FAILED = 1
USAGE = 2
UNAVAILABLE = 69
BUG = 70
TRY_LATER = 75
CONFIGURATION = 78
INTERRUPTED = 130

CODES: dict[type[RubyError], int] = {
    ConfigError: CONFIGURATION,
    Unavailable: UNAVAILABLE,
    RequestError: CHECK_FAILED,
}


def code_of(error: RubyError) -> int:
    return next((code for kind, code in CODES.items() if isinstance(error, kind)), TRY_LATER)


def explain(error: RubyError) -> None:
    """What happened and what to do, on standard error, a line for each fault."""
    print(f"ruby-fsm: {error}", file=sys.stderr)


def explain_bug(error: Exception, *, debug: bool) -> None:
    """Our fault. Its words may hold what must not be shown, so only its type is named."""
    if debug:
        traceback.print_exception(error)
        return
    print(
        f"ruby-fsm: an error of ours ({type(error).__name__}). Run the same with --debug before "
        "the command to see where, and report it.",
        file=sys.stderr,
    )
