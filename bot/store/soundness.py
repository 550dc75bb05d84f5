"""Whether the database is sound: a glance at every start, and SQLite's own check of all of it when there is reason."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.errors import StoreError
from bot.store.database import WAY_BACK, connect, explained
from bot.store.deadline import Deadline

_TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0"
"""Those that lie in the file: what is only computed may take long."""


async def examine(path: Path, *, seconds: float) -> bool:
    """Look for damage, for so long: at every table's beginning, then at all of it; whether there was time for all.

    Nothing is written, and whoever works with the database goes on.

    :raises StoreError: it is damaged, with what was found first, and the way back
    """
    return await asyncio.to_thread(_examine, path, seconds)


def _examine(path: Path, seconds: float) -> bool:
    with explained(path), closing(connect(path, "ro", seconds)) as connection:
        for (table,) in connection.execute(_TABLES).fetchall():
            connection.execute(f'SELECT * FROM "{table}" LIMIT 1').fetchone()  # noqa: S608 -- names of our own
        found = damage(connection, seconds=seconds)
    if found:
        raise StoreError(f"{path} is damaged ({found}); {WAY_BACK}")
    return found is not None


def damage(connection: sqlite3.Connection, *, seconds: float) -> str | None:
    """The first thing that SQLite's own check finds wrong, on one line; empty where nothing is, None without time."""
    with Deadline(connection, seconds) as deadline:
        found = " ".join(" ".join(str(row[0]) for row in deadline.rows("PRAGMA quick_check(1)")).split())
    if deadline.passed:
        return None
    return "" if found == "ok" else found
