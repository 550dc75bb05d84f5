"""When nothing comes: for whom a line is due that says why, and for which day. Pure.

Whoever wants it gets one line for each day without an announcement, when their edition would have been due; a weekend
is one such day. An edition is late when it is not there at that time, at least two hours after arXiv's feeds turned;
for those who get it as soon as it is there, also not before nine in the morning of their own time zone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot import announcements
from bot.clock import NEW_YORK
from bot.subscriptions import Subscription
from handlers.due import due_at

GRACE = timedelta(hours=2)
"""After arXiv's feeds turned; the announcement is mostly there within one."""
MORNING = time(9)
"""When those who named no time are told: an edition may come in the night, a line that there is none need not."""
SUNDAY = 6


def day_at(now: datetime) -> date:
    """The day whose line may be due: today in New York, and on a Sunday its Saturday."""
    today = now.astimezone(NEW_YORK).date()
    return today - timedelta(days=1) if today.weekday() == SUNDAY else today


def told_at(day: date, subscription: Subscription) -> datetime:
    """The moment from which the line for ``day`` may come."""
    timed = subscription if subscription.time else replace(subscription, time=MORNING)
    return max(due_at(day, timed), announcements.feed_at(day) + GRACE)
