"""A digest as an answer: totals, receipt, and its papers a page at a time. Pure, but for the summaries it asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import ceil

from bot import categories, wording
from bot.digest import Digest, Entry
from bot.messages import Asker, Button, Item, Reply
from bot.papers import Summary
from bot.words import Words, speak
from handlers import cards
from handlers.context import Context

PER_PAGE = 8


async def answer(
    asker: Asker,
    digest: Digest,
    *,
    heading: Sequence[str],
    page: int,
    turn: Callable[[int], str],
    context: Context,
    buttons: tuple[Button, ...] = (),
) -> Reply:
    """One page of a digest below ``heading``; ``turn`` gives the command that leads to another page.

    Totals, receipt and ``buttons`` stand on the first page only.
    """
    words = speak(asker.locale)
    pages = max(1, ceil(digest.total / PER_PAGE))
    page = min(page, pages)
    shown = digest.entries[(page - 1) * PER_PAGE : page * PER_PAGE]
    lines = list(heading)
    if page == 1:
        lines += [
            *_totals(digest, words),
            wording.receipt(digest.receipt, words),
            *wording.warnings(digest.receipt, words),
        ]
    if pages > 1:
        first = (page - 1) * PER_PAGE + 1
        lines.append(words("list-range", first=first, last=first + len(shown) - 1, total=digest.total))
    papers = [entry.announced.paper for entry in shown]
    summaries = await context.summaries(papers, digest.wishes.language)
    return Reply(
        text="\n".join(lines),
        items=tuple(item(entry, summaries, words) for entry in shown),
        buttons=(*turns(page, pages, turn, words), *([buttons] if buttons and page == 1 else [])),
    )


def turns(page: int, pages: int, turn: Callable[[int], str], words: Words) -> tuple[tuple[Button, ...], ...]:
    """The row of buttons that turns pages."""
    row = [Button(words("list-previous"), turn(page - 1))] if page > 1 else []
    row += [Button(words("list-next"), turn(page + 1))] if page < pages else []
    return (tuple(row),) if row else ()


def _totals(digest: Digest, words: Words) -> list[str]:
    return [
        words("digest-total", category=group.category, name=categories.name(group.category), count=len(group.entries))
        for group in digest.groups
    ]


def item(entry: Entry, summaries: Mapping[str, Summary], words: Words) -> Item:
    """A paper of an edition in a list, under the edition's number."""
    paper = entry.announced.paper
    note = " · ".join(wording.badges(entry, words))
    return cards.item(paper, summaries.get(paper.id), words, note=note, number=entry.number)
