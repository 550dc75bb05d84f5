"""What becomes of chats: closed to us, open again, moved. What a platform reports, and a delivery finds out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from bot.clock import Clock
from bot.messages import Destination
from bot.store import Store
from handlers.operators import Operators

log = logging.getLogger(__name__)


class Residents:
    """Keeps the account of where pages can go. The subscriptions themselves stay as they were wished."""

    def __init__(self, store: Store, operators: Operators, clock: Clock) -> None:
        self._store = store
        self._operators = operators
        self._clock = clock
        self._opened: dict[Destination, datetime] = {}
        self._on_opened: list[Callable[[Destination], None]] = []
        self._on_moved: list[Callable[[Destination, Destination], None]] = []

    def watch(
        self,
        *,
        opened: Callable[[Destination], None] | None = None,
        moved: Callable[[Destination, Destination], None] | None = None,
    ) -> None:
        """Call these whenever a chat may have opened, or has moved (from, to)."""
        self._on_opened += [opened] if opened else []
        self._on_moved += [moved] if moved else []

    async def closed(self, destination: Destination, reason: str, *, asked: datetime | None = None) -> None:
        """Send nothing there until it opens again. Whoever runs the bot is told if an edition was due there.

        ``asked`` is when the platform was asked: what has opened since is not closed by an answer that comes late.
        """
        destination = self._known(destination)
        if asked and self._opened.get(destination, asked) > asked:
            return
        if not await self._store.close_chat(destination, reason, at=self._clock.now()):
            return
        log.info("%s is closed: %s", destination, reason)
        if await self.serves(destination):
            name = self._operators.name(destination)
            await self._operators.tell(
                _closed(destination), f"{name} gets no editions for now. {reason} Should it open again, they go on."
            )

    async def opened(self, destination: Destination) -> None:
        """Editions may go there, perhaps again."""
        destination = self._known(destination)
        was_closed = await self._store.open_chat(destination)
        if was_closed:
            log.info("%s is open again", destination)
            self._opened[destination] = self._clock.now()
            await self._operators.over(_closed(destination))
        if await self._operators.over(barred(destination)) or was_closed:
            for call in self._on_opened:
                call(destination)

    async def moved(self, destination: Destination, chat: str) -> None:
        """Everything that is known of the chat follows it."""
        if await self._store.move_chat(destination, chat):
            log.info("%s has moved to %s", destination, chat)
            for call in self._on_moved:
                call(destination, Destination(destination.platform, chat))

    async def serves(self, destination: Destination) -> bool:
        """Whether the chat is subscribed to something."""
        destination = self._known(destination)
        return await self._store.subscription(destination.platform, destination.chat) is not None

    def _known(self, destination: Destination) -> Destination:
        """By the id under which it is recorded, where it goes by a name that the settings file has."""
        chat = self._store.chat_in_file(destination.platform, destination.chat)
        return Destination(destination.platform, chat) if chat else destination


def barred(destination: Destination) -> str:
    """The cause under which a missing right is told."""
    return f"barred {destination}"


def _closed(destination: Destination) -> str:
    return f"closed {destination}"
