"""Announcements: what arXiv published for a category on a day, in arXiv's order."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.papers import IMPORT, Announced, Announcement, Kind, Paper
from bot.store import index, papers
from bot.store.values import array, as_paper, as_tuple, moment, text

RECENT = timedelta(days=7)
"""How far back a category's earlier announcement can lie: past every weekend and arXiv's winter holidays."""


def save(conn: sqlite3.Connection, announcement: Announcement, at: datetime) -> int:
    """Write one category's day, its papers and its entries; returns how many rows changed."""
    day, category = announcement.day.isoformat(), text(announcement.category)
    written = papers.save(
        conn, (papers.Line(entry.paper, announcement.day, entry.kind) for entry in announcement.entries), at
    )
    index.index(conn, written.papers)
    changed = written.rows
    changed += conn.execute(
        """
        INSERT INTO announcements (day, category, stated, source, added, saved) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (day, category) DO UPDATE
        SET stated = excluded.stated, source = excluded.source, added = excluded.added, saved = excluded.saved
        WHERE (stated, source, added) IS NOT (excluded.stated, excluded.source, excluded.added)
        """,
        (day, category, announcement.stated, text(announcement.source), array(announcement.added), moment(at)),
    ).rowcount
    (key,) = conn.execute("SELECT id FROM announcements WHERE day = ? AND category = ?", (day, category)).fetchone()
    changed += conn.execute(
        """
        INSERT INTO entries (announcement, position, paper, version, kind)
        SELECT ?, s.position, p.number, s.version, s.kind
        FROM temp.staged AS s JOIN papers AS p ON p.id = s.id WHERE true
        ON CONFLICT (announcement, position) DO UPDATE
        SET paper = excluded.paper, version = excluded.version, kind = excluded.kind
        WHERE (paper, version, kind) IS NOT (excluded.paper, excluded.version, excluded.kind)
        """,
        (key,),
    ).rowcount
    changed += conn.execute(
        "DELETE FROM entries WHERE announcement = ? AND position >= ?", (key, len(announcement.entries))
    ).rowcount
    return changed


def save_imported(conn: sqlite3.Connection, at: datetime) -> int:
    """Announce the papers in ``temp.staged`` as a file has them; what arXiv itself said about a day stays as it is."""
    changed = conn.execute(
        """
        INSERT INTO announcements (day, category, source, added, saved)
        SELECT day, category, ?, '[]', ? FROM temp.staged WHERE true GROUP BY day, category ORDER BY min(position)
        ON CONFLICT (day, category) DO NOTHING
        """,
        (IMPORT, moment(at)),
    ).rowcount
    changed += conn.execute(
        """
        INSERT INTO entries (announcement, position, paper, version, kind)
        SELECT a.id,
               coalesce((SELECT max(position) + 1 FROM entries WHERE announcement = a.id), 0)
                   + row_number() OVER (PARTITION BY a.id ORDER BY min(s.position)) - 1,
               p.number, s.version, s.kind
        FROM temp.staged AS s
        JOIN announcements AS a ON a.day = s.day AND a.category = s.category AND a.source = ?
        JOIN papers AS p ON p.id = s.id
        WHERE NOT EXISTS (SELECT 1 FROM entries AS e WHERE e.paper = p.number AND e.announcement = a.id)
        GROUP BY a.id, p.number
        """,
        (IMPORT,),
    ).rowcount
    return changed


def load(conn: sqlite3.Connection, day: date, categories: Sequence[str] | None) -> list[Announcement]:
    """A day's announcements with their papers as they were announced, in the order of ``categories`` or of storing."""
    records = {
        category: (key, stated, source, as_tuple(added))
        for key, category, stated, source, added in conn.execute(
            "SELECT id, category, stated, source, added FROM announcements WHERE day = ? ORDER BY id",
            (day.isoformat(),),
        )
    }
    chosen = list(records) if categories is None else [c for c in dict.fromkeys(categories) if c in records]
    entries: dict[int, list[Announced]] = {records[category][0]: [] for category in chosen}
    shared: dict[tuple[str, int], Paper] = {}  # many papers stand in several categories
    for key, kind, *row in conn.execute(
        """
        SELECT e.announcement, e.kind, p.id, v.version, v.title, v.abstract, v.authors, v.categories, v.comment,
               v.journal_ref, v.doi, v.licence, p.submitted, v.updated
        FROM announcements AS a
        JOIN entries AS e ON e.announcement = a.id
        JOIN papers AS p ON p.number = e.paper
        JOIN versions AS v ON v.paper = e.paper AND v.version = e.version
        WHERE a.day = ? ORDER BY e.announcement, e.position
        """,
        (day.isoformat(),),
    ).fetchall():
        if key in entries:
            name = (row[0], row[1])
            if name not in shared:
                shared[name] = as_paper(*row)
            entries[key].append(Announced(shared[name], Kind(kind)))
    return [
        Announcement(day=day, category=category, entries=tuple(entries[key]), stated=stated, source=source, added=added)
        for category in chosen
        for key, stated, source, added in (records[category],)
    ]


def verified(conn: sqlite3.Connection, day: date) -> frozenset[str]:
    """The categories whose announcement of that day is closed: arXiv counted it, and nothing that it counted lacks."""
    rows = conn.execute(
        """
        SELECT category FROM announcements AS a WHERE day = ? AND source != ?
        AND stated <= (SELECT count(*) FROM entries AS e WHERE e.announcement = a.id)
        """,
        (day.isoformat(), IMPORT),
    )
    return frozenset(category for (category,) in rows)


def stored_since(conn: sqlite3.Connection, day: date, since: datetime) -> frozenset[str]:
    """The categories whose announcement, closed or not, has come from arXiv after that moment."""
    rows = conn.execute(
        "SELECT category FROM announcements WHERE day = ? AND source != ? AND saved > ?",
        (day.isoformat(), IMPORT, moment(since)),
    )
    return frozenset(category for (category,) in rows)


def known_ids(conn: sqlite3.Connection, category: str, before: date) -> frozenset[str]:
    """Ids that arXiv announced in the category in the days before."""
    rows = conn.execute(
        """
        SELECT p.id FROM announcements AS a
        JOIN entries AS e ON e.announcement = a.id JOIN papers AS p ON p.number = e.paper
        WHERE a.category = ? AND a.day >= ? AND a.day < ? AND a.source != ?
        """,
        (text(category), (before - RECENT).isoformat(), before.isoformat(), IMPORT),
    )
    return frozenset(paper_id for (paper_id,) in rows)


def latest_day(conn: sqlite3.Connection) -> date | None:
    """The newest day that something is known about."""
    (day,) = conn.execute("SELECT max(day) FROM announcements").fetchone()
    return date.fromisoformat(day) if day else None
