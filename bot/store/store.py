"""The store as the rest of the program sees it: asynchronous, and in the program's own words."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.store.database import Database
from bot.store.facade.library import Library
from bot.store.facade.outbox import Outbox
from bot.store.facade.people import People
from bot.store.facade.readership import Readership
from bot.store.facade.searches import Searches
from bot.store.facade.upkeep import Upkeep


class Store(Library, Searches, Outbox, Readership, People, Upkeep):
    """Everything that outlives a run, in one SQLite file. Each method that writes does so wholly or not at all.

    Text comes back as it was given, except that a lone surrogate, which no file can hold, becomes U+FFFD. Every method
    raises ``StoreError`` when the file cannot be used any more.
    """

    @classmethod
    async def open(cls, path: Path | str, *, create: bool = True, patience: float = 5.0) -> Self:
        """Open the database file, make it if need be, and bring its tables up to date.

        ``patience`` is how many seconds to wait for another program that holds it.

        :raises StoreError: it is locked, read-only, damaged, newer than this program or not ours, and was left as it is
        """
        store = cls(await asyncio.to_thread(Database.open, Path(path), create=create, patience=patience))
        await store._learn_moves()
        return store

    async def close(self) -> None:
        """Finish the writes that were begun and let go of the file."""
        await self._database.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()
