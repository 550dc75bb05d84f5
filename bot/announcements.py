"""arXiv's announcement days: when one is due, and why it is quiet. Pure; every instant is aware.

Announcement day D is a weekday in New York. Its papers are listed on the evening before at 20:00 and stand in the
feeds from 00:00 on, New York time with its summer time (arXiv's help pages, "Availability of submissions").

The calendar is a hint and never the authority: arXiv has skipped days without notice. What the source itself says of
a day always wins; the calendar only tells when to look and what to say while there is nothing to see.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from bot.clock import NEW_YORK

_MLK, _JUNETEENTH, _INDEPENDENCE = "Martin Luther King Day", "Juneteenth", "Independence Day"
_LABOR, _THANKSGIVING, _BREAK, _NEW_YEAR = "Labor Day", "Thanksgiving", "the winter break", "New Year's Day"

HOLIDAYS = {
    date(2024, 1, 15): _MLK,
    date(2024, 5, 22): "a retreat of arXiv's staff",
    date(2024, 6, 19): _JUNETEENTH,
    date(2024, 7, 4): _INDEPENDENCE,
    date(2024, 9, 2): _LABOR,
    date(2024, 10, 8): "a retreat of arXiv's staff",
    date(2024, 11, 28): _THANKSGIVING,
    date(2024, 12, 25): _BREAK,
    date(2024, 12, 26): _BREAK,
    date(2024, 12, 31): _BREAK,
    date(2025, 1, 1): _NEW_YEAR,
    date(2025, 1, 20): _MLK,
    date(2025, 6, 19): _JUNETEENTH,
    date(2025, 7, 4): _INDEPENDENCE,
    date(2025, 9, 1): _LABOR,
    date(2025, 11, 27): _THANKSGIVING,
    date(2025, 12, 25): _BREAK,
    date(2025, 12, 30): _BREAK,
    date(2026, 1, 1): _NEW_YEAR,
    date(2026, 1, 19): _MLK,
    date(2026, 6, 19): _JUNETEENTH,
    date(2026, 7, 3): _INDEPENDENCE,
    date(2026, 9, 7): _LABOR,
    date(2026, 11, 26): _THANKSGIVING,
    date(2026, 12, 25): _BREAK,
    date(2026, 12, 29): _BREAK,
    date(2026, 12, 31): _BREAK,
}
"""Days on which arXiv closes no batch, from its availability page: the announcement of the *next* day stays out."""

KNOWN_YEARS = frozenset(day.year for day in HOLIDAYS)
"""arXiv publishes the holidays of a year around its New Year; of other years this version only knows the weekends."""

_ONE_DAY = timedelta(days=1)
_MONDAY, _THURSDAY, _FRIDAY, _SATURDAY, _SUNDAY = 0, 3, 4, 5, 6
_EVENING = time(20)


def is_expected(day: date) -> bool:
    """Whether the calendar has an announcement on ``day``: Monday to Friday, except after one of arXiv's holidays."""
    return day.weekday() < _SATURDAY and holiday(day) is None


def holiday(day: date) -> str | None:
    """The name of the holiday that keeps the announcement of ``day`` away, or None."""
    return next((HOLIDAYS[eve] for eve in _eves(day) if eve in HOLIDAYS), None)


def unknown_holiday(day: date) -> str | None:
    """A sentence where ``day`` follows a usual US holiday of a year whose list this version does not know."""
    for eve in _eves(day):
        if eve.year not in KNOWN_YEARS and (name := _usual_holiday(eve)):
            return f"arXiv's holidays of {eve.year} are not known to this version of Paperboy; it may be {name}."
    return None


def listing_at(day: date) -> datetime:
    """When arXiv starts to publish the listing of ``day``: the evening before at 20:00 New York, in UTC.

    Publishing takes until about 21:30, so a page read earlier may lack its tail.
    """
    return datetime.combine(day - _ONE_DAY, _EVENING, NEW_YORK).astimezone(UTC)


def feed_at(day: date) -> datetime:
    """When the feeds turn to ``day``: midnight in New York, in UTC."""
    return datetime.combine(day, time(), NEW_YORK).astimezone(UTC)


def newest(now: datetime) -> date:
    """The newest announcement day whose feed is out at ``now`` by the calendar."""
    day = now.astimezone(NEW_YORK).date()
    while not is_expected(day):
        day -= _ONE_DAY
    return day


def next_day(after: date) -> date:
    """The first expected announcement day later than ``after``."""
    day = after + _ONE_DAY
    while not is_expected(day):
        day += _ONE_DAY
    return day


def missed(since: date, until: date) -> list[date]:
    """The expected announcement days later than ``since``, up to and with ``until``, oldest first."""
    days = (since + _ONE_DAY * n for n in range(1, (until - since).days + 1))
    return [day for day in days if is_expected(day)]


