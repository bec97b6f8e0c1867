"""`ruby-fsm`, and `python -m ruby_fsm`."""

from __future__ import annotations

import gc
import sys

INTERRUPTED = 130
# New objects before Python looks for garbage among them; its own 700 are made by half a turn.
YOUNG = 20_000


def main() -> None:
    """Run the command line; Ctrl-C is no error of ours, not even while all is being loaded."""
    gc.disable()
    try:
        from ruby_fsm.cli.main import main as run  # noqa: PLC0415 - so that it can be interrupted
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    spare_what_is_loaded()
    run()


def spare_what_is_loaded() -> None:
    """Code is never garbage, and looking through all of it again costs a turn a quarter."""
    gc.freeze()
    gc.set_threshold(YOUNG)
    gc.enable()


if __name__ == "__main__":
    main()
