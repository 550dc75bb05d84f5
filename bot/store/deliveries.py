"""The outbox's ledger: which page of which edition went where, and what is known of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date

from bot.messages import Delivery, Destination, Page, State
from bot.store.values import array, as_tuple, text


def plan(conn: sqlite3.Connection, destination: Destination, day: date, pages: Sequence[Page]) -> None:
    """Record pages of an edition as planned; those that are planned already stay as they are."""
    chat = text(destination.chat)
    conn.executemany(
        """
        INSERT INTO deliveries (platform, chat, day, page, text, papers, state) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (platform, chat, day, page) DO NOTHING
        """,
        [
            (destination.platform, chat, str(day), page.number, text(page.text), array(page.papers), State.PLANNED)
            for page in pages
        ],
    )


def load(conn: sqlite3.Connection, destination: Destination, day: date) -> list[Delivery]:
    """An edition's deliveries in the order of its pages."""
    rows = conn.execute(
        """
        SELECT id, page, text, papers, state FROM deliveries
        WHERE platform = ? AND chat = ? AND day = ? ORDER BY page
        """,
        (destination.platform, text(destination.chat), str(day)),
    )
    return [
        Delivery(number, Page(number=page, text=words, papers=as_tuple(papers)), State(state))
        for number, page, words, papers, state in rows
    ]


def brought(conn: sqlite3.Connection, destination: Destination) -> frozenset[str]:
    """Ids of all papers on pages ever planned for a destination."""
    rows = conn.execute(
        "SELECT DISTINCT value FROM deliveries, json_each(papers) WHERE platform = ? AND chat = ?",
        (destination.platform, text(destination.chat)),
    )
    return frozenset(paper for (paper,) in rows)


def mark(conn: sqlite3.Connection, delivery: Delivery, state: State) -> None:
    """Record what has become of a page."""
    conn.execute("UPDATE deliveries SET state = ? WHERE id = ?", (state, delivery.id))
