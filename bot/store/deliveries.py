"""The outbox's ledger: which page of which edition went where, and what is known of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date

from bot.messages import Delivery, Destination, Page, State
from bot.store.values import array, as_tuple, text


def plan(conn: sqlite3.Connection, destination: Destination, day: date, pages: Sequence[Page]) -> None:
    """Record pages of an edition as planned; those that are planned already stay as they are.

    A page that links to the threads of its edition is stale from the start: they stand only after it.
    """
    chat = text(destination.chat)
    conn.executemany(
        """
        INSERT INTO deliveries
            (platform, chat, day, page, text, papers, thread, form, silent, links, stale, state)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (platform, chat, day, page) DO NOTHING
        """,
        [
            (
                *(destination.platform, chat, str(day), page.number, text(page.text), array(page.papers)),
                *(page.thread, page.form, page.silent, page.links, page.links, State.PLANNED),
            )
            for page in pages
        ],
    )


def replan(conn: sqlite3.Connection, destination: Destination, day: date, pages: Sequence[Page]) -> None:
    """Put these in the place of all pages of the edition that are only planned."""
    conn.execute(
        "DELETE FROM deliveries WHERE platform = ? AND chat = ? AND day = ? AND state = ?",
        (destination.platform, text(destination.chat), str(day), State.PLANNED),
    )
    plan(conn, destination, day, pages)


def load(conn: sqlite3.Connection, destination: Destination, day: date) -> list[Delivery]:
    """An edition's deliveries in the order of its pages."""
    rows = conn.execute(
        """
        SELECT id, page, text, papers, thread, form, silent, links, state, place, anchor, stale FROM deliveries
        WHERE platform = ? AND chat = ? AND day = ? ORDER BY page
        """,
        (destination.platform, text(destination.chat), str(day)),
    )
    return [
        Delivery(
            number,
            Page(
                number=page,
                text=words,
                papers=as_tuple(papers),
                thread=thread,
                form=form,
                silent=bool(silent),
                links=bool(links),
            ),
            State(state),
            place=place,
            anchor=anchor,
            stale=bool(stale),
        )
        for number, page, words, papers, thread, form, silent, links, state, place, anchor, stale in rows
    ]


def unfinished(conn: sqlite3.Connection, since: date, before: date) -> list[tuple[Destination, date]]:
    """Editions from ``since`` on and ``before`` a day that have pages to be sent, the oldest first."""
    rows = conn.execute(
        """
        SELECT DISTINCT platform, chat, day FROM deliveries
        WHERE state IN ('planned', 'sending') AND day >= ? AND day < ? ORDER BY day
        """,
        (str(since), str(before)),
    )
    return [(Destination(platform, chat), date.fromisoformat(day)) for platform, chat, day in rows]


def brought(conn: sqlite3.Connection, destination: Destination) -> frozenset[str]:
    """Ids of all papers on pages ever planned for a destination, but for those that the platform refused."""
    rows = conn.execute(
        "SELECT DISTINCT value FROM deliveries, json_each(papers) WHERE platform = ? AND chat = ? AND state != ?",
        (destination.platform, text(destination.chat), State.FAILED),
    )
    return frozenset(paper for (paper,) in rows)


def mark(conn: sqlite3.Connection, delivery: Delivery, state: State, place: str, anchor: str, reason: str) -> None:
    """Record what has become of a page; what is empty stays as it was."""
    conn.execute(
        """
        UPDATE deliveries SET
            state = ?, place = coalesce(?, place), anchor = coalesce(?, anchor), reason = coalesce(?, reason)
        WHERE id = ?
        """,
        (state, text(place or None), text(anchor or None), text(reason or None), delivery.id),
    )


def revise(conn: sqlite3.Connection, delivery: Delivery, page: Page) -> None:
    """Give a page another text; what stands at its place is stale from now on."""
    conn.execute(
        "UPDATE deliveries SET text = ?, form = ?, stale = 1 WHERE id = ?", (text(page.text), page.form, delivery.id)
    )


def refreshed(conn: sqlite3.Connection, delivery: Delivery) -> None:
    """What stands at its place is what the page says, unless that was revised meanwhile."""
    conn.execute("UPDATE deliveries SET stale = 0 WHERE id = ? AND text = ?", (delivery.id, text(delivery.page.text)))
