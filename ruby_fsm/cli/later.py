"""Commands the contract names that are not built yet: each says so, and what to do instead."""

from __future__ import annotations

import rich_click as click

from ruby_fsm.config.later import command
from ruby_fsm.errors import NotYet

# Whatever is written after such a command, the answer is that it is not there yet.
ANYTHING = {"ignore_unknown_options": True, "allow_extra_args": True}


@click.command(context_settings=ANYTHING)
def token() -> None:
    """Make and revoke tokens with scopes (not built yet)."""
    raise NotYet(str(command("token")))
