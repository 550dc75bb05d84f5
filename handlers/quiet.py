"""When nothing comes, or not all of it: why, in one sentence."""

from __future__ import annotations

from datetime import date, datetime

from bot.announcements import Quiet, Reason, why_quiet
from bot.arxiv import NotYet
from bot.clock import NEW_YORK
from bot.errors import SourceError
from bot.wording import words_for
from handlers import status
from handlers.daily import Edition


def why(edition: Edition, *, asked_at: datetime, now: datetime) -> Quiet | None:
    """Why this edition is empty, or None where it is not. ``asked_at`` is when its day was first asked for.

    It promises no further try: whoever wants one has not given up yet, and need not ask why.
    """
    failures = [error for error in edition.held_up.values() if not isinstance(error, NotYet)]
    return why_quiet(
        now,
        edition.digest.day,
        verified=not edition.held_up,
        failing_since=asked_at if failures else None,
        entries=edition.digest.receipt.announced,
    )


def fault(edition: Edition, reason: Quiet | None) -> SourceError | None:
    """What went wrong, as an error to end with; None where all is there, or where nothing is out for a good reason."""
    if reason is not None:
        return SourceError(f"{reason} Run this again later.") if reason.reason is Reason.FAILING else None
    if lost := edition.digest.receipt.lost:
        papers = "1 paper that arXiv counts is" if lost == 1 else f"{lost} papers that arXiv counts are"
        return SourceError(f"{papers} missing from the edition of {edition.digest.day}. Run this again later.")
    if not edition.held_up:
        return None
    late = ", ".join(edition.held_up)
    return SourceError(
        f"The edition of {edition.digest.day} is not complete yet: {late} can't be had. Run this again later."
    )


def why_not_today(day: date, now: datetime) -> str | None:
    """Why the newest edition at ``now`` is that of ``day`` and not today's; None where it is today's."""
    today = now.astimezone(NEW_YORK).date()
    if day == today:
        return None
    reason = why_quiet(now, today, verified=False, entries=0)
    return f"{reason} The newest edition is that of {day:%A}, {day.day} {day:%B %Y}."


def line(reason: Quiet, language: str) -> str:
    """Why nothing comes today, and what comes next, for a reader of editions in this language."""
    words = words_for(language)
    match reason.reason:
        case Reason.NOT_YET:
            return words("quiet-late", day=reason.day)
        case Reason.FAILING:
            return f"{status.why(words, reason)} {words('quiet-follows')}"
        case _:
            return " ".join([status.why(words, reason), *status.following(words, reason.next_day)])
