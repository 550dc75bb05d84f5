"""A look into a database from outside changes nothing, and says what it finds or what is in the way."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.messages import Destination
from bot.store import Store, inspect
from bot.subscriptions import Subscription
from bot.wishes import Wishes

NOW = datetime(2026, 11, 24, 11, tzinfo=UTC)
CHANNEL, MOVED = Destination("telegram", "@papers"), Destination("telegram", "-1001")


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


async def fill(store: Store) -> None:
    for chat in ("7", "5"):
        await store.save_subscription(
            Subscription(destination=Destination("discord", chat), wishes=Wishes(categories=("cs.CV",))), at=NOW
        )
    await store.move_chat(CHANNEL, MOVED.chat)
    await store.save_stops({"arxiv.org": NOW})


async def test_a_database_is_looked_into_beside_the_bot_that_works_with_it_and_without_one(tmp_path: Path) -> None:
    path = tmp_path / "p.db"
    async with await Store.open(path) as store:
        await fill(store)
        beside = await inspect(path, seconds=5)
        await store.keep_note(CHANNEL, "topics", "{}")  # which goes on
    alone = await inspect(path, seconds=5)
    for found in (beside, alone):
        assert found is not None
        assert {one.destination.chat for one in found.subscriptions} == {"5", "7"}
        assert (found.moves, found.stops) == ({CHANNEL: MOVED}, {"arxiv.org": NOW})
        assert (found.behind, found.checked, found.damage) == (0, True, "")
        assert found.size > 100_000


async def test_where_there_is_none_yet_none_is_made(tmp_path: Path) -> None:
    assert await inspect(tmp_path / "p.db", seconds=5) is None
    assert names(tmp_path) == []


async def test_an_older_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "p.db"
    async with await Store.open(path):
        pass
    with closing(sqlite3.connect(path)) as connection:
        (last,) = connection.execute("SELECT max(name) FROM _sqlite_migrations").fetchone()
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = ?", (last,))
        connection.commit()
    before = path.read_bytes()
    found = await inspect(path, seconds=5)
    assert found is not None
    assert found.behind == 1
    assert path.read_bytes() == before


async def test_damage_is_found_and_told(tmp_path: Path) -> None:
    path = tmp_path / "p.db"
    async with await Store.open(path) as store:
        await fill(store)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'papers'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    content = bytearray(path.read_bytes())
    content[(page - 1) * size : page * size] = b"\xff" * size
    path.write_bytes(content)
    found = await inspect(path, seconds=5)
    assert found is not None
    assert found.damage
    assert "\n" not in found.damage  # it stands in a sentence


async def test_a_check_that_takes_too_long_is_given_up_and_the_rest_is_told(tmp_path: Path) -> None:
    path = tmp_path / "p.db"
    async with await Store.open(path) as store:
        await fill(store)
        found = await inspect(path, seconds=-1)
    assert found is not None
    assert (found.checked, found.damage, len(found.subscriptions)) == (False, "", 2)


@pytest.mark.parametrize(
    ("content", "says"), [(b"not a database" * 100, "is no database or damaged"), (None, "is not a file")]
)
async def test_what_cannot_be_used_is_a_sentence(content: bytes | None, says: str, tmp_path: Path) -> None:
    path = tmp_path / "p.db"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    with pytest.raises(StoreError, match=says):
        await inspect(path, seconds=5)
