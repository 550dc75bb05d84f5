"""Histories from files: whole, repeatable, and whole batches even when the process is killed."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import UsageError
from bot.papers import Announced, Announcement, Kind, Paper, Summary
from bot.store import Imported, Record, Store
from bot.store.imports import BATCH
from tests.doubles.papers import invent

AT = datetime(2026, 11, 20, 1, tzinfo=UTC)
DAY = date(2026, 11, 20)
ROOT = Path(__file__).parents[3]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with await Store.open(tmp_path / "papers.db") as opened:
        yield opened


def record(paper: Paper, day: date = DAY, tldr: str = "纸船", made: datetime = AT) -> Record:
    summary = Summary(paper_id=paper.id, version=1, language="Chinese", tldr=tldr, origin="import", made=made)
    return day, paper, summary


async def test_records_are_filed_under_their_day_and_primary_category_in_the_order_of_the_file(store: Store) -> None:
    vision, numerics, learning = (
        invent(3),
        invent(2, category="cs.NA", first=91001),
        invent(2, category="cs.LG", first=92001),
    )
    earlier = [record(paper, DAY - timedelta(days=1)) for paper in learning]
    today = [record(paper) for paper in (vision[2], numerics[1], vision[0], numerics[0], vision[1])]
    assert await store.import_records([*earlier, *today], at=AT) == Imported(records=7, papers=7, summaries=7)
    (first, second) = await store.announcements(DAY)
    assert (first.category, [entry.paper for entry in first.entries]) == ("cs.CV", [vision[2], vision[0], vision[1]])
    assert (second.category, [entry.paper for entry in second.entries]) == ("math.NA", numerics[::-1])
    assert {first.source, second.source} == {"import"}
    (yesterday,) = await store.announcements(DAY - timedelta(days=1))
    assert [entry.paper for entry in yesterday.entries] == learning
    assert set(await store.summaries(vision, "Chinese")) == {paper.id for paper in vision}


async def test_importing_again_changes_nothing_and_importing_more_adds_to_the_day(store: Store) -> None:
    papers = invent(5)
    await store.import_records([record(paper) for paper in papers[:3]], at=AT)
    later = AT + timedelta(days=1)
    again = [record(paper, made=later) for paper in papers[:3]]
    assert await store.import_records(again, at=later) == Imported(records=3)
    await store.import_records([record(paper) for paper in reversed(papers)], at=later)
    (day,) = await store.announcements(DAY)
    assert [entry.paper for entry in day.entries] == [*papers[:3], papers[4], papers[3]]
    assert (await store.summaries(papers, "Chinese"))[papers[0].id].made == AT


async def test_arxivs_own_word_about_a_day_replaces_a_files_and_is_not_replaced_by_it(store: Store) -> None:
    papers = invent(4)
    await store.import_records([record(paper) for paper in papers[:2]], at=AT)
    assert await store.verified(DAY) == frozenset()
    assert await store.known_ids("cs.CV", DAY + timedelta(days=1)) == frozenset()
    official = Announcement(
        day=DAY, category="cs.CV", entries=tuple(Announced(paper, Kind.NEW) for paper in papers[1:3]), source="rss"
    )
    await store.save_announcement(official, at=AT)
    await store.import_records([record(papers[3])], at=AT)
    assert await store.announcements(DAY) == [official]
    assert await store.paper(papers[3].id) == papers[3]


async def test_a_files_summary_never_replaces_a_models(store: Store) -> None:
    (paper,) = invent(1)
    await store.import_records([record(paper)], at=AT)
    _, _, imported = record(paper)
    assert imported is not None
    written = replace(imported, origin="model-9", tldr="model", prompt="1")
    await store.save_summary(written)
    assert await store.import_records([record(paper, tldr="file")], at=AT) == Imported(records=1)
    assert await store.summaries([paper], "Chinese") == {paper.id: written}


async def test_a_bad_record_ends_the_import_and_the_batches_before_it_stay(store: Store) -> None:
    papers = invent(BATCH + 10)

    def records() -> Iterator[Record]:
        yield from (record(paper) for paper in papers)
        raise UsageError("line 1,011: no title")

    heard: list[int] = []
    with pytest.raises(UsageError, match="line 1,011"):
        await store.import_records(records(), at=AT, progress=heard.append)
    assert heard == [BATCH]
    (day,) = await store.announcements(DAY)
    assert [entry.paper for entry in day.entries] == papers[:BATCH]


async def test_a_record_that_comes_twice_in_a_file_is_filed_once(store: Store) -> None:
    (paper,) = invent(1)
    silent = replace(paper, comment=None, doi=None, journal_ref=None)
    known = replace(paper, comment="12 pages")
    await store.import_records([record(known), record(silent)], at=AT)
    (day,) = await store.announcements(DAY)
    assert [entry.paper for entry in day.entries] == [known]


KILLED = """
import asyncio, sys
from datetime import date, datetime, UTC
from bot.papers import Summary
from bot.store import Store
from tests.doubles.papers import invent

AT = datetime(2026, 11, 20, 1, tzinfo=UTC)

def records():
    for paper in invent(6000):
        yield date(2026, 11, 20), paper, Summary(
            paper_id=paper.id, version=1, language="Chinese", tldr="纸船", origin="import", made=AT)

async def main():
    store = await Store.open(sys.argv[1])
    await store.import_records(records(), at=AT, progress=lambda count: print(count, flush=True))

asyncio.run(main())
"""


def test_an_import_killed_in_the_middle_leaves_whole_batches_and_can_be_finished(tmp_path: Path) -> None:
    path = tmp_path / "papers.db"
    command = [sys.executable, "-c", KILLED, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        told = [int(process.stdout.readline()) for _ in range(2)][-1]
        process.kill()  # the third batch is being written
        assert process.wait() == -signal.SIGKILL
    kept = _counts(path)
    assert kept["papers"] >= told
    assert kept["papers"] % BATCH == 0
    assert kept["papers"] < 6000
    assert len(set(kept.values())) == 1, kept
    finished = subprocess.run(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, check=True)
    assert finished.stdout.split()[-1] == "6000"
    assert set(_counts(path).values()) == {6000}


def _counts(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 0)")
        tables = ("papers", "versions", "entries", "summaries", "search")
        return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}
