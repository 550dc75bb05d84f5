"""Searches that people may page through: the query is kept here, because a button has room for 64 bytes only."""

from __future__ import annotations

import base64
import hashlib
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.query import Order, Query, parse
from bot.store.values import moment, text

KEPT = timedelta(days=30)
"""How long a list can be paged through after it was last asked for."""


@dataclass(frozen=True, slots=True)
class Pager:
    """A search as its pages need it."""

    query: Query
    order: Order


def keep(conn: sqlite3.Connection, query: Query, order: Order, at: datetime) -> str:
    """Keep a search under a token of twelve characters; the same search always has the same one."""
    words = text(str(query))
    digest = hashlib.blake2b(f"{order} {words}".encode(), digest_size=9).digest()
    token = base64.urlsafe_b64encode(digest).decode()
    conn.execute("DELETE FROM pagers WHERE asked < ?", (moment(at - KEPT),))
    conn.execute(
        """
        INSERT INTO pagers (token, query, sequence, asked) VALUES (?, ?, ?, ?)
        ON CONFLICT (token) DO UPDATE SET asked = excluded.asked
        """,
        (token, words, order, moment(at)),
    )
    return token


def load(conn: sqlite3.Connection, token: str) -> Pager | None:
    """The search behind a token; None once it is no longer kept."""
    row = conn.execute("SELECT query, sequence, asked FROM pagers WHERE token = ?", (text(token),)).fetchone()
    if row is None:
        return None
    query, order, asked = row
    # Days are written out in the normal form, so that this day decides nothing.
    return Pager(parse(query, today=datetime.fromisoformat(asked).date()), Order(order))
