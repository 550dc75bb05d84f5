"""What a page of an edition had no room for, as the edition holds it: its papers, under its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import count
from math import ceil

from bot import categories, passages
from bot.digest import Entry
from bot.errors import UsageError
from bot.messages import Asker, Reply
from bot.papers import Announced, Kind
from bot.passages import Passage
from bot.words import speak
from handlers import editions
from handlers.context import Context
from handlers.editions import PER_PAGE


async def answer(asker: Asker, passage: Passage, *, context: Context) -> Reply:
    """One page of the list. Raises ``UsageError`` where the edition is not kept, or the line was not made of it.

    Everything but the summaries is the edition's: it may have been another chat's, with other wishes.
    """
    words = speak(asker.locale)
    found = await context.parts.store.delivery(passage.delivery)
    if found is None or passages.check(found[1].page.papers) != passage.check:
        raise UsageError(words("passage-gone"))
    day, delivery = found
    left = delivery.page.papers[passage.at - 1 :][: passage.last - passage.first + 1]
    pages = max(1, ceil(len(left) / PER_PAGE))
    page = min(passage.page, pages)
    start = (page - 1) * PER_PAGE
    papers = left[start : start + PER_PAGE]
    entries = await _entries(day, delivery.page.thread, papers, passage.first + start, context)
    if not entries:
        raise UsageError(words("passage-gone"))
    summaries = await context.summaries(
        [entry.announced.paper for entry in entries], (await context.wishes(asker)).language
    )
    shown = words(
        "passage-range",
        first=entries[0].number,
        last=entries[-1].number,
        begin=passage.first,
        end=passage.first + len(left) - 1,
    )
    return Reply(
        text=f"{words('digest-heading', day=day)}\n{shown}",
        items=tuple(editions.item(entry, summaries, words) for entry in entries),
        buttons=editions.turns(page, pages, lambda to: replace(passage, page=to).line, words),
    )


async def _entries(day: date, thread: str, papers: Sequence[str], first: int, context: Context) -> list[Entry]:
    """The papers as they were announced that day, numbered from ``first``."""
    store = context.parts.store
    announced: dict[str, Announced] = {}
    for announcement in await store.announcements(day):
        category = categories.resolve(announcement.category)
        for entry in announcement.entries:
            # What the category says in which it stands counts most.
            if entry.paper.id not in announced or category == (thread or categories.resolve(entry.paper.primary)):
                announced[entry.paper.id] = entry
    found = []
    for number, paper_id in zip(count(first), papers, strict=False):
        one = announced.get(paper_id)
        if one is None and (paper := await store.paper(paper_id)):
            one = Announced(paper, Kind.NEW)
        if one:
            category = thread or categories.resolve(one.paper.primary)
            found.append(Entry(number=number, announced=one, category=category, summary=None))
    return found
