"""Two platforms side by side: one that fails says so, to the other's people too, and the other goes on."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import pytest

from bot import config
from bot.cli import deliver
from bot.cli.run import serve
from bot.errors import SettingsError
from bot.papers import Paper
from tests.bot.cli.conftest import Ask, settings
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.discord.places import Channel
from tests.doubles.discord.server import TOKEN as DISCORD_TOKEN
from tests.doubles.discord.server import DiscordDouble
from tests.doubles.telegram.chats import Chat
from tests.doubles.telegram.server import TOKEN, TelegramDouble

NOWHERE = "http://127.0.0.1:1"
"""No server listens there."""
UNKNOWN = "1:" + "B" * 35
"""A token that Telegram never gave to anybody."""


class Both:
    """A place on each platform, and who runs the bot there."""

    def __init__(self, telegram: TelegramDouble, discord: DiscordDouble) -> None:
        self.telegram, self.discord = telegram, discord
        self.channel: Chat = telegram.channel("Papers")
        self.boss = telegram.user("Boss")
        self.text: Channel = discord.guild("Lab").text("papers")
        self.chief = discord.user("Chief")

    def written(
        self, folder: Path, arxiv: ArxivDouble, *, telegram: str = TOKEN, discord: str = DISCORD_TOKEN, down: str = ""
    ) -> Path:
        """The settings with these tokens; the platform that is ``down`` can't be reached."""
        path = settings(
            folder,
            arxiv,
            f"""
            [telegram]
            token = "{telegram}"
            base_url = "{f"{NOWHERE}/bot" if down == "telegram" else self.telegram.base_url}"
            [discord]
            token = "{discord}"
            api_url = "{f"{NOWHERE}/api/v10" if down == "discord" else self.discord.api_url}"
            gateway_url = "{self.discord.gateway_url}"
            [[subscriptions]]
            platform = "telegram"
            chat = {self.channel.id}
            [[subscriptions]]
            platform = "discord"
            chat = {self.text.id}
            """,
        )
        admins = f'admins = ["telegram:{self.boss.id}", "discord:{self.chief.id}"]\n'
        path.write_text(admins + path.read_text(encoding="utf-8"), encoding="utf-8")
        return path

    def told(self) -> list[str]:
        """What the people who run the bot were told, on both platforms."""
        return [*self.telegram.chat(self.boss.id).texts, *self.chief.dm.texts]

    def is_on_telegram(self, papers: list[Paper]) -> bool:
        return all(any(link.endswith(one.id) for page in self.channel.sent for link in page.links) for one in papers)

    def is_on_discord(self, papers: list[Paper]) -> bool:
        pages = [page for place in (self.text, *self.text.threads) for page in place.sent]
        return all(any(one.id in page.text for page in pages) for one in papers)


@pytest.fixture
async def both() -> AsyncIterator[Both]:
    async with TelegramDouble() as telegram, DiscordDouble() as discord:
        yield Both(telegram, discord)
    assert telegram.breaches == []
    assert discord.breaches == []


@asynccontextmanager
async def running(path: Path) -> AsyncIterator[asyncio.Task[None]]:
    """The bot, until the end of the block, at which it is told to stop."""
    serving = asyncio.create_task(serve(config.load(path)))
    try:
        yield serving
    finally:
        if not serving.done():
            os.kill(os.getpid(), signal.SIGTERM)
        async with asyncio.timeout(20):
            await asyncio.wait([serving])


def is_here(both: Both, serving: asyncio.Task[None]) -> bool:
    """Whether people are heard on both platforms."""
    return serving.done() or bool(both.telegram.called("deleteWebhook") and both.discord.commands)


