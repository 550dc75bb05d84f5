"""Writes that wait together share a transaction, and yet each of them is stored wholly or not at all."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.store.database import Database

AT = datetime(2026, 11, 20, 1, tzinfo=UTC)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database.open(tmp_path / "p.db", create=True, patience=0.2)
    yield opened
    await opened.close()


def note(connection: sqlite3.Connection, name: str, *, fail: bool = False) -> str:
    connection.execute("INSERT INTO notes VALUES ('t', 'c', ?, 'x')", (name,))
    if fail:
        raise ValueError(name)
    return name


def heavy(connection: sqlite3.Connection, name: str) -> None:
    connection.execute("INSERT INTO notes VALUES ('t', 'c', ?, ?)", (name, "x" * 100_000))


def names(connection: sqlite3.Connection) -> list[str]:
    return [name for (name,) in connection.execute("SELECT name FROM notes ORDER BY name")]


async def test_many_at_once_are_all_stored_and_each_hears_its_own_result(database: Database) -> None:
    wanted = [f"{number:03}" for number in range(200)]
    assert await asyncio.gather(*(database.write(note, name) for name in wanted)) == wanted
    assert await database.read(names) == wanted


async def test_what_fails_is_undone_for_itself_alone(database: Database) -> None:
    results = await asyncio.gather(
        *(database.write(note, str(number), fail=number % 3 == 0) for number in range(9)), return_exceptions=True
    )
    assert [isinstance(result, ValueError) for result in results] == [number % 3 == 0 for number in range(9)]
    assert await database.read(names) == ["1", "2", "4", "5", "7", "8"]


async def test_a_full_disk_fails_all_that_shared_it_and_nobody_is_told_that_it_was_stored(database: Database) -> None:
    def fill(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # SQLite's own way of running out of space

    await database.write(lambda connection: note(connection, "before"))
    await database.write(fill)
    big = [database.write(heavy, str(number)) for number in range(5)]
    results = await asyncio.gather(*big, return_exceptions=True)
    stored = set(await database.read(names)) - {"before"}
    told = {str(number) for number, result in enumerate(results) if not isinstance(result, BaseException)}
    assert told == stored == set()
    assert all(isinstance(result, StoreError) for result in results)


async def test_whoever_stops_waiting_does_not_stop_the_write(database: Database) -> None:
    task = asyncio.create_task(database.write(note, "paid for"))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await database.write(note, "later")
    assert await database.read(names) == ["later", "paid for"]


async def test_they_are_done_in_the_order_in_which_they_were_asked_for(database: Database) -> None:
    order: list[int] = []

    def job(connection: sqlite3.Connection, number: int) -> None:
        order.append(number)

    await asyncio.gather(*(database.write(job, number) for number in range(50)))
    assert order == list(range(50))
