"""Which papers a model is asked about: those without its summary, and those being repaired, but not too eagerly."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.papers import Summary
from bot.store import Repair
from bot.summarize.summarizer import Summarizer

MOST_ATTEMPTS = 3
"""An abstract that a model could not summarize three times stays in the authors' words: asking costs money."""

PAUSE = timedelta(minutes=30)
"""Between two attempts, so that a run repeated at once does not pay at once again."""


def is_wanted(summary: Summary | None, repair: Repair | None, summarizer: Summarizer, now: datetime) -> bool:
    """Whether ``summarizer`` should be given this paper now."""
    if summary is None:
        return True
    if not (summarizer.uses_model and summary.is_extract):
        return False
    if repair is None:
        return True
    return repair.attempts < MOST_ATTEMPTS and now - repair.last >= PAUSE
