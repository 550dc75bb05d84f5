"""``/catchup``: one edition over several days, each paper once, without what the chat already got."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from math import ceil

from bot import announcements, wording
from bot.arxiv.source import REACH
from bot.clock import NEW_YORK
from bot.digest import Digest, digest
from bot.errors import UsageError
from bot.messages import Asker, Button, Command, Destination, Option, Reply
from bot.wishes import Wishes
from bot.words import speak
from handlers import completing, days, editions
from handlers.context import Context
from handlers.gathering import SATURDAY, can_be_had, gather, lacking
from handlers.merging import merge
from handlers.today import named_category, wishes_for

LONGEST = REACH
"""Days of one edition; arXiv keeps no more."""
USUAL = timedelta(days=7)
SECONDS_EACH = 15
"""arXiv asks for this pause between the pages of its past days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A gap to close: its first and last announcement day."""

    first: date
    last: date
    category: str | None = None
    page: int = 1

    @property
    def days(self) -> tuple[date, ...]:
        """Every weekday of the gap, the newest first; what the calendar calls a holiday may still have papers."""
        gap = (self.last - timedelta(days=back) for back in range((self.last - self.first).days + 1))
        return tuple(day for day in gap if day.weekday() < SATURDAY)

    def turn(self, page: int) -> str:
        """The command that leads to another page; the last day stays, so that a new one does not move the pages."""
        parts = ["catchup", f"{self.first}..{self.last}", self.category, f"page:{page}" if page > 1 else None]
        return " ".join(filter(None, parts))


def commands(context: Context) -> tuple[Command, ...]:
    """The command of this family."""
    gap = completing.gap(context.parts.clock)
    category = partial(completing.category, context=context)
    return (
        Command(
            name="catchup",
            handler=partial(catchup, context=context),
            argument="argument-gap",
            examples=("catchup 10d", "catchup 3d cs.CV", "catchup monday"),
            complete=partial(completing.day_and_category, day=gap, category=category),
            options=(
                Option(name="gap", complete=gap),
                Option(name="category", form="cat:{}", complete=category),
            ),
        ),
    )


async def catchup(asker: Asker, text: str, *, context: Context) -> Reply:
    """What the store holds of the gap at once; what is lacking is fetched, and ``later`` has it all."""
    words = speak(asker.locale)
    now = context.parts.clock.now()
    request = _read(asker, text, now)
    wishes = await wishes_for(asker, request.category, context)
    absent = await _absent(request, wishes, now, context)
    if not absent:
        return await _told(asker, request, wishes, context=context)
    if not context.limits.allow(asker):
        return replace(
            await _told(asker, request, wishes, [context.limits.refusal(asker)], context=context), later=None
        )
    pages = sum(map(len, absent.values()))
    coming = words("catchup-fetching", days=len(absent), minutes=ceil(pages * SECONDS_EACH / 60))
    first = await _told(asker, request, wishes, [coming], context=context)
    return replace(first, later=partial(_fetched, asker, request, wishes, tuple(absent), context=context))


def _read(asker: Asker, text: str, now: datetime) -> Request:
    """``[GAP] [CATEGORY] [page:N]``, in any order. Raises ``UsageError`` for what is none of them."""
    words = speak(asker.locale)
    there = now.astimezone(NEW_YORK).date()
    page, tokens = days.page(text.split())
    others, tokens = days.categories(tokens)
    named = [found for token in tokens if (found := days.span(token, there))]
    others += [token for token in tokens if days.span(token, there) is None]
    if len(named) > 1 or len(others) > 1:
        raise UsageError(words("catchup-usage"))
    category = named_category(others[0], words, usage="catchup-usage") if others else None
    first, last = named[0] if named else (there - USUAL, there)
    if (last - first).days > LONGEST:
        raise UsageError(words("catchup-too-long", days=LONGEST))
    if first > there:
        raise UsageError(words("digest-future", day=first, today=there))
    last = min(last, announcements.newest(now))
    # At a weekend "today" lies behind the newest announcement.
    return Request(first=min(first, last), last=last, category=category, page=page)


async def _absent(request: Request, wishes: Wishes, now: datetime, context: Context) -> dict[date, list[str]]:
    """The days that arXiv can be asked for, with the categories that the store lacks of each."""
    store = context.parts.store
    expected = [day for day in request.days if announcements.is_expected(day) and can_be_had(day, now)]
    found = {day: await lacking(day, wishes.categories, store) for day in expected}
    return {day: codes for day, codes in found.items() if codes}


async def _fetched(
    asker: Asker, request: Request, wishes: Wishes, absent: Sequence[date], *, context: Context
) -> Reply:
    pending = []
    for day in absent:
        held_up = await gather(day, wishes.categories, context)
        pending += [f"{code} {day}" for code in held_up]
    return await _told(asker, request, wishes, pending=pending, context=context)


async def _told(
    asker: Asker,
    request: Request,
    wishes: Wishes,
    remark: Sequence[str] = (),
    *,
    pending: Sequence[str] = (),
    context: Context,
) -> Reply:
    words = speak(asker.locale)
    store = context.parts.store
    held = [one for day in request.days for one in await store.announcements(day, wishes.categories)]
    brought = await store.brought(Destination(asker.platform, asker.chat))
    merged = merge(held, request.last)
    papers = list({entry.paper.id: entry.paper for one in merged for entry in one.entries}.values())
    summaries = await store.summaries(papers, wishes.language)
    found: Digest = digest(request.last, merged, summaries, wishes, pending=pending, brought=brought)
    heading = [*remark, words("catchup-heading", first=request.first, last=request.last)]
    if not found.total:
        heading.append(words("catchup-nothing"))
        row = (Button(words("start-today"), "today", apart=True),)
        return Reply(text="\n".join([*heading, wording.receipt(found.receipt, words)]), buttons=(row,))
    return await editions.answer(asker, found, heading=heading, page=request.page, turn=request.turn, context=context)
