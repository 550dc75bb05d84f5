"""Papers in all their versions: written a batch at a time, and only where something is new."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.errors import StoreError
from bot.papers import Kind, Paper
from bot.store import index
from bot.store.values import array, as_paper, moment, text
from bot.text import shorten

DAILY = 1_000_000
"""Numbers that one day has for papers; arXiv announces some two thousand."""
TITLE, ABSTRACT, NOTE, NAME = 1000, 20_000, 2000, 200
"""Characters that are kept of a title, an abstract, any other line and each name. arXiv's own form takes abstracts of
1,920; what is far longer is no paper's, and would cost everybody who is shown it."""
CROWD = 20_000
"""Authors that are kept of a paper; the largest collaborations have some five thousand."""


@dataclass(frozen=True, slots=True)
class Line:
    """One paper on its way in: where and how it was announced, as far as that is known."""

    paper: Paper
    day: date
    kind: Kind = Kind.NEW
    category: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """What a batch has changed."""

    rows: int
    papers: set[int]
    """Numbers of the papers of which a version is new or altered; the index awaits them."""


def save(conn: sqlite3.Connection, lines: Iterable[Line], at: datetime) -> Written:
    """Write papers, but not yet their place in the index.

    Whatever a source leaves out stays as it was known, and an older version never takes a newer one's place. The lines
    remain in ``temp.staged`` for whoever stores how they were announced.
    """
    conn.execute("DELETE FROM temp.staged")
    conn.executemany(
        "INSERT INTO temp.staged VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [_staged(position, line) for position, line in enumerate(lines)],
    )
    changed = _number_newcomers(conn)
    changed += conn.execute("""
        UPDATE papers SET version = max(papers.version, s.version), submitted = coalesce(s.submitted, papers.submitted)
        FROM (SELECT id, max(version) AS version, max(submitted) AS submitted FROM temp.staged GROUP BY id) AS s
        WHERE papers.id = s.id
        AND (s.version > papers.version OR papers.submitted IS NOT coalesce(s.submitted, papers.submitted))
    """).rowcount
    rewritten = conn.execute(
        """
        INSERT INTO versions (paper, version, title, abstract, authors, categories, comment, journal_ref, doi, licence,
                              updated, seen)
        SELECT p.number, s.version, s.title, s.abstract, s.authors, s.categories, s.comment, s.journal_ref, s.doi,
               s.licence, s.updated, ?
        FROM temp.staged AS s JOIN papers AS p ON p.id = s.id WHERE true ORDER BY s.position
        ON CONFLICT (paper, version) DO UPDATE SET
            title = excluded.title,
            abstract = coalesce(nullif(excluded.abstract, ''), abstract),
            authors = excluded.authors,
            categories = excluded.categories,
            comment = coalesce(excluded.comment, comment),
            journal_ref = coalesce(excluded.journal_ref, journal_ref),
            doi = coalesce(excluded.doi, doi),
            licence = coalesce(excluded.licence, licence),
            updated = coalesce(excluded.updated, updated)
        WHERE (title, authors, categories) IS NOT (excluded.title, excluded.authors, excluded.categories)
            OR abstract IS NOT coalesce(nullif(excluded.abstract, ''), abstract)
            OR comment IS NOT coalesce(excluded.comment, comment)
            OR journal_ref IS NOT coalesce(excluded.journal_ref, journal_ref)
            OR doi IS NOT coalesce(excluded.doi, doi)
            OR licence IS NOT coalesce(excluded.licence, licence)
            OR updated IS NOT coalesce(excluded.updated, updated)
        RETURNING paper
        """,
        (moment(at),),
    ).fetchall()
    return Written(changed + len(rewritten), {number for (number,) in rewritten})


def save_unannounced(conn: sqlite3.Connection, papers: Sequence[Paper], at: datetime) -> int:
    """Write papers of which only the submission tells their place in time; returns how many rows changed."""
    written = save(conn, (Line(paper, (paper.submitted or at).date()) for paper in papers), at)
    index.index(conn, written.papers)
    return written.rows


def _staged(position: int, line: Line) -> tuple[str | int | None, ...]:
    paper = line.paper
    return (
        position,
        line.day.isoformat(),
        line.category,
        line.kind,
        text(paper.id),
        paper.version,
        text(shorten(paper.title, TITLE)),
        text(shorten(paper.abstract, ABSTRACT)),
        array(shorten(name, NAME) for name in paper.authors[:CROWD]),
        array(paper.categories),
        text(paper.comment and shorten(paper.comment, NOTE)),
        text(paper.journal_ref and shorten(paper.journal_ref, NOTE)),
        text(paper.doi and shorten(paper.doi, NOTE)),
        text(paper.licence),
        moment(paper.submitted),
        moment(paper.updated),
    )


def _number_newcomers(conn: sqlite3.Connection) -> int:
    """Give every paper not seen before its place in the order of announcement."""
    newcomers = conn.execute("""
        SELECT s.day, s.id, max(s.version), max(s.submitted) FROM temp.staged AS s
        WHERE NOT EXISTS (SELECT 1 FROM papers AS p WHERE p.id = s.id)
        GROUP BY s.id ORDER BY s.day, min(s.position)
    """).fetchall()
    rows = []
    day, number, end = "", 0, 0
    for its_day, paper_id, version, submitted in newcomers:
        if its_day != day:
            day, start = its_day, int(its_day.replace("-", "")) * DAILY
            end = start + DAILY
            (number,) = conn.execute(
                "SELECT coalesce(max(number) + 1, ?) FROM papers WHERE number >= ? AND number < ?", (start, start, end)
            ).fetchone()
        if number >= end:
            raise StoreError(f"{day} is full with {DAILY:,} papers; import papers under their real days.")
        rows.append((number, paper_id, version, submitted))
        number += 1
    return conn.executemany("INSERT INTO papers (number, id, version, submitted) VALUES (?, ?, ?, ?)", rows).rowcount


def find(conn: sqlite3.Connection, paper_id: str, version: int | None) -> Paper | None:
    """The paper with this id, in this version or the newest one known."""
    row = conn.execute(
        """
        SELECT p.id, v.version, v.title, v.abstract, v.authors, v.categories, v.comment, v.journal_ref, v.doi,
               v.licence, p.submitted, v.updated
        FROM papers AS p JOIN versions AS v ON v.paper = p.number AND v.version = coalesce(?, p.version)
        WHERE p.id = ?
        """,
        (version, text(paper_id)),
    ).fetchone()
    return row and as_paper(*row)
