"""The store against bare SQLite: the same papers, the same index, one run. ``python -m benchmarks.store`` prints it."""

from __future__ import annotations

import asyncio
import os
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeAlias

from bot.papers import Announced, Announcement, Kind, Paper, Summary
from bot.store import Record, Store
from bot.store.search import words

Report: TypeAlias = Callable[[str, str, str, float, str], None]
"""Takes what was measured, our figure, the reference's, ours in relation to it, and what it should keep to."""

AT = datetime(2026, 11, 20, 1, tzinfo=UTC)
MONDAY = date(2026, 1, 5)
DAY = 1000  # papers

_SCHEMA = """
    PRAGMA journal_mode = WAL;
    CREATE TABLE papers (number INTEGER PRIMARY KEY, id TEXT UNIQUE, version INTEGER, title TEXT, abstract TEXT,
                         authors TEXT, categories TEXT, summary TEXT);
    CREATE VIRTUAL TABLE search USING fts5(title, abstract, authors, summaries,
                                           tokenize = "unicode61 remove_diacritics 2");
"""
_ROW = "INSERT INTO papers (id, version, title, abstract, authors, categories, summary) VALUES (?, ?, ?, ?, ?, ?, ?)"


def invent(count: int, *, seed: int = 0, day: date = MONDAY) -> Iterator[Record]:
    """Records with invented words as long, as many and as unevenly common as in real abstracts; always the same ones."""
    dice = random.Random(seed)
    syllables = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "ist")]
    vocabulary = ["".join(dice.choices(syllables, k=1 + rank % 4)) for rank in range(30_000)]
    latin = _sentences(dice, vocabulary, 22, " ")
    chinese = _sentences(dice, [chr(0x4E00 + n) for n in range(4000)], 40, "")
    for n in range(count):
        paper = Paper(
            id=f"{2601 + n // 90_000:04}.{seed % 10}{n % 90_000 + 10_000}"[:11],
            title=dice.choice(latin)[:75],
            abstract=" ".join(dice.choices(latin, k=8)) + " with $\\alpha_i \\leq 5\\%$.",
            authors=tuple(" ".join(dice.sample(vocabulary[500:], 2)).title() for _ in range(5)),
            categories=(dice.choice(("cs.CV", "cs.LG", "cs.AI")), "stat.ML"),
        )
        summary = Summary(
            **dict(zip(("tldr", "motivation", "method", "result", "conclusion"), dice.choices(chinese, k=5), strict=True)),
            paper_id=paper.id,
            version=1,
            language="Chinese",
            origin="import",
            made=AT,
        )
        yield day + timedelta(days=n // DAY), paper, summary


def _sentences(dice: random.Random, vocabulary: list[str], length: int, space: str) -> list[str]:
    weights = [1 / (rank + 3) for rank in range(len(vocabulary))]
    drawn = dice.choices(vocabulary, weights, k=length * 5000)
    return [space.join(drawn[n : n + length]) for n in range(0, len(drawn), length)]


def _bare(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(_SCHEMA)
    return connection


def _flat(record: Record) -> tuple[str, int, str, str, str, str, str]:
    _, paper, summary = record
    said = words("\n".join((summary.tldr, summary.motivation, summary.method, summary.result, summary.conclusion))) if summary else ""
    return paper.id, 1, paper.title, paper.abstract, ", ".join(paper.authors), " ".join(paper.categories), said


def _load_bare(connection: sqlite3.Connection, rows: list[tuple[str, int, str, str, str, str, str]]) -> None:
    connection.execute("BEGIN")
    connection.executemany(_ROW, rows)
    connection.execute("INSERT INTO search (rowid, title, abstract, authors, summaries) "
                       "SELECT number, title, abstract, authors, summary FROM papers")
    connection.execute("COMMIT")
