"""``paperboy run``: it starts whatever the world outside does, and stops when it is told to, wherever it is."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import announcements, config
from bot.cli.run import serve
from bot.clock import SystemClock
from tests.bot.cli.conftest import Paperboy, finish, one_sentence, settings, start
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.telegram.server import TOKEN, TelegramDouble

STOPPED = "Stopped; the next start goes on where this one was"
NOWHERE = "http://127.0.0.1:1/bot"
"""No server listens there."""


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    async with TelegramDouble() as double:
        yield double
    assert double.breaches == []


def on_telegram(folder: Path, arxiv: ArxivDouble, base_url: str) -> Path:
    return settings(folder, arxiv, f'[telegram]\ntoken = "{TOKEN}"\nbase_url = "{base_url}"\n')


async def _stop(serving: asyncio.Task[None]) -> None:
    """Tell this process to end, which is what a service manager does."""
    os.kill(os.getpid(), signal.SIGTERM)
    async with asyncio.timeout(5):
        await serving


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
async def test_while_telegram_cannot_be_reached_that_is_said_once_and_it_stops_at_once(
    arxiv: ArxivDouble, tmp_path: Path, sign: signal.Signals
) -> None:
    process = await start("run", "--config", on_telegram(tmp_path, arxiv, NOWHERE))
    assert process.stderr is not None
    said = b""
    async with asyncio.timeout(20):
        while b"WARNING" not in said:
            line = await process.stderr.readline()
            assert line, said.decode()
            said += line
        await asyncio.sleep(1.1)  # in which it is tried again
        process.send_signal(sign)
    async with asyncio.timeout(5):
        ran = await finish(process)
    log = said.decode() + ran.err
    assert ran.status == 0, log
    assert log.splitlines()[-1].endswith(STOPPED)
    assert log.count("Telegram can't be reached: No connection to 127.0.0.1") == 1
    assert "Traceback" not in log


async def test_while_telegram_gives_no_answer_it_stops_at_once(
    arxiv: ArxivDouble, telegram: TelegramDouble, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.fault("getMe", "silent before")
    serving = asyncio.create_task(serve(config.load(on_telegram(tmp_path, arxiv, telegram.base_url))))
    await telegram.until(lambda: telegram.called("getMe") or serving.done())
    await _stop(serving)
    assert caplog.messages[-1] == STOPPED


@pytest.mark.parametrize("turns", [1, 2, 4, 8, 16, 64])
async def test_stopped_at_any_moment_of_its_start_it_stops(
    arxiv: ArxivDouble, tmp_path: Path, caplog: pytest.LogCaptureFixture, turns: int
) -> None:
    serving = asyncio.create_task(serve(config.load(on_telegram(tmp_path, arxiv, NOWHERE))))
    for _ in range(turns):
        await asyncio.sleep(0)
    await _stop(serving)
    assert caplog.messages[-1] == STOPPED
    assert [record for record in caplog.records if record.levelno > logging.WARNING] == []


async def test_stopped_in_the_middle_of_a_round_it_stops_without_a_word_of_errors(
    arxiv: ArxivDouble, telegram: TelegramDouble, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    day = announcements.newest(SystemClock().now())
    arxiv.spoil("/rss/cs.CV", "hang")
    arxiv.spoil(f"/catchup/cs.CV/{day}", "hang")
    serving = asyncio.create_task(serve(config.load(on_telegram(tmp_path, arxiv, telegram.base_url))))
    async with asyncio.timeout(10):
        while not arxiv.requests and not serving.done():  # noqa: ASYNC110 -- the stand-in has no event for it
            await asyncio.sleep(0.01)
    await _stop(serving)
    assert caplog.messages[-1] == STOPPED
    assert [record for record in caplog.records if record.levelno > logging.WARNING] == []
    assert "Traceback" not in caplog.text


def test_a_token_under_a_misspelt_name_is_pointed_out(paperboy: Paperboy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERBOY_TELEGRAM_TOKN", "123:abc")
    said = one_sentence(paperboy("run"))
    assert said.startswith("There is no platform to run on.")
    assert said.endswith("PAPERBOY_TELEGRAM_TOKN is not a setting; did you mean PAPERBOY_TELEGRAM_TOKEN?")
