"""When nothing comes, why; and in which sentence that is said."""

from __future__ import annotations

from datetime import date, datetime

from bot.announcements import Quiet, newest, why_quiet
from bot.arxiv import NotYet
from bot.clock import NEW_YORK
from handlers.daily import Edition


def why(edition: Edition, *, asked_at: datetime, now: datetime) -> Quiet | None:
    """Why this edition is empty, or None where it is not. ``asked_at`` is when its day was first asked for."""
    failures = [error for error in edition.held_up.values() if not isinstance(error, NotYet)]
    tries = [error.retry_at for error in edition.held_up.values() if error.retry_at is not None]
    return why_quiet(
        now,
        edition.digest.day,
        verified=not edition.held_up,
        failing_since=asked_at if failures else None,
        next_try=min(tries, default=None),
        entries=edition.digest.receipt.announced,
    )


def why_not_today(day: date, now: datetime) -> Quiet | None:
    """Why the newest edition at ``now`` is that of ``day`` and not today's; None where it is today's."""
    today = now.astimezone(NEW_YORK).date()
    return None if newest(now) == today or day != newest(now) else why_quiet(now, today, verified=False, entries=0)
