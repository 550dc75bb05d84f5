"""Search, completion, papers like another one, and searches that are kept for their further pages."""

from __future__ import annotations

import asyncio
from datetime import datetime

from bot.papers import Paper
from bot.query import Order, Query
from bot.store import completion, pagers, search, similar
from bot.store.completion import Completion
from bot.store.database import READERS, Database
from bot.store.facade.part import Part
from bot.store.pagers import Pager
from bot.store.search import Cursor, Found

SEARCHES = READERS - 2
"""At a time: however slow they are, look-ups by id find a free reader."""


class Searches(Part):
    """Papers that are looked for."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._searches = asyncio.Semaphore(SEARCHES)

    async def find(
        self,
        query: Query,
        *,
        order: Order = Order.NEWEST,
        after: Cursor | None = None,
        limit: int = 8,
        deadline: float = 0.2,
    ) -> Found:
        """One page of the papers that match, beginning ``after`` the page before; none for an empty query.

        After ``deadline`` seconds what was found until then is the answer, and ``Found.complete`` says so. Without
        words to score, the best match is the newest.
        """
        async with self._searches:
            return await self._database.read(search.find, query, order, after, limit, deadline)

    async def complete(self, typed: str, *, limit: int = 25) -> list[Completion]:
        """What a text that is being typed may become: identifiers, authors and titles, at most ``limit``."""
        return await self._database.read(completion.complete, typed, limit)

    async def similar(self, paper_id: str, *, limit: int = 8) -> list[Paper]:
        """The papers nearest to one by its special words, itself left out; none where the paper is not known."""
        async with self._searches:
            return await self._database.read(similar.similar, paper_id, limit)

    async def open_pager(self, query: Query, order: Order, *, at: datetime) -> str:
        """Keep a search for its further pages, for 30 days; returns its token: twelve of A-Z a-z 0-9 _ -."""
        return await self._database.write(pagers.keep, query, order, at)

    async def pager(self, token: str) -> Pager | None:
        """The search behind a token; None if it is no longer kept."""
        return await self._database.read(pagers.load, token)
