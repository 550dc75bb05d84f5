"""Days for whoever asks: what the store lacks is fetched, once for everybody, and never twice in a short while."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.arxiv.source import REACH
from bot.clock import NEW_YORK
from bot.errors import SourceError
from bot.store import Store
from handlers import daily
from handlers.context import Context

SATURDAY = 5


async def lacking(day: date, codes: Sequence[str], store: Store) -> list[str]:
    """The categories that the store holds nothing of for ``day``, neither from arXiv nor imported."""
    there = {one.category for one in await store.announcements(day, codes)}
    return [code for code in codes if code not in there]


def can_be_had(day: date, now: datetime) -> bool:
    """Whether arXiv can be asked for ``day`` at all: a weekday that has begun in New York, and not too long ago."""
    today = now.astimezone(NEW_YORK).date()
    return day.weekday() < SATURDAY and today - timedelta(days=REACH) <= day <= today


async def gather(day: date, codes: Sequence[str], context: Context) -> dict[str, SourceError]:
    """Fetch what is lacking of ``day``; returns the categories that could not be had, each with its reason.

    What arXiv did not have a moment ago is not asked for again before the time that it named.
    """
    parts, remembered = context.parts, context.held_up
    async with context.turns.of(day):
        missing = await lacking(day, codes, parts.store)
        now = parts.clock.now()
        waiting = {
            code: error
            for code in missing
            if (error := remembered.get((code, day))) and error.retry_at and error.retry_at > now
        }
        held_up = await daily.gather(day, [code for code in missing if code not in waiting], parts)
        for code in missing:
            remembered.pop((code, day), None)
        held_up |= waiting
        remembered.update({(code, day): error for code, error in held_up.items()})
        return held_up
