"""What is to be brought to whom now: decided from what is owed and what is known of its days. Pure.

Nothing here knows how often it was asked: whatever the clock did meanwhile, the answer is what is owed at its moment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Protocol

from bot import announcements
from bot.announcements import why_quiet
from bot.errors import SourceError
from bot.subscriptions import Subscription
from handlers import quiet, silence
from handlers.errands import Errand, errand, owed_days
from handlers.lookout import is_failing


class Known(Protocol):
    """What was found out about days; the lookout is one."""

    failing: dict[date, datetime]

    def knows(self, day: date, codes: Collection[str]) -> bool:
        """Whether these categories of a day were asked for, whatever came of it."""

    def lacks(self, day: date, codes: Collection[str]) -> Mapping[str, SourceError]:
        """Those of the categories that could not be had when they were last asked for."""

    def has_given_up(self, day: date, now: datetime) -> bool:
        """Whether nothing need wait for what is lacking of a day any longer."""


class Agenda:
    """The decisions of one moment. Subscriptions that are alike are decided once."""

    def __init__(self, now: datetime, known: Known) -> None:
        self.newest = announcements.newest(now)
        self.awaited: defaultdict[date, set[str]] = defaultdict(set)
        """The days of editions that are due, and their categories: what is known of them matters until they are out."""
        self._now = now
        self._known = known
        self._silent = silence.day_at(now)
        self._decided: dict[tuple[object, ...], Errand | None] = {}

    def edition(self, subscription: Subscription, reached: date) -> Errand | None:
        """The next edition for a destination that is as far as ``reached``; None where none is due and whole."""
        if reached >= self.newest:
            return None
        key = (reached, subscription.time, subscription.timezone, subscription.missed, subscription.wishes.categories)
        return self._once(key, lambda: self._edition(subscription, reached))

    def line(self, subscription: Subscription, reached: date) -> Errand | None:
        """The line that is due where nothing comes; None where none is, or something comes."""
        if not subscription.quiet:
            return None
        codes, language = subscription.wishes.categories, subscription.wishes.language
        key = ("line", reached >= self._silent, subscription.time, subscription.timezone, codes, language)
        return self._once(key, lambda: self._line(subscription, reached))

    def _edition(self, subscription: Subscription, reached: date) -> Errand | None:
        codes = subscription.wishes.categories
        days = owed_days(reached, subscription, self._now)
        if len(days) > 1 and days[-1] == self.newest and not self._is_whole(self.newest, codes):
            days.pop()  # what was missed before it need not wait for it
        found = errand(days, subscription.missed, self.newest)
        if found is None:
            return None
        unknown = [day for day in found.days if not self._known.knows(day, codes)]
        open_days = [day for day in found.days if not self._is_whole(day, codes)]
        for day in found.days:
            self.awaited[day].update(codes)
        if not open_days:
            return found
        # Of the newest day all is waited for; of earlier ones not for ever, or nothing would come any more.
        if unknown or any(day == self.newest or not self._known.has_given_up(day, self._now) for day in open_days):
            return None
        return replace(found, is_partial=True)

    def _is_whole(self, day: date, codes: Collection[str]) -> bool:
        return self._known.knows(day, codes) and not self._known.lacks(day, codes)

    def _line(self, subscription: Subscription, reached: date) -> Errand | None:
        day, codes = self._silent, subscription.wishes.categories
        if silence.told_at(day, subscription) > self._now:
            return None
        lacking = self._known.lacks(day, codes)
        is_known = not announcements.is_expected(day) or reached >= day or lacking
        if not is_known:
            return None
        # Of a day that was reached nothing was brought if there is room for this line.
        reason = why_quiet(
            self._now,
            day,
            verified=reached >= day,
            failing_since=self._known.failing.get(day) if is_failing(lacking) else None,
            entries=0,
        )
        return Errand(day=day, counts=False, why=quiet.line(reason, subscription.wishes.language)) if reason else None

    def _once(self, key: tuple[object, ...], decide: Callable[[], Errand | None]) -> Errand | None:
        if key not in self._decided:
            self._decided[key] = decide()
        return self._decided[key]
