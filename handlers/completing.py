"""What the arguments of commands become while they are typed. Everything is looked up here, and nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import chain
from typing import Final
from zoneinfo import ZoneInfo

from bot import announcements, categories, identifiers
from bot import languages as tongues
from bot.clock import NEW_YORK, Clock
from bot.messages import Asker, Choice, Completer
from bot.query import parse
from bot.store import Completion, CompletionKind, Store
from bot.subscriptions import ASAP, parse_time, search_zones
from bot.text import shorten
from bot.words import speak
from handlers import days
from handlers.context import Context

MOST: Final = 25
LONGEST_TITLE: Final = 90
"""Characters of a title that is looked for; a menu takes hardly more."""
USUAL_ZONES: Final = (
    "UTC",
    "America/Los_Angeles",
    "America/New_York",
    "America/Sao_Paulo",
    "Europe/London",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Sydney",
)
_TIMES: Final = (ASAP, *(f"{hour:02}:00" for hour in range(24)))
_DAYS: Final = ("today", "yesterday")
_GAPS: Final = ("3d", "7d", "10d", "14d", "30d", "monday")
_SINCE: Final = ("today", "yesterday", "7d", "14d", "1m", "3m", "6m", "1y")
_BACK: Final = 30
"""Days that are offered by their date."""
_BLANKS: Final = re.compile(r"[\s,，、;；]+")
_COMMA: Final = re.compile(r"[,，、;；]")


# --- papers and their authors ---------------------------------------------------------------------------------------


async def anything(asker: Asker, typed: str, *, store: Store) -> Sequence[Choice]:
    """Titles and authors, as a search takes them; an identifier, which no search finds, becomes its paper's title."""
    del asker
    found = await store.complete(typed, limit=MOST)
    return [Choice(one.label, one.value if one.kind is CompletionKind.AUTHOR else _title(one)) for one in found]


def _title(found: Completion) -> str:
    title = found.label.removeprefix(f"{found.value} · ") if found.kind is CompletionKind.ID else found.label
    return shorten(title, LONGEST_TITLE)


async def paper(asker: Asker, typed: str, *, store: Store) -> Sequence[Choice]:
    """Titles and identifiers: what names one paper."""
    del asker
    found = await store.complete(typed, limit=MOST)
    return [Choice(one.label, one.value) for one in found if one.kind is not CompletionKind.AUTHOR]


async def papers(asker: Asker, typed: str, *, store: Store) -> Sequence[Choice]:
    """The same for the last of several papers; those before it are named by their identifiers."""
    before, last = _last(typed, _BLANKS)
    ids = [one.id for one in identifiers.find(" ".join(before))]
    if not before or len(ids) < len(before):
        return await paper(asker, typed, store=store)
    return _behind(ids, await paper(asker, last, store=store), " ")


async def authors(asker: Asker, typed: str, *, store: Store) -> Sequence[Choice]:
    """Names of authors, those with the most new papers first; the last of several with commas in between."""
    del asker
    before, last = _last(typed, _COMMA)
    name = last.replace('"', " ").strip()
    found = await store.complete(f'author:"{name}', limit=MOST) if name else []
    return _behind(before, [Choice(one.label, one.label) for one in found], ", ")


# --- categories -----------------------------------------------------------------------------------------------------


async def category(asker: Asker, typed: str, *, context: Context) -> Sequence[Choice]:
    """Categories by code and name; first those that the asker's chat gets."""
    own = (await context.wishes(asker)).categories
    return _categories(typed, first=own)


async def any_category(asker: Asker, typed: str) -> Sequence[Choice]:
    """The same, in arXiv's order."""
    del asker
    return _categories(typed)


async def several(asker: Asker, typed: str, *, context: Context) -> Sequence[Choice]:
    """The last of several categories, those of the asker's chat first."""
    own = (await context.wishes(asker)).categories
    return _several(typed, partial(_categories, first=own))


async def several_of_any(asker: Asker, typed: str) -> Sequence[Choice]:
    """The last of several categories, in arXiv's order."""
    del asker
    return _several(typed, _categories)


def offered(codes: Sequence[str]) -> Completer:
    """Completes the last of several categories, of these alone."""

    async def complete(asker: Asker, typed: str) -> Sequence[Choice]:
        del asker
        return _several(typed, partial(_categories, first=codes, only=True))

    return complete


def _categories(typed: str, *, first: Sequence[str] = (), only: bool = False) -> list[Choice]:
    found = {one.code: one for one in categories.search(typed)}
    own = [code for code in first if code in found]
    codes = own if only else [*own, *(code for code in found if code not in own)]
    return [Choice(f"{code} · {found[code].name}", code) for code in codes]


