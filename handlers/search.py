"""``/search`` and every text that is no command: papers by their words, a page at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from bot.clock import NEW_YORK
from bot.errors import UsageError
from bot.messages import Asker, Button, Command, Option, Reply
from bot.papers import Paper
from bot.query import Order, Query, parse
from bot.query import read as reading_of
from bot.store import Cursor, Found
from bot.text import readable, shorten
from bot.words import Words, speak
from handlers import cards, completing
from handlers.context import Context

PER_PAGE = 8
LONGEST_SHOWN = 200
LONGEST_LABEL = 40
DEADLINE = 0.2
"""Seconds for one search; what is found until then is the answer."""

_STATE = re.compile(r"page:(?P<token>[\w-]{1,22})(?:\s+(?P<after>[0-9a-z.]{1,27}))?")
_HEADINGS = {Order.BEST: "search-best", Order.NEWEST: "search-newest"}
_SWITCHES = {Order.BEST: "button-best", Order.NEWEST: "button-newest"}
_ELSEWHERE = ("today", "help")
"""What is offered where nothing is found."""
_WORD = re.compile(r"[^\W_]+")
_TELLING = 3
"""Words that one title alone holds side by side before it counts as the paper that was meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Where somebody is in what was found."""

    query: Query
    order: Order = Order.BEST
    after: Cursor | None = None
    typed: str = ""
    """As somebody wrote it; empty where a button led here."""
    only: int | None = None
    """How many words of it are looked for, where they are too many."""


def commands(context: Context) -> tuple[Command, ...]:
    """The command of this family."""
    store = context.parts.store
    authors = partial(completing.authors, store=store)
    limit = completing.limit(context.parts.clock)
    return (
        Command(
            name="search",
            handler=partial(search, context=context),
            aliases=("find",),
            argument="argument-query",
            required=True,
            examples=("search diffusion model", 'search "image editing" cat:cs.CV after:7d', "search author:Brook"),
            complete=partial(completing.anything, store=store),
            options=(
                Option(name="words", last=True, required=True, complete=partial(completing.anything, store=store)),
                Option(name="category", form='cat:"{}"', complete=partial(completing.several, context=context)),
                Option(name="author", form='author:"{}"', many=True, complete=authors),
                Option(name="without", form='-"{}"', many=True),
                Option(name="without_author", form='-author:"{}"', many=True, complete=authors),
                Option(name="without_category", form='-cat:"{}"', complete=completing.several_of_any),
                Option(name="after", form='after:"{}"', complete=limit),
                Option(name="before", form='before:"{}"', complete=limit),
                Option(name="sort", form="sort:{}", choices=tuple(Order)),
            ),
        ),
    )


async def search(asker: Asker, text: str, *, context: Context) -> Reply:
    """The first papers that match, or the page that a button leads to."""
    page = await read(text, speak(asker.locale), context)
    return await listed(asker, page, await find(page, context), context)


async def read(text: str, words: Words, context: Context) -> Page:
    """What is looked for, and from where. Raises ``UsageError`` for nothing, and for a page that is gone."""
    if match := _STATE.fullmatch(text.strip()):
        kept = await context.parts.store.pager(match["token"])
        if kept is None:
            raise UsageError(words("search-expired"))
        after = Cursor.parse(match["after"]) if match["after"] else None
        return Page(query=kept.query, order=kept.order, after=after)
    reading = reading_of(text, today=_today(context))
    if reading.query.is_empty:
        raise UsageError(words("search-nothing"))
    return Page(
        query=reading.query,
        order=(reading.order or Order.BEST) if _has_words(reading.query) else Order.NEWEST,
        typed=" ".join(text.split()),
        only=None if reading.is_whole else reading.items,
    )


def _has_words(query: Query) -> bool:
    """Without words, nothing matches better than anything else."""
    return bool(query.words or query.phrases)


async def find(page: Page, context: Context) -> Found:
    """Ask the store for one page."""
    return await context.parts.store.find(
        page.query, order=page.order, after=page.after, limit=PER_PAGE, deadline=DEADLINE
    )


async def listed(asker: Asker, page: Page, found: Found, context: Context) -> Reply:
    """One page as a list, with the ways to the next, to the other order and to a better spelling."""
    words = speak(asker.locale)
    query = shorten(page.typed or str(page.query), LONGEST_SHOWN)
    lines = [words(_heading(page, found), query=query)]
    if page.only is not None:
        lines.append(words("search-only", count=page.only))
    if not found.complete:
        lines.append(words("search-incomplete"))
    if page.query.misread and not found.papers:
        lines.append(words("search-misread", words=words("list-comma").join(page.query.misread)))
    rows: list[tuple[Button, ...]] = []
    if found.suggestion:
        lines.append(words("search-suggestion", query=found.suggestion))
        meant = Page(query=parse(found.suggestion, today=_today(context)))
        rows.append((Button(shorten(found.suggestion, LONGEST_LABEL), await _command(meant, context)),))
    elif not found.papers and page.after is None and not page.query.misread:
        lines.append(words("search-fewer" if _parts(page.query) > 1 else "search-another"))
    rows.append(await _turns(page, found, words, context))
    if not found.papers and page.after is None:
        rows.append(tuple(Button(words(f"start-{name}"), name, apart=True) for name in _ELSEWHERE))
    summaries = await context.summaries(found.papers, (await context.wishes(asker)).language)
    return Reply(
        text="\n".join(lines),
        items=tuple(cards.item(paper, summaries[paper.id], words, note=_day(paper)) for paper in found.papers),
        buttons=tuple(filter(None, rows)),
    )


def _parts(query: Query) -> int:
    """How many things a paper must have to be found."""
    listed = (query.words, query.phrases, query.excluded, query.authors, query.excluded_authors)
    filters = (query.categories, query.excluded_categories, query.after, query.before)
    return sum(map(len, listed)) + sum(map(bool, filters))


def _heading(page: Page, found: Found) -> str:
    """The name of the message above a page."""
    if found.papers:
        return _HEADINGS[page.order] if page.after is None else "search-more"
    return "search-none" if page.after is None else "search-end"


async def _turns(page: Page, found: Found, words: Words, context: Context) -> tuple[Button, ...]:
    row = []
    if page.after:
        row.append(Button(words("list-first"), await _command(replace(page, after=None), context)))
    if found.next:
        row.append(Button(words("list-next"), await _command(replace(page, after=found.next), context)))
    if _has_words(page.query) and len(found.papers) > 1:
        other = Order.NEWEST if page.order is Order.BEST else Order.BEST
        row.append(Button(words(_SWITCHES[other]), await _command(replace(page, order=other, after=None), context)))
    return tuple(row)


async def more(page: Page, words: Words, context: Context) -> Button:
    """The way from one paper to everything that was found with it."""
    return Button(words("button-others"), await _command(page, context), apart=True)


async def _command(page: Page, context: Context) -> str:
    """The command behind a button; the query itself is kept by the store, since 64 bytes hold few."""
    token = await context.parts.store.open_pager(page.query, page.order, at=context.parts.clock.now())
    return f"search page:{token}" + (f" {page.after}" if page.after else "")


def _today(context: Context) -> date:
    return context.parts.clock.now().astimezone(NEW_YORK).date()


def clear_hit(query: Query, papers: Sequence[Paper], *, alone: bool) -> Paper | None:
    """The one paper that the words surely mean, or None where it takes a person to choose. Pure.

    The only one found is meant (``alone``); so is the only one with these very words as its title, or as the part of
    it before a colon, or the only one whose title has at least three of them side by side.
    """
    if alone and len(papers) == 1:
        return papers[0]
    said = _spoken(" ".join((*query.words, *query.phrases)))
    if not said:
        return None
    titles = [(paper, readable(paper.title)) for paper in papers]
    for test in (_is_title, _is_name, _is_part):
        hits = [paper for paper, title in titles if test(said, title)]
        if hits:
            return hits[0] if len(hits) == 1 else None
    return None


def _spoken(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))


def _is_title(said: tuple[str, ...], title: str) -> bool:
    return _spoken(title) == said


def _is_name(said: tuple[str, ...], title: str) -> bool:
    """``BERT`` is the name of "BERT: Pre-training of ..."."""
    name, colon, _ = title.partition(":")
    return bool(colon) and _spoken(name) == said


def _is_part(said: tuple[str, ...], title: str) -> bool:
    spoken = _spoken(title)
    starts = range(len(spoken) - len(said) + 1)
    return len(said) >= _TELLING and any(spoken[at : at + len(said)] == said for at in starts)


def _day(paper: Paper) -> str:
    return f"{paper.submitted:%Y-%m-%d}" if paper.submitted else ""