class Reason(StrEnum):
    """Why there is nothing to deliver."""

    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    NOT_YET = "not yet"
    FAILING = "failing"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Why a day brings nothing, with the facts behind it; ``str()`` is the answer for a reader."""

    reason: Reason
    day: date
    now: datetime
    holiday: str | None = None
    """Its name, where the reason is one."""
    failing_since: datetime | None = None
    next_try: datetime | None = None
    """When Paperboy asks arXiv again, where that is known."""

    @property
    def next_day(self) -> date:
        """The announcement day to look forward to: ``day`` itself while it is owed, else one that is still to come."""
        if self.reason in (Reason.NOT_YET, Reason.FAILING):
            return self.day
        return next_day(max(self.day, self.now.astimezone(NEW_YORK).date()))

    def __str__(self) -> str:
        due = feed_at(self.next_day)
        coming = f"The next announcement is expected on {_long(self.next_day)}, {_clock(due)}."
        match self.reason:
            case Reason.WEEKEND:
                sentence = f"arXiv announces nothing at weekends. {coming}"
            case Reason.HOLIDAY:
                sentence = f"arXiv announces nothing on {_long(self.day)} because of {self.holiday}. {coming}"
            case Reason.NOTHING:
                sentence = f"arXiv announced nothing in your categories for {_long(self.day)}. {coming}"
            case Reason.FAILING:
                since = f" since {_moment(self.failing_since)}" if self.failing_since else ""
                return f"arXiv has given no usable answer{since}{self._again()}."
            case Reason.NOT_YET:
                is_late = "was" if due <= self.now else "is"
                sentence = (
                    f"{_long(self.day)} is not announced yet; it {is_late} expected {_clock(due)}{self._again()}."
                )
        hint = unknown_holiday(self.next_day)
        return f"{sentence} {hint}" if hint else sentence

    def _again(self) -> str:
        return f"; Paperboy tries again {_clock(self.next_try)}" if self.next_try else ""


def why_quiet(
    now: datetime,
    day: date,
    *,
    verified: bool,
    failing_since: datetime | None = None,
    next_try: datetime | None = None,
    entries: int,
) -> Quiet | None:
    """Why ``day`` brings nothing at ``now``, or None where it brings something.

    ``verified`` says that arXiv itself confirmed the day, ``entries`` how many papers it announced in the reader's
    categories. A day with papers is never quiet, whatever the calendar holds of it.
    """
    if entries:
        return None
    if day.weekday() >= _SATURDAY:
        return Quiet(reason=Reason.WEEKEND, day=day, now=now)
    if name := holiday(day):
        return Quiet(reason=Reason.HOLIDAY, day=day, now=now, holiday=name)
    if verified:
        return Quiet(reason=Reason.NOTHING, day=day, now=now)
    if failing_since and feed_at(day) <= now:
        return Quiet(reason=Reason.FAILING, day=day, now=now, failing_since=failing_since, next_try=next_try)
    return Quiet(reason=Reason.NOT_YET, day=day, now=now, next_try=next_try)


def _eves(day: date) -> Iterator[date]:
    """The days whose closed batch would be announced on ``day``: the day before, and for a Monday also the Friday."""
    yield day - _ONE_DAY
    if day.weekday() == _MONDAY:
        yield day - 3 * _ONE_DAY


def _usual_holiday(day: date) -> str | None:
    """A holiday that arXiv has kept in most years, by the rule of the US federal holidays."""
    nth_week = (day.day + 6) // 7
    moving = {
        (1, 3, _MONDAY): _MLK,
        (9, 1, _MONDAY): _LABOR,
        (11, 4, _THURSDAY): _THANKSGIVING,
    }.get((day.month, nth_week, day.weekday()))
    return moving or next((name for observed, name in _fixed_holidays(day.year) if observed == day), None)


def _fixed_holidays(year: int) -> Iterator[tuple[date, str]]:
    """Holidays with a date of their own, kept on the nearest weekday, and the days between the years."""
    fixed = {(1, 1): _NEW_YEAR, (6, 19): _JUNETEENTH, (7, 4): _INDEPENDENCE}
    for (month, number), name in fixed.items():
        day = date(year, month, number)
        yield day + {_SATURDAY: -_ONE_DAY, _SUNDAY: _ONE_DAY}.get(day.weekday(), timedelta()), name
    for number in range(24, 32):
        yield date(year, 12, number), _BREAK


def _long(day: date) -> str:
    return f"{day:%A}, {day.day} {day:%B %Y}"


def _clock(moment: datetime) -> str:
    return f"at {moment.astimezone(NEW_YORK):%H:%M} New York time ({moment.astimezone(UTC):%H:%M} UTC)"


def _moment(moment: datetime) -> str:
    there, utc = moment.astimezone(NEW_YORK), moment.astimezone(UTC)
    return f"{there.day} {there:%B, %H:%M} New York time ({utc:%H:%M} UTC)"
