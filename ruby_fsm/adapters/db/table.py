"""What every table has in common: its prefix, the names of its constraints, its kinds of column."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import SQLModel

# SQLite gives a rowid only to a column spelt INTEGER.
COUNTED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Else SQLite may give the number of a deleted row again.
NEVER_AGAIN = {"sqlite_autoincrement": True}


def partial(name: str, *columns: str, where: sa.TextClause) -> sa.Index:
    return sa.Index(name, *columns, sqlite_where=where, postgresql_where=where)


class RubyRow(SQLModel):
    """Tables carry the prefix `ruby_`: other software may keep its own in the same database."""

    metadata = sa.MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        }
    )
