"""What goes in and out of the store by hand: whole histories of records, and a stored day as a digest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.digest import Digest, digest
from bot.errors import UsageError
from bot.store import Store
from bot.wishes import Wishes


async def stored_day(day: date | None, categories: Sequence[str], language: str | None, store: Store) -> Digest:
    """Everything the store holds of ``day`` (None: of its newest day), whatever its categories.

    The categories given come first, in their order; others follow as they were announced.
    Raises ``UsageError`` where the store holds nothing of that day.
    """
    found = day or await store.latest_day()
    announcements = await store.announcements(found) if found else []
    if found is None or not announcements:
        what = f"nothing of {day}" if day else "no papers yet"
        raise UsageError(f"the database holds {what}. Fetch a day with: paperboy digest, or import one.")
    papers = {entry.paper.id: entry.paper for announcement in announcements for entry in announcement.entries}
    there = [announcement.category for announcement in announcements]
    wishes = Wishes(
        categories=tuple(dict.fromkeys([code for code in categories if code in there] + there)),
        language=language or "any",
        replacements=True,
    )
    return digest(found, announcements, await store.summaries(list(papers.values()), language), wishes)
