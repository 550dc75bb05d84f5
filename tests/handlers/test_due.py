"""When an edition is due, at every kind of clock time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.announcements import feed_at
from bot.messages import Destination
from bot.subscriptions import Subscription
from bot.wishes import Wishes
from handlers.due import due_at

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Shanghai", "Pacific/Kiritimati", "Pacific/Pago_Pago")


def at(wanted: time | None, zone: str) -> Subscription:
    return Subscription(
        destination=Destination("telegram", "7"), wishes=Wishes(categories=("cs.CV",)), time=wanted, timezone=zone
    )


@pytest.mark.parametrize(
    ("day", "wanted", "zone", "due"),
    [
        (date(2026, 11, 24), None, "UTC", "2026-11-24T05:00"),  # midnight in New York
        (date(2026, 11, 24), time(8, 30), "Europe/Berlin", "2026-11-24T07:30"),
        (date(2026, 11, 24), time(6), "Europe/Berlin", "2026-11-24T05:00"),  # that very minute
        (date(2026, 11, 24), time(5, 59), "Europe/Berlin", "2026-11-25T04:59"),  # it is not out by then
        (date(2026, 11, 24), time(9), "Asia/Shanghai", "2026-11-25T01:00"),  # nor by their morning of that day
        (date(2026, 11, 24), time(13), "Asia/Shanghai", "2026-11-24T05:00"),
        (date(2026, 7, 1), time(7), "America/New_York", "2026-07-01T11:00"),  # in summer time
        (date(2027, 3, 15), time(2, 30), "America/New_York", "2027-03-15T06:30"),
        (date(2026, 3, 30), time(2, 30), "Europe/Berlin", "2026-03-31T00:30"),
    ],
)
def test_an_edition_is_due_at_the_readers_first_clock_time_after_it_is_out(
    day: date, wanted: time | None, zone: str, due: str
) -> None:
    assert due_at(day, at(wanted, zone)) == datetime.fromisoformat(due).replace(tzinfo=UTC)


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.times(), st.sampled_from(ZONES))
def test_it_is_never_due_before_it_is_out_nor_more_than_a_day_and_a_change_of_clocks_later(
    day: date, wanted: time, zone: str
) -> None:
    due = due_at(day, at(wanted, zone))
    assert 0 <= (due - feed_at(day)).total_seconds() <= 25 * 3600
    shown = due.astimezone(ZoneInfo(zone))
    skipped = shown.utcoffset() != datetime.combine(shown.date(), wanted, ZoneInfo(zone)).utcoffset()
    assert shown.time() == wanted or skipped or shown.hour - wanted.hour == 1
