"""How far each destination is, which editions came late, and what the program remembers of itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from datetime import date

from bot.messages import Destination
from bot.store.values import text

VERSION = "subscriptions"
"""Under this name stands a number that counts on whenever one of them changes."""


def considered(conn: sqlite3.Connection) -> dict[Destination, date]:
    """The newest day that each destination was brought, or that had nothing in it."""
    rows = conn.execute("SELECT platform, chat, day FROM considered")
    return {Destination(platform, chat): date.fromisoformat(day) for platform, chat, day in rows}


def consider(conn: sqlite3.Connection, destination: Destination, day: date) -> None:
    """A destination is that far; never less far than before."""
    conn.execute(
        "INSERT INTO considered VALUES (?, ?, ?) "
        "ON CONFLICT (platform, chat) DO UPDATE SET day = max(day, excluded.day)",
        (destination.platform, text(destination.chat), str(day)),
    )


def enrol(conn: sqlite3.Connection, destinations: Collection[Destination], day: date) -> None:
    """Let those that are new be as far as ``day``, and forget those that are none of these."""
    wanted = {(one.platform, text(one.chat)) for one in destinations}
    known = set(conn.execute("SELECT platform, chat FROM considered"))
    conn.executemany("DELETE FROM considered WHERE platform = ? AND chat = ?", known - wanted)
    conn.executemany("INSERT INTO considered VALUES (?, ?, ?)", [(*one, str(day)) for one in wanted - known])


def note_late(conn: sqlite3.Connection, destination: Destination, day: date, since: date) -> None:
    """The edition of ``day`` comes late and holds all days ``since`` one; what was noted before stays."""
    conn.execute(
        "INSERT INTO late VALUES (?, ?, ?, ?) ON CONFLICT (platform, chat, day) DO NOTHING",
        (destination.platform, text(destination.chat), str(day), str(since)),
    )


def since(conn: sqlite3.Connection, destination: Destination, day: date) -> date | None:
    """The first day of an edition that came late."""
    row = conn.execute(
        "SELECT since FROM late WHERE platform = ? AND chat = ? AND day = ?",
        (destination.platform, text(destination.chat), str(day)),
    ).fetchone()
    return date.fromisoformat(row[0]) if row else None


def kept(conn: sqlite3.Connection, name: str) -> str | None:
    """What the program keeps of itself under a name."""
    row = conn.execute("SELECT value FROM kept WHERE name = ?", (text(name),)).fetchone()
    return row[0] if row else None


def keep(conn: sqlite3.Connection, name: str, value: str) -> None:
    """Keep it in the place of what was there."""
    conn.execute(
        "INSERT INTO kept VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (text(name), text(value)),
    )
