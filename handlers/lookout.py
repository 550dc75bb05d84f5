"""The lookout: asks arXiv for the newest announcement until it is whole, and for days that somebody missed."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from bot import announcements
from bot.arxiv import NotYet
from bot.errors import SourceError, UsageError
from bot.subscriptions import Subscription
from handlers import daily
from handlers.daily import Parts

log = logging.getLogger(__name__)

WATCH = timedelta(minutes=15)
"""How often arXiv is asked for what is not complete, unless it named a time."""
GIVEN_UP = timedelta(hours=6)
"""After so long an edition of an earlier day goes out without what arXiv does not give: others wait behind it."""
_NEVER = datetime.min.replace(tzinfo=UTC)


class Lookout:
    """Knows of each day that matters what there is of it. What is whole is not asked for again."""

    def __init__(self, parts: Parts, categories: Sequence[str]) -> None:
        """``categories`` are fetched even where nobody subscribes to them, for those who ask."""
        self._parts = parts
        self._categories = tuple(categories)
        self._everybody: Sequence[Subscription] = ()
        self._codes: frozenset[str] = frozenset()
        self._wanted: dict[date, frozenset[str]] = {}
        self._asked: dict[date, frozenset[str]] = {}
        self._again: dict[date, datetime] = {}
        self._latest = _NEVER
        self.held_up: dict[date, dict[str, SourceError]] = {}
        """Of the days that were asked for, the categories that could not be had."""
        self.failing: dict[date, datetime] = {}
        """Since when a day that is not whole has been asked for."""
        self.findings = 0
        """Counts on whenever something was found out."""

    def fetch(self, categories: Sequence[str]) -> None:
        """Fetch these from now on."""
        self._categories = tuple(categories)

    def want(self, days: Mapping[date, Collection[str]]) -> None:
        """Ask for these categories of earlier days, too: somebody waits for them."""
        self._wanted = {day: frozenset(codes) for day, codes in days.items()}

    def knows(self, day: date, codes: Collection[str]) -> bool:
        """Whether these categories of a day were asked for, whatever came of it."""
        return self._asked.get(day, frozenset()).issuperset(codes)

    def lacks(self, day: date, codes: Collection[str]) -> dict[str, SourceError]:
        """Those of the categories that could not be had when they were last asked for."""
        return {code: error for code, error in self.held_up.get(day, {}).items() if code in codes}

    def has_given_up(self, day: date, now: datetime) -> bool:
        """Whether nothing need wait for what is lacking of a day any longer."""
        return day in self.failing and now - self.failing[day] >= GIVEN_UP

    async def ask(self) -> None:
        """Ask what it is time for: the newest announcement, and at most one earlier day."""
        now = self._parts.clock.now()
        if now < self._latest:  # the clock was set back: what it was to be asked at means nothing any more
            self._again.clear()
        self._latest = now
        newest = announcements.newest(now)
        codes = {*self._categories, *await self._subscribed()}
        if self._is_time(newest, codes, now):
            await self._ask(newest, codes)
        for day, theirs in sorted(self._wanted.items()):
            if day != newest and self._is_time(day, theirs, now):
                await self._ask(day, theirs)
                break
        for kept in (self._asked, self._again, self.held_up, self.failing):
            for day in [day for day in kept if day != newest and day not in self._wanted]:
                del kept[day]

    async def _subscribed(self) -> frozenset[str]:
        """The categories that anybody subscribes to; worked out when the list of subscriptions has changed."""
        everybody = await self._parts.store.subscriptions()
        if everybody is not self._everybody:
            self._everybody = everybody
            self._codes = frozenset(code for one in everybody for code in one.wishes.categories)
        return self._codes

    def _is_time(self, day: date, codes: Collection[str], now: datetime) -> bool:
        if not self.knows(day, codes):
            return True
        return self._again.get(day, _NEVER) <= now

    async def _ask(self, day: date, codes: Collection[str]) -> None:
        wanted = sorted(self._asked.get(day, frozenset()).union(codes))
        began = self._parts.clock.now()
        try:
            held_up = await daily.gather(day, wanted, self._parts)
        except UsageError as error:  # while it waited, it became too old to be had
            log.warning("%s", error)
            held_up = {}
        now = self._parts.clock.now()
        if not self.knows(day, wanted) or held_up.keys() != self.held_up.get(day, {}).keys():
            self.findings += 1
        self._asked[day], self.held_up[day] = frozenset(wanted), held_up
        if held_up:
            self.failing.setdefault(day, began)
        else:
            self.failing.pop(day, None)
        named = [error.retry_at for error in held_up.values() if error.retry_at and error.retry_at > now]
        self._again[day] = min([*named, now + WATCH])


def is_failing(held_up: Mapping[str, SourceError]) -> bool:
    """Whether something is wrong with arXiv, rather than that it is only late."""
    return any(not isinstance(error, NotYet) for error in held_up.values())
