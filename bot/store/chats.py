"""What is known of chats on their platforms: notes of the platform's own, chats that are closed to us or have moved."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from bot.messages import Destination
from bot.store.values import moment, text


@dataclass(frozen=True, slots=True)
class Closure:
    """Why nothing is sent to a chat, and since when."""

    destination: Destination
    reason: str
    since: datetime


def note(conn: sqlite3.Connection, destination: Destination, name: str) -> str | None:
    """What a platform kept about a chat under this name."""
    row = conn.execute(
        "SELECT value FROM notes WHERE platform = ? AND chat = ? AND name = ?", (*_key(destination), text(name))
    ).fetchone()
    return row[0] if row else None


def notes(conn: sqlite3.Connection, destination: Destination) -> tuple[tuple[str, str], ...]:
    """All that a platform kept about a chat, each with its name."""
    rows = conn.execute(
        "SELECT name, value FROM notes WHERE platform = ? AND chat = ? ORDER BY name", _key(destination)
    )
    return tuple((name, value) for name, value in rows)


def keep_note(conn: sqlite3.Connection, destination: Destination, name: str, value: str | None) -> None:
    """Keep a note in the place of the former one; None forgets it."""
    where = (*_key(destination), text(name))
    conn.execute("DELETE FROM notes WHERE platform = ? AND chat = ? AND name = ?", where)
    if value is not None:
        conn.execute("INSERT INTO notes VALUES (?, ?, ?, ?)", (*where, text(value)))


def close(conn: sqlite3.Connection, destination: Destination, reason: str, at: datetime) -> bool:
    """Record that a chat is closed to us, as was found at that moment; whether it was open before."""
    was_open = not is_closed(conn, destination)
    conn.execute(
        "INSERT INTO closures VALUES (?, ?, ?, ?) "
        "ON CONFLICT (platform, chat) DO UPDATE SET reason = excluded.reason, since = excluded.since",
        (*_key(destination), text(reason), moment(at)),
    )
    return was_open


def open_again(conn: sqlite3.Connection, destination: Destination) -> bool:
    """Record that a chat takes messages; whether it was closed before."""
    return conn.execute("DELETE FROM closures WHERE platform = ? AND chat = ?", _key(destination)).rowcount > 0


def is_closed(conn: sqlite3.Connection, destination: Destination) -> bool:
    """Whether nothing is sent to a chat."""
    row = conn.execute("SELECT 1 FROM closures WHERE platform = ? AND chat = ?", _key(destination)).fetchone()
    return row is not None


def closures(conn: sqlite3.Connection) -> list[Closure]:
    """All chats that are closed to us, the latest last."""
    rows = conn.execute("SELECT platform, chat, reason, since FROM closures ORDER BY since")
    return [
        Closure(Destination(platform, chat), reason, datetime.fromisoformat(since))
        for platform, chat, reason, since in rows
    ]


_FOLLOWING = tuple(
    (
        f"UPDATE OR IGNORE {table} SET chat = ? WHERE platform = ? AND chat = ?",  # noqa: S608 -- names of our own
        f"DELETE FROM {table} WHERE platform = ? AND chat = ?",  # noqa: S608
    )
    for table in ("deliveries", "subscriptions", "notes", "drafts", "considered", "gaps")
)
"""Lets a chat's records go along; what stands under the new id already comes first."""


def move(conn: sqlite3.Connection, destination: Destination, chat: str) -> bool:
    """Let everything that is recorded of a chat follow it to its new id; whether that was not known yet."""
    platform, old = _key(destination)
    new = text(chat)
    if old == new or conn.execute("SELECT 1 FROM moves WHERE platform = ? AND chat = ?", (platform, old)).fetchone():
        return False
    for follow, forget in _FOLLOWING:
        conn.execute(follow, (new, platform, old))
        conn.execute(forget, (platform, old))
    conn.execute("UPDATE moves SET target = ? WHERE platform = ? AND target = ?", (new, platform, old))
    conn.execute("INSERT INTO moves VALUES (?, ?, ?)", (platform, old, new))
    open_again(conn, destination)
    return True


def rename(conn: sqlite3.Connection, destination: Destination, chat: str) -> None:
    """Let a name lead to another chat than before."""
    conn.execute("UPDATE moves SET target = ? WHERE platform = ? AND chat = ?", (text(chat), *_key(destination)))


def moves(conn: sqlite3.Connection) -> dict[Destination, Destination]:
    """Where chats have moved to."""
    rows = conn.execute("SELECT platform, chat, target FROM moves")
    return {Destination(platform, chat): Destination(platform, target) for platform, chat, target in rows}


def note_cause(conn: sqlite3.Connection, cause: str, sentence: str, at: datetime) -> bool:
    """Record what the people who run the bot must know, until one of them has heard it; whether that is new."""
    cursor = conn.execute(
        "INSERT INTO notices VALUES (?, ?, 1, ?) ON CONFLICT (cause) DO NOTHING",
        (text(cause), text(sentence), moment(at)),
    )
    return cursor.rowcount > 0


def untold(conn: sqlite3.Connection) -> list[tuple[str, str]]:
    """Causes that nobody could be told of yet, each with its sentence, the oldest first."""
    return list(conn.execute("SELECT cause, sentence FROM notices WHERE waiting ORDER BY told"))


def told(conn: sqlite3.Connection, cause: str) -> None:
    """Somebody has heard of it."""
    conn.execute("UPDATE notices SET waiting = 0 WHERE cause = ?", (text(cause),))


def is_known(conn: sqlite3.Connection, cause: str) -> bool:
    """Whether a cause was noted."""
    return conn.execute("SELECT 1 FROM notices WHERE cause = ?", (text(cause),)).fetchone() is not None


def settle(conn: sqlite3.Connection, cause: str) -> bool:
    """Forget a cause, so that it is told again should it come back; whether it was told."""
    return conn.execute("DELETE FROM notices WHERE cause = ?", (text(cause),)).rowcount > 0


def _key(destination: Destination) -> tuple[str, str]:
    return destination.platform, text(destination.chat)
