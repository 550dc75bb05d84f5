"""The people who run the bot: what needs one of them reaches them in chat, once per cause."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from bot.adapter import Adapter
from bot.clock import Clock
from bot.errors import PaperboyError, StoreError
from bot.messages import Destination
from bot.store import Store

log = logging.getLogger(__name__)

PAUSE: Final = timedelta(minutes=1)
BURST: Final = 3
"""Messages in such a time; what follows is gathered into the next one: an outage may have a hundred causes at once."""
LONGEST: Final = 1600
"""Characters of one message, about; of what goes beyond, it says how much there is. Discord takes 2,000."""


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
        self.people: Sequence[Destination] = tuple(people)
        """Who is told; others may be put in their place."""
        self._adapters = adapters
        self._store = store
        self._clock = clock
        self._speaking = asyncio.Lock()
        self._spoken: list[datetime] = []
        self._unrecorded: set[str] = set()
        self._said: set[str] = set()
        """What was heard, and is not recorded as such yet."""

    async def tell(self, cause: str, sentence: str, *, logged: bool = False) -> None:
        """Say what a person must mend. The same ``cause`` is told again only after it was ``over``.

        ``logged`` says that the log has it already. Where the database can't be written, it is said all the same, once
        for as long as this process runs.
        """
        try:
            new = await self._store.note_cause(cause, sentence, at=self._clock.now())
        except StoreError:
            if cause not in self._unrecorded:
                self._unrecorded.add(cause)
                log.warning("%s", sentence)
                await self.say(sentence)
            return
        if new and cause not in self._unrecorded:
            if not logged:
                log.warning("%s", sentence)
            with suppress(StoreError):  # what can't be recorded now is recorded when it can
                await self.remind()
        elif new:  # it was said while nothing could be recorded
            await self._store.told(cause)

    async def remind(self, *, at_once: bool = False) -> None:
        """Say what nobody could be told of yet; but for ``at_once``, not in too many messages."""
        async with self._speaking:
            now = self._clock.now()
            self._spoken = [moment for moment in self._spoken if timedelta() <= now - moment < PAUSE]
            if len(self._spoken) >= BURST and not at_once:
                return
            untold = [one for one in await self._store.untold() if one[0] not in self._said]
            if untold and (not self.people or await self.say(_gathered([sentence for _, sentence in untold]))):
                self._spoken.append(now)
                self._said.update(cause for cause, _ in untold)
            for cause in tuple(self._said):  # a full disk may not take this for hours
                await self._store.told(cause)
                self._said.discard(cause)

    async def say(self, text: str) -> bool:
        """Say something to all of them; whether one has heard it."""
        return bool([person for person in self.people if await self._heard(person, text)])

    def name(self, destination: Destination) -> str:
        """What people call a chat, as far as its platform knows."""
        adapter = self._adapters.get(destination.platform)
        return adapter.name(destination) if adapter else str(destination)

    async def _heard(self, person: Destination, text: str) -> bool:
        adapter = self._adapters.get(person.platform)
        if adapter is None:
            return False
        try:
            await adapter.say(person, text)
        except PaperboyError as error:
            log.warning("%s could not be told: %s", person, error)
            return False
        return True

    async def over(self, cause: str) -> bool:
        """The cause is mended, and should it come back, it is told again; whether it was known."""
        self._unrecorded.discard(cause)
        return await self._store.settle(cause)


def _gathered(sentences: Sequence[str]) -> str:
    """All of them in one message; those for which there is no room are counted."""
    shown = [sentences[0]]
    for sentence in sentences[1:]:
        if sum(map(len, shown)) + len(sentence) > LONGEST:
            break
        shown.append(sentence)
    if rest := len(sentences) - len(shown):
        shown.append(f"And {rest} more, which the log has.")
    return "\n\n".join(shown)
