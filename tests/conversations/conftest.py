"""Conversations: everything that can be asked, at the front desk, with everything real but the world.

The fixtures of the stories, and on top of them a ``Talk``: what one person writes and presses, and what comes back.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from bot.categories import CATEGORIES
from bot.config import ArxivSettings, Settings
from bot.messages import Asker, Button, Reply
from bot.papers import Paper
from bot.words import Words, speak
from handlers.daily import Parts
from handlers.desk import Desk
from handlers.table import desk
from tests.doubles.arxiv import ArxivDouble
from tests.stories.conftest import TUESDAY, WISHES, Assemble, announce, arxiv, assemble, clock, model, papers, witness

__all__ = ["arxiv", "assemble", "clock", "model", "papers", "witness"]

SETTINGS = Settings(arxiv=ArxivSettings(categories=WISHES.categories))
CHINESE = re.compile(r"[\u4e00-\u9fff]")
FOREIGN = frozenset(("paper", "original", "authors", "bibtex", "search", "categories"))
"""Commands whose answers may be papers, names and categories alone."""
ASKER = Asker(platform="console", user="local", chat="local", operator=True)


@dataclass
class Talk:
    """One person at the desk. Answers come whole: what is promised for later is waited for."""

    desk: Desk
    parts: Parts
    asker: Asker
    first: Reply = field(default_factory=Reply)
    """The last answer as it was at once."""
    reply: Reply = field(default_factory=Reply)
    """The last answer in the end."""

    async def say(self, text: str) -> Reply:
        """Write a message."""
        return await self._whole(await self.desk.answer(self.asker, text))

    async def press(self, label: str, **places: str | int) -> Reply:
        """Press the button of the last answer that has this message, or these very words, for its label."""
        label = self.words(label, **places) if re.search("[a-z]-[a-z]", label) else label
        (button,) = {button for button in self.buttons if button.label == label}
        return await self.take(button.command)

    def hears(self, message: str, **places: str | float | date) -> bool:
        """Whether the last answer says this."""
        return self.words(message, **places) in self.reply.text

    async def open(self, number: int) -> Reply:
        """Take a line of the last answer's list, from 1."""
        return await self.take(self.reply.items[number - 1].command)

    async def take(self, command: str) -> Reply:
        """What a button or a line leads to."""
        return await self._whole(await self.desk.press(self.asker, command))

    @property
    def words(self) -> Words:
        """What the bot says, in this person's language."""
        return speak(self.asker.locale)

    @property
    def buttons(self) -> list[Button]:
        """All buttons of the last answer."""
        cards = [button for card in self.reply.cards for button in card.buttons]
        return cards + [button for row in self.reply.buttons for button in row]

    async def _whole(self, reply: Reply) -> Reply:
        self.first = reply
        while reply.later:
            reply = await reply.later()
        self.reply = reply
        assert self.words.language != "zh" or CHINESE.search(reply.text) or not _foreign(reply), reply.text
        assert all(len(button.command.encode()) <= 64 for button in self.buttons)
        assert all(len(item.command.encode()) <= 64 for item in reply.items)
        return reply


def _foreign(reply: Reply) -> str:
    """What of an answer's text is neither a file's nor a category's name: those are the same in every language."""
    text = reply.text.replace(reply.file.text, "") if reply.file else reply.text
    return re.sub("|".join(re.escape(f"{one.code} {one.name}") for one in CATEGORIES.values()), "", text).strip()


OpenTalk = Callable[..., AbstractAsyncContextManager[Talk]]


@pytest.fixture(params=["en", "zh-CN"])
def locale(request: pytest.FixtureRequest) -> str:
    """Every conversation is held in both languages."""
    return str(request.param)


@pytest.fixture
def open_talk(assemble: Assemble, locale: str) -> OpenTalk:
    """A start of the bot on the same database, and somebody who comes to its desk."""

    @asynccontextmanager
    async def start(asker: Asker = ASKER, *, with_model: bool = False) -> AsyncIterator[Talk]:
        async with assemble(with_model=with_model, patience=60.0) as parts:
            yield Talk(desk(parts, SETTINGS), parts, replace(asker, locale=locale))

    return start


@pytest.fixture
async def talk(open_talk: OpenTalk) -> AsyncIterator[Talk]:
    """Somebody at the desk of a bot that has no model."""
    async with open_talk() as talk:
        yield talk


@pytest.fixture
def announced(arxiv: ArxivDouble, papers: list[Paper]) -> list[Paper]:
    """Tuesday's announcement is out, and its papers can be asked for."""
    announce(arxiv, TUESDAY, papers)
    return papers
