"""When an edition is due: as soon as it is complete, or at the reader's own clock time. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.announcements import feed_at
from bot.subscriptions import Subscription

_ONE_DAY = timedelta(days=1)


def due_at(day: date, subscription: Subscription) -> datetime:
    """The moment from which the edition of ``day`` may go out: the first of its clock times after arXiv's feeds turned.

    A clock time that a change to summer time skips is taken as if the clocks had not been changed yet; of one that
    comes twice, the first counts.
    """
    out = feed_at(day)
    if subscription.time is None:
        return out
    zone = ZoneInfo(subscription.timezone)
    local = out.astimezone(zone).date()
    candidates = (datetime.combine(local + n * _ONE_DAY, subscription.time, zone) for n in range(3))
    return next(moment for each in candidates if (moment := each.astimezone(out.tzinfo)) >= out)
