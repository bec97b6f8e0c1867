"""`ruby-fsm`, and `python -m ruby_fsm`."""

from __future__ import annotations

from ruby_fsm.cli.main import main

if __name__ == "__main__":
    main()