def _several(typed: str, find: Callable[[str], Sequence[Choice]]) -> Sequence[Choice]:
    """Completions of the last category; what cannot be one, such as the name of one that was chosen, is left out."""
    before, last = _last(typed, _BLANKS)
    chosen = list(dict.fromkeys(code for one in before if (code := _CODES.get(one.casefold()))))
    return _behind(chosen, [one for one in find(last) if one.value not in chosen], " ")


_CODES: Final = {code.casefold(): categories.resolve(code) for code in (*categories.CATEGORIES, *categories.ALIASES)}
"""What ``categories.canonical`` says of them, without its search for what else may have been meant."""


# --- days and times -------------------------------------------------------------------------------------------------


def day(clock: Clock) -> Completer:
    """Completes a day: those that arXiv announced something on, the newest first."""

    def offers(today: date) -> Iterator[str]:
        yield from _DAYS
        back = (today - timedelta(days=number) for number in range(1, _BACK))
        yield from (str(one) for one in back if announcements.is_expected(one))

    return _dated(clock, offers, days.day)


def gap(clock: Clock) -> Completer:
    """Completes how far back to go; what is shown is its first day."""

    def meant(text: str, today: date) -> date | None:
        span = days.span(text, today)
        return span[0] if span else None

    return _dated(clock, lambda _: iter(_GAPS), meant)


def limit(clock: Clock) -> Completer:
    """Completes what a search takes for ``after:`` and ``before:``."""
    return _dated(clock, lambda _: iter(_SINCE), lambda text, today: parse(f'after:"{text}"', today=today).after)


async def day_and_category(asker: Asker, typed: str, *, day: Completer, category: Completer) -> Sequence[Choice]:
    """A day, and behind one a category."""
    first, blank, rest = typed.lstrip().partition(" ")
    return _behind([first], await category(asker, rest), " ") if blank else await day(asker, first)


def _dated(
    clock: Clock, offers: Callable[[date], Iterator[str]], meant: Callable[[str, date], date | None]
) -> Completer:
    async def complete(asker: Asker, typed: str) -> Sequence[Choice]:
        words = speak(asker.locale)
        today = clock.now().astimezone(NEW_YORK).date()
        written = "".join(typed.split()).replace('"', "")
        fitting = (text for text in offers(today) if text.startswith(written.casefold()))
        return [
            Choice(words("complete-day", text=text, day=day), text)
            for text in dict.fromkeys(chain([written], fitting))
            if (day := meant(text, today))
        ]

    return complete


async def time(asker: Asker, typed: str) -> Sequence[Choice]:
    """A clock time: whatever is one, in its usual form, and full hours."""
    words = speak(asker.locale)
    written = typed.strip()
    own = [form] if written and (form := _time(written)) else []
    found = dict.fromkeys([*own, *(one for one in _TIMES if one.lstrip("0").startswith(written.lstrip("0")))])
    return [Choice(words("complete-asap", text=one) if one == ASAP else one, one) for one in found]


def _time(text: str) -> str | None:
    try:
        found = parse_time(text)
    except ValueError:
        return None
    return found.isoformat("minutes") if found else ASAP


def zone(clock: Clock) -> Completer:
    """Completes a time zone; what time it is there tells whether it is the right one."""

    async def complete(asker: Asker, typed: str) -> Sequence[Choice]:
        del asker
        now = clock.now()
        found = search_zones(typed) if typed.strip() else USUAL_ZONES
        return [Choice(f"{name} · {now.astimezone(ZoneInfo(name)):%H:%M}", name) for name in found[:MOST]]

    return complete


# --- languages ------------------------------------------------------------------------------------------------------


async def language(asker: Asker, typed: str) -> Sequence[Choice]:
    """Languages by their names in English, their own and the asker's language."""
    spoken = speak(asker.locale).language
    return [Choice(_told(name, spoken), name) for name in tongues.search(typed, spoken)[:MOST]]


async def language_or_auto(asker: Asker, typed: str) -> Sequence[Choice]:
    """The same, and first that the client tells."""
    auto = [Choice(speak(asker.locale)("language-auto"), "auto")] if "auto".startswith(typed.strip().casefold()) else []
    return [*auto, *await language(asker, typed)]


def _told(name: str, reader: str) -> str:
    own, said = tongues.common().get(name, name), tongues.said(name, reader)
    return own if own == said else f"{own} · {said}"


# --- several in one -------------------------------------------------------------------------------------------------


def _last(typed: str, separator: re.Pattern[str]) -> tuple[list[str], str]:
    """What is already written out, and what is being typed."""
    *before, last = separator.split(typed)
    return [one.strip() for one in before if one.strip()], last.strip()


def _behind(before: Sequence[str], found: Sequence[Choice], comma: str) -> Sequence[Choice]:
    """The completions of what comes last, each with what stands before it."""
    first = "".join(f"{one}{comma}" for one in before)
    return [Choice(f"{first}{one.label}", f"{first}{one.value}") for one in found]
