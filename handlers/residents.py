"""What becomes of chats: closed to us, open again, moved. What a platform reports, and a delivery finds out."""

from __future__ import annotations

import logging

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

    async def closed(self, destination: Destination, reason: str) -> None:
        """Send nothing there until it opens again. Whoever runs the bot is told if an edition was due there."""
        if not await self._store.close_chat(destination, reason, at=self._clock.now()):
            return
        log.info("%s is closed: %s", destination, reason)
        if await self._store.subscription(destination.platform, destination.chat):
            await self._operators.tell(
                _closed(destination), f"{destination} gets no more editions: {reason} It goes on when it opens again."
            )

    async def opened(self, destination: Destination) -> None:
        """Editions may go there, perhaps again."""
        if await self._store.open_chat(destination):
            log.info("%s is open again", destination)
            await self._operators.over(_closed(destination))
        await self._operators.over(barred(destination))

    async def moved(self, destination: Destination, chat: str) -> None:
        """Everything that is known of the chat follows it."""
        if await self._store.move_chat(destination, chat):
            log.info("%s has moved to %s", destination, chat)


def barred(destination: Destination) -> str:
    """The cause under which a missing right is told."""
    return f"barred {destination}"


def _closed(destination: Destination) -> str:
    return f"closed {destination}"
