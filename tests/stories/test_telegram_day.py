"""One whole day on Telegram: the bot as a process of its own, from its start to the last page in every kind of chat."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Protocol

import pytest

from bot import announcements
from bot.clock import SystemClock
from bot.papers import Paper
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.telegram.chats import Chat
from tests.doubles.telegram.server import TelegramDouble
from tests.stories.conftest import WISHES, announce


class World:
    """arXiv and Telegram, with a chat of every kind that subscribes in the settings file, and one by command."""

    def __init__(self, arxiv: ArxivDouble, telegram: TelegramDouble, folder: Path) -> None:
        self.arxiv, self.telegram, self.folder = arxiv, telegram, folder
        self.day = announcements.newest(SystemClock().now())
        self.ada = telegram.user("Ada")
        self.boss = telegram.user("Boss")
        group = telegram.supergroup("Comments", bot="administrator", members=[self.ada])
        self.places: dict[str, Chat] = {
            "channel": telegram.channel("Papers", username="daily_papers"),
            "channel with comments": telegram.channel("Papers to talk about", linked=group),
            "forum": telegram.forum("Reading group"),
            "supergroup": telegram.supergroup("Everybody", bot="member", members=[self.ada]),
            "group": telegram.group("The five of us", members=[self.ada]),
            "rich channel": telegram.channel("Rich papers"),
            "refusing channel": telegram.channel("Poor papers"),
            "direct": telegram.chat(self.ada.id),
        }
        self.places["refusing channel"].refuses_rich = "RICH_MESSAGE_CONTENT_REQUIRED"
        self.comments = group
        self.settings = folder / "paperboy.toml"
        self.settings.write_text(self._written(), encoding="utf-8")

    def _written(self) -> str:
        head = f"""
            admins = ["telegram:{self.boss.id}"]
            [arxiv]
            categories = {json.dumps(WISHES.categories)}
            {self.arxiv.addresses}
            request_interval = 0
            page_interval = 0
            contact = "mailto:tests@example.org"
            {self.telegram.login()}
        """
        blocks = [
            f"""
            [[subscriptions]]
            platform = "telegram"
            chat = "{"@daily_papers" if name == "channel" else chat.id}"
            format = "{"rich" if name in ("rich channel", "refusing channel") else "classic"}"
            """
            for name, chat in self.places.items()
            if name != "direct"
        ]
        return head + "".join(blocks)

    def where(self, name: str) -> list[Chat]:
        """The chats in which an edition's pages stand."""
        return [self.places[name], *([self.comments] if name == "channel with comments" else [])]

    def carried(self, name: str, papers: list[Paper]) -> list[str]:
        """Ids of the papers that stand in a destination, one for each time that it does."""
        return sorted(
            paper.id
            for chat in self.where(name)
            for message in chat.sent
            for paper in papers
            if any(link.endswith(f"/abs/{paper.id}") for link in message.links)
        )

    def is_there(self, papers: list[Paper]) -> bool:
        """Every paper stands in every place, and once wherever Telegram lets one tell.

        In private chats and basic groups, whose ids are counted together, a page whose answer a kill cut off may have
        to be sent again.
        """
        return all(
            sorted(set(carried)) == ids(papers) and (len(carried) == len(papers) or name in ("group", "direct"))
            for name in self.places
            for carried in [self.carried(name, papers)]
        )

    def is_complete(self, papers: list[Paper]) -> bool:
        """Every paper stands once in every place, and every cover leads to its threads, where chats have addresses."""
        linked = [chat for name, chat in self.places.items() if name not in ("group", "direct")]
        covers = [message for chat in linked for message in chat.sent if "announced" in message.text]
        return all(self.carried(name, papers) == ids(papers) for name in self.places) and all(
            len([link for link in cover.links if link.startswith("https://t.me/")]) >= 2 for cover in covers
        )


async def until(reached: Callable[[], bool], seconds: float) -> None:
    """Wait for something that need not come with a request to the server."""
    async with asyncio.timeout(seconds):
        while not reached():  # noqa: ASYNC110 -- it is another process that gets there
            await asyncio.sleep(0.05)


