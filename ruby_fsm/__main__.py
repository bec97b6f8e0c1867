"""`ruby-fsm`, and `python -m ruby_fsm`."""

from __future__ import annotations

import sys

INTERRUPTED = 130


def main() -> None:
    """Run the command line; Ctrl-C is no error of ours, not even while all is being loaded."""
    try:
        from ruby_fsm.cli.main import main as run  # noqa: PLC0415 - so that it can be interrupted
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    run()


if __name__ == "__main__":
    main()
