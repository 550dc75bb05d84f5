"""kill -9 between any two steps of the day: the next run loses nothing, repeats nothing and pays for nothing twice."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.clock import NEW_YORK, SystemClock
from bot.papers import Paper
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.model import GOOD, KEY, NAME, ModelServer, Silence
from tests.stories.conftest import WISHES, announce

PAPERS = 8


def yesterday() -> date:
    return SystemClock().now().astimezone(NEW_YORK).date() - timedelta(days=1)


def settings(folder: Path, arxiv: ArxivDouble, model: ModelServer) -> Path:
    path = folder / "paperboy.toml"
    path.write_text(
        f"""
        [arxiv]
        categories = {json.dumps(WISHES.categories)}
        {arxiv.addresses}
        request_interval = 0
        page_interval = 0
        contact = "mailto:tests@example.org"
        [summarizer]
        provider = "openai"
        base_url = "{model.base_url}"
        api_key = "{KEY}"
        model = "{NAME}"
        concurrency = 1
        """,
        encoding="utf-8",
    )
    return path


async def start(path: Path, day: date) -> asyncio.subprocess.Process:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PAPERBOY_", "OPENAI_"))}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "digest", "--config", str(path), "--day", str(day), "--format", "json"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment,
    )


async def reached(process: asyncio.subprocess.Process, is_there: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not is_there():
            assert process.returncode is None, (await process.communicate())[1].decode()
            await asyncio.sleep(0.02)


async def kill(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    await process.communicate()


def summaries(folder: Path) -> int:
    """How many the model has written and the store has: the next one is asked for while one is being stored."""
    with closing(sqlite3.connect(folder / "paperboy.db")) as connection:
        (count,) = connection.execute("SELECT count(*) FROM summaries WHERE NOT extract").fetchone()
    return int(count)


@pytest.fixture
async def world() -> AsyncIterator[tuple[ArxivDouble, ModelServer]]:
    async with ArxivDouble(SystemClock()) as arxiv, ModelServer() as model:
        yield arxiv, model


async def finish_and_check(path: Path, day: date, papers: list[Paper]) -> None:
    process = await start(path, day)
    out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    edition = json.loads(out)
    shown = [paper["id"] for group in edition["groups"] for paper in group["papers"]]
    assert sorted(shown) == sorted(paper.id for paper in papers)
    assert edition["receipt"] | {"filtered": {}} == {
        "announced": len(papers),
        "summarized": len(papers),
        "from_abstract": 0,
        "filtered": {},
        "lost": 0,
        "pending": [],
        "unaudited": [],
    }


@pytest.mark.parametrize("category", WISHES.categories)
async def test_killed_while_fetching_the_next_run_asks_only_for_what_is_missing(
    category: str, world: tuple[ArxivDouble, ModelServer], papers: list[Paper], tmp_path: Path
) -> None:
    arxiv, model = world
    day, path = yesterday(), settings(tmp_path, arxiv, model)
    announce(arxiv, day, papers)
    page = f"/catchup/{category}/{day}"
    arxiv.spoil(page, "hang")
    process = await start(path, day)
    await reached(process, lambda: bool(arxiv.asked(page)))
    await kill(process)
    await finish_and_check(path, day, papers)
    asked = {each: len(arxiv.asked(f"/catchup/{each}/{day}")) for each in WISHES.categories}
    assert asked == {each: 2 if each == category else 1 for each in WISHES.categories}
    assert set(model.answered.values()) == {1}


@pytest.mark.parametrize("stored", range(PAPERS))
async def test_killed_after_any_number_of_summaries_the_next_run_pays_only_for_the_others(
    stored: int, world: tuple[ArxivDouble, ModelServer], papers: list[Paper], tmp_path: Path
) -> None:
    arxiv, model = world
    day, path = yesterday(), settings(tmp_path, arxiv, model)
    announce(arxiv, day, papers)
    model.steps.extend([GOOD] * stored + [Silence()])
    process = await start(path, day)
    await reached(process, lambda: len(model.requests) > stored and summaries(tmp_path) == stored)
    await kill(process)
    await finish_and_check(path, day, papers)
    assert len(arxiv.requests) == len(WISHES.categories)
    assert model.answered == {f"{paper.id}v{paper.version}": 1 for paper in papers}


async def test_killed_at_any_moment_again_and_again_the_day_is_whole_in_the_end(
    world: tuple[ArxivDouble, ModelServer], papers: list[Paper], tmp_path: Path
) -> None:
    arxiv, model = world
    day, path = yesterday(), settings(tmp_path, arxiv, model)
    announce(arxiv, day, papers)
    model.latency = 0.05
    for tenths in (4, 7, 9, 11, 13):
        process = await start(path, day)
        await asyncio.sleep(tenths / 10)
        await kill(process)
    await finish_and_check(path, day, papers)
    # An answer that arrived in the very moment of a kill may be paid for again; nothing else is.
    assert sum(model.answered.values()) <= len(papers) + 5
