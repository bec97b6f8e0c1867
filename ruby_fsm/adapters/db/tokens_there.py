"""Whether a database has a good token, before the service has opened or upgraded it."""

from __future__ import annotations

import sqlalchemy as sa

from ruby_fsm.adapters.db.faults import unavailable
from ruby_fsm.adapters.db.places import Place, is_made, migration_engine
from ruby_fsm.adapters.db.tables import TOKENS

_T = TOKENS.c


def has_good_token(place: Place, now_ms: int) -> bool:
    """Makes nothing, and minds no schema but the table's own. Raises Unavailable."""
    if not is_made(place):
        return False
    is_good = sa.and_(
        _T.revoked_ms.is_(None), sa.or_(_T.expires_ms.is_(None), _T.expires_ms > now_ms)
    )
    engine = migration_engine(place)
    try:
        with unavailable(place), engine.connect() as connection:
            if not sa.inspect(connection).has_table(TOKENS.name):
                return False
            found = connection.execute(sa.select(_T.token_id).where(is_good).limit(1)).first()
    finally:
        engine.dispose()
    return found is not None
