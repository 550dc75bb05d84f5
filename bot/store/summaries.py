"""Summaries by paper, version and language, and the list of those that a model still owes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.papers import Paper, Summary
from bot.store import index
from bot.store.values import array, as_tuple, moment, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A summary that a model was asked for and did not give in a shape fit to show."""

    paper_id: str
    version: int
    language: str
    """The language that was asked for."""
    defect: str
    """Why the last attempt failed."""
    attempts: int
    last: datetime
    """When the last attempt was made (aware, UTC)."""


def save(conn: sqlite3.Connection, summary: Summary, defect: str | None, wanted: str | None) -> None:
    """Write a summary, and settle or note what is owed in the language that was wanted."""
    changed = write(conn, [summary])
    index.index(conn, changed)
    owed = (text(summary.paper_id), summary.version, text(wanted or summary.language))
    if defect is not None:
        conn.execute(
            """
            INSERT INTO repairs (paper, version, language, defect, attempts, last)
            SELECT number, ?, ?, ?, 1, ? FROM papers WHERE id = ?
            ON CONFLICT (paper, version, language) DO UPDATE
            SET defect = excluded.defect, attempts = attempts + 1, last = excluded.last
            """,
            (owed[1], owed[2], text(defect), moment(summary.made), owed[0]),
        )
    elif not summary.is_extract:
        conn.execute(
            """
            DELETE FROM repairs
            WHERE paper = (SELECT number FROM papers WHERE id = ?) AND version = ? AND language = ?
            """,
            owed,
        )


def write(conn: sqlite3.Connection, summaries: Sequence[Summary]) -> set[int]:
    """Write summaries of stored papers; returns the numbers of the papers whose searchable words changed.

    What a file brings never replaces what a model wrote, and the same words keep the date when they were first written.

    :raises LookupError: of a paper version that is not stored
    """
    changed = set()
    for summary in summaries:
        paper_id = text(summary.paper_id)
        found = conn.execute(
            "SELECT number FROM papers JOIN versions ON paper = number WHERE id = ? AND versions.version = ?",
            (paper_id, summary.version),
        ).fetchone()
        if found is None:
            raise LookupError(f"{paper_id}v{summary.version} has a summary, but is not stored")
        row = (
            *(*found, summary.version, text(summary.language), summary.is_extract),
            *(text(summary.tldr), text(summary.motivation), text(summary.method)),
            *(text(summary.result), text(summary.conclusion)),
            *(text(summary.origin), text(summary.prompt), moment(summary.made), array(summary.unsupported)),
        )
        written = conn.execute(
            """
            INSERT INTO summaries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (paper, version, language, extract) DO UPDATE SET
                tldr = excluded.tldr, motivation = excluded.motivation, method = excluded.method,
                result = excluded.result, conclusion = excluded.conclusion, origin = excluded.origin,
                prompt = excluded.prompt, made = excluded.made, unsupported = excluded.unsupported
            WHERE (excluded.origin != 'import' OR origin = 'import')
            AND (tldr, motivation, method, result, conclusion, origin, prompt, unsupported)
                IS NOT (excluded.tldr, excluded.motivation, excluded.method, excluded.result, excluded.conclusion,
                        excluded.origin, excluded.prompt, excluded.unsupported)
            """,
            row,
        ).rowcount
        if written and not summary.is_extract:
            changed.update(found)
    return changed


def load(
    conn: sqlite3.Connection, papers: Sequence[Paper], language: str | None, prompt: str | None
) -> dict[str, Summary]:
    """The best summary of each paper's version, by paper id: in the language, or else the abstract's own words."""
    rows = conn.execute(
        """
        SELECT p.id, s.version, s.language, s.tldr, s.motivation, s.method, s.result, s.conclusion, s.origin, s.prompt,
               s.made, s.unsupported
        FROM json_each(?) AS wanted
        JOIN papers AS p ON p.id = json_extract(wanted.value, '$[0]')
        JOIN summaries AS s ON s.paper = p.number AND s.version = json_extract(wanted.value, '$[1]')
        WHERE s.extract OR (s.language = coalesce(?, s.language) AND s.prompt IN (coalesce(?, s.prompt), ''))
        ORDER BY s.extract DESC, s.made
        """,
        (json.dumps([(text(paper.id), paper.version) for paper in papers]), text(language), text(prompt)),
    )
    return {row[0]: _summary(*row) for row in rows}  # the better ones come later


def _summary(
    paper_id: str,
    version: int,
    language: str,
    tldr: str,
    motivation: str,
    method: str,
    result: str,
    conclusion: str,
    origin: str,
    prompt: str,
    made: str,
    unsupported: str,
) -> Summary:
    return Summary(
        paper_id=paper_id,
        version=version,
        language=language,
        tldr=tldr,
        motivation=motivation,
        method=method,
        result=result,
        conclusion=conclusion,
        origin=origin,
        prompt=prompt,
        made=datetime.fromisoformat(made),
        unsupported=as_tuple(unsupported),
    )


def repairs(conn: sqlite3.Connection, language: str) -> list[Repair]:
    """What is still owed in a language, the newest papers first."""
    rows = conn.execute(
        """
        SELECT p.id, r.version, r.language, r.defect, r.attempts, r.last
        FROM repairs AS r JOIN papers AS p ON p.number = r.paper
        WHERE r.language = ? ORDER BY r.paper DESC, r.version DESC
        """,
        (text(language),),
    )
    return [
        Repair(
            paper_id=paper_id,
            version=version,
            language=owed,
            defect=defect,
            attempts=attempts,
            last=datetime.fromisoformat(last),
        )
        for paper_id, version, owed, defect, attempts, last in rows
    ]
