"""The calendar, and the sentences that say why it is quiet."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import announcements
from bot.announcements import Reason, why_quiet

REAL_HOLIDAYS = Path(__file__).parents[2].parent / "shared/data/arxiv/holidays.json"
DAYS = st.dates(date(2024, 1, 1), date(2029, 12, 31))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-11-23", True),  # Monday
        ("2026-11-26", True),  # Thanksgiving itself: the batch was closed on Wednesday
        ("2026-11-27", False),
        ("2026-11-28", False),  # Saturday
        ("2026-11-29", False),  # Sunday
        ("2026-06-22", False),  # Monday after a Friday holiday
        ("2026-06-19", True),  # that Friday
        ("2026-01-02", False),
        ("2025-12-26", False),
        ("2025-12-31", False),
        ("2025-07-07", False),
        ("2027-01-01", False),  # because of 2026-12-31
        ("2024-05-23", False),
    ],
)
def test_a_holiday_silences_the_announcement_after_it(day: str, expected: bool) -> None:
    assert announcements.is_expected(date.fromisoformat(day)) is expected


@pytest.mark.parametrize(
    ("day", "name"),
    [("2026-11-27", "Thanksgiving"), ("2026-09-08", "Labor Day"), ("2026-11-26", None), ("2026-11-28", None)],
)
def test_a_holiday_has_a_name(day: str, name: str | None) -> None:
    assert announcements.holiday(date.fromisoformat(day)) == name


@pytest.mark.skipif(not REAL_HOLIDAYS.exists(), reason="the collected holidays are not on this machine")
def test_the_calendar_agrees_with_arxivs_own_table() -> None:
    table = {date.fromisoformat(row["date"]) for row in json.loads(REAL_HOLIDAYS.read_text())["holidays"]}
    for number in range((date(2026, 12, 31) - date(2024, 1, 10)).days):
        day = date(2024, 1, 10) + timedelta(days=number)
        silenced = day - timedelta(days=1) in table or (day.weekday() == 0 and day - timedelta(days=3) in table)
        assert announcements.is_expected(day) is (day.weekday() < 5 and not silenced), day


@pytest.mark.parametrize(
    ("day", "listing", "feed"),
    [
        ("2026-08-12", "2026-08-12T00:00", "2026-08-12T04:00"),  # summer time
        ("2026-11-23", "2026-11-23T01:00", "2026-11-23T05:00"),  # winter time
        ("2026-11-02", "2026-11-02T01:00", "2026-11-02T05:00"),  # the night after the change
        ("2026-03-09", "2026-03-09T00:00", "2026-03-09T04:00"),
    ],
)
def test_a_day_appears_by_new_yorks_clock(day: str, listing: str, feed: str) -> None:
    assert announcements.listing_at(date.fromisoformat(day)) == at(listing)
    assert announcements.feed_at(date.fromisoformat(day)) == at(feed)


@pytest.mark.parametrize(
    ("now", "newest"),
    [
        ("2026-08-12T03:59:59", "2026-08-11"),
        ("2026-08-12T04:00", "2026-08-12"),
        ("2026-11-23T04:59:59", "2026-11-20"),  # Sunday evening in New York
        ("2026-11-23T05:00", "2026-11-23"),
        ("2026-11-28T12:00", "2026-11-26"),  # Saturday after a silent Friday
    ],
)
def test_newest_is_what_is_out_by_now(now: str, newest: str) -> None:
    assert announcements.newest(at(now)) == date.fromisoformat(newest)


@given(DAYS)
def test_next_and_newest_meet(day: date) -> None:
    later = announcements.next_day(day)
    assert announcements.is_expected(later)
    assert announcements.newest(announcements.feed_at(later)) == later
    before = announcements.newest(announcements.feed_at(later) - timedelta(seconds=1))
    assert before <= day
    assert announcements.missed(before, later) == [later]


def test_missed_days_skip_weekends_and_holidays() -> None:
    days = announcements.missed(date(2026, 11, 25), date(2026, 12, 1))
    assert [str(day) for day in days] == ["2026-11-26", "2026-11-30", "2026-12-01"]
    assert announcements.missed(date(2026, 12, 1), date(2026, 12, 1)) == []
    assert announcements.missed(date(2026, 12, 2), date(2026, 12, 1)) == []


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2027-01-19", "Martin Luther King Day"),
        ("2027-06-21", "Juneteenth"),  # Saturday 19th is kept on Friday
        ("2027-07-06", "Independence Day"),  # Sunday 4th is kept on Monday
        ("2027-11-26", "Thanksgiving"),
        ("2027-12-28", "the winter break"),
        ("2027-11-25", None),
        ("2026-11-27", None),  # that year is known
    ],
)
def test_a_year_not_yet_known_gives_a_hint_and_no_verdict(day: str, name: str | None) -> None:
    hint = announcements.unknown_holiday(date.fromisoformat(day))
    assert (hint is not None and name in hint) if name else hint is None
    if name:
        assert announcements.is_expected(date.fromisoformat(day))


TRY = at("2026-08-12T04:45")

QUIET_DAYS = [
    (
        "2026-08-15T12:00",
        "2026-08-15",
        {},
        Reason.WEEKEND,
        (
            "arXiv announces nothing at weekends. The next announcement is expected on Monday, 17 August 2026, "
            "at 00:00 New York time (04:00 UTC)."
        ),
    ),
    (
        "2026-11-27T12:00",
        "2026-11-27",
        {},
        Reason.HOLIDAY,
        (
            "arXiv announces nothing on Friday, 27 November 2026 because of Thanksgiving. The next announcement is "
            "expected on Monday, 30 November 2026, at 00:00 New York time (05:00 UTC)."
        ),
    ),
    (
        "2026-08-12T01:00",
        "2026-08-12",
        {},
        Reason.NOT_YET,
        "Wednesday, 12 August 2026 is not announced yet; it is expected at 00:00 New York time (04:00 UTC).",
    ),
    (
        "2026-08-12T04:30",
        "2026-08-12",
        {"next_try": TRY},
        Reason.NOT_YET,
        (
            "Wednesday, 12 August 2026 is not announced yet; it was expected at 00:00 New York time (04:00 UTC); "
            "Paperboy tries again at 00:45 New York time (04:45 UTC)."
        ),
    ),
    (
        "2026-08-12T04:30",
        "2026-08-12",
        {"failing_since": at("2026-08-12T04:10"), "next_try": TRY},
        Reason.FAILING,
        (
            "arXiv has given no usable answer since 12 August, 00:10 New York time (04:10 UTC); "
            "Paperboy tries again at 00:45 New York time (04:45 UTC)."
        ),
    ),
    (
        "2026-08-12T06:00",
        "2026-08-12",
        {"verified": True},
        Reason.NOTHING,
        (
            "arXiv announced nothing in your categories for Wednesday, 12 August 2026. The next announcement is "
            "expected on Thursday, 13 August 2026, at 00:00 New York time (04:00 UTC)."
        ),
    ),
    (
        "2026-11-24T12:00",
        "2026-08-26",
        {"verified": True},
        Reason.NOTHING,
        (
            "arXiv announced nothing in your categories for Wednesday, 26 August 2026. The next announcement is "
            "expected on Wednesday, 25 November 2026, at 00:00 New York time (05:00 UTC)."
        ),
    ),
    (
        "2026-11-25T03:00",  # still Tuesday in New York
        "2026-08-22",
        {},
        Reason.WEEKEND,
        (
            "arXiv announces nothing at weekends. The next announcement is expected on Wednesday, 25 November 2026, "
            "at 00:00 New York time (05:00 UTC)."
        ),
    ),
    (
        "2027-11-26T06:00",
        "2027-11-26",
        {},
        Reason.NOT_YET,
        (
            "Friday, 26 November 2027 is not announced yet; it was expected at 00:00 New York time (05:00 UTC). "
            "arXiv's holidays of 2027 are not known to this version of Paperboy; it may be Thanksgiving."
        ),
    ),
]


@pytest.mark.parametrize(("now", "day", "facts", "reason", "sentence"), QUIET_DAYS)
def test_quiet_days_say_why(now: str, day: str, facts: dict[str, object], reason: Reason, sentence: str) -> None:
    known = {"verified": False, "failing_since": None, "next_try": None, **facts}
    quiet = why_quiet(at(now), date.fromisoformat(day), entries=0, **known)  # type: ignore[arg-type]  # from a table
    assert quiet is not None
    assert quiet.reason is reason
    assert str(quiet) == sentence


@given(DAYS, DAYS, st.booleans())
def test_what_is_expected_next_is_never_in_the_past(day: date, asked_on: date, verified: bool) -> None:
    now = announcements.feed_at(asked_on) + timedelta(hours=7)
    quiet = why_quiet(now, day, verified=verified, entries=0)
    assert quiet is not None
    if quiet.reason is not Reason.NOT_YET:
        assert announcements.feed_at(quiet.next_day) > now
        assert quiet.next_day > day


@given(DAYS, st.booleans(), st.integers(1, 900))
def test_a_day_with_papers_is_never_quiet_whatever_the_calendar_says(day: date, verified: bool, entries: int) -> None:
    now = announcements.feed_at(day)
    assert why_quiet(now, day, verified=verified, failing_since=now, next_try=now, entries=entries) is None


@given(DAYS, st.booleans(), st.booleans(), st.integers(-90000, 90000))
def test_a_day_without_papers_always_has_a_reason(day: date, verified: bool, failing: bool, seconds: int) -> None:
    now = announcements.feed_at(day) + timedelta(seconds=seconds)
    quiet = why_quiet(now, day, verified=verified, failing_since=now if failing else None, next_try=None, entries=0)
    assert quiet is not None
    assert str(quiet).endswith(".")
