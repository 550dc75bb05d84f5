"""What is thrown away and put in order, once a night, so that a database of many years is as quick as a new one."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from bot.store import pagers, subscriptions
from bot.store.values import moment

MERGED = 2000
"""Of the search index's pages, about so many are merged in one go: all at once would keep everybody waiting."""


def tidy(conn: sqlite3.Connection, at: datetime) -> int:
    """Delete what nobody will ask for again; returns how many rows that were."""
    gone = conn.execute("DELETE FROM drafts WHERE made < ?", (moment(at - subscriptions.DRAFT_LIFE),)).rowcount
    gone += conn.execute("DELETE FROM pagers WHERE asked < ?", (moment(at - pagers.KEPT),)).rowcount
    gone += conn.execute(
        "DELETE FROM pages WHERE NOT EXISTS (SELECT 1 FROM deliveries WHERE content = pages.id)"
    ).rowcount
    conn.execute("INSERT INTO search (search, rank) VALUES ('merge', ?)", (MERGED,))
    return gone


def settle(conn: sqlite3.Connection) -> None:
    """Let SQLite see to its statistics, and write what waits in the log beside the file into it."""
    conn.execute("PRAGMA optimize")
    conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
