"""The press: each distinct edition is made and rendered once, however many subscriptions share it."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from bot.adapter import Adapter
from bot.digest import Digest
from bot.errors import SourceError
from bot.messages import Page
from bot.subscriptions import Look
from bot.wishes import Wishes
from handlers import daily
from handlers.daily import Edition, Parts


@dataclass(frozen=True, slots=True)
class Printed:
    """A digest and its pages."""

    digest: Digest
    pages: tuple[Page, ...]


class Press:
    """Holds what was made, for as long as the day's facts are taken to stand still: one round of deliveries."""

    def __init__(self, parts: Parts, *, wait: bool = False, held_up: Mapping[str, SourceError] | None = None) -> None:
        """``wait``: ask arXiv again until a day is complete, rather than telling what is held up.

        ``held_up`` are the categories of which somebody has just found out that they can't be had; arXiv is not asked
        then.
        """
        self.parts = parts
        self._wait = wait
        self._held_up = held_up
        self._editions: dict[tuple[date, Wishes], Edition] = {}
        self._announced: dict[tuple[date, tuple[str, ...]], frozenset[str]] = {}
        self._printed: dict[tuple[object, ...], Printed] = {}
        self._one_at_a_time = asyncio.Lock()

    async def edition(self, day: date, wishes: Wishes) -> Edition:
        """A day gathered, summarized and sorted for these wishes."""
        key = day, wishes
        async with self._one_at_a_time:  # what one edition fetches and pays for, the next one finds
            if key not in self._editions:
                self._editions[key] = await self._made(day, wishes)
        return self._editions[key]

    async def printed(
        self,
        day: date,
        wishes: Wishes,
        look: Look,
        adapter: Adapter,
        *,
        brought: Collection[str],
        here: Collection[str],
    ) -> Printed:
        """What the store holds of a day, as pages; the keywords are those of ``bot.digest.digest``."""
        today = await self._announced_on(day, wishes.categories)
        had, on_it = today.intersection(brought), today.intersection(here)
        key = (adapter, day, wishes, look, had, on_it)
        async with self._one_at_a_time:
            if key not in self._printed:
                digest = await daily.stored_digest(day, wishes, self.parts.store, brought=had, here=on_it)
                # A day of 500 papers takes long enough to keep everybody else waiting.
                pages = await asyncio.to_thread(adapter.pages, digest, look)
                self._printed[key] = Printed(digest, tuple(pages))
        return self._printed[key]

    async def _made(self, day: date, wishes: Wishes) -> Edition:
        if self._held_up is None:
            return await daily.edition(day, wishes, self.parts, wait=self._wait)
        held_up = {code: error for code, error in self._held_up.items() if code in wishes.categories}
        return await daily.written(day, wishes, self.parts, held_up)

    async def _announced_on(self, day: date, codes: tuple[str, ...]) -> frozenset[str]:
        key = day, codes
        if key not in self._announced:
            announcements = await self.parts.store.announcements(day, codes)
            self._announced[key] = frozenset(entry.paper.id for one in announcements for entry in one.entries)
        return self._announced[key]
