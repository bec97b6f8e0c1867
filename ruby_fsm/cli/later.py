"""Commands the contract names that are not built yet: each says so, and what to do instead."""

from __future__ import annotations

import rich_click as click

from ruby_fsm.errors import NotYet


@click.command()
def doctor() -> None:
    """Check everything the service needs (not built yet)."""
    raise NotYet(
        "doctor is not built yet. 'ruby-fsm config check' checks the configuration, and a started "
        "service tells its health at /ai-calling/health and /phone/health."
    )


@click.command()
def token() -> None:
    """Make and revoke tokens with scopes (not built yet)."""
    raise NotYet(
        "token is not built yet: there is one token with every scope, RUBY_API_TOKEN. Make one "
        'with: python3 -c "import secrets; print(secrets.token_urlsafe(32))"'
    )
