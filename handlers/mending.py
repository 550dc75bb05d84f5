"""Editions that were delivered, gone through again: summaries that were repaired, and papers that came late."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

from bot import announcements
from bot.messages import Destination
from bot.wishes import Wishes
from handlers import daily
from handlers.daily import Parts
from handlers.errands import before
from handlers.looks import Looks
from handlers.rounds import Rounds

LOOK_AGAIN = timedelta(minutes=30)
"""How soon the newest edition is gone through again."""


class Mending:
    """Has the papers of delivered editions summarized that still lack it, and the pages edited that have changed."""

    def __init__(self, parts: Parts, rounds: Rounds, looks: Looks) -> None:
        self._parts = parts
        self._rounds = rounds
        self._looks = looks
        self._last = datetime.min.replace(tzinfo=UTC)
        self._days: set[date] = set()

    def note(self, day: date) -> None:
        """Something has come to the announcement of an earlier day."""
        self._days.add(day)

    async def look(self) -> None:
        """Go through what it is time for: each distinct edition once, however many have it."""
        now = self._parts.clock.now()
        newest = announcements.newest(now)
        if now < self._last or now - self._last >= LOOK_AGAIN:
            self._last = now
            self._days.add(newest)
        while self._days:
            day = self._days.pop()
            theirs: defaultdict[Wishes, list[Destination]] = defaultdict(list)
            for one in self._rounds.reached(day):
                theirs[one.wishes].append(one.destination)
            for wishes, destinations in theirs.items():
                await daily.summarize_missing(day, wishes, self._parts)
                found = await daily.stored_digest(day, wishes, self._parts.store)
                if self._looks.is_other(day, wishes, found):
                    self._rounds.mend(day, destinations)
        await self._looks.keep(before(newest), but=self._rounds.in_hand)
