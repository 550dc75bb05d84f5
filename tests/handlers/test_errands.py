"""What is owed: every missed day that is due, as wished, back to where arXiv's own memory ends, and no day twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import announcements
from bot.messages import Destination
from bot.subscriptions import Missed, Subscription
from bot.wishes import Wishes
from handlers.errands import SINGLE, Errand, before, errand, missed_days, owed_days

NOVEMBER = datetime(2026, 11, 24, 11, tzinfo=UTC)
TUESDAY = date(2026, 11, 24)


def wants(at: time | None = None, zone: str = "UTC") -> Subscription:
    return Subscription(
        destination=Destination("chat", "7"), wishes=Wishes(categories=("cs.CV",)), time=at, timezone=zone
    )


def days(*numbers: int) -> list[date]:
    return [date(2026, 11, number) for number in numbers]


@pytest.mark.parametrize(
    ("missed", "owed", "first"),
    [
        ("each", days(24), Errand(day=TUESDAY)),
        ("one", days(24), Errand(day=TUESDAY)),
        ("newest", days(24), Errand(day=TUESDAY)),
        ("each", days(20, 23, 24), Errand(day=date(2026, 11, 20), since=date(2026, 11, 20))),
        ("one", days(20, 23, 24), Errand(day=TUESDAY, since=date(2026, 11, 20))),
        ("newest", days(20, 23, 24), Errand(day=TUESDAY, skipped=tuple(days(20, 23)))),
        ("newest", days(20, 23), Errand(day=date(2026, 11, 23), since=date(2026, 11, 23), skipped=tuple(days(20)))),
        ("each", days(16, 17, 18, 19, 20, 23, 24), Errand(day=date(2026, 11, 17), since=date(2026, 11, 16))),
        ("one", days(20), Errand(day=date(2026, 11, 20), since=date(2026, 11, 20))),
    ],
)
def test_missed_days_come_as_they_are_wished(missed: Missed, owed: list[date], first: Errand) -> None:
    assert errand(owed, missed, TUESDAY) == first


def test_where_nothing_is_owed_there_is_no_errand() -> None:
    assert errand([], "each", TUESDAY) is None


@given(st.integers(1, 70), st.sampled_from(["each", "one", "newest"]))
def test_errand_after_errand_holds_every_missed_day_once_but_for_the_newest_alone(back: int, missed: Missed) -> None:
    reached = TUESDAY - timedelta(days=back)
    owed = held = missed_days(reached, NOVEMBER)
    brought: list[date] = []
    skipped: list[date] = []
    errands = 0
    while found := errand(held, missed, TUESDAY):
        brought += found.days
        skipped += found.skipped
        errands += 1
        held = missed_days(found.day, NOVEMBER)
    assert brought == (owed[-1:] if missed == "newest" else owed)
    assert skipped + brought == owed
    assert errands <= (SINGLE + 1 if missed == "each" else 1)


def test_what_arxiv_keeps_no_longer_is_not_owed() -> None:
    owed = missed_days(date(2020, 1, 1), NOVEMBER)
    assert TUESDAY - timedelta(days=91) <= owed[0] <= TUESDAY - timedelta(days=87)
    assert owed[-1] == TUESDAY


def test_a_day_that_is_not_due_yet_is_not_owed_yet() -> None:
    evening = wants(time(20))
    assert owed_days(date(2026, 11, 20), evening, NOVEMBER) == days(23)
    assert owed_days(date(2026, 11, 20), evening, NOVEMBER + timedelta(hours=9)) == days(23, 24)


def test_a_day_without_an_announcement_is_never_owed() -> None:
    # Thanksgiving closes no batch on Thursday the 26th: nothing is announced on the 27th, and at the weekend.
    assert missed_days(date(2026, 11, 24), datetime(2026, 11, 30, 12, tzinfo=UTC)) == days(25, 26, 30)


ZONES = ["UTC", "America/New_York", "Europe/Berlin", "Asia/Shanghai", "Pacific/Auckland", "Australia/Lord_Howe"]
CHANGES = [
    date(2026, 3, 6),
    date(2026, 3, 27),
    date(2026, 4, 3),
    date(2026, 9, 25),
    date(2026, 10, 23),
    date(2026, 10, 30),
]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("start", CHANGES)
@pytest.mark.parametrize("at", [time(0), time(1, 30), time(2), time(2, 30), time(3), time(23, 59), None])
def test_across_every_change_of_the_clocks_each_day_falls_due_once_and_within_a_day(
    zone: str, start: date, at: time | None
) -> None:
    """Hour by hour over ten days, and whatever is due is brought at once: no day is left out, none comes twice."""
    subscription = wants(at, zone)
    reached = before(start)
    moment = announcements.feed_at(start)
    brought: list[tuple[date, datetime]] = []
    for _ in range(10 * 24):
        moment += timedelta(hours=1)
        for day in owed_days(reached, subscription, moment):
            brought.append((day, moment))
            reached = day
    expected = announcements.missed(before(start), start + timedelta(days=9))
    assert [day for day, _ in brought][: len(expected)] == expected
    for day, when in brought:
        assert timedelta() <= when - announcements.feed_at(day) <= timedelta(hours=27)


@given(st.lists(st.integers(-3 * 24 * 60, 3 * 24 * 60), max_size=30))
def test_however_the_clock_jumps_no_day_comes_twice(jumps: list[int]) -> None:
    reached = date(2026, 11, 20)
    brought: list[date] = []
    moment = NOVEMBER
    for minutes in jumps:
        moment += timedelta(minutes=minutes)
        for day in owed_days(reached, wants(time(8, 30), "Europe/Berlin"), moment):
            brought.append(day)
            reached = day
    assert brought == sorted(set(brought))
