"""Histories from files: thousands of papers and summaries at the speed of a bulk load."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from bot.categories import resolve
from bot.papers import Paper, Summary
from bot.store import announcements, index, papers, summaries

BATCH = 1000
"""Records in one transaction: what a kill in the middle costs, and how long another writer waits at most."""

Record: TypeAlias = tuple[date, Paper, Summary | None]
"""A paper, the announcement day it is filed under, and its summary if there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import has done."""

    records: int = 0
    """How many were read."""
    papers: int = 0
    """How many papers were new, or said something new."""
    summaries: int = 0
    """How many papers got new words from a summary."""


def save(conn: sqlite3.Connection, records: Sequence[Record], at: datetime, so_far: Imported) -> Imported:
    """Write one batch of records; returns the account with this batch added. Writing it again changes nothing."""
    lines = (papers.Line(paper, day, category=resolve(paper.primary)) for day, paper, _ in records)
    written = papers.save(conn, lines, at)
    announcements.save_imported(conn, at)
    summarized = summaries.write(conn, [summary for _, _, summary in records if summary])
    index.index(conn, written.papers | summarized)
    return Imported(
        records=so_far.records + len(records),
        papers=so_far.papers + len(written.papers),
        summaries=so_far.summaries + len(summarized),
    )
