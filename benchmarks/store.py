"""The store against bare SQLite: the same papers, the same index, one run. ``python -m benchmarks.store`` prints it.

The reference knows no TeX, no versions, no announcements and no second language: it is what the same rows cost when
nothing is done but storing and indexing them.
"""

from __future__ import annotations

import asyncio
import gc
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import TypeAlias

from benchmarks.corpus import AT, imported
from benchmarks.reporting import Report, print_figure
from benchmarks.stall import Stall
from bot.papers import FIELDS, Announced, Announcement, Kind, Paper
from bot.store import Record, Store
from bot.store.index import words

"""Hears what was measured, our figure, the reference's, ours divided by it, and the bound it should keep."""

Row: TypeAlias = tuple[str, str, str, str, str, str]

FIRST = date(2026, 1, 5)
DAY = 1_000  # papers
HISTORY = 70_000
CACHE = 100_000
DAYS = 3
LOOKUPS = 2_000
ROUNDS = 3
STALL = 0.050  # seconds that a handler may have to wait for its turn

_SCHEMA = """
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    CREATE TABLE papers (number INTEGER PRIMARY KEY, id TEXT UNIQUE, title TEXT, abstract TEXT, authors TEXT,
                         categories TEXT, summary TEXT);
    CREATE VIRTUAL TABLE search USING fts5 (title, abstract, authors, summary,
                                            tokenize = "unicode61 remove_diacritics 2");
"""
_TRIGGERS = """
    CREATE TRIGGER added AFTER INSERT ON papers BEGIN
        INSERT INTO search (rowid, title, abstract, authors, summary)
        VALUES (new.number, new.title, new.abstract, new.authors, new.summary);
    END;
    CREATE TRIGGER altered AFTER UPDATE ON papers BEGIN
        UPDATE search SET title = new.title, abstract = new.abstract, authors = new.authors, summary = new.summary
        WHERE rowid = new.number;
    END;
"""
_UPSERT = """
    INSERT INTO papers (id, title, abstract, authors, categories, summary) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET title = excluded.title, abstract = excluded.abstract, authors = excluded.authors,
        categories = excluded.categories, summary = excluded.summary
"""


def run(report: Report) -> None:
    """Measure everything; takes some two minutes and 1.5 GB of temporary disk."""
    gc.freeze()  # as the program does: what start-up made stays, and no collection should walk it again
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_run(Path(folder), report))


async def _run(folder: Path, report: Report) -> None:
    await _stall(folder / "stall.db", report)
    history = list(invent(CACHE))
    rows = [_row(record) for record in history]
    gc.freeze()  # these lists are the benchmark's, and no collection during the measurement should walk them
    with closing(sqlite3.connect(folder / "bare.db", isolation_level=None)) as bare:
        bare.executescript(_SCHEMA)
        async with await Store.open(folder / "paperboy.db") as store:
            ours = await _timed_import(store, history[:HISTORY])
            reference = _timed_load(bare, rows[:HISTORY])
            _ratio(report, f"import of {HISTORY:,} records", ours, reference, "2.5")
            await store.import_records(history[HISTORY:], at=AT)
            _timed_load(bare, rows[HISTORY:])
            bare.executescript(_TRIGGERS)
            await _days(store, bare, report)
            await _lookups(store, bare, [paper.id for _, paper, _ in history], report)


async def _timed_import(store: Store, records: Sequence[Record]) -> float:
    start = time.perf_counter()
    await store.import_records(records, at=AT)
    return time.perf_counter() - start


def _timed_load(bare: sqlite3.Connection, rows: Sequence[Row]) -> float:
    """The quickest way there is: all rows, then all of the index in one statement."""
    start = time.perf_counter()
    bare.execute("BEGIN")
    bare.executemany(_UPSERT, rows)
    bare.execute("""
        INSERT INTO search (rowid, title, abstract, authors, summary)
        SELECT number, title, abstract, authors, summary FROM papers
        WHERE number > coalesce((SELECT max(rowid) FROM search), 0)
    """)
    bare.execute("COMMIT")
    return time.perf_counter() - start


