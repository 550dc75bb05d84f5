"""Damage is found, and whoever only looks disturbs nobody."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.store import Store, examine, exclusive, is_held, remembered
from tests.doubles.papers import invent

PAGE = 4096


async def filled(path: Path) -> None:
    async with await Store.open(path) as store:
        await store.save_papers(invent(200), at=datetime(2026, 11, 20, tzinfo=UTC))
        await store.keep("status", "well")


async def test_a_sound_database_is_found_so_beside_one_who_works_with_it(tmp_path: Path) -> None:
    path = tmp_path / "paperboy.db"
    await filled(path)
    async with await Store.open(path) as store:
        assert await examine(path, seconds=10)
        assert await remembered(path, "status") == "well"
        await store.keep("status", "better")
    assert await remembered(path, "status") == "better"


async def test_what_there_was_no_time_for_is_not_called_sound(tmp_path: Path) -> None:
    path = tmp_path / "paperboy.db"
    await filled(path)
    assert not await examine(path, seconds=0)


async def test_damage_is_told_with_the_way_back(tmp_path: Path) -> None:
    path = tmp_path / "paperboy.db"
    await filled(path)
    content = bytearray(path.read_bytes())
    for number in range(20, len(content) // PAGE, 3):
        content[number * PAGE : number * PAGE + 100] = b"\xff" * 100
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"is damaged .*restore a backup .*`paperboy backup`"):
        await examine(path, seconds=10)


async def test_of_a_database_that_is_not_there_nothing_is_remembered_and_nothing_is_made(tmp_path: Path) -> None:
    path = tmp_path / "paperboy.db"
    assert await remembered(path, "status") is None
    assert is_held(path) is False
    assert os.listdir(tmp_path) == []  # noqa: PTH208 -- a look in between


def test_whether_somebody_works_with_it_can_be_seen(tmp_path: Path) -> None:
    path = tmp_path / "paperboy.db"
    with exclusive(path):
        assert is_held(path) is True
    assert is_held(path) is False
    with exclusive(path):  # looking has taken nothing
        pass
