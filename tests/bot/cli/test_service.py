"""The running bot as a service: it takes new settings, says how it is, and stops without losing a page."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import aiohttp
import pytest

from bot import config
from bot.cli.run import serve
from bot.papers import Paper
from bot.status import read
from bot.store import examine, remembered
from handlers.reporting import KEPT
from tests.bot.cli.conftest import Ask, Paperboy, finish, one_sentence, settings, start
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.discord.server import TOKEN as DISCORD_TOKEN
from tests.doubles.discord.server import DiscordDouble
from tests.doubles.model import KEY, NAME, ModelServer, Silence
from tests.doubles.telegram.chats import Chat
from tests.doubles.telegram.server import TOKEN, TelegramDouble


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    async with TelegramDouble() as double:
        yield double
    assert double.breaches == []


@pytest.fixture(autouse=True)
def at_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: False)


def written(
    folder: Path, arxiv: ArxivDouble, telegram: TelegramDouble, *channels: Chat, more: str = "", top: str = ""
) -> Path:
    blocks = "".join(f'[[subscriptions]]\nplatform = "telegram"\nchat = {one.id}\n' for one in channels)
    path = settings(folder, arxiv, f"{telegram.login()}{more}\n{blocks}")
    path.write_text(f"{top}\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    return path


@asynccontextmanager
async def running(path: Path) -> AsyncIterator[asyncio.Task[None]]:
    serving = asyncio.create_task(serve(config.load(path), path))
    try:
        yield serving
    finally:
        if not serving.done():
            os.kill(os.getpid(), signal.SIGTERM)
        async with asyncio.timeout(10):
            await asyncio.wait([serving])
    serving.result()


async def until(reached: Callable[[], object], seconds: float = 20.0) -> None:
    async with asyncio.timeout(seconds):
        while not reached():  # noqa: ASYNC110 -- several servers, and no event for all
            await asyncio.sleep(0.02)


async def answered(write: Callable[[], object], texts: Callable[[], list[str]]) -> None:
    """Write something, and wait until it is answered."""
    before = len(texts())
    write()
    await until(lambda: len(texts()) > before)


def times(channel: Chat, paper: Paper) -> int:
    """On how many pages of a channel a paper stands."""
    return sum(any(link.endswith(paper.id) for link in page.links) for page in channel.sent)


def is_whole(channel: Chat, papers: list[Paper]) -> bool:
    return all(times(channel, paper) for paper in papers)


# Reloading


async def test_new_settings_hold_at_once_and_no_page_is_lost_or_doubled_meanwhile(
    arxiv: ArxivDouble, telegram: TelegramDouble, today: date, papers: list[Paper], tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    caplog.set_level(logging.INFO)
    first, second = telegram.channel("First"), telegram.channel("Second")
    telegram.fault("sendMessage", "slow", seconds=0.15, times=100)
    path = written(tmp_path, arxiv, telegram, first)
    async with running(path) as serving:
        await until(lambda: first.sent or serving.done())
        for _ in range(3):
            written(tmp_path, arxiv, telegram, first, second)
            os.kill(os.getpid(), signal.SIGHUP)
            await asyncio.sleep(0.2)
        await until(lambda: (is_whole(first, papers) and is_whole(second, papers)) or serving.done())
    assert [times(channel, paper) for channel in (first, second) for paper in papers] == [1] * 2 * len(papers)
    assert "The settings were read again; there are 2 subscriptions" in caplog.messages


async def test_settings_with_a_mistake_change_nothing_and_operators_hear_why_once(
    arxiv: ArxivDouble, telegram: TelegramDouble, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    boss = telegram.user("Boss")
    telegram.write(boss, "/start")
    top = f'admins = ["telegram:{boss.id}"]'
    path = written(tmp_path, arxiv, telegram, top=top)

    def told() -> list[str]:
        return [text for text in telegram.chat(boss.id).texts if "can't be used" in text]

    async with running(path) as serving:
        await until(lambda: "Running" in caplog.text or serving.done())
        written(tmp_path, arxiv, telegram, top=f"{top}\nadmin = []", more="[limits]\nper_person = -1")
        os.kill(os.getpid(), signal.SIGHUP)
        await until(lambda: told() or serving.done())
        telegram.write(boss, "/status")  # which tells those who run the bot more than others
        await until(lambda: any("MB" in text for text in telegram.chat(boss.id).texts) or serving.done())
    (sentence,) = told()
    assert "did you mean admins?" in sentence
    assert "limits.per_person = -1" in sentence


async def test_what_needs_a_restart_is_named_and_stays(
    arxiv: ArxivDouble, telegram: TelegramDouble, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    path = written(tmp_path, arxiv, telegram)
    async with running(path) as serving:
        await until(lambda: "Running" in caplog.text or serving.done())
        other = path.read_text(encoding="utf-8").replace(TOKEN, "1:" + "B" * 35)
        path.write_text(f'database = "other.db"\n{other}', encoding="utf-8")
        os.kill(os.getpid(), signal.SIGHUP)
        await until(lambda: "read again" in caplog.text or serving.done())
    assert "These need a restart, and stay as they were: database, telegram.token" in caplog.messages
    assert not (tmp_path / "other.db").exists()


# How it is


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


async def asked(address: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(address) as response:
        return response.status, await response.text()


async def test_other_programs_can_ask_how_it_is(
    arxiv: ArxivDouble, telegram: TelegramDouble, today: date, papers: list[Paper], tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    caplog.set_level(logging.INFO)
    channel = telegram.channel("Papers")
    port = free_port()
    telegram.fault("getMe", "500", times=2)
    path = written(tmp_path, arxiv, telegram, channel, more=f'[health]\nlisten = "127.0.0.1:{port}"')
    async with running(path) as serving:
        await until(lambda: "Health and metrics" in caplog.text or serving.done())
        status, text = await asked(f"http://127.0.0.1:{port}/healthz")
        assert (status, json.loads(text)["healthy"]) == (503, False)
        await until(lambda: is_whole(channel, papers) or serving.done())
        _, metrics = await asked(f"http://127.0.0.1:{port}/metrics")
    counted = dict(line.rsplit(" ", 1) for line in metrics.splitlines() if not line.startswith("#"))
    assert float(counted['paperboy_pages_total{platform="telegram",state="failed"}']) == 0
    assert "paperboy_loop_lag_seconds_count" in counted
    assert 'paperboy_rate_limit_wait_seconds_total{platform="telegram"}' in counted
    assert str(channel.id) not in metrics


async def test_where_nobody_can_listen_is_one_sentence(
    arxiv: ArxivDouble, telegram: TelegramDouble, tmp_path: Path, ask: Ask
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        path = written(tmp_path, arxiv, telegram, more=f'[health]\nlisten = "{listen}"')
        ran = await finish(await start("run", "--config", path))
    assert ran.status == 1
    assert f"Nobody can listen on {listen}" in ran.err.splitlines()[-1]
    assert "Traceback" not in ran.err


async def test_status_tells_of_a_running_bot_of_a_stopped_one_and_of_one_that_died(
    arxiv: ArxivDouble, telegram: TelegramDouble, today: date, papers: list[Paper], tmp_path: Path, ask: Ask
) -> None:
    channel = telegram.channel("Papers")
    path = written(tmp_path, arxiv, telegram, channel)
    never = await ask("status", "--config", path)
    assert (never.status, "never run" in never.out) == (1, True)

    process = await start("run", "--config", path)
    await until(lambda: is_whole(channel, papers))
    ran = await ask("status", "--config", path)
    assert "Running for" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80
    process.send_signal(signal.SIGTERM)
    assert (await finish(process)).status == 0

    stopped = await ask("status", "--config", path)
    assert (stopped.status, "It was stopped on" in stopped.out) == (1, True)
    assert "the last edition, of" in " ".join(stopped.out.lower().split())
    assert f"{today.day} {today:%B %Y}" in " ".join(stopped.out.split())

    process = await start("run", "--config", path)
    assert process.stderr is not None
    while b"Running, with" not in await process.stderr.readline():
        pass
    process.kill()
    await finish(process)
    died = await ask("status", "--config", path)
    assert (died.status, "was not stopped" in died.out) == (1, True)

    process = await start("run", "--config", path)
    process_log = b""
    while b"Running, with" not in process_log:
        process_log += await process.stderr.readline() if process.stderr else b""
    process.send_signal(signal.SIGTERM)
    await finish(process)
    assert b"was not stopped as it should be" in process_log


# Stopping


@pytest.mark.parametrize("trouble", ["slow", "429"])
async def test_stopped_in_the_middle_of_an_edition_it_ends_in_time_and_the_next_start_brings_the_rest_once(
    trouble: str, arxiv: ArxivDouble, telegram: TelegramDouble, today: date, papers: list[Paper], tmp_path: Path
) -> None:
    channel = telegram.channel("Papers")
    telegram.fault("sendMessage", trouble, nth=2, seconds=1.0, retry_after=120)
    path = written(tmp_path, arxiv, telegram, channel)
    async with running(path) as serving:  # which wants it to stop within 10 seconds
        await until(lambda: len(telegram.called("sendMessage")) >= 2 or serving.done())
    arrived = len(channel.sent)
    assert not is_whole(channel, papers)
    telegram.rates._waiting.clear()  # the two minutes are over
    async with running(path) as serving:
        await until(lambda: is_whole(channel, papers) or serving.done(), 30)
    assert len(channel.sent) > arrived
    assert [times(channel, paper) for paper in papers] == [1] * len(papers)


async def test_a_model_that_does_not_answer_holds_up_no_stop(
    arxiv: ArxivDouble, telegram: TelegramDouble, today: date, tmp_path: Path
) -> None:
    async with ModelServer() as model:
        model.always = Silence()
        asked = (
            f'[summarizer]\nprovider = "openai"\nbase_url = "{model.base_url}"\napi_key = "{KEY}"\nmodel = "{NAME}"\n'
        )
        path = written(tmp_path, arxiv, telegram, telegram.channel("Papers"), more=asked)
        async with running(path) as serving:  # which wants it to stop within 10 seconds
            await until(lambda: model.asked or serving.done())


async def test_stopped_while_a_webhook_is_answered_the_answer_arrives(
    arxiv: ArxivDouble, telegram: TelegramDouble, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    port = free_port()
    more = f'webhook_url = "https://bot.example.org/hook"\nwebhook_listen = "127.0.0.1:{port}"'
    path = written(tmp_path, arxiv, telegram, more=more)
    ada = telegram.user("Ada")
    telegram.fault("sendMessage", "slow", seconds=1.0)
    async with running(path) as serving:
        await until(lambda: telegram.called("setWebhook") or serving.done())
        hook = telegram.updates.webhook
        update = {
            "update_id": 1,
            "message": {
                "message_id": 1, "date": 1_700_000_000, "text": "/help",
                "chat": {"id": ada.id, "type": "private", "first_name": "Ada"},
                "from": {"id": ada.id, "is_bot": False, "first_name": "Ada"},
            },
        }  # fmt: skip
        telegram.write(ada, "/help")
        await telegram.post_update(f"http://127.0.0.1:{port}/hook", str(hook["secret_token"]), update)
        await until(lambda: telegram.called("sendMessage") or serving.done())
    assert len(telegram.chat(ada.id).texts) >= 1


# What is never said


async def test_nothing_that_people_write_and_no_secret_is_logged(
    arxiv: ArxivDouble, telegram: TelegramDouble, today: date, tmp_path: Path
) -> None:
    ada = telegram.user("Ada")
    path = written(tmp_path, arxiv, telegram, more='[log]\nformat = "json"')
    process = await start("-v", "run", "--config", path)
    said = ["hello zebrafish", "/search zebrafish", "/subscribe cs.ZEBRAFISH", "/paper zebrafish/1", "/zebrafish 9"]
    for text in said:
        await answered(partial(telegram.write, ada, text), lambda: telegram.chat(ada.id).texts)
    process.send_signal(signal.SIGTERM)
    ran = await finish(process)
    assert ran.status == 0
    assert "zebrafish" not in ran.err.lower()
    assert "A" * 35 not in ran.err
    events = [json.loads(line) for line in ran.err.splitlines()]
    assert {"time", "level", "logger", "message"} <= set(events[0])


async def test_an_edition_leaves_one_line(
    arxiv: ArxivDouble, telegram: TelegramDouble, today: date, papers: list[Paper], tmp_path: Path
) -> None:
    channel = telegram.channel("Papers")
    path = written(tmp_path, arxiv, telegram, channel, more='[log]\nformat = "json"')
    process = await start("run", "--config", path)
    await until(lambda: is_whole(channel, papers))
    process.send_signal(signal.SIGTERM)
    ran = await finish(process)
    (edition,) = [one for one in map(json.loads, ran.err.splitlines()) if one.get("event") == "edition"]
    assert (edition["chat"], edition["day"], edition["lost"]) == (str(channel.id), today.isoformat(), 0)
    assert edition["announced"] == len(papers)


# A database that is not sound


async def test_a_damaged_database_is_found_at_the_start_and_the_way_back_is_told_and_works(
    arxiv: ArxivDouble, telegram: TelegramDouble, today: date, papers: list[Paper], tmp_path: Path,
    paperboy: Paperboy, ask: Ask,
) -> None:  # fmt: skip
    channel = telegram.channel("Papers")
    path = written(tmp_path, arxiv, telegram, channel)
    async with running(path) as serving:
        await until(lambda: is_whole(channel, papers) or serving.done())
    database, copy = tmp_path / "paperboy.db", tmp_path / "copy.db"
    assert (await ask("backup", copy, "--config", path)).status == 0
    content = bytearray(database.read_bytes())
    page = 4096
    for number in range(3, len(content) // page, 2):  # every second page of it
        content[number * page : number * page + 200] = b"\xff" * 200
    database.write_bytes(content)

    ran = await finish(await start("run", "--config", path))
    assert ran.status == 1
    sentence = one_sentence(replace(ran, err=ran.err.splitlines()[-1]))
    assert "Traceback" not in ran.err
    assert "damaged" in sentence
    assert "paperboy backup" in sentence

    database.unlink()
    copy.rename(database)
    assert await examine(database, seconds=10)
    async with running(path) as serving:
        await until(lambda: serving.done() or telegram.called("deleteWebhook"))
    assert [times(channel, paper) for paper in papers] == [1] * len(papers)
    kept = read(await remembered(database, KEPT))
    assert kept is not None
    assert kept.stopped is not None


async def test_nothing_that_people_write_on_discord_is_logged_either(arxiv: ArxivDouble, tmp_path: Path) -> None:
    async with DiscordDouble() as discord:
        ada = discord.user("Ada")
        more = f'{discord.login()}[log]\nformat = "json"\n'
        process = await start("-v", "run", "--config", settings(tmp_path, arxiv, more))
        await until(lambda: discord.commands)
        for text in ("hello zebrafish", "/search zebrafish", "/zebrafish 9"):
            await answered(partial(discord.write, ada, ada, text), lambda: ada.dm.texts)
        process.send_signal(signal.SIGTERM)
        ran = await finish(process)
    assert ran.status == 0
    assert "zebrafish" not in ran.err.lower()
    assert DISCORD_TOKEN not in ran.err
