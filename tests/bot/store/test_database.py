"""Databases that cannot be used: one sentence says why, and not a byte of them changes."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.store import Store
from bot.store.database import explained
from tests.doubles.papers import invent

AT = datetime(2026, 11, 20, 1, tzinfo=UTC)


def _execute(path: Path, script: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)


def _foreign(path: Path) -> None:
    path.unlink()
    _execute(path, "PRAGMA journal_mode = WAL; CREATE TABLE recipes (name TEXT)")


def _cut(size: Callable[[int], int]) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(path.read_bytes()[: size(path.stat().st_size)])


def _scrawl(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100] + b"\xa5" * (path.stat().st_size - 100))


UNUSABLE: dict[str, tuple[Callable[[Path], object], str]] = {
    "another program's database": (_foreign, "is not a Paperboy database"),
    "another program's mark": (lambda path: _execute(path, "PRAGMA application_id = 7"), "is not a Paperboy database"),
    "a later migration": (
        lambda path: _execute(path, "INSERT INTO _sqlite_migrations VALUES (99, 'paperboy', 'm999_later', '2031')"),
        "written by a newer Paperboy",
    ),
    "a later number": (lambda path: _execute(path, "PRAGMA user_version = 999"), "written by a newer Paperboy"),
    "text": (lambda path: path.write_text("dear diary"), "is no database or damaged"),
    "a picture": (lambda path: path.write_bytes(b"\x89PNG" * 5000), "is no database or damaged"),
    "a short rest of it": (_cut(lambda _: 50), "is damaged"),
    "half of it": (_cut(lambda size: size // 2), "is damaged"),
    "all but its last page": (_cut(lambda size: size - 4096), "is damaged"),
    "scrawled over": (_scrawl, "is damaged"),
    "read-only": (lambda path: path.chmod(0o444), "is read-only"),
}


@pytest.mark.parametrize("spoilt", UNUSABLE)
async def test_what_cannot_be_used_is_told_in_one_sentence_and_left_as_it_is(tmp_path: Path, spoilt: str) -> None:
    spoil, words = UNUSABLE[spoilt]
    path = tmp_path / "papers.db"
    async with await Store.open(path) as store:
        await store.save_papers(invent(200), at=AT)
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(StoreError, match=words) as raised:
        await Store.open(path, patience=0.1)
    _is_one_sentence(raised.value, path)
    assert path.read_bytes() == before
    assert _names(tmp_path) == ["papers.db"]


async def test_a_locked_database_is_told_in_one_sentence_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "papers.db"
    await (await Store.open(path)).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        before = path.read_bytes()
        with pytest.raises(StoreError, match="is locked by another program") as raised:
            await Store.open(path, patience=0.05)
        _is_one_sentence(raised.value, path)
        assert path.read_bytes() == before
    await (await Store.open(path)).close()


async def test_two_may_have_the_database_open_and_wait_for_each_other(tmp_path: Path) -> None:
    path = tmp_path / "papers.db"
    async with await Store.open(path) as one, await Store.open(path) as other:
        await asyncio.gather(*(store.save_papers([paper], at=AT) for paper in invent(20) for store in (one, other)))
        assert await one.paper("2611.90001") == await other.paper("2611.90001") == invent(1)[0]


async def test_a_lock_that_does_not_go_away_is_told_while_writing_too(tmp_path: Path) -> None:
    path = tmp_path / "papers.db"
    async with await Store.open(path, patience=0.05) as store:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreError, match="is locked by another program"):
                await store.save_papers(invent(1), at=AT)
            assert await store.paper("2611.90001") is None  # readers are never held up
        assert await store.save_papers(invent(1), at=AT) > 0


@pytest.mark.parametrize(
    ("name", "create", "words"),
    [
        (".", True, "is not a file"),
        ("missing/papers.db", True, "folder of .* does not exist"),
        ("papers.db", False, "no database at .* yet"),
        ("x" * 300, True, "cannot be opened"),
        ("nul\0.db", True, "cannot be opened"),
        ("notes.txt/papers.db", True, "cannot be opened|does not exist"),
    ],
)
async def test_a_place_where_no_database_can_be_is_told_in_one_sentence(
    tmp_path: Path, name: str, create: bool, words: str
) -> None:
    (tmp_path / "notes.txt").write_text("not a folder")
    with pytest.raises(StoreError, match=words) as raised:
        await Store.open(tmp_path / name, create=create)
    _is_one_sentence(raised.value, tmp_path)
    assert _names(tmp_path) == ["notes.txt"]


async def test_an_empty_file_is_a_database_to_be(tmp_path: Path) -> None:
    (tmp_path / "papers.db").touch()
    async with await Store.open(tmp_path / "papers.db") as store:
        await store.save_papers(invent(1), at=AT)


def test_a_full_disk_is_told_and_what_was_stored_stays(tmp_path: Path) -> None:
    path = tmp_path / "small.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("PRAGMA max_page_count = 4; CREATE TABLE notes (words TEXT)")
        with pytest.raises(StoreError, match="disk is full"), explained(path), connection:
            connection.execute("INSERT INTO notes VALUES (hex(randomblob(40000)))")
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_our_own_mistakes_in_sql_stay_what_they_are(tmp_path: Path) -> None:
    with (
        closing(sqlite3.connect(":memory:")) as connection,
        pytest.raises(sqlite3.OperationalError, match="no such table"),
        explained(tmp_path),
    ):
        connection.execute("SELECT * FROM nowhere")


async def test_damage_found_later_is_told_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "papers.db"
    papers = invent(300)
    async with await Store.open(path):
        pass
    unharmed = path.stat().st_size  # the tables' first pages
    async with await Store.open(path) as store:
        await store.save_papers(papers, at=AT)
    whole = path.read_bytes()
    path.write_bytes(whole[:unharmed] + b"\xa5" * (len(whole) - unharmed))
    async with await Store.open(path) as store:
        with pytest.raises(StoreError, match="is damaged") as raised:
            await asyncio.gather(*(store.paper(paper.id) for paper in papers))
    _is_one_sentence(raised.value, path)


async def test_no_thread_outlives_the_store(tmp_path: Path) -> None:
    async with await Store.open(tmp_path / "papers.db") as store:
        await asyncio.gather(*(store.paper(str(n)) for n in range(20)), store.save_papers(invent(1), at=AT))
        assert any(thread.name.startswith("store-") for thread in threading.enumerate())
    assert not any(thread.name.startswith("store-") for thread in threading.enumerate())


def _names(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir()]


def _is_one_sentence(error: StoreError, path: Path) -> None:
    message = str(error)
    assert str(path) in message
    assert message.endswith(".")
    assert "\n" not in message
    assert ". " not in message
