"""The fault matrix: what happens when each thing that the bot depends on fails in each way.

``python -m tests.doubles.cells`` writes the table of ``docs/reliability.md``; ``tests/fire/test_matrix.py`` proves each
cell of it.
"""

from __future__ import annotations

import asyncio
import re
import resource
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.store import back_up
from tests.doubles.matrix import CODES, DAY, PLATFORMS, World
from tests.doubles.model import BAD_ANSWERS, GOOD, SERVER_ERROR, Reply

DOCUMENT = Path(__file__).parents[2] / "docs/reliability.md"
TABLE = re.compile(r"(<!-- made by the tests: begin -->\n).*(<!-- made by the tests: end -->)", re.DOTALL)
FAULTS = ("down at start", "down in the middle", "slow", "wrong answer", "lies", "back again")
DEPENDENCIES = ("arXiv", "model", "Telegram", "Discord", "SQLite", "disk full", "clock", "memory", "network")

Action = Callable[[World], Awaitable[object] | object]
ALL = "telegram discord"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What is told of one thing that fails in one way, and how it is brought about."""

    dependency: str
    fault: str
    seen: str
    """What readers and those who run the bot see meanwhile."""
    recovers: str
    """When all is well again, and by what."""
    trouble: Action = lambda world: None
    """Brings it about."""
    mend: Action = lambda world: None
    """Ends it."""
    early: bool = False
    """Whether the bot starts into it."""
    logged_in: tuple[str, ...] = PLATFORMS
    """Where it gets on nevertheless."""
    starts: bool = True
    """Whether it starts at all meanwhile."""
    whole: str = ""
    """The platforms on which every paper stands while it lasts."""
    asks: str = ""
    """What a reader asks meanwhile."""
    says: str = ""
    """What is said to somebody then, as a regular expression."""
    within: int = 65
    """Minutes after its end in which everything is there."""
    after: str = ""
    """What is to be read when all is well, as a regular expression."""


@dataclass(frozen=True, slots=True)
class Senseless:
    """A cell that makes no sense, and why."""

    dependency: str
    fault: str
    reason: str


# -- arXiv


def _arxiv_down(world: World) -> None:
    for code in CODES:
        for path in (f"/rss/{code}", f"/list/{code}/new"):
            world.arxiv.fail(path, status=503, times=None)


def _arxiv_well(world: World) -> None:
    world.arxiv.mend()


def _one_category_down(world: World) -> None:
    for path in ("/rss/cs.AI", "/list/cs.AI/new"):
        world.arxiv.fail(path, status=503, times=None)


def _arxiv_late(world: World) -> None:
    for code in CODES:
        world.arxiv.lagging_feed(code)
        world.arxiv.late_page(code)


def _arxiv_wrong(world: World) -> None:
    for code in CODES:
        world.arxiv.spoil(f"/rss/{code}", "not XML", times=None)
        world.arxiv.fail(f"/list/{code}/new", status=500, times=None)


def _arxiv_lies(world: World) -> None:
    for code in CODES:
        world.arxiv.announce(DAY - timedelta(days=1), code, [])
        world.arxiv.stale_feed(code, DAY - timedelta(days=1))
        world.arxiv.late_page(code)


async def _arxiv_twice(world: World) -> None:
    _arxiv_down(world)
    await world.round()
    world.arxiv.mend()
    await world.round(20)
    _arxiv_down(world)
    await world.round(40)


# -- the model


def _model_down(world: World) -> None:
    world.model.always = SERVER_ERROR


def _model_fails_later(world: World) -> None:
    world.model.steps.extend([GOOD] * 2)
    world.model.always = SERVER_ERROR


def _model_slow(world: World) -> None:
    world.model.latency = 0.3


def _model_says(name: str) -> Action:
    def trouble(world: World) -> None:
        world.model.always = Reply(text=BAD_ANSWERS[name])

    return trouble


def _model_well(world: World) -> None:
    world.model.steps.clear()
    world.model.always, world.model.latency = GOOD, 0.0


# -- the platforms


def _telegram(kind: str, *, times: int = 10_000, method: str = "send*", nth: int = 1) -> Action:
    return lambda world: world.telegram.fault(method, kind, times=times, nth=nth, seconds=0.3)


def _discord(kind: str, *, times: int = 10_000, what: str = "POST /channels/*/*", nth: int = 1) -> Action:
    return lambda world: world.discord.fault(what, kind, times=times, nth=nth, seconds=0.3)


def _telegram_well(world: World) -> None:
    world.telegram.faults.clear()


def _discord_well(world: World) -> None:
    world.discord.faults.clear()


def _both(first: Action, second: Action) -> Action:
    def both(world: World) -> None:
        first(world)
        second(world)

    return both


# -- the machine


def _damaged(world: World) -> None:
    world.database.write_bytes(b"SQLite format 3\x00" + bytes(range(256)) * 64)


async def _restored(world: World) -> None:
    """From the copy that ``paperboy backup`` made."""
    for file in world.folder.glob("paperboy.db*"):
        file.unlink()
    (world.folder / "copy.db").rename(world.database)
    await world.start()


async def _damaged_after_a_backup(world: World) -> None:
    await world.stop()
    await back_up(world.database, world.folder / "copy.db")
    for file in world.folder.glob("paperboy.db-*"):
        file.unlink()
    _damaged(world)
    await world.start()


async def _of_another_program(world: World) -> None:
    await world.stop()
    await back_up(world.database, world.folder / "copy.db")
    for file in world.folder.glob("paperboy.db*"):
        file.unlink()
    connection = sqlite3.connect(world.database)
    connection.executescript("PRAGMA application_id = 7; CREATE TABLE songs (title TEXT)")
    connection.close()
    await world.start()


@contextmanager
def _small_files() -> Iterator[None]:
    """No file may grow: what a full disk is to whoever writes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def _locked(world: World) -> None:
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


