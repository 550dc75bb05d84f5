"""One whole day on Telegram and Discord at once: every kind of destination, one process, and kills at random."""

from __future__ import annotations

import asyncio
import json
import random
import re
import signal
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from bot import announcements
from bot.clock import SystemClock
from bot.papers import Paper
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.discord.places import Channel
from tests.doubles.discord.server import DiscordDouble
from tests.doubles.telegram.chats import Chat
from tests.doubles.telegram.server import TelegramDouble
from tests.stories.conftest import WISHES, announce
from tests.stories.test_telegram_day import ids, running, until

KILLS = 5


class Both:
    """arXiv, Telegram and Discord, with a destination of every kind, all in one settings file."""

    def __init__(self, arxiv: ArxivDouble, telegram: TelegramDouble, discord: DiscordDouble, folder: Path) -> None:
        self.arxiv, self.telegram, self.discord = arxiv, telegram, discord
        self.day = announcements.newest(SystemClock().now())
        self.boss, self.ada = telegram.user("Boss"), telegram.user("Ada")
        self.comments = telegram.supergroup("Comments", bot="administrator", members=[self.ada])
        self.chats: dict[str, Chat] = {
            "channel": telegram.channel("Papers", username="daily_papers"),
            "channel with comments": telegram.channel("Papers to talk about", linked=self.comments),
            "forum": telegram.forum("Reading group"),
            "supergroup": telegram.supergroup("Everybody", bot="member", members=[self.ada]),
            "private": telegram.chat(self.ada.id),
        }
        lab, self.eve = discord.guild("Lab"), discord.user("Eve")
        lab.join(self.eve)
        self.channels: dict[str, Channel] = {
            "text": lab.text("papers"),
            "announcement": lab.announcement("news"),
            "forum": lab.forum("reading"),
            "thread": discord.start_thread(lab.text("talk"), "daily", user=self.eve),
            "voice": lab.voice("coffee"),
        }
        self.settings = folder / "paperboy.toml"
        self.write(discord.token)

    def write(self, discord_token: str) -> None:
        """The settings file, with every destination."""
        head = f"""
            admins = ["telegram:{self.boss.id}"]
            [arxiv]
            categories = {json.dumps(WISHES.categories)}
            {self.arxiv.addresses}
            request_interval = 0
            page_interval = 0
            contact = "mailto:tests@example.org"
            {self.telegram.login()}
            {self.discord.login(discord_token)}
        """
        places = [("telegram", "@daily_papers" if name == "channel" else chat.id) for name, chat in self.chats.items()]
        places += [("discord", place.id) for place in self.channels.values()] + [("discord", self.eve.id)]
        blocks = [f'[[subscriptions]]\nplatform = "{platform}"\nchat = "{chat}"\n' for platform, chat in places]
        self.settings.write_text(head + "".join(blocks), encoding="utf-8")

    @property
    def sent(self) -> int:
        """How many messages and posts were sent so far, on both."""
        kinds = ("POST /channels/*/messages", "POST /channels/*/threads")
        return len(self.telegram.called("sendMessage")) + sum(len(self.discord.called(kind)) for kind in kinds)

    def pages(self) -> dict[str, list[tuple[str, list[str]]]]:
        """What stands in each destination: each message's words, and where they lead."""
        found = {}
        for name, chat in self.chats.items():
            chats = [chat, self.comments] if name == "channel with comments" else [chat]
            found[f"telegram {name}"] = [(page.text, page.links) for one in chats for page in one.sent]
        for name, place in {**self.channels, "direct": self.eve.dm}.items():
            # A thread that was there before the bot wrote in it is a place of its own.
            places = [place, *place.threads]
            texts = [page.text for one in places for page in one.sent]
            found[f"discord {name}"] = [(text, re.findall(r"\]\((\S+?)\)", text)) for text in texts]
        return found

    def carried(self, papers: list[Paper]) -> dict[str, list[str]]:
        """Ids of the papers that stand in each destination, one for each time that it does."""
        return {
            name: sorted(
                paper.id for _, links in pages for paper in papers if any(f"/abs/{paper.id}" in link for link in links)
            )
            for name, pages in self.pages().items()
        }

    def is_there(self, papers: list[Paper]) -> bool:
        """Every paper stands in every destination."""
        return all(sorted(set(carried)) == ids(papers) for carried in self.carried(papers).values())

    def is_complete(self, papers: list[Paper]) -> bool:
        """And every cover leads to its threads, where messages have addresses, which is the last that is done."""
        return self.is_there(papers) and all(
            len([link for link in links if "//t.me/" in link or "//discord.com/" in link]) >= 2
            for name, pages in self.pages().items()
            if name != "telegram private"
            for text, links in pages
            if "announced" in text
        )

    def receipts(self) -> dict[str, list[str]]:
        """What the receipts in each destination say."""
        return {
            name: [" ".join(found[0].split()) for text, _ in pages for found in re.finditer(r"\d+ announced.*", text)]
            for name, pages in self.pages().items()
        }

    def people_write(self) -> None:
        """Somebody else's messages come between the pages."""
        for chat in self.chats.values():
            if chat.type == "channel":
                self.telegram.post(chat, "What else there is.")
            elif chat.type == "supergroup":
                self.telegram.write(chat, "Good morning!")
        for name in ("text", "announcement", "thread", "voice"):
            self.discord.write(self.eve, self.channels[name], "Good morning!")