async def _days(store: Store, bare: sqlite3.Connection, report: Report) -> None:
    figures: dict[str, list[tuple[float, float]]] = {"new": [], "unchanged": []}
    for seed in range(1, DAYS + 1):
        records = [(paper, None) for _, paper, _ in invent(DAY, seed=seed)]
        day = Announcement(
            day=FIRST + timedelta(days=CACHE // DAY + seed),
            category="cs.CV",
            entries=tuple(Announced(paper, Kind.NEW) for paper, _ in records),
            source="rss",
        )
        rows = [_row((day.day, paper, None)) for paper, _ in records]
        for measured in figures.values():
            start = time.perf_counter()
            await store.save_announcement(day, at=AT)
            middle = time.perf_counter()
            bare.execute("BEGIN")
            bare.executemany(_UPSERT, rows)
            bare.execute("COMMIT")
            measured.append((middle - start, time.perf_counter() - middle))
    for (state, pairs), bound in zip(figures.items(), ("1.5", "0.1"), strict=True):
        ours, reference = (statistics.median(column) for column in zip(*pairs, strict=True))
        _ratio(report, f"{DAY:,} {state} papers into {CACHE:,}", ours, reference, bound)


async def _lookups(store: Store, bare: sqlite3.Connection, ids: Sequence[str], report: Report) -> None:
    wanted = random.Random(0).sample(ids, LOOKUPS)
    start = time.perf_counter()
    for paper_id in wanted:
        await store.paper(paper_id)
    middle = time.perf_counter()
    for paper_id in wanted:
        bare.execute("SELECT * FROM papers WHERE id = ?", (paper_id,)).fetchone()
    end = time.perf_counter()
    _ratio(report, "lookup by id", (middle - start) / LOOKUPS, (end - middle) / LOOKUPS, "20")


async def _stall(path: Path, report: Report) -> None:
    """How long the event loop was kept from its next turn while records were stored beside it."""
    async with Stall() as stall, await Store.open(path) as store:
        await store.import_records(invent(20_000), at=AT)
    _ratio(report, "longest stall in an import of 20,000", stall.longest, STALL, "1")


def _ratio(report: Report, name: str, ours: float, reference: float, bound: str) -> None:
    report(name, _seconds(ours), _seconds(reference), ours / reference, f"at most {bound}")


def _seconds(value: float) -> str:
    return f"{value:.2f} s" if value >= 1 else f"{value * 1e3:.2f} ms"


def invent(count: int, *, seed: int = 0) -> Iterator[Record]:
    """Records whose invented words are as long, as many and as unevenly common as real ones; always the same."""
    dice = random.Random(seed)
    syllables = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "ist")]
    vocabulary = ["".join(dice.choices(syllables, k=1 + rank % 4)) for rank in range(30_000)]
    latin = _sentences(dice, vocabulary, 22, " ")
    chinese = _sentences(dice, [chr(0x4E00 + rank) for rank in range(4_000)], 40, "")
    rare = vocabulary[500:]
    for n in range(count):
        paper = Paper(
            id=f"26{seed:02}.{n:06}",
            title=dice.choice(latin)[:75].title(),
            abstract=". ".join(dice.choices(latin, k=8)) + ", where $\\alpha_i \\leq 5\\%$.",
            authors=tuple(" ".join(dice.sample(rare, 2)).title() for _ in range(5)),
            categories=(dice.choice(("cs.CV", "cs.LG", "cs.AI")), "stat.ML"),
        )
        yield FIRST + timedelta(days=n // DAY), paper, imported(paper, dice.choices(chinese, k=5))


def _sentences(dice: random.Random, vocabulary: Sequence[str], length: int, space: str) -> list[str]:
    common = [1 / (rank + 3) for rank in range(len(vocabulary))]  # Zipf's law
    drawn = dice.choices(vocabulary, common, k=length * 5_000)
    return [space.join(drawn[n : n + length]) for n in range(0, len(drawn), length)]


def _row(record: Record) -> Row:
    _, paper, summary = record
    said = words("\n".join(getattr(summary, field) for field in FIELDS)) if summary else ""
    return paper.id, paper.title, paper.abstract, ", ".join(paper.authors), " ".join(paper.categories), said


if __name__ == "__main__":
    run(print_figure)
