"""Papers for what is being typed in some other chat: from the store alone, so that they are there at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot import identifiers
from bot.errors import UsageError
from bot.messages import Asker, Offer
from bot.papers import Paper
from bot.store import Cursor
from bot.words import speak
from handlers import cards, search
from handlers.context import Context
from handlers.daily import stored_digest

AT_ONCE = 20
"""Papers offered before somebody scrolls on."""
LONGEST = 256
"""Characters that are looked at."""
DEADLINE = 3.0
"""Seconds; whoever types has typed on by then."""


async def offer(asker: Asker, typed: str, start: str, *, context: Context) -> Offer:
    """The papers that are named or searched for; before anything is typed, those of the newest edition.

    Where the words find nothing as they are spelled, those of the nearest spelling that does.

    ``start`` is where the former offer said that the next one begins. What takes too long offers nothing; raises
    ``UsageError`` where there is nothing to look for.
    """
    try:
        async with asyncio.timeout(DEADLINE):
            found, following = await _papers(asker, " ".join(typed[:LONGEST].split()), start, context)
            summaries = await context.summaries(found, (await context.wishes(asker)).language)
    except TimeoutError:
        return Offer(cards=())
    words = speak(asker.locale)
    return Offer(cards=tuple(cards.card(one, summaries[one.id], words) for one in found), next=following)


async def _papers(asker: Asker, typed: str, start: str, context: Context) -> tuple[Sequence[Paper], str]:
    if not typed:
        return await _newest(asker, start, context)
    if named := _named(typed):
        there = [await context.parts.store.paper(one) for one in named]
        return [paper for paper in there if paper], ""
    page = await search.read(typed, speak(asker.locale), context)
    after = Cursor.parse(start) if start else None
    found = await context.parts.store.find(
        page.query, order=page.order, after=after, limit=AT_ONCE, deadline=search.DEADLINE
    )
    if not found.papers and found.suggestion and after is None:
        meant = await search.read(found.suggestion, speak(asker.locale), context)
        found = await context.parts.store.find(meant.query, order=meant.order, limit=AT_ONCE, deadline=search.DEADLINE)
        return found.papers, ""  # what follows would be asked for as it was typed
    return found.papers, str(found.next) if found.next else ""


async def _newest(asker: Asker, start: str, context: Context) -> tuple[Sequence[Paper], str]:
    """The newest edition, in the wishes of whoever asks."""
    store = context.parts.store
    day = await store.latest_day()
    if day is None:
        return (), ""
    edition = await stored_digest(day, await context.wishes(asker), store)
    first = int(start) if start.isascii() and start.isdecimal() and len(start) < len("10000") else 0
    shown = edition.entries[first : first + AT_ONCE]
    following = first + AT_ONCE
    return [entry.announced.paper for entry in shown], str(following) if following < edition.total else ""


def _named(typed: str) -> list[str]:
    """The ids in it, if it is ids or links."""
    found = [one.id for one in identifiers.find(typed)]
    try:
        one = identifiers.parse(typed)
    except UsageError:
        one = None
    return found[:AT_ONCE] or ([one.id] if one else [])
