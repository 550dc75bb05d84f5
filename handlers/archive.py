"""A day as the store holds it, for documents: nothing is fetched, and nothing written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.clock import Clock
from bot.digest import Digest, digest
from bot.errors import UsageError
from bot.store import Store
from bot.summarize.summarizer import Extractor
from bot.wishes import Wishes


async def stored_day(
    day: date | None, categories: Sequence[str], language: str | None, store: Store, *, clock: Clock
) -> Digest:
    """Everything the store holds of ``day`` (None: of its newest day), whatever its categories.

    The categories given come first, in their order; others follow as they were announced. A paper that nobody has
    summarized yet speaks in its authors' words. Raises ``UsageError`` where the store holds nothing of that day.
    """
    found = day or await store.latest_day()
    announcements = await store.announcements(found) if found else []
    if found is None or not announcements:
        what = f"nothing of {day}" if day else "no papers yet"
        raise UsageError(f"The database holds {what}. Fetch a day with `paperboy digest`, or import one.")
    papers = {entry.paper.id: entry.paper for announcement in announcements for entry in announcement.entries}
    summaries = await store.summaries(list(papers.values()), language)
    extractor = Extractor(clock=clock)
    for paper in papers.values():
        if paper.id not in summaries:
            summaries[paper.id] = await extractor.summary(paper)
    there = [announcement.category for announcement in announcements]
    wishes = Wishes(
        categories=tuple(dict.fromkeys([code for code in categories if code in there] + there)),
        language=language or " and ".join(sorted({summary.language for summary in summaries.values()})),
        replacements=True,
    )
    return digest(found, announcements, summaries, wishes)
