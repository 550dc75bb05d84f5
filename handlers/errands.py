"""What is owed to a destination: the newest edition, and those that it missed. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot import announcements
from bot.arxiv.source import REACH
from bot.clock import NEW_YORK
from bot.subscriptions import Missed, Subscription
from handlers.due import due_at

SINGLE = 5
"""So many missed days come by themselves; what is older comes in one edition before them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """An edition to bring: those with the same errand share it."""

    day: date
    """Under which its pages are recorded: the last that it holds."""
    since: date | None = None
    """It comes late, and holds every announcement day from this one on, which its cover says."""
    skipped: tuple[date, ...] = ()
    """The announcement days before it that are in no edition, as its subscription wishes, which its cover says, too."""
    counts: bool = True
    """Whether the destination is as far as ``day`` with it. Not so if somebody asked for that day alone."""
    is_partial: bool = False
    """Whether it goes out although something of it could not be had: of an old day, that may never be."""
    only_mends: bool = False
    """Whether it is looked at again: what was never planned stays so."""
    why: str = ""
    """The line to bring where nothing comes; empty where it is an edition."""

    @property
    def days(self) -> tuple[date, ...]:
        """The days whose papers it holds, the oldest first."""
        return spanned(self.since or self.day, self.day)


def spanned(first: date, last: date) -> tuple[date, ...]:
    """The announcement days from the first to the last."""
    between = announcements.missed(first - timedelta(days=1), last)
    return tuple(dict.fromkeys([*between, last]))


def missed_days(reached: date, now: datetime) -> list[date]:
    """The announcement days later than the one ``reached``, as far back as arXiv keeps them."""
    earliest = now.astimezone(NEW_YORK).date() - timedelta(days=REACH + 1)
    return announcements.missed(max(reached, earliest), announcements.newest(now))


def owed_days(reached: date, subscription: Subscription, now: datetime) -> list[date]:
    """Those of them that are due at ``now``, when the subscription wants them."""
    return [day for day in missed_days(reached, now) if due_at(day, subscription) <= now]


def errand(days: Sequence[date], missed: Missed, newest: date) -> Errand | None:
    """The first of the editions in which the owed ``days`` are to come, the oldest day first; None where none is."""
    if not days:
        return None
    first = last = days[0]
    skipped: Sequence[date] = ()
    if missed == "newest":
        *skipped, first = days
        last = first
    elif missed == "one":
        last = days[-1]
    elif len(days) > SINGLE:
        last = days[-SINGLE - 1]
    return Errand(day=last, since=None if first == last == newest else first, skipped=tuple(skipped))


def before(day: date) -> date:
    """The announcement day before this one."""
    return announcements.newest(announcements.feed_at(day) - timedelta(seconds=1))
