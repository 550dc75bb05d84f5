"""The people who run the bot: what needs one of them reaches them in chat, once per cause."""

from __future__ import annotations

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

    async def tell(self, cause: str, sentence: str) -> None:
        """Say what a person must mend. The same ``cause`` is told again only after it was ``over``."""
        if not await self._store.tell_once(cause, at=self._clock.now()):
            return
        log.warning("%s", sentence)
        for person in self._people:
            if adapter := self._adapters.get(person.platform):
                try:
                    await adapter.say(person, sentence)
                except PaperboyError as error:
                    log.warning("%s could not be told: %s", person, error)

    async def over(self, cause: str) -> None:
        """The cause is mended: should it come back, it is told again."""
        await self._store.settle(cause)
