"""The line that says why nothing comes: when it is due, and for which day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from bot.messages import Destination
from bot.subscriptions import Subscription
from bot.wishes import Wishes
from handlers.silence import day_at, told_at


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-24T04:59", date(2026, 11, 23)),
        ("2026-11-24T05:00", date(2026, 11, 24)),
        ("2026-11-28T12:00", date(2026, 11, 28)),
        ("2026-11-29T12:00", date(2026, 11, 28)),
        ("2026-11-30T04:59", date(2026, 11, 28)),
        ("2026-11-30T05:00", date(2026, 11, 30)),
    ],
)
def test_a_weekend_is_one_day_and_every_other_day_is_new_yorks(moment: str, day: date) -> None:
    assert day_at(datetime.fromisoformat(moment).replace(tzinfo=UTC)) == day


@pytest.mark.parametrize(
    ("at", "zone", "told"),
    [
        (None, "UTC", "2026-11-28T09:00"),
        (None, "Asia/Shanghai", "2026-11-29T01:00"),
        (None, "America/New_York", "2026-11-28T14:00"),
        (None, "Europe/Helsinki", "2026-11-28T07:00"),
        (time(8, 30), "Europe/Berlin", "2026-11-28T07:30"),
        (time(6), "Europe/Berlin", "2026-11-28T07:00"),  # due as the feeds turn: that is not late yet
        (time(20), "UTC", "2026-11-28T20:00"),
    ],
)
def test_it_comes_when_the_edition_would_have_and_to_nobody_in_the_night(at: time | None, zone: str, told: str) -> None:
    subscription = Subscription(
        destination=Destination("chat", "7"), wishes=Wishes(categories=("cs.CV",)), time=at, timezone=zone
    )
    assert told_at(date(2026, 11, 28), subscription) == datetime.fromisoformat(told).replace(tzinfo=UTC)
