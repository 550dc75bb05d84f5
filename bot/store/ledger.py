"""The small things that must outlive a restart: tokens paid for, and hosts to be left alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date, datetime

from bot.store.values import moment, text


def add_tokens(conn: sqlite3.Connection, day: date, tokens: int) -> int:
    """Count tokens towards a day; returns the day's sum."""
    conn.execute(
        "INSERT INTO tokens VALUES (?, ?) ON CONFLICT (day) DO UPDATE SET tokens = tokens + excluded.tokens",
        (day.isoformat(), tokens),
    )
    return load_tokens(conn, day)


def load_tokens(conn: sqlite3.Connection, day: date) -> int:
    """What a day has cost so far."""
    row = conn.execute("SELECT tokens FROM tokens WHERE day = ?", (day.isoformat(),)).fetchone()
    return row[0] if row else 0


def save_stops(conn: sqlite3.Connection, stops: Mapping[str, datetime]) -> None:
    """Make these the hosts that are left alone, each until its moment."""
    rows = {(text(host), moment(until)) for host, until in stops.items()}
    stored = set(conn.execute("SELECT host, until FROM stops"))
    conn.executemany("DELETE FROM stops WHERE host = ? AND until = ?", stored - rows)
    conn.executemany("INSERT INTO stops VALUES (?, ?)", rows - stored)


def load_stops(conn: sqlite3.Connection) -> dict[str, datetime]:
    """Hosts that are left alone, and until when."""
    return {host: datetime.fromisoformat(until) for host, until in conn.execute("SELECT host, until FROM stops")}
