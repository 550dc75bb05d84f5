"""The command as its users start it: in this process where that is enough, as a process of its own where it matters."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot import announcements
from bot.cli import main
from bot.clock import NEW_YORK, SystemClock
from bot.papers import Paper
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.papers import invent

CATEGORIES = ("cs.CV", "cs.AI")


@dataclass(frozen=True)
class Ran:
    """What a user sees of one command."""

    status: int
    out: str
    err: str


Paperboy = Callable[..., Ran]
Ask = Callable[..., Coroutine[Any, Any, Ran]]


def past_weekday() -> date:
    """A day that arXiv's catch-up pages have, whenever the tests run."""
    day = SystemClock().now().astimezone(NEW_YORK).date() - timedelta(days=1)
    while day.weekday() >= 5:
        day -= timedelta(days=1)
    return day


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In an empty folder, with nobody's settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in os.environ:
        if name.startswith(("PAPERBOY_", "OPENAI_")):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def quiet_again() -> Iterator[None]:
    """What a run makes of the log is undone."""
    level = logging.getLogger().level
    yield
    logging.getLogger().setLevel(level)


@pytest.fixture
def paperboy() -> Paperboy:
    """Run the command in this process. Whatever it raises that is no exit fails the test."""

    def run(*args: object, stdin: str | bytes | None = None) -> Ran:
        result = CliRunner().invoke(main, [str(arg) for arg in args], input=stdin, catch_exceptions=False)
        return Ran(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def ask(paperboy: Paperboy) -> Ask:
    """The same in a thread, beside the servers that it asks."""

    async def run(*args: object) -> Ran:
        return await asyncio.to_thread(paperboy, *args)

    return run


async def start(*args: object, through: Sequence[str] = (), **options: Any) -> asyncio.subprocess.Process:
    """A process of its own; ``through`` is a command that starts it."""
    project = Path(__file__).parents[3]
    return await asyncio.create_subprocess_exec(
        *(*through, sys.executable, "-m", "bot", *map(str, args)),
        **{"stdout": asyncio.subprocess.PIPE, "stderr": asyncio.subprocess.PIPE, **options},
        env={**os.environ, "PYTHONPATH": str(project)},
    )


async def finish(process: asyncio.subprocess.Process) -> Ran:
    """Wait for its end."""
    out, err = await process.communicate()
    assert process.returncode is not None
    return Ran(process.returncode, (out or b"").decode(), (err or b"").decode())


@pytest.fixture
async def arxiv() -> AsyncIterator[ArxivDouble]:
    """arXiv at the machine's own time."""
    async with ArxivDouble(SystemClock()) as double:
        yield double
    assert double.breaches == []


@pytest.fixture
def papers() -> list[Paper]:
    return invent(4) + invent(2, category="cs.AI", first=90101)


@pytest.fixture
def day(arxiv: ArxivDouble, papers: list[Paper]) -> date:
    """The past weekday on which arXiv announced the papers."""
    announced = past_weekday()
    for code in CATEGORIES:
        arxiv.announce(announced, code, [("new", paper) for paper in papers if paper.primary == code])
    return announced


def settings(folder: Path, arxiv: ArxivDouble, more: str = "") -> Path:
    """A settings file that asks the stand-in."""
    path = folder / "paperboy.toml"
    path.write_text(
        f"""
        [arxiv]
        categories = {json.dumps(CATEGORIES)}
        {arxiv.addresses}
        request_interval = 0
        page_interval = 0
        {more}
        """,
        encoding="utf-8",
    )
    return path


def one_sentence(ran: Ran) -> str:
    """The one line that says why, without a traceback and with nothing on standard output."""
    assert ran.out == ""
    assert "Traceback" not in ran.err
    (line,) = ran.err.splitlines()
    assert line.startswith("paperboy: ")
    return line.removeprefix("paperboy: ")


@pytest.fixture
def today(arxiv: ArxivDouble, papers: list[Paper]) -> date:
    """The newest day there is, announced in both categories."""
    day = announcements.newest(SystemClock().now())
    for code in CATEGORIES:
        arxiv.announce(day, code, [("new", paper) for paper in papers if paper.primary == code])
    return day