async def _full(world: World) -> None:
    with _small_files():
        await world.round()
    assert not world.texts("telegram")


async def _full_at_start(world: World) -> None:
    with _small_files():
        await world.start()
        await world.round()


async def _started(world: World) -> None:
    await world.start()


async def _restarted_anew(world: World) -> None:
    for file in world.folder.glob("paperboy.db*"):
        file.unlink()
    await world.start()


def _arxiv_resets(world: World) -> None:
    for code in CODES:
        for path in (f"/rss/{code}", f"/list/{code}/new"):
            world.arxiv.spoil(path, "reset", times=None)


def _nothing(world: World) -> None:
    del world


async def _killed(world: World) -> None:
    world.telegram.fault("sendMessage", "slow", nth=2, seconds=0.3)
    under_way = asyncio.create_task(world.round())
    await asyncio.sleep(0.25)
    await world.stop(at_once=True)
    under_way.cancel()
    await asyncio.gather(under_way, return_exceptions=True)


def _clock_by(**by: float) -> Action:
    async def trouble(world: World) -> None:
        await world.round()
        world.clock.advance(**by)
        await world.round()

    return trouble


_NETWORK_WELL = _both(_telegram_well, _both(_discord_well, _arxiv_well))


CELLS: tuple[Cell | Senseless, ...] = (
    Cell(
        dependency="arXiv", fault="down at start", trouble=_arxiv_down, early=True, mend=_arxiv_well,
        asks="/today", says=r"arXiv", within=65,
        seen="No edition; whoever asks with /today or /why is told that arXiv does not answer, and since when.",
        recovers="By itself, when arXiv is asked again: every 15 minutes, or when it said.",
    ),
    Cell(
        dependency="arXiv", fault="down in the middle", trouble=_one_category_down, mend=_arxiv_well,
        asks="/today cs.AI", says="arXiv",
        seen="An edition with a category that can't be had waits whole; others go out.",
        recovers="When the category is there: it is asked for every 15 minutes, by itself.",
    ),
    Cell(
        dependency="arXiv", fault="slow", trouble=_arxiv_late, mend=_arxiv_well, asks="/today",
        says="(?i)not announced|not out",
        seen="No edition yet; /today says that the announcement is not out.",
        recovers="Within 15 minutes of the announcement.",
    ),
    Cell(
        dependency="arXiv", fault="wrong answer", trouble=_arxiv_wrong, mend=_arxiv_well,
        asks="/today", says="arXiv",
        seen="As if it were down: half a feed or a web page in its place is never taken for a day without papers.",
        recovers="By itself, when arXiv is asked again.",
    ),
    Cell(
        dependency="arXiv", fault="lies", trouble=_arxiv_lies, mend=_arxiv_well, asks="/today",
        says="(?i)not announced|not out",
        seen="Nothing of it: yesterday's feed under today's date is found out, and the edition waits.",
        recovers="When feed or page show the day.",
    ),
    Cell(
        dependency="arXiv", fault="back again", trouble=_arxiv_twice, mend=_arxiv_well, whole=ALL,
        seen="One edition, however often arXiv comes and goes.",
        recovers="At once: what is verified is not asked for again.",
    ),
    Cell(
        dependency="model", fault="down at start", trouble=_model_down, early=True, mend=_model_well, whole=ALL,
        says="from the abstract", within=600, after=r"(?s)^(?!.*6 from the abstract).*",
        seen="The whole edition, in the authors' own words; the receipt says how many papers are.",
        recovers="Summaries are written later, and pages edited where they stand.",
    ),
    Cell(
        dependency="model", fault="down in the middle", trouble=_model_fails_later, mend=_model_well, whole=ALL,
        says="from the abstract", within=600,
        seen="The summaries that were made, and the authors' own words for the other papers.",
        recovers="As above.",
    ),
    Cell(
        dependency="model", fault="slow", trouble=_model_slow, mend=_model_well, whole=ALL, says="6 summarized",
        seen="The edition, when its summaries are ready.", recovers="Nothing to recover from.",
    ),
    Cell(
        dependency="model", fault="wrong answer", trouble=_model_says("truncated"), mend=_model_well, whole=ALL,
        says="from the abstract", within=600,
        seen="The authors' own words: what is no summary is shown to nobody.",
        recovers="As above; a paper is tried a few times.",
    ),
    Cell(
        dependency="model", fault="lies", trouble=_model_says("wrong language"), mend=_model_well, whole=ALL,
        says="from the abstract", within=600,
        seen="The authors' own words for what fails a check; a number that the abstract lacks is marked.",
        recovers="As above.",
    ),
    Senseless("model", "back again", "it is how the cells above end"),
    Cell(
        dependency="Telegram", fault="down at start", trouble=_telegram("502 html", method="*"), mend=_telegram_well,
        early=True, logged_in=("discord",), whole="discord",
        seen="Nothing on Telegram; Discord as always. The log says why.",
        recovers="The login is tried again until it succeeds, then what waited is sent.",
    ),
    Cell(
        dependency="Telegram", fault="down in the middle", trouble=_telegram("500", nth=2), mend=_telegram_well,
        whole="discord", seen="The pages so far; the rest follows. Discord as always.",
        recovers="Tried again after seconds, then every 5 minutes.",
    ),
    Cell(
        dependency="Telegram", fault="slow", trouble=_telegram("slow", times=3), mend=_telegram_well, whole=ALL,
        seen="The edition, later.", recovers="Nothing to recover from.",
    ),
    Cell(
        dependency="Telegram", fault="wrong answer", trouble=_telegram("malformed json", times=2), mend=_telegram_well,
        whole=ALL, seen="Each page once: what left and got no usable answer is looked for before it is sent again.",
        recovers="At once in channels and groups with ids that grow; in private chats the wish on_unknown decides.",
    ),
    Cell(
        dependency="Telegram", fault="lies", trouble=_telegram("reset after", times=2), mend=_telegram_well, whole=ALL,
        seen="Each page once, though the connection broke when it had arrived.", recovers="As above.",
    ),
    Cell(
        dependency="Telegram", fault="back again",
        trouble=_both(_telegram("429", times=1), _telegram("500", nth=2, times=1)), mend=_telegram_well, whole=ALL,
        seen="The edition, once.", recovers="After as many seconds as Telegram named.",
    ),
    Cell(
        dependency="Discord", fault="down at start", trouble=_discord("503", what="*"), mend=_discord_well, early=True,
        logged_in=("telegram",), whole="telegram", seen="Nothing on Discord; Telegram as always. The log says why.",
        recovers="The login is tried again until it succeeds, then what waited is sent.",
    ),
    Cell(
        dependency="Discord", fault="down in the middle", trouble=_discord("503", nth=2), mend=_discord_well,
        whole="telegram", seen="The pages so far; the rest follows. Telegram as always.",
        recovers="Tried again after seconds, then every 5 minutes.",
    ),
    Cell(
        dependency="Discord", fault="slow", trouble=_discord("slow", times=3), mend=_discord_well, whole=ALL,
        seen="The edition, later.", recovers="Nothing to recover from.",
    ),
    Cell(
        dependency="Discord", fault="wrong answer", trouble=_discord("malformed json", times=2), mend=_discord_well,
        whole=ALL, seen="Each page once: sent again with the same nonce, which Discord takes for the same message.",
        recovers="At once.",
    ),
    Cell(
        dependency="Discord", fault="lies", trouble=_discord("reset after", times=2), mend=_discord_well, whole=ALL,
        seen="Each page once, though the connection broke when it had arrived.", recovers="At once.",
    ),
    Cell(
        dependency="Discord", fault="back again",
        trouble=_both(_discord("429", times=1), _discord("500", nth=2, times=1)), mend=_discord_well, whole=ALL,
        seen="The edition, once.", recovers="After as many seconds as Discord named.",
    ),
    Cell(
        dependency="SQLite", fault="down at start", trouble=_damaged, early=True, starts=False,
        mend=_restarted_anew, says="(?i)database|paperboy.db",
        seen="Nothing; whoever starts the bot is told that the file is no database, and the way back.",
        recovers="When the file is moved away or a backup put in its place.",
    ),
    Cell(
        dependency="SQLite", fault="down in the middle", trouble=_damaged_after_a_backup, mend=_restored, whole=ALL,
        starts=False, says="(?i)damaged|database",
        seen="Nothing new; the next start tells that the database is damaged, and the way back.",
        recovers="When the copy that `paperboy backup` made is put in its place.",
    ),
    Cell(
        dependency="SQLite", fault="slow", trouble=_locked, whole=ALL,
        seen="Nothing new while another program holds the database.",
        recovers="With the next look, within seconds of the database being free.",
    ),
    Cell(
        dependency="SQLite", fault="wrong answer", trouble=_of_another_program, mend=_restored, whole=ALL, starts=False,
        says="(?i)paperboy", seen="Nothing; whoever starts the bot is told that the file is another program's.",
        recovers="When the settings name the right file.",
    ),
    Senseless("SQLite", "lies", "nobody else writes the file; damage is found by SQLite's own check at the start"),
    Senseless("SQLite", "back again", "it is how the cells above end"),
    Cell(
        dependency="disk full", fault="down at start", trouble=_full_at_start, early=True, whole=ALL,
        says="(?i)disk", seen="Nothing; the log says that the disk can't be written.",
        recovers="With the next look when there is space; a start that failed, with the next start.",
    ),
    Cell(
        dependency="disk full", fault="down in the middle", trouble=_full, whole=ALL, says="(?i)disk",
        seen="Nothing new: no page is sent of which no record can be kept.",
        recovers="With the next look when there is space.",
    ),
    Senseless("disk full", "slow", "a disk that is slow is SQLite that is slow"),
    Senseless("disk full", "wrong answer", "a disk that gives back other bytes is a damaged database"),
    Senseless("disk full", "lies", "a disk that only says that it wrote is a damaged database after a power cut"),
    Senseless("disk full", "back again", "it is how the cells above end"),
    Cell(
        dependency="clock", fault="down at start", early=True, trouble=lambda world: world.clock.advance(days=-1),
        mend=lambda world: world.clock.advance(days=1), seen="Yesterday's edition, or that there is none.",
        recovers="When the clock is set: what is owed is decided from the day it is now.",
    ),
    Cell(
        dependency="clock", fault="down in the middle", trouble=_clock_by(hours=-6), whole=ALL,
        mend=lambda world: world.clock.advance(hours=6), seen="Nothing twice, though an hour comes again.",
        recovers="At once.",
    ),
    Senseless("clock", "slow", "a clock that is a little late brings an edition a little later"),
    Senseless("clock", "wrong answer", "a wrong time is a clock that was set, as in the cells beside"),
    Cell(
        dependency="clock", fault="lies", trouble=_clock_by(hours=9), whole=ALL,
        mend=lambda world: world.clock.advance(hours=-9),
        seen="Editions with a clock time come early, once.", recovers="At once, also where the clock is set back.",
    ),
    Senseless("clock", "back again", "it is how the cells above end"),
    Senseless("memory", "down at start", "a process without memory does not start, and says so"),
    Cell(
        dependency="memory", fault="down in the middle", trouble=_killed, mend=_started,
        seen="The pages so far: a machine without memory ends the process.",
        recovers="With the next start, which systemd or the container makes at once; no page comes twice.",
    ),
    Senseless("memory", "slow", "a machine that swaps is a machine that is slow"),
    Senseless("memory", "wrong answer", "memory that gives back other bytes is no program's to find out"),
    Senseless("memory", "lies", "the same"),
    Senseless("memory", "back again", "it is how the cell above ends"),
    Cell(
        dependency="network", fault="down at start", early=True, logged_in=(), mend=_NETWORK_WELL,
        trouble=_both(_telegram("reset before", method="*"), _both(_discord("reset before", what="*"), _arxiv_resets)),
        seen="Nothing; the log says what can't be reached.",
        recovers="Logins are tried again until they succeed, arXiv after minutes; what is owed follows.",
    ),
    Cell(
        dependency="network", fault="down in the middle", mend=_NETWORK_WELL,
        trouble=_both(_telegram("reset before", nth=2), _both(_discord("reset before", nth=2), _nothing)),
        seen="The pages so far; the rest follows.", recovers="Tried again after seconds, then every 5 minutes.",
    ),
    Cell(
        dependency="network", fault="slow", mend=_NETWORK_WELL, whole=ALL,
        trouble=_both(_telegram("slow", times=3), _discord("slow", times=3)),
        seen="The edition, later.", recovers="Nothing to recover from.",
    ),
    Cell(
        dependency="network", fault="wrong answer", mend=_NETWORK_WELL, asks="",
        trouble=_both(_telegram("502 html"), _both(_discord("502 html"), _arxiv_wrong)),
        seen="Nothing: the web page of a hotel or a proxy is taken for no answer.", recovers="As above.",
    ),
    Cell(
        dependency="network", fault="lies", mend=_NETWORK_WELL, whole=ALL,
        trouble=_both(_telegram("reset after", times=2), _discord("reset after", times=2)),
        seen="Each page once, though connections break when all has been done.", recovers="At once.",
    ),
    Senseless("network", "back again", "it is how the cells above end"),
)  # fmt: skip
"""Every thing times every way."""


def table() -> str:
    """The matrix as people read it."""
    rows = ["| what fails | how | what users see | lost | when it recovers |", "|---|---|---|---|---|"]
    for one in CELLS:
        if isinstance(one, Senseless):
            rows.append(f"| {one.dependency} | {one.fault} | *makes no sense: {one.reason}* | | |")
        else:
            rows.append(f"| {one.dependency} | {one.fault} | {one.seen} | nothing | {one.recovers} |")
    return "\n".join(rows) + "\n"


def document(written: str) -> str:
    """The document with the table as it is now."""
    return TABLE.sub(lambda found: f"{found[1]}{table()}{found[2]}", written)


if __name__ == "__main__":
    DOCUMENT.write_text(document(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
