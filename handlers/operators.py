"""The people who run the bot: what needs one of them reaches them in chat, once per cause."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence

from bot.adapter import Adapter
from bot.clock import Clock
from bot.errors import PaperboyError
from bot.messages import Destination
from bot.store import Store

log = logging.getLogger(__name__)


class Operators:
    """Tells them, and remembers what of beyond a restart."""

    def __init__(
        self,
        people: Sequence[Destination],
        *,
        adapters: Mapping[str, Adapter],
        store: Store,
        clock: Clock,
    ) -> None:
        """``adapters`` by platform, as they are at the moment of telling."""
        self._people = tuple(people)
        self._adapters = adapters
        self._store = store
        self._clock = clock
        self._speaking = asyncio.Lock()

    async def tell(self, cause: str, sentence: str, *, logged: bool = False) -> None:
        """Say what a person must mend. The same ``cause`` is told again only after it was ``over``.

        ``logged`` says that the log has it already.
        """
        if await self._store.note_cause(cause, sentence, at=self._clock.now()):
            if not logged:
                log.warning("%s", sentence)
            await self.remind()

    async def remind(self) -> None:
        """Say what nobody could be told of yet."""
        async with self._speaking:
            for cause, sentence in await self._store.untold():
                if not self._people or [person for person in self._people if await self._heard(person, sentence)]:
                    await self._store.told(cause)

    def name(self, destination: Destination) -> str:
        """What people call a chat, as far as its platform knows."""
        adapter = self._adapters.get(destination.platform)
        return adapter.name(destination) if adapter else str(destination)

    async def _heard(self, person: Destination, sentence: str) -> bool:
        adapter = self._adapters.get(person.platform)
        if adapter is None:
            return False
        try:
            await adapter.say(person, sentence)
        except PaperboyError as error:
            log.warning("%s could not be told: %s", person, error)
            return False
        return True

    async def over(self, cause: str) -> bool:
        """The cause is mended, and should it come back, it is told again; whether it was known."""
        return await self._store.settle(cause)
