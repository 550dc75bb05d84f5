"""Why there is nothing: which of the reasons, and whether it is a fault."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.announcements import Reason
from bot.arxiv import NotYet
from bot.digest import digest
from bot.errors import SourceError
from bot.papers import Announced, Announcement, Kind
from bot.wishes import Wishes
from handlers import quiet
from handlers.daily import Edition
from tests.doubles.papers import invent

TUESDAY, FRIDAY_AFTER_THANKSGIVING, SUNDAY = date(2026, 11, 24), date(2026, 11, 27), date(2026, 11, 22)
MORNING = datetime(2026, 11, 24, 11, tzinfo=UTC)
LATER = MORNING + timedelta(minutes=15)
LATE = NotYet("the feed is an old one", retry_at=LATER)
BROKEN = SourceError("503 since 10:00", retry_at=LATER)


def edition(day: date, papers: int, **held_up: SourceError) -> Edition:
    """Of cs.CV and cs.AI; the papers are in cs.CV."""
    categories = ("cs.CV", "cs.AI")
    late = {f"cs.{code.upper()}": error for code, error in held_up.items()}
    entries = tuple(Announced(paper, Kind.NEW) for paper in invent(papers))
    announcements = [
        Announcement(day=day, category=code, entries=entries if code == "cs.CV" else (), source="rss")
        for code in categories
        if code not in late
    ]
    return Edition(
        digest=digest(day, announcements, {}, Wishes(categories=categories), pending=tuple(late)), held_up=late
    )


@pytest.mark.parametrize(
    ("it", "reason", "fault"),
    [
        (edition(TUESDAY, 3), None, None),
        (edition(TUESDAY, 0), Reason.NOTHING, None),
        (edition(TUESDAY, 0, cv=LATE), Reason.NOT_YET, None),
        (edition(TUESDAY, 0, cv=LATE, ai=BROKEN), Reason.FAILING, "no usable answer since 24 November, 06:00"),
        (edition(TUESDAY, 0, cv=BROKEN, ai=BROKEN), Reason.FAILING, "Run this again later."),
        (edition(TUESDAY, 3, ai=LATE), None, "cs.AI can't be had"),
        (edition(TUESDAY, 3, ai=BROKEN), None, "edition of 2026-11-24 is not complete yet"),
        (edition(SUNDAY, 0, cv=LATE, ai=LATE), Reason.WEEKEND, None),
        (edition(FRIDAY_AFTER_THANKSGIVING, 0), Reason.HOLIDAY, None),
        # What arXiv itself says wins over the calendar.
        (edition(FRIDAY_AFTER_THANKSGIVING, 3), None, None),
    ],
)
def test_each_emptiness_has_its_reason_and_only_what_is_broken_or_incomplete_is_a_fault(
    it: Edition, reason: Reason | None, fault: str | None
) -> None:
    found = quiet.why(it, asked_at=MORNING, now=LATER)
    assert (found and found.reason) == reason
    error = quiet.fault(it, found)
    assert (error is None) == (fault is None)
    assert (fault or "") in str(error)


def test_nobody_promises_a_try_that_will_not_happen() -> None:
    for it in (edition(TUESDAY, 0, cv=LATE), edition(TUESDAY, 0, cv=BROKEN)):
        assert "tries again" not in str(quiet.why(it, asked_at=MORNING, now=LATER))


@pytest.mark.parametrize(
    ("day", "now", "says"),
    [
        (TUESDAY, MORNING, None),
        # Still Tuesday in New York, already Wednesday in Greenwich.
        (TUESDAY, datetime(2026, 11, 25, 4, 59, tzinfo=UTC), None),
        (date(2026, 11, 20), datetime(2026, 11, 22, 15, tzinfo=UTC), "at weekends. .*Monday, 23 November"),
        (date(2026, 11, 26), datetime(2026, 11, 27, 15, tzinfo=UTC), "because of Thanksgiving. .*Monday, 30 November"),
    ],
)
def test_why_the_newest_edition_is_not_of_today_is_said_with_its_day(
    day: date, now: datetime, says: str | None
) -> None:
    sentence = quiet.why_not_today(day, now)
    assert (sentence is None) == (says is None)
    assert re.search(says or "", sentence or "")
    assert (f"The newest edition is that of {day:%A}, {day.day} November 2026." in (sentence or "")) == bool(says)