def ids(papers: list[Paper]) -> list[str]:
    return sorted(paper.id for paper in papers)


@pytest.fixture
async def world(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[World]:
    async with ArxivDouble(SystemClock()) as arxiv, TelegramDouble() as telegram:
        yield World(arxiv, telegram, tmp_path)
    assert arxiv.breaches == []
    # A process that has just started can't know how much one that was killed had sent; it obeys when it is told.
    unknowable = "at once and 1 a second" if "killed" in request.node.name else "nothing"
    assert [breach for breach in telegram.breaches if unknowable not in breach] == []


class Configured(Protocol):
    """A world that the bot knows from a settings file."""

    settings: Path


@asynccontextmanager
async def running(world: Configured, verb: str = "run") -> AsyncIterator[asyncio.subprocess.Process]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PAPERBOY_", "OPENAI_"))}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", verb, "--config", str(world.settings)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def subscribed(world: World) -> None:
    """Ada subscribes by command, and says yes."""
    world.telegram.write(world.ada, "/subscribe cs.CV cs.AI")
    chat = world.places["direct"]
    await until(lambda: any(message.buttons for message in chat.sent), seconds=30)
    question = next(message for message in chat.sent if message.buttons)
    world.telegram.press(question, 0)


@pytest.mark.timeout(180)
async def test_from_the_start_to_the_last_page_in_every_kind_of_chat(world: World, papers: list[Paper]) -> None:
    announce(world.arxiv, world.day, papers)
    async with running(world) as bot:
        await subscribed(world)
        await until(lambda: world.is_complete(papers), seconds=120)
        bot.send_signal(signal.SIGTERM)
        _, log = await bot.communicate()
    assert bot.returncode == 0, log.decode()
    assert world.telegram.token not in log.decode()
    assert "Traceback" not in log.decode()
    check_threads(world, papers)
    assert not world.telegram.chat(world.boss.id).sent, "nothing needed a person"


def check_threads(world: World, papers: list[Paper]) -> None:
    """Everything stands where the reader of that chat looks for it, and only covers make a sound."""
    for name in world.places:
        for chat in world.where(name):
            for message in chat.sent:
                if any("/abs/" in link for link in message.links):
                    assert message.silent, (name, message.text[:80])
    topics = {topic.name.split()[0] for topic in world.places["forum"].topics.values()}
    assert topics == set(WISHES.categories)
    assert all(message.reply_to for message in world.comments.sent)
    rich = world.places["rich channel"].sent
    assert all(message.rich for message in rich)
    assert not any(message.rich for message in world.places["refusing channel"].sent)


def further(world: World, sent: int, papers: list[Paper]) -> bool:
    return len(world.telegram.called("sendMessage")) >= sent or world.is_there(papers)


@pytest.mark.timeout(240)
async def test_killed_again_and_again_in_the_middle_of_it_every_paper_still_stands_once_everywhere(
    world: World, papers: list[Paper]
) -> None:
    announce(world.arxiv, world.day, papers)
    async with running(world):
        await subscribed(world)
        await until(lambda: len(world.telegram.called("sendMessage")) >= 4, seconds=60)
    for more in (3, 7, 2):
        seen = len(world.telegram.called("sendMessage"))
        async with running(world):
            await until(partial(further, world, seen + more, papers), seconds=60)
    async with running(world):
        await until(lambda: world.is_there(papers), seconds=120)


@pytest.mark.timeout(120)
async def test_deliver_brings_the_edition_and_ends_and_a_second_time_brings_nothing(
    world: World, papers: list[Paper]
) -> None:
    announce(world.arxiv, world.day, papers)
    del world.places["direct"]
    async with running(world, "deliver") as first:
        _, log = await first.communicate()
    assert first.returncode == 0, log.decode()
    assert world.is_complete(papers)
    sent = len(world.telegram.called("sendMessage"))
    async with running(world, "deliver") as again:
        await again.communicate()
    assert again.returncode == 0
    assert len(world.telegram.called("sendMessage")) == sent


def test_the_day_of_these_tests_is_one_that_arxiv_has() -> None:
    assert announcements.newest(SystemClock().now()) <= date.today()  # noqa: DTZ011 -- by anybody's calendar
