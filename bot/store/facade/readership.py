"""The chats that read, where they are by now, and what each gets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.messages import Destination
from bot.store import chats, course, subscriptions
from bot.store.chats import Closure
from bot.store.database import Database
from bot.store.facade.part import Part
from bot.subscriptions import Subscription


class Readership(Part):
    """Chats and their subscriptions: the settings file's, which stay there, and those by command."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._adopted: dict[Destination, Subscription] = {}
        self._moves: dict[Destination, Destination] = {}
        self._settled: dict[Destination, Subscription] = {}
        self._everybody: list[Subscription] = []
        self._version = ""

    async def note(self, destination: Destination, name: str) -> str | None:
        """What a platform kept about a chat under this name."""
        return await self._database.read(chats.note, destination, name)

    async def keep_note(self, destination: Destination, name: str, value: str | None) -> None:
        """Keep a platform's note in the place of the former one; None forgets it."""
        await self._database.write(chats.keep_note, destination, name, value)

    async def close_chat(self, destination: Destination, reason: str, *, at: datetime) -> bool:
        """Record that nothing can be sent to a chat now; whether it was open before."""
        return await self._database.write(chats.close, destination, reason, at)

    async def open_chat(self, destination: Destination) -> bool:
        """Record that a chat takes messages; whether it was closed before."""
        if not await self._database.read(chats.is_closed, destination):
            return False  # as with nearly every message that anybody writes
        return await self._database.write(chats.open_again, destination)

    async def closures(self) -> list[Closure]:
        """The chats that nothing is sent to, the latest last."""
        return await self._database.read(chats.closures)

    async def move_chat(self, destination: Destination, chat: str) -> bool:
        """Let everything that is recorded of a chat follow it to its new id; whether that was not known yet."""
        moved = await self._database.write(chats.move, destination, chat)
        if moved:
            await self._learn_moves()
        return moved

    def adopt(self, subscriptions: Iterable[Subscription]) -> None:
        """Know the settings file's subscriptions, too. They stay there, and come before what a chat wrote itself."""
        self._adopted = {subscription.destination: subscription for subscription in subscriptions}
        self._settle()

    def _settle(self) -> None:
        """Work out where the chats of the settings file are by now; of two subscriptions for one, the first counts."""
        self._settled = {}
        for written, subscription in self._adopted.items():
            here = self._moves.get(written, written)
            self._settled.setdefault(here, replace(subscription, destination=here))
        self._version = ""

    async def _learn_moves(self) -> None:
        self._moves = await self._database.read(chats.moves)
        self._settle()

    def written(self) -> list[Destination]:
        """The destinations of the settings file's subscriptions, as it has them."""
        return list(self._adopted)

    async def settle_name(self, destination: Destination, chat: str) -> None:
        """Know a chat that the settings file calls by a name by its id, under which all is recorded from now on.

        What was recorded under the name follows, unless it once belonged to another chat.
        """
        known = self._moves.get(destination)
        if known is None:
            await self.move_chat(destination, chat)
        elif known.chat != chat:
            await self._database.write(chats.rename, destination, chat)
            await self._learn_moves()

    def chat_in_file(self, platform: str, name: str) -> str | None:
        """Where the chat is by now that the settings file calls by this name; platforms don't mind the case."""
        ours = (one for one in self._adopted if one.platform == platform and one.chat.casefold() == name.casefold())
        return next((self._moves.get(one, one).chat for one in ours), None)

    async def subscription(self, platform: str, chat: str) -> Subscription | None:
        """What a chat gets, and how: from the settings file, or by command."""
        destination = Destination(platform, chat)
        return self._settled.get(destination) or await self._database.read(subscriptions.load, destination)

    async def subscriptions(self) -> list[Subscription]:
        """All of them, one for each destination: the settings file's in its order, then those by command, by age.

        While nothing has changed it is the very same list.
        """
        version = await self._database.read(course.kept, course.VERSION) or ""
        if version != self._version:
            own = await self._database.read(subscriptions.load_all)
            self._everybody = [*self._settled.values(), *(one for one in own if one.destination not in self._settled)]
            self._version = version
        return self._everybody

    async def save_subscription(self, subscription: Subscription, *, at: datetime) -> None:
        """Write what a chat wishes, in the place of what it wished before; its drafts are done with."""
        await self._database.write(subscriptions.keep, subscription, at)

    async def drop_subscription(self, destination: Destination) -> bool:
        """Delete what a chat wished by command; whether there was anything."""
        return await self._database.write(subscriptions.drop, destination)

    async def save_draft(self, subscription: Subscription, *, at: datetime) -> str:
        """Keep a wish for a day, until somebody says yes to it; returns its token, eight characters."""
        return await self._database.write(subscriptions.draft, subscription, at)

    async def draft(self, token: str, destination: Destination, *, at: datetime) -> Subscription | None:
        """The wish behind a token, if it was made for this chat within the last day."""
        return await self._database.read(subscriptions.load_draft, token, destination, at)
