"""What goes wrong in the cells of the fault matrix, and how it is well again."""

from __future__ import annotations

import asyncio
import resource
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from bot.store import back_up
from tests.doubles.matrix import CODES, DAY, World
from tests.doubles.model import BAD_ANSWERS, GOOD, SERVER_ERROR, Reply

Action = Callable[[World], Awaitable[object] | object]


# -- arXiv


def arxiv_down(world: World) -> None:
    for code in CODES:
        for path in (f"/rss/{code}", f"/list/{code}/new"):
            world.arxiv.fail(path, status=503, times=None)


def arxiv_well(world: World) -> None:
    world.arxiv.mend()


def one_category_down(world: World) -> None:
    for path in ("/rss/cs.AI", "/list/cs.AI/new"):
        world.arxiv.fail(path, status=503, times=None)


def arxiv_late(world: World) -> None:
    for code in CODES:
        world.arxiv.lagging_feed(code)
        world.arxiv.late_page(code)


def arxiv_wrong(world: World) -> None:
    for code in CODES:
        world.arxiv.spoil(f"/rss/{code}", "not XML", times=None)
        world.arxiv.fail(f"/list/{code}/new", status=500, times=None)


def arxiv_lies(world: World) -> None:
    for code in CODES:
        world.arxiv.announce(DAY - timedelta(days=1), code, [])
        world.arxiv.stale_feed(code, DAY - timedelta(days=1))
        world.arxiv.late_page(code)


async def arxiv_twice(world: World) -> None:
    arxiv_down(world)
    await world.round()
    world.arxiv.mend()
    await world.round(20)
    arxiv_down(world)
    await world.round(40)


# -- the model


def model_down(world: World) -> None:
    world.model.always = SERVER_ERROR


def model_fails_later(world: World) -> None:
    world.model.steps.extend([GOOD] * 2)
    world.model.always = SERVER_ERROR


def model_slow(world: World) -> None:
    world.model.latency = 0.3


def model_says(name: str) -> Action:
    def trouble(world: World) -> None:
        world.model.always = Reply(text=BAD_ANSWERS[name])

    return trouble


def model_well(world: World) -> None:
    world.model.steps.clear()
    world.model.always, world.model.latency = GOOD, 0.0


# -- the platforms


def telegram(kind: str, *, times: int = 10_000, method: str = "send*", nth: int = 1) -> Action:
    return lambda world: world.telegram.fault(method, kind, times=times, nth=nth, seconds=0.3)


def discord(kind: str, *, times: int = 10_000, what: str = "POST /channels/*/*", nth: int = 1) -> Action:
    return lambda world: world.discord.fault(what, kind, times=times, nth=nth, seconds=0.3)


def telegram_well(world: World) -> None:
    world.telegram.faults.clear()


def discord_well(world: World) -> None:
    world.discord.faults.clear()


def both(*actions: Callable[[World], object]) -> Action:
    """One after the other."""

    def do(world: World) -> None:
        for action in actions:
            action(world)

    return do


# -- the machine


def damaged(world: World) -> None:
    world.database.write_bytes(b"SQLite format 3\x00" + bytes(range(256)) * 64)


async def restored(world: World) -> None:
    """From the copy that ``paperboy backup`` made."""
    for file in world.folder.glob("paperboy.db*"):
        file.unlink()
    (world.folder / "copy.db").rename(world.database)
    await world.start()


async def damaged_after_a_backup(world: World) -> None:
    await world.stop()
    await back_up(world.database, world.folder / "copy.db")
    for file in world.folder.glob("paperboy.db-*"):
        file.unlink()
    damaged(world)
    await world.start()


async def of_another_program(world: World) -> None:
    await world.stop()
    await back_up(world.database, world.folder / "copy.db")
    for file in world.folder.glob("paperboy.db*"):
        file.unlink()
    connection = sqlite3.connect(world.database)
    connection.executescript("PRAGMA application_id = 7; CREATE TABLE songs (title TEXT)")
    connection.close()
    await world.start()


@contextmanager
def small_files() -> Iterator[None]:
    """No file may grow: what a full disk is to whoever writes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def locked(world: World) -> None:
    """Somebody else holds the database for a while."""
    connection = sqlite3.connect(world.database, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    try:
        looking = asyncio.create_task(world.round())
        await asyncio.sleep(0.5)
        assert not world.texts("telegram")
    finally:
        connection.execute("ROLLBACK")
        connection.close()
    await looking


async def full(world: World) -> None:
    with small_files():
        await world.round()
    assert not world.texts("telegram")


async def full_at_start(world: World) -> None:
    with small_files():
        await world.start()
        await world.round()


async def started(world: World) -> None:
    await world.start()


async def restarted_anew(world: World) -> None:
    for file in world.folder.glob("paperboy.db*"):
        file.unlink()
    await world.start()


def arxiv_resets(world: World) -> None:
    for code in CODES:
        for path in (f"/rss/{code}", f"/list/{code}/new"):
            world.arxiv.spoil(path, "reset", times=None)


async def killed(world: World) -> None:
    world.telegram.fault("sendMessage", "slow", nth=2, seconds=0.3)
    world.discord.fault("POST /channels/*/*", "slow", nth=2, seconds=0.3)
    under_way = asyncio.create_task(world.round())
    await asyncio.sleep(0.25)
    await world.stop(at_once=True)
    under_way.cancel()
    await asyncio.gather(under_way, return_exceptions=True)


def clock_by(**by: float) -> Action:
    async def trouble(world: World) -> None:
        await world.round()
        world.clock.advance(**by)
        await world.round()

    return trouble


NETWORK_WELL = both(telegram_well, discord_well, arxiv_well)