async def until(reached: Callable[[], bool], seconds: float = 30.0) -> None:
    async with asyncio.timeout(seconds):
        while not reached():  # noqa: ASYNC110 -- two servers, and no event for both
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("failing", ["telegram", "discord"])
async def test_one_whose_token_is_refused_is_left_out_and_told_on_the_other_once(
    failing: str, both: Both, arxiv: ArxivDouble, today: date, papers: list[Paper], tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    wrong = {"telegram": UNKNOWN, "discord": DISCORD_TOKEN[:-1] + "b"}[failing]
    path = both.written(tmp_path, arxiv, **{failing: wrong})
    arrived = both.is_on_discord if failing == "telegram" else both.is_on_telegram
    sentence = f"Until it is started again, the bot goes on without {failing.capitalize()}."
    for _ in range(2):  # a second start says it in its own log, and nobody is told again
        caplog.clear()
        async with running(path) as serving:
            await until(lambda: sentence in caplog.text or serving.done())
            await until(lambda: (arrived(papers) and bool(both.told())) or serving.done())
        serving.result()
        assert len([message for message in caplog.messages if message.endswith(sentence)]) == 1
        assert wrong not in caplog.text
        assert "Traceback" not in caplog.text
    (told,) = both.told()
    assert told.endswith(sentence)
    assert "token" in told


async def test_when_telegram_fails_later_discord_goes_on(both: Both, arxiv: ArxivDouble, tmp_path: Path) -> None:
    async with running(both.written(tmp_path, arxiv)) as serving:
        await until(lambda: is_here(both, serving))
        both.telegram.fault("getUpdates", "401 Unauthorized", times=100)
        both.telegram.write(both.boss, "/help")  # which ends the poll that is under way
        await until(lambda: bool(both.chief.dm.texts) or serving.done())
        (told,) = both.chief.dm.texts
        assert "goes on without Telegram" in told
        answer = await both.discord.slash(both.chief, both.text, "status", {})
        assert answer.text
    serving.result()


async def test_when_discord_fails_later_telegram_goes_on(both: Both, arxiv: ArxivDouble, tmp_path: Path) -> None:
    async with running(both.written(tmp_path, arxiv)) as serving:
        await until(lambda: is_here(both, serving))
        await both.discord.gateway.close(4004)
        chat = both.telegram.chat(both.boss.id)
        await until(lambda: bool(chat.texts) or serving.done())
        (told,) = chat.texts
        assert "goes on without Discord" in told
        both.telegram.write(both.boss, "/status")
        await until(lambda: len(chat.texts) > 1 or serving.done())
    serving.result()


async def test_where_none_is_left_it_ends_with_all_the_reasons(
    both: Both, arxiv: ArxivDouble, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = both.written(tmp_path, arxiv, telegram=UNKNOWN, discord=DISCORD_TOKEN[:-1] + "b")
    async with running(path) as serving:
        await until(serving.done)
    with pytest.raises(SettingsError) as ended:
        serving.result()
    assert "PAPERBOY_TELEGRAM_TOKEN" in str(ended.value)
    assert "PAPERBOY_DISCORD_TOKEN" in str(ended.value)
    assert both.told() == []


async def test_one_that_can_not_be_reached_is_tried_on_and_the_other_delivers(
    both: Both, arxiv: ArxivDouble, today: date, papers: list[Paper], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(both.written(tmp_path, arxiv, down="discord")) as serving:
        await until(lambda: both.is_on_telegram(papers) or serving.done())
        await asyncio.sleep(1.1)  # in which it is tried again
        assert not serving.done()
    serving.result()
    assert len([message for message in caplog.messages if message.startswith("Discord can't be reached")]) == 1
    assert both.told() == []


async def test_deliver_gives_up_the_one_that_can_not_be_reached_after_the_other_was_served(
    both: Both, arxiv: ArxivDouble, ask: Ask, day: date, papers: list[Paper], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(deliver, "QUICK", 3.0)
    ran = await ask("deliver", "--config", both.written(tmp_path, arxiv, down="discord"), "--day", day)
    assert ran.status == 1
    assert both.is_on_telegram(papers)
    assert ran.err.splitlines()[-1] == (
        "paperboy: Discord could not be reached for 3 s, so what goes there waits. Run this again later, or with "
        "--wait to have it tried until it can."
    )
    assert "Traceback" not in ran.err
    again = await ask("deliver", "--config", both.written(tmp_path, arxiv), "--day", day)
    assert again.status == 0, again.err
    assert both.is_on_discord(papers)


async def test_deliver_with_two_tokens_that_are_refused_names_both(
    both: Both, arxiv: ArxivDouble, ask: Ask, day: date, tmp_path: Path
) -> None:
    path = both.written(tmp_path, arxiv, telegram=UNKNOWN, discord=DISCORD_TOKEN[:-1] + "b")
    ran = await ask("deliver", "--config", path, "--day", day)
    assert ran.status == 1
    last = ran.err.splitlines()[-1]
    assert "PAPERBOY_TELEGRAM_TOKEN" in last
    assert "PAPERBOY_DISCORD_TOKEN" in last
