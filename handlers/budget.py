"""The day's token account, kept in the store so that a restart does not forget what was spent."""

from __future__ import annotations

from collections.abc import Callable

from bot.clock import Clock
from bot.store import Store


class StoredBudget:
    """What the summarizer asks before it spends and tells after it spent. A day of the account is a UTC day."""

    def __init__(self, store: Store, clock: Clock, *, count: Callable[[int], object] | None = None) -> None:
        """``count`` is told of what was used, too."""
        self._store = store
        self._clock = clock
        self._count = count

    async def spent(self) -> int:
        """Tokens used today."""
        return await self._store.tokens(self._clock.now().date())

    async def add(self, tokens: int) -> None:
        """Count tokens that the server says were used."""
        if self._count:
            self._count(tokens)
        await self._store.add_tokens(self._clock.now().date(), tokens)
