"""The nightly audit: a day that was closed is counted once more, against the page that arXiv keeps of it.

Papers come to a listing after its day has begun, and a feed that agreed with the page in the morning may lack them.
The night after, the day's catch-up page is final.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot import announcements
from bot.clock import NEW_YORK
from bot.errors import SourceError
from bot.papers import Announcement, Kind
from handlers.daily import Parts

log = logging.getLogger(__name__)

HOUR = 3
"""In New York: by then the new day's editions are out."""
BACK = timedelta(days=7)
"""Days that were closed longer ago are not counted again."""
TRY_AGAIN = timedelta(hours=1)
GIVEN_UP = timedelta(days=3)
"""After so long a day stays as it is; it was counted once."""
_NAME = "audited"
_ORDER = {kind: place for place, kind in enumerate(Kind)}


class Audit:
    """Counts each closed day once more."""

    def __init__(self, parts: Parts, on_counted: Callable[[date], None]) -> None:
        """``on_counted`` hears of each day that was counted."""
        self._parts = parts
        self._on_counted = on_counted
        self._asked = datetime.min.replace(tzinfo=UTC)

    async def count(self) -> None:
        """Count the days that it is time for. arXiv's pauses between pages make that slow; nobody waits for it."""
        now = self._parts.clock.now()
        there = now.astimezone(NEW_YORK)
        if there.hour < HOUR or self._asked <= now < self._asked + TRY_AGAIN:
            return
        store, today = self._parts.store, there.date()
        last = date.fromisoformat(await store.kept(_NAME) or str(date.min))
        for day in announcements.missed(max(last, today - BACK), today - timedelta(days=1)):
            stored = await store.announcements(day)
            if not await self._count(stored, day):
                self._asked = now
                if now - announcements.feed_at(day) < GIVEN_UP:
                    return
                log.warning("%s could not be counted again; it stays as it is.", day)
            if stored:
                self._on_counted(day)
            await store.keep(_NAME, str(day))

    async def _count(self, stored: Sequence[Announcement], day: date) -> bool:
        """Whether every category could be counted, or needed no counting."""
        counted = True
        for ours in stored:
            if ours.is_imported or ours.source == "catchup":
                continue
            try:
                found = await self._parts.source.announcement(ours.category, day)
            except SourceError as error:
                log.info("%s of %s is not counted again yet: %s", ours.category, day, error)
                counted = False
            else:
                await self._save(completed(ours, found), ours)
        await self._parts.store.save_stops(self._parts.source.stopped)
        return counted

    async def _save(self, whole: Announcement, ours: Announcement) -> None:
        if whole != ours:
            late = len(whole.entries) - len(ours.entries)
            log.info("%s of %s: %d papers came after it was closed", ours.category, ours.day, late)
            await self._parts.store.save_announcement(whole, at=self._parts.clock.now())


def completed(ours: Announcement, page: Announcement) -> Announcement:
    """Our announcement with what the page has besides, and the page's count where that is larger. Pure."""
    held = {entry.paper.id for entry in ours.entries}
    lacking = [entry for entry in page.entries if entry.paper.id not in held]
    return replace(
        ours,
        entries=tuple(sorted([*ours.entries, *lacking], key=lambda entry: _ORDER[entry.kind])),
        stated=max(ours.stated or 0, page.stated or 0),
        added=(*ours.added, *(entry.paper.id for entry in lacking)),
    )
