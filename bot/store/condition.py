"""How the database is doing, for whoever runs the bot."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """The store at one moment."""

    size: int
    """Bytes of the database file, without what still waits in the write-ahead log."""
    unfinished: int
    """Pages that are planned or under way."""
    owed: int
    """Summaries, in any language, that a model still owes and is asked for again."""


def load(conn: sqlite3.Connection, attempts: int) -> Condition:
    """The condition; a summary counts as owed while it was asked for fewer than ``attempts`` times."""
    (pages,) = conn.execute("PRAGMA page_count").fetchone()
    (page_size,) = conn.execute("PRAGMA page_size").fetchone()
    # Spelled out, as the index over what is unfinished spells it: of years of deliveries only those are read.
    (unfinished,) = conn.execute("SELECT count(*) FROM deliveries WHERE state IN ('planned', 'sending')").fetchone()
    (owed,) = conn.execute("SELECT count(*) FROM repairs WHERE attempts < ?", (attempts,)).fetchone()
    return Condition(size=pages * page_size, unfinished=unfinished, owed=owed)
