"""The press: each distinct edition is made and rendered once, however many subscriptions share it."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.adapter import Adapter
from bot.digest import Digest
from bot.errors import SourceError
from bot.messages import Page
from bot.subscriptions import Look
from bot.wishes import Wishes
from handlers import daily
from handlers.daily import Edition, Parts
from handlers.errands import Errand


@dataclass(frozen=True, slots=True)
class Printed:
    """A digest and its pages."""

    digest: Digest
    pages: tuple[Page, ...]


class Press:
    """Holds what was made, for as long as the day's facts are taken to stand still: one round of deliveries."""

    def __init__(
        self,
        parts: Parts,
        *,
        wait: bool = False,
        held_up: Mapping[date, Mapping[str, SourceError]] | None = None,
    ) -> None:
        """``wait``: ask arXiv again until a day is complete, rather than telling what is held up.

        ``held_up`` are, by day, the categories of which somebody has just found out that they can't be had; arXiv is
        not asked then.
        """
        self.parts = parts
        self._wait = wait
        self._held_up = held_up
        self._editions: dict[tuple[Errand, Wishes], Edition] = {}
        self._announced: dict[tuple[Errand, tuple[str, ...]], frozenset[str]] = {}
        self._printed: dict[tuple[object, ...], Printed] = {}
        self._one_at_a_time = asyncio.Lock()

    async def edition(self, errand: Errand, wishes: Wishes) -> Edition:
        """Its days gathered, summarized and sorted for these wishes."""
        key = errand, wishes
        async with self._one_at_a_time:  # what one edition fetches and pays for, the next one finds
            if key not in self._editions:
                held_up = await self._gathered(errand, wishes)
                self._editions[key] = await daily.written(errand.day, wishes, self.parts, held_up, since=errand.since)
        return self._editions[key]

    async def printed(
        self,
        errand: Errand,
        wishes: Wishes,
        look: Look,
        adapter: Adapter,
        *,
        brought: Collection[str],
        here: Collection[str],
        pending: Collection[str] = (),
    ) -> Printed:
        """What the store holds of its days, as pages; the keywords are those of ``bot.digest.digest``."""
        today = await self._announced_in(errand, wishes.categories)
        had, on_it = today.intersection(brought), today.intersection(here)
        key = (adapter, errand.day, errand.since, errand.skipped, wishes, look, had, on_it, tuple(pending))
        async with self._one_at_a_time:
            if key not in self._printed:
                digest = await daily.stored_digest(
                    errand.day,
                    wishes,
                    self.parts.store,
                    pending=tuple(pending),
                    brought=had,
                    here=on_it,
                    since=errand.since,
                )
                digest = replace(digest, skipped=errand.skipped)
                # A day of 500 papers takes long enough to keep everybody else waiting.
                pages = await asyncio.to_thread(adapter.pages, digest, look)
                self._printed[key] = Printed(digest, tuple(pages))
        return self._printed[key]

    async def _gathered(self, errand: Errand, wishes: Wishes) -> dict[str, SourceError]:
        """The categories that could not be had of any of its days."""
        held_up: dict[str, SourceError] = {}
        for day in errand.days:
            if self._held_up is None:
                held_up |= await daily.gather(day, wishes.categories, self.parts, wait=self._wait)
            else:
                found = self._held_up.get(day, {})
                held_up |= {code: error for code, error in found.items() if code in wishes.categories}
        return held_up

    async def _announced_in(self, errand: Errand, codes: tuple[str, ...]) -> frozenset[str]:
        key = errand, codes
        if key not in self._announced:
            announcements = await daily.announced(errand.since, errand.day, codes, self.parts.store)
            self._announced[key] = frozenset(entry.paper.id for one in announcements for entry in one.entries)
        return self._announced[key]
