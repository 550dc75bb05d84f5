"""The outbox's ledger: which page of which edition went where, and what is known of it."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from bot.messages import Delivery, Destination, Page, State
from bot.store import course
from bot.store.values import array, as_tuple, text


def plan(
    conn: sqlite3.Connection,
    destination: Destination,
    day: date,
    pages: Sequence[Page],
    counts: bool = False,
    since: date | None = None,
    skipped: Sequence[date] = (),
) -> None:
    """Record pages of an edition as planned; those that are planned already stay as they are.

    A page that links to the threads of its edition is stale from the start: they stand only after it. If it
    ``counts``, the destination is as far as ``day`` with it. One that comes late holds all days ``since`` one, and none
    brings those that are ``skipped``.
    """
    chat = text(destination.chat)
    conn.executemany(
        """
        INSERT INTO deliveries (platform, chat, day, page, content, stale, state) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (platform, chat, day, page) DO NOTHING
        """,
        [
            (destination.platform, chat, str(day), page.number, content(conn, page), page.links, State.PLANNED)
            for page in pages
        ],
    )
    if counts:
        course.consider(conn, destination, day)
    if since or skipped:
        course.note_gap(conn, destination, day, since, skipped)


def content(conn: sqlite3.Connection, page: Page) -> int:
    """The number under which all of a page but its place in an edition is kept: once, for all who are sent it."""
    digest, *columns = _columns(page)
    row = conn.execute("SELECT id FROM pages WHERE digest = ?", (digest,)).fetchone()
    if row is None:
        row = conn.execute(
            "INSERT INTO pages (digest, text, papers, thread, form, silent, links) VALUES (?, ?, ?, ?, ?, ?, ?) "
            "RETURNING id",
            (digest, *columns),
        ).fetchone()
        if page.is_line:  # a column that the schema did not always have
            conn.execute("UPDATE pages SET line = 1 WHERE id = ?", row)
    return int(row[0])


@lru_cache(1024)
def _columns(page: Page) -> tuple[object, ...]:
    """A page's row. Worked out once for all who are sent it: they come one after the other."""
    columns = (text(page.text), array(page.papers), text(page.thread), page.form, page.silent, page.links)
    told = f"{columns!r} line" if page.is_line else repr(columns)
    return hashlib.blake2b(told.encode(), digest_size=16).digest(), *columns


def replan(conn: sqlite3.Connection, destination: Destination, day: date, pages: Sequence[Page]) -> None:
    """Put these in the place of all pages of the edition that are only planned."""
    conn.execute(
        "DELETE FROM deliveries WHERE platform = ? AND chat = ? AND day = ? AND state = ?",
        (destination.platform, text(destination.chat), str(day), State.PLANNED),
    )
    plan(conn, destination, day, pages)


_COLUMNS = "deliveries.id, page, text, papers, thread, form, silent, links, line, state, place, anchor, stale, resent"


def load(conn: sqlite3.Connection, destination: Destination, day: date) -> list[Delivery]:
    """An edition's deliveries in the order of its pages."""
    rows = conn.execute(
        f"""
        SELECT {_COLUMNS} FROM deliveries JOIN pages ON pages.id = content
        WHERE platform = ? AND chat = ? AND day = ? ORDER BY page
        """,  # noqa: S608 -- a constant
        (destination.platform, text(destination.chat), str(day)),
    )
    return [_delivery(*row) for row in rows]


def find(conn: sqlite3.Connection, number: int) -> tuple[date, Delivery] | None:
    """One delivery, and the day of its edition."""
    row = conn.execute(
        f"SELECT day, {_COLUMNS} FROM deliveries JOIN pages ON pages.id = content WHERE deliveries.id = ?",  # noqa: S608 -- a constant
        (number,),
    ).fetchone()
    return (date.fromisoformat(row[0]), _delivery(*row[1:])) if row else None


def carrying(conn: sqlite3.Connection, destination: Destination, paper: str) -> tuple[date, Delivery] | None:
    """The first page for a destination that a paper stands on, and the day of its edition."""
    row = conn.execute(
        f"""
        SELECT day, {_COLUMNS} FROM deliveries JOIN pages ON pages.id = content
        WHERE platform = ? AND chat = ? AND ? IN (SELECT value FROM json_each(papers)) ORDER BY day, page LIMIT 1
        """,  # noqa: S608 -- a constant
        (destination.platform, text(destination.chat), text(paper)),
    ).fetchone()
    return (date.fromisoformat(row[0]), _delivery(*row[1:])) if row else None


def _delivery(
    number: int,
    page: int,
    words: str,
    papers: str,
    thread: str,
    form: str,
    silent: int,
    links: int,
    line: int,
    state: str,
    place: str,
    anchor: str,
    stale: int,
    resent: int,
) -> Delivery:
    return Delivery(
        number,
        Page(
            number=page,
            text=words,
            papers=as_tuple(papers),
            thread=thread,
            form=form,
            silent=bool(silent),
            links=bool(links),
            is_line=bool(line),
        ),
        State(state),
        place=place,
        anchor=anchor,
        stale=bool(stale),
        resent=resent,
    )


def unfinished(conn: sqlite3.Connection, since: date, before: date) -> list[tuple[Destination, date]]:
    """Editions from ``since`` on and ``before`` a day that have pages to be sent or edited, oldest first."""
    rows = conn.execute(
        """
        SELECT DISTINCT platform, chat, day FROM deliveries
        WHERE (state IN ('planned', 'sending') OR (state = 'sent' AND stale)) AND day >= ? AND day < ? ORDER BY day
        """,
        (str(since), str(before)),
    )
    return [(Destination(platform, chat), date.fromisoformat(day)) for platform, chat, day in rows]


def brought(conn: sqlite3.Connection, destination: Destination) -> frozenset[str]:
    """Ids of all papers on pages ever planned for a destination, but for those that the platform refused."""
    rows = conn.execute(
        """
        SELECT DISTINCT value FROM deliveries JOIN pages ON pages.id = content, json_each(papers)
        WHERE platform = ? AND chat = ? AND state != ?
        """,
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


def withdraw(conn: sqlite3.Connection, delivery: Delivery, anchor: str) -> None:
    """The attempt with this anchor surely did not arrive: planned again, unless another one has begun since."""
    conn.execute(
        "UPDATE deliveries SET state = ? WHERE id = ? AND state = ? AND anchor = ?",
        (State.PLANNED, delivery.id, State.SENDING, text(anchor)),
    )


def resend(conn: sqlite3.Connection, delivery: Delivery) -> None:
    """Count that a page is sent again although it may have arrived."""
    conn.execute("UPDATE deliveries SET resent = resent + 1 WHERE id = ?", (delivery.id,))


def revise(conn: sqlite3.Connection, delivery: Delivery, page: Page) -> None:
    """Give a page another text; what stands at its place is stale from now on."""
    conn.execute("UPDATE deliveries SET content = ?, stale = 1 WHERE id = ?", (content(conn, page), delivery.id))


def refreshed(conn: sqlite3.Connection, delivery: Delivery) -> None:
    """What stands at its place is what the page says, unless that was revised meanwhile."""
    conn.execute(
        "UPDATE deliveries SET stale = 0 WHERE id = ? AND content = ?", (delivery.id, content(conn, delivery.page))
    )
