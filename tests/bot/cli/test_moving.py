"""Moving house: stop, back up, copy two files elsewhere, start there. What was half done is finished there, once."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.papers import Paper
from tests.bot.cli.conftest import Ask, finish, settings, start
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.telegram.server import TelegramDouble


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    async with TelegramDouble(rates=False) as double:
        yield double
    assert double.breaches == []


async def test_an_edition_that_was_under_way_in_the_old_house_is_finished_once_in_the_new_one(
    ask: Ask,
    arxiv: ArxivDouble,
    telegram: TelegramDouble,
    day: date,
    papers: list[Paper],
    tmp_path: Path,
) -> None:
    channel = telegram.channel("Papers")
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    path = settings(
        old,
        arxiv,
        f"""
        {telegram.login()}
        [[subscriptions]]
        platform = "telegram"
        chat = {channel.id}
        """,
    )
    met = telegram.fault("sendMessage", "silent after", nth=2)
    process = await start("deliver", "--day", day, "--config", path)
    await telegram.until(lambda: met.met, 60)
    process.kill()
    await finish(process)
    # The way that docs/running.md describes.
    backup = await ask("backup", tmp_path / "moving.db", "--config", path)
    assert backup.status == 0, backup.err
    shutil.copy(path, new)
    shutil.copy(tmp_path / "moving.db", new / "paperboy.db")
    shutil.rmtree(old)
    there = new / path.name
    first, again = [await ask("deliver", "--day", day, "--config", there) for _ in range(2)]
    assert (first.status, again.status) == (0, 0), first.err + again.err
    texts = [message.text for message in channel.sent]
    assert len(texts) == len(set(texts)) >= 3
    for paper in papers:
        assert sum(f"arxiv.org/abs/{paper.id}" in " ".join(message.links) for message in channel.sent) == 1
