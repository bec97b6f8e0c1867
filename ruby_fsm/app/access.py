"""Who asks, and whose calls it may see: a token's id, its scopes, and its reach at one endpoint."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

BOOTSTRAP = "bootstrap"  # the token of the environment
ANYONE = "anyone"  # whoever comes while no token is asked for


class Scope(StrEnum):
    """What a token is for; one token may have several."""

    CALLER = "caller"
    OPERATOR = "operator"
    AUDITOR = "auditor"
    ADMIN = "admin"


class Reach(IntEnum):
    """How far a scope goes at an endpoint; of several scopes the farthest counts."""

    NONE = 0
    OWN = 1
    ALL = 2


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose token it is that asks; the id is no secret and stands in calls as their owner."""

    token_id: str
    scopes: frozenset[Scope]


@dataclass(frozen=True, slots=True)
class Viewer:
    """A caller at one endpoint. `reads_numbers`: whole ones of other tokens' calls too."""

    token_id: str
    reach: Reach = Reach.ALL
    reads_numbers: bool = False

    def may_see(self, owner: str) -> bool:
        return self.reach is Reach.ALL or owner == self.token_id

    def may_read_number(self, owner: str) -> bool:
        return self.reads_numbers or owner == self.token_id

    @property
    def only(self) -> str | None:
        """The one owner whose calls exist for it; None: all calls do."""
        return None if self.reach is Reach.ALL else self.token_id


# Without a token all may be done that needs one, but another token's numbers stay masked.
NOBODY_ASKED = Caller(ANYONE, frozenset({Scope.CALLER, Scope.OPERATOR, Scope.AUDITOR}))
BY_ENVIRONMENT = Caller(BOOTSTRAP, frozenset(Scope))
