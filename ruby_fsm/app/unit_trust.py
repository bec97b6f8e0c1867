"""The store inside a unit of work, as far as trust goes: tokens, audit trail, limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # they speak of units themselves
    from ruby_fsm.app.tokens import Token
    from ruby_fsm.app.trail import Act, Entry


class TrustUnit(Protocol):
    def add_token(self, token: Token, sha256: str) -> None: ...

    def use_token(self, token_id: str, at_ms: int) -> None: ...

    def revoke_token(self, token_id: str, at_ms: int) -> bool:
        """False: there is none, or it was revoked before."""

    def audit(self, entry: Entry) -> None:
        """The next row of the trail; units that write one wait for each other from here on."""

    def last_detail(self, act: Act) -> str | None:
        """JSON of the newest row of this act; None where there is none."""

    def limits_alone(self) -> None:
        """No other unit looks at the limits until this one has ended."""

    def limit_due_us(self, key: str) -> int:
        """See `app.limits`; 0 where nothing is kept under that key."""

    def set_limit_due_us(self, key: str, due_us: int) -> None: ...

    def forget_limits(self, before_us: int) -> None:
        """Those that hold nobody back any more."""
