"""Days as people write them in a chat: ``2026-11-20``, ``yesterday``, ``monday``, ``3d``, ``昨天``, ``周一``. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

BEGINNING = date(1991, 8, 14)
"""arXiv's first day."""
_ONE_DAY = timedelta(days=1)
_NEAR = {"today": 0, "今天": 0, "今日": 0, "yesterday": 1, "昨天": 1, "昨日": 1, "前天": 2}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CHINESE_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])")
_CHINESE_NUMBERS = "一二三四五六日"
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_AGO = re.compile(r"([0-9]{1,4})(?:d|days?|天前?|日前)")
_SPAN = re.compile(r"(\S+?)\.\.(\S+)")
_PAGE = re.compile(r"page:([0-9]{1,4})")
_CATEGORY = re.compile(r"(?:cat|category|in):(.+)")


def day(text: str, today: date) -> date | None:
    """The day that ``text`` means, seen from ``today``; a weekday is the latest of its name.

    None for other words, and for days before there was an arXiv.
    """
    typed = unicodedata.normalize("NFKC", text).strip().casefold()
    if typed in _NEAR:
        return today - _NEAR[typed] * _ONE_DAY
    if (weekday := _weekday(typed)) is not None:
        return today - (today.weekday() - weekday) % 7 * _ONE_DAY
    try:
        if match := _DATE.fullmatch(typed):
            year, month, number = map(int, match.groups())
            return _if_any(date(year, month, number))
        if match := _AGO.fullmatch(typed):
            return _if_any(today - int(match[1]) * _ONE_DAY)
    except (ValueError, OverflowError):
        pass  # the 31st of June
    return None


def _if_any(day: date) -> date | None:
    return day if day >= BEGINNING else None


def _weekday(typed: str) -> int | None:
    if match := _CHINESE_WEEKDAY.fullmatch(typed):
        return 6 if match[1] == "天" else _CHINESE_NUMBERS.index(match[1])
    names = [number for number, name in enumerate(_WEEKDAYS) if len(typed) >= 3 and name.startswith(typed)]
    return names[0] if len(names) == 1 else None


def span(text: str, today: date) -> tuple[date, date] | None:
    """The days meant by ``10d``, ``2026-11-10`` (from then until today) or ``2026-11-10..2026-11-20``, in order."""
    first, last = match.groups() if (match := _SPAN.fullmatch(text.strip())) else (text, "today")
    begin, end = day(first, today), day(last, today)
    return (min(begin, end), max(begin, end)) if begin and end else None


def page(tokens: list[str]) -> tuple[int, list[str]]:
    """The number behind ``page:`` (1 where there is none), and the other tokens."""
    numbers = [int(match[1]) for token in tokens if (match := _PAGE.fullmatch(token))]
    return max([1, *numbers]), [token for token in tokens if not _PAGE.fullmatch(token)]


def categories(tokens: list[str]) -> tuple[list[str], list[str]]:
    """What stands behind ``cat:``, as a search has it, and the other tokens."""
    named = [match[1] for token in tokens if (match := _CATEGORY.fullmatch(token))]
    return named, [token for token in tokens if not _CATEGORY.fullmatch(token)]
