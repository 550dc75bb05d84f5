"""``/status``: is arXiv's newest announcement in, why is it quiet, what is being repaired, and what comes next."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, date, datetime

from bot.announcements import Quiet, Reason, feed_at, newest, next_day, unknown_holiday, why_quiet
from bot.clock import NEW_YORK
from bot.messages import Asker, Command, Reply, State
from bot.words import Words, speak
from handlers.daily import Parts
from handlers.repairs import MOST_ATTEMPTS

MOST_NAMED = 10
"""Chats in trouble that are named; a platform that is down has them all waiting."""
_MEGABYTE = 1_000_000


def commands(parts: Parts, *, categories: Sequence[str], budget: int) -> tuple[Command, ...]:
    """The command, for the ``categories`` that are fetched. ``budget``: tokens a day, 0 for no limit."""

    async def status(asker: Asker, text: str) -> Reply:
        del text
        words = speak(asker.locale)
        lines = await _public(words, parts, categories)
        if asker.operator:
            lines += ["", *await _internal(words, parts, budget)]
        return Reply(text="\n".join(lines), private=asker.operator and not asker.direct)

    return (Command(name="status", handler=status, examples=("status",)),)


async def _public(words: Words, parts: Parts, categories: Sequence[str]) -> list[str]:
    now = parts.clock.now()
    day = newest(now)
    stored = {one.category: one for one in await parts.store.announcements(day, categories)}
    verified = await parts.store.verified(day)
    audits = {code for code, one in stored.items() if not one.is_imported} - verified
    lines = [words("status-newest", day=day)]
    for code in categories:
        if code in verified | audits:
            lines.append(words("status-in", category=code, entries=len(stored[code].entries)))
        else:
            lines.append(words("status-out", category=code))
    if audits:
        uncounted = words("list-comma").join(code for code in categories if code in audits)
        lines.append(words("receipt-unaudited", categories=uncounted))
    lines += ["", *_outlook(words, now, day, complete=(verified | audits).issuperset(categories))]
    owed = (await parts.store.condition(attempts=MOST_ATTEMPTS)).owed
    return [*lines, words("status-repairs", summaries=owed)]


def _outlook(words: Words, now: datetime, day: date, *, complete: bool) -> Iterator[str]:
    """Why nothing new is there, where that needs a reason, and when the next edition is expected."""
    today = now.astimezone(NEW_YORK).date()
    if today != day and (reason := why_quiet(now, today, verified=False, entries=0)):
        yield why(words, reason)
    if not complete:
        yield words("status-awaited", day=day, **_moment(feed_at(day)))
    yield from following(words, next_day(day))


def following(words: Words, day: date) -> Iterator[str]:
    """When the announcement of ``day``, the next one, is expected."""
    yield words("status-next", day=day, **_moment(feed_at(day)))
    if unknown_holiday(day):
        yield words("status-next-unsure", year=str(day.year))


def why(words: Words, quiet: Quiet) -> str:
    """Why a day brings nothing, in the reader's language."""
    match quiet.reason:
        case Reason.HOLIDAY:
            return words("quiet-holiday", day=quiet.day, holiday=words(holiday_message(quiet.holiday or "")))
        case Reason.FAILING:
            since = (quiet.failing_since or quiet.now).astimezone(NEW_YORK)
            return words("quiet-failing", day=since.date(), time=f"{since:%H:%M}")
        case Reason.NOT_YET:
            return words("quiet-not-yet", day=quiet.day, **_moment(feed_at(quiet.day)))
        case Reason.WEEKEND:
            return words("quiet-weekend")
        case Reason.NOTHING:
            return words("quiet-nothing", day=quiet.day)


def holiday_message(name: str) -> str:
    """The name of the message that names a holiday of the calendar."""
    return f"holiday-{re.sub('[^a-z]+', '-', name.lower()).strip('-')}"


async def _internal(words: Words, parts: Parts, budget: int) -> list[str]:
    """What only those who run the bot need to know."""
    now = parts.clock.now()
    condition = await parts.store.condition(attempts=MOST_ATTEMPTS)
    used = await parts.store.tokens(now.date())
    stopped = [
        words("status-stopped", host=host, until=f"{until.astimezone(UTC):%Y-%m-%d %H:%M}")
        for host, until in sorted(parts.source.stopped.items())
        if until > now
    ]
    return [
        words("status-tokens-of", tokens=used, budget=budget) if budget else words("status-tokens", tokens=used),
        *(stopped or [words("status-none-stopped")]),
        words("status-size", megabytes=condition.size / _MEGABYTE),
        words("status-unfinished", pages=condition.unfinished),
        *await _held_up(words, parts),
    ]


async def _held_up(words: Words, parts: Parts) -> list[str]:
    """The chats that are closed to us, and those whose editions wait: the first few by name."""
    found: list[str] = []
    async for line in _in_trouble(words, parts):
        if len(found) == MOST_NAMED:
            return [*found, words("status-more")]
        found.append(line)
    return found


async def _in_trouble(words: Words, parts: Parts) -> AsyncIterator[str]:
    closed = {one.destination: one for one in await parts.store.closures()}
    subscribed = {one.destination for one in await parts.store.subscriptions()}
    for where, one in closed.items():
        if where in subscribed:
            yield words("status-closed", chat=str(where), day=one.since.date(), reason=one.reason)
    for where, day in await parts.store.unfinished(date.min, date.max):
        pages = [one for one in await parts.store.deliveries(where, day) if one.state in (State.PLANNED, State.SENDING)]
        if pages and where not in closed:
            yield words("status-waiting", chat=str(where), day=day, pages=len(pages))


def _moment(moment: datetime) -> dict[str, str]:
    return {"there": f"{moment.astimezone(NEW_YORK):%H:%M}", "utc": f"{moment.astimezone(UTC):%H:%M}"}
