"""How far each destination is, which editions came after a gap, and what the program remembers of itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from datetime import date

from bot.messages import Destination
from bot.store.values import array, as_tuple, text

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


def note_gap(
    conn: sqlite3.Connection, destination: Destination, day: date, since: date | None, skipped: Sequence[date]
) -> None:
    """The edition of ``day`` comes after a gap; what was noted of it before stays."""
    conn.execute(
        "INSERT INTO gaps VALUES (?, ?, ?, ?, ?) ON CONFLICT (platform, chat, day) DO NOTHING",
        (
            destination.platform,
            text(destination.chat),
            str(day),
            str(since) if since else None,
            array(map(str, skipped)),
        ),
    )


def gap(conn: sqlite3.Connection, destination: Destination, day: date) -> tuple[date | None, tuple[date, ...]]:
    """The first day of an edition that came late, and the days before it that were skipped."""
    row = conn.execute(
        "SELECT since, skipped FROM gaps WHERE platform = ? AND chat = ? AND day = ?",
        (destination.platform, text(destination.chat), str(day)),
    ).fetchone()
    since, skipped = row or (None, "[]")
    return date.fromisoformat(since) if since else None, tuple(map(date.fromisoformat, as_tuple(skipped)))


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
