"""A backup is whole, is of one moment, and never takes the place of something else."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.messages import Destination
from bot.store import Store, back_up

NOW = datetime(2026, 11, 24, 11, tzinfo=UTC)
CHAT = Destination("telegram", "-1001")


def copies(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir() if "copy" in one.name)


async def notes(path: Path) -> list[str | None]:
    async with await Store.open(path, create=False) as store:
        return [await store.note(CHAT, name) for name in ("one", "two")]


async def test_a_backup_made_beside_a_working_bot_restores_what_stood_there(tmp_path: Path) -> None:
    path, copy = tmp_path / "p.db", tmp_path / "backups" / "copy.db"
    copy.parent.mkdir()
    told: list[tuple[int, int]] = []
    async with await Store.open(path) as store:
        await store.keep_note(CHAT, "one", "1")
        size = await back_up(path, copy, report=lambda done, total: told.append((done, total)))
        await store.keep_note(CHAT, "two", "2")
    assert told[-1][0] == told[-1][1] > 0
    assert copies(copy.parent) == ["copy.db"], "one file, and nothing beside it"
    assert size == copy.stat().st_size
    assert await notes(copy) == ["1", None]
    assert await notes(path) == ["1", "2"], "the bot went on meanwhile"


async def test_a_backup_is_of_one_moment_however_much_is_written_meanwhile(tmp_path: Path) -> None:
    path = tmp_path / "p.db"
    async with await Store.open(path) as store:
        for number in range(200):
            await store.keep_note(CHAT, f"filler {number}", "x" * 20_000)
        await asyncio.gather(
            back_up(path, tmp_path / "copy.db"),
            *(store.keep_note(CHAT, name, "y") for name in ("one", "two", *(f"late {n}" for n in range(200)))),
        )
    with closing(sqlite3.connect(tmp_path / "copy.db")) as connection:
        late = {name for (name,) in connection.execute("SELECT name FROM notes WHERE value = 'y'")}
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    written = ["one", "two", *(f"late {n}" for n in range(200))]
    assert late == set(written[: len(late)]), "what was written later is not there without what was written before it"


async def test_an_earlier_backup_is_replaced_and_nothing_else_ever(tmp_path: Path) -> None:
    path, copy = tmp_path / "p.db", tmp_path / "copy.db"
    async with await Store.open(path) as store:
        await back_up(path, copy)
        await store.keep_note(CHAT, "one", "1")
        await back_up(path, copy)
    assert await notes(copy) == ["1", None]
    letter = tmp_path / "letter.txt"
    letter.write_text("dear", encoding="utf-8")
    for there in (letter, path):
        with pytest.raises(StoreError, match="name another file"):
            await back_up(path, there)
    assert letter.read_text(encoding="utf-8") == "dear"


async def test_a_damaged_database_never_takes_the_place_of_a_good_backup(tmp_path: Path) -> None:
    path, copy = tmp_path / "p.db", tmp_path / "copy.db"
    async with await Store.open(path) as store:
        for number in range(50):
            await store.keep_note(CHAT, f"filler {number}", "x" * 20_000)
        await store.keep_note(CHAT, "one", "1")
        await back_up(path, copy)
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(os.urandom(8192))
    with pytest.raises(StoreError, match=r"damaged.*restore an older backup"):
        await back_up(path, copy)
    assert copies(tmp_path) == ["copy.db"]
    assert await notes(copy) == ["1", None]


async def test_what_is_in_the_way_is_said_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no database at"):
        await back_up(tmp_path / "p.db", tmp_path / "copy.db")
    async with await Store.open(tmp_path / "p.db"):
        pass
    with pytest.raises(StoreError, match="see that its folder exists"):
        await back_up(tmp_path / "p.db", tmp_path / "nowhere" / "copy.db")
    assert copies(tmp_path) == []
