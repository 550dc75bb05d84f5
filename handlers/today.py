"""``/today`` and ``/digest``: the edition of a day, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from bot import announcements, categories
from bot.arxiv.source import REACH
from bot.clock import NEW_YORK
from bot.errors import SourceError, UsageError
from bot.messages import Asker, Button, Command, Option, Reply
from bot.passages import Passage
from bot.wishes import Wishes
from bot.words import Words, speak
from handlers import completing, days, editions, passages, quiet, status, wish_line
from handlers.context import Context
from handlers.daily import Edition, stored_digest
from handlers.gathering import SATURDAY, can_be_had, gather, lacking

MOST_ROOMS = 8
"""Categories that have a button of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One day's edition."""

    day: date
    category: str | None = None
    """The only one asked for; None for those of the chat."""
    page: int = 1

    def turn(self, page: int) -> str:
        """The command that leads to another page."""
        parts = ["digest", str(self.day), self.category, f"page:{page}" if page > 1 else None]
        return " ".join(filter(None, parts))


def commands(context: Context) -> tuple[Command, ...]:
    """The commands of this family."""
    day = completing.day(context.parts.clock)
    category = partial(completing.category, context=context)
    return (
        Command(
            name="today",
            handler=partial(today, context=context),
            argument="argument-category",
            examples=("today", "today cs.CV"),
            complete=category,
            options=(Option(name="category", form="cat:{}", complete=category),),
        ),
        Command(
            name="digest",
            handler=partial(digest, context=context),
            argument="argument-day",
            examples=("digest yesterday", "digest monday cs.CV", "digest 3d"),
            complete=partial(completing.day_and_category, day=day, category=category),
            options=(
                Option(name="day", complete=day),
                Option(name="category", form="cat:{}", complete=category),
            ),
        ),
    )


async def today(asker: Asker, text: str, *, context: Context) -> Reply:
    """The newest edition, of the category or categories; before it, why it is not today's."""
    now = context.parts.clock.now()
    request = _read(asker, text, announcements.newest(now), now)
    there = now.astimezone(NEW_YORK).date()
    remark = []
    if request.day != there and (reason := announcements.why_quiet(now, there, verified=False, entries=0)):
        remark = [status.why(speak(asker.locale), reason)]
    return await _edition(asker, request, remark, context=context)


async def digest(asker: Asker, text: str, *, context: Context) -> Reply:
    """The edition of a day, or what a page of one that was sent had no room for."""
    if passage := Passage.read(text):
        return await passages.answer(asker, passage, context=context)
    now = context.parts.clock.now()
    return await _edition(asker, _read(asker, text, announcements.newest(now), now), [], context=context)


def _read(asker: Asker, text: str, newest: date, now: datetime) -> Request:
    """``[DAY] [CATEGORY] [page:N]``, in any order. Raises ``UsageError`` for what is none of them."""
    page, tokens = days.page(text.split())
    others, tokens = days.categories(tokens)
    there = now.astimezone(NEW_YORK).date()
    named = [found for token in tokens if (found := days.day(token, there))]
    others += [token for token in tokens if days.day(token, there) is None]
    words = speak(asker.locale)
    if len(named) > 1 or len(others) > 1:
        raise UsageError(words("digest-usage"))
    category = named_category(others[0], words, usage="digest-usage") if others else None
    return Request(day=named[0] if named else newest, category=category, page=page)


def named_category(text: str, words: Words, *, usage: str) -> str:
    """The category beside a day. Raises ``UsageError`` with what comes near, or else with the message ``usage``."""
    try:
        return categories.canonical(text)
    except UsageError:
        told = words("neither-day-nor-category", text=text[:60])
        near = wish_line.near_categories(text, tuple(categories.CATEGORIES))
        hint = words("category-near", near=words("list-comma").join(near)) if near else words(usage)
        raise UsageError(f"{told}\n{hint}") from None


async def _edition(asker: Asker, request: Request, remark: Sequence[str], *, context: Context) -> Reply:
    words = speak(asker.locale)
    wishes = await wishes_for(asker, request.category, context)
    now = context.parts.clock.now()
    missing = await lacking(request.day, wishes.categories, context.parts.store)
    if not (missing and can_be_had(request.day, now)):
        return await _told(asker, request, wishes, remark, {}, context)
    # Today's is everybody's; an earlier day is fetched because one person wants it.
    if request.day != announcements.newest(now) and not context.limits.allow(asker):
        return Reply(text=context.limits.refusal(asker), private=True)
    heading = [*remark, words("digest-fetching", day=request.day)]
    there = await _papers(asker, request, wishes, heading, missing, context)
    return replace(
        there or Reply(text="\n".join(heading)), later=partial(_fetched, asker, request, wishes, remark, context)
    )


async def _fetched(asker: Asker, request: Request, wishes: Wishes, remark: Sequence[str], context: Context) -> Reply:
    held_up = await gather(request.day, wishes.categories, context)
    return await _told(asker, request, wishes, remark, held_up, context)


async def _told(
    asker: Asker,
    request: Request,
    wishes: Wishes,
    remark: Sequence[str],
    held_up: Mapping[str, SourceError],
    context: Context,
) -> Reply:
    """The edition as the store holds it, or why it is empty."""
    if there := await _papers(asker, request, wishes, remark, tuple(held_up), context):
        return there
    words = speak(asker.locale)
    store, now = context.parts.store, context.parts.clock.now()
    today = now.astimezone(NEW_YORK).date()
    if request.day > today:
        raise UsageError(words("digest-future", day=request.day, today=today))
    lines = list(remark)
    empty = Edition(
        digest=await stored_digest(request.day, wishes, store, pending=tuple(held_up)), held_up=dict(held_up)
    )
    if not held_up and request.day.weekday() < SATURDAY and await lacking(request.day, wishes.categories, store):
        lines.append(words("digest-too-old", day=request.day, days=REACH))
    elif reason := quiet.why(empty, asked_at=now, now=now):
        lines.append(status.why(words, reason))
    newest = await store.latest_day()
    if newest is None or newest == request.day:
        return Reply(text="\n".join(lines))
    return Reply(
        text="\n".join(lines), buttons=((Button(words("digest-newest", day=newest), Request(day=newest).turn(1)),),)
    )


async def _papers(
    asker: Asker, request: Request, wishes: Wishes, remark: Sequence[str], pending: Sequence[str], context: Context
) -> Reply | None:
    """One page of what the store holds of the day; None where that is nothing at all."""
    found = await stored_digest(request.day, wishes, context.parts.store, pending=pending)
    if not found.receipt.announced:
        return None
    full = [group.category for group in found.groups if group.entries]
    rooms = [Button(code, replace(request, category=code).turn(1), apart=True) for code in full[:MOST_ROOMS]]
    return await editions.answer(
        asker,
        found,
        heading=[*remark, speak(asker.locale)("digest-heading", day=request.day)],
        page=request.page,
        turn=request.turn,
        context=context,
        buttons=tuple(rooms) if len(full) > 1 else (),
    )


async def wishes_for(asker: Asker, category: str | None, context: Context) -> Wishes:
    """The wishes of the asker's chat, perhaps for one category only."""
    wishes = await context.wishes(asker)
    return replace(wishes, categories=(category,)) if category else wishes
