"""A small world in which one thing at a time goes wrong: two chats, two categories, six papers, a person who asks."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from bot.errors import PaperboyError
from tests.doubles.outside import Outside
from tests.doubles.papers import invent
from tests.doubles.program import Bot

DAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 5, 1, tzinfo=UTC)
CODES = ("cs.CV", "cs.AI")
PLATFORMS = ("telegram", "discord")


class World(Outside):
    """Everything real but the outside; entered with ``opened``."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, NOW)
        self.papers = invent(4) + invent(2, category="cs.AI", first=90101)
        self.bot: Bot | None = None
        self.said: list[str] = []
        """What those who run the bot were told in the terminal."""

    def settle(self) -> None:
        """The chats, and what arXiv announces."""
        self.ada, self.boss = self.telegram.user("Ada"), self.telegram.user("Boss")
        self.channel = self.telegram.channel("Papers")
        self.place = self.discord.guild("Lab").text("papers")
        chats = (("telegram", self.channel.id), ("discord", self.place.id))
        tables = [f'[[subscriptions]]\nplatform = "{platform}"\nchat = "{chat}"\n' for platform, chat in chats]
        self.wishes = self.settings(boss=self.boss, categories=CODES, subscriptions=tables)
        self.announce()

    def announce(self) -> None:
        """The day's papers."""
        for code in CODES:
            entries = [("new" if one.primary == code else "cross", one) for one in self.papers]
            self.arxiv.announce(DAY, code, [one for one in entries if code in one[1].categories])

    async def start(self, *, of: tuple[str, ...] = PLATFORMS) -> bool:
        """Start the bot, and wait until it is logged in on these platforms; False where it said why it can't."""
        bot = Bot()
        try:
            await bot.open(self.wishes, self.clock, self.model, logged_in=of)
        except PaperboyError as error:
            self.said.append(str(error))
            await bot.close()
            return False
        self.bot = bot
        return True

    async def stop(self, *, at_once: bool = False) -> None:
        if self.bot:
            await self.bot.close(at_once=at_once)
        self.bot = None

    async def round(self, minutes: int = 0) -> None:
        """Some time passes, and the bot looks what is due."""
        self.clock.advance(minutes=minutes)
        if self.bot is None:
            return
        try:
            await self.bot.round()
        except PaperboyError as error:
            self.said.append(str(error))

    async def ask(self, text: str) -> None:
        """Ada writes to the bot, and waits for the whole answer."""
        chat = self.telegram.chat(self.ada.id)
        before = len(chat.sent)
        self.telegram.write(self.ada, text)
        for _ in range(200):
            if len(chat.sent) > before and not chat.sent[-1].text.startswith("Fetching"):
                return
            await asyncio.sleep(0.01)

    def texts(self, platform: str) -> list[str]:
        """What stands in the chat of a platform, with its links."""
        if platform == "telegram":
            return [f"{one.text} {' '.join(one.links)}" for one in self.channel.sent]
        return [one.text for place in (self.place, *self.place.threads) for one in place.sent]

    def carried(self, platform: str) -> list[str]:
        """Ids of the papers that stand there, one for each message that one stands in."""
        return sorted(one for text in self.texts(platform) for one in set(re.findall(r"/abs/(26\d\d\.\d{5})", text)))

    def has_all(self, platform: str) -> bool:
        """Every paper, once."""
        return self.carried(platform) == sorted(one.id for one in self.papers)

    @property
    def heard(self) -> str:
        """Everything that anybody was told."""
        people = [*self.telegram.chat(self.ada.id).texts, *self.telegram.chat(self.boss.id).texts]
        return "\n".join([*people, *self.said, *self.texts("telegram"), *self.texts("discord")])


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[World]:
    """The world, without a bot in it yet."""
    async with World(folder) as world:
        world.settle()
        try:
            yield world
        finally:
            await world.stop()
