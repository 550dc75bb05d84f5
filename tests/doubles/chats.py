"""Somebody who writes and presses buttons in a chat, for the commands about people and what their chats get."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from bot.arxiv import Arxiv
from bot.clock import Clock
from bot.messages import Asker, Command, Reply
from bot.store import Store
from bot.summarize.summarizer import Extractor
from handlers import privacy, reader, saved, settings, subscribe
from handlers.context import Context
from handlers.daily import Parts
from handlers.desk import Desk
from handlers.limits import Limits

ADA = Asker(platform="telegram", user="7", chat="7")
"""Writes to the bot directly."""
OFFERED = ("cs.CV", "cs.AI", "cs.LG")


def commands(parts: Parts) -> tuple[Command, ...]:
    """What the tests of these families can ask."""
    context = Context(
        parts=parts,
        wishes=partial(reader.wishes, store=parts.store, offered=OFFERED),
        limits=Limits(0, clock=parts.clock),
    )
    return (
        *subscribe.commands(parts, offered=OFFERED),
        *settings.commands(parts, offered=OFFERED),
        *saved.commands(context),
        *privacy.commands(parts),
    )


def offline(store: Store, clock: Clock) -> Parts:
    """Parts that know what the store knows, and reach nobody."""
    nowhere = "http://127.0.0.1:9"
    source = Arxiv(rss_url=nowhere, site_url=nowhere, api_url=nowhere, contact="", clock=clock)
    return Parts(source=source, store=store, summarizer=Extractor(clock=clock), clock=clock)


@dataclass
class Chat:
    """One person in one chat. Whatever comes back must fit what platforms take."""

    parts: Parts
    asker: Asker = ADA

    def __post_init__(self) -> None:
        self.desk = Desk(commands(self.parts))

    async def say(self, text: str) -> Reply:
        """Write something."""
        return _checked(await self.desk.answer(self.asker, text))

    async def press(self, reply: Reply, label: str) -> Reply:
        """Press the button with this label."""
        (command,) = {button.command for row in reply.buttons for button in row if button.label == label}
        return _checked(await self.desk.press(self.asker, command))


def labels(reply: Reply) -> list[str]:
    """What can be pressed."""
    return [button.label for row in reply.buttons for button in row]


def _checked(reply: Reply) -> Reply:
    for row in reply.buttons:
        assert 0 < len(row) <= 8
        for button in row:
            assert 0 < len(button.command.encode()) <= 64, button
            assert button.label.strip()
    assert reply.text.strip()
    return reply