@pytest.fixture
async def both(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Both]:
    async with ArxivDouble(SystemClock()) as arxiv, TelegramDouble() as telegram, DiscordDouble() as discord:
        yield Both(arxiv, telegram, discord, tmp_path)
    assert arxiv.breaches == []
    assert discord.breaches == []
    # A process that has just started can't know how much one that was killed had sent; it obeys when it is told.
    unknowable = "at once and 1 a second" if "killed" in request.node.name else "nothing"
    assert [breach for breach in telegram.breaches if unknowable not in breach] == []


def check_receipts(both: Both, papers: list[Paper]) -> None:
    """There is one in every destination, it says the same everywhere, and it is true."""
    receipts = both.receipts()
    assert all(len(found) == 1 for found in receipts.values()), receipts
    assert len({found[0] for found in receipts.values()}) == 1, receipts
    assert next(iter(receipts.values()))[0].startswith(f"{len(papers)} announced")


@pytest.mark.timeout(240)
async def test_from_the_start_to_the_last_page_everywhere(both: Both, papers: list[Paper]) -> None:
    announce(both.arxiv, both.day, papers)
    async with running(both) as bot:
        await until(lambda: both.is_complete(papers) or bot.returncode is not None, seconds=120)
        bot.send_signal(signal.SIGTERM)
        _, log = await bot.communicate()
    assert bot.returncode == 0, log.decode()
    assert both.carried(papers) == dict.fromkeys(both.pages(), ids(papers))
    check_receipts(both, papers)
    assert "Traceback" not in log.decode()
    assert both.telegram.token not in log.decode()
    assert both.discord.token not in log.decode()
    assert not both.telegram.chat(both.boss.id).sent, "nothing needed a person"


def further(both: Both, sent: int, papers: list[Paper]) -> bool:
    return both.sent >= sent or both.is_complete(papers)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", [1])
async def test_killed_at_random_again_and_again_every_paper_stands_once_everywhere(
    seed: int, both: Both, papers: list[Paper]
) -> None:
    dice = random.Random(seed)
    announce(both.arxiv, both.day, papers)
    for _ in range(KILLS):
        more = both.sent + dice.randint(1, 10)
        async with running(both):  # which is killed at the end of the block
            await until(partial(further, both, more, papers), seconds=60)
            await asyncio.sleep(dice.uniform(0.0, 0.05))
        both.people_write()
    async with running(both) as bot:
        await until(lambda: both.is_complete(papers) or bot.returncode is not None, seconds=120)
        bot.send_signal(signal.SIGTERM)
        _, log = await bot.communicate()
    assert "Traceback" not in log.decode()
    carried = both.carried(papers)
    # In a private chat on Telegram nobody can tell whether a page arrived whose answer was cut off. It is sent again,
    # and whoever runs the bot is told so; everywhere else it is found.
    doubted = [text for text in both.telegram.chat(both.boss.id).texts if "could not be told" in text]
    private = carried.pop("telegram private")
    assert sorted(set(private)) == ids(papers)
    assert len(private) == len(papers) or doubted
    assert carried == dict.fromkeys(carried, ids(papers))
    assert all(f"to {both.ada.first_name}" in text or str(both.ada.id) in text for text in doubted), doubted
    if not doubted:
        check_receipts(both, papers)


@pytest.mark.timeout(120)
async def test_while_one_can_not_log_in_the_other_delivers_and_its_people_are_told(
    both: Both, papers: list[Paper]
) -> None:
    announce(both.arxiv, both.day, papers)
    wrong = both.discord.token[:-1] + "b"
    both.write(wrong)
    async with running(both) as bot:
        telegram = {name for name in both.pages() if name.startswith("telegram")}
        await until(
            lambda: (
                bot.returncode is not None
                or (
                    all(both.carried(papers)[name] == ids(papers) for name in telegram)
                    and bool(both.telegram.chat(both.boss.id).sent)
                )
            ),
            seconds=60,
        )
        bot.send_signal(signal.SIGTERM)
        _, log = await bot.communicate()
    assert bot.returncode == 0, log.decode()
    (told,) = both.telegram.chat(both.boss.id).texts
    assert "PAPERBOY_DISCORD_TOKEN" in told
    assert told in log.decode()
    assert wrong not in log.decode()
    async with running(both, "deliver") as again:
        _, log = await again.communicate()
    assert again.returncode == 1
    assert "PAPERBOY_DISCORD_TOKEN" in log.decode().splitlines()[-1]
    both.write(both.discord.token)
    async with running(both, "deliver") as mended:
        _, log = await mended.communicate()
    assert mended.returncode == 0, log.decode()
    assert both.carried(papers) == dict.fromkeys(both.pages(), ids(papers))
