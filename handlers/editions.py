"""A digest as an answer: totals, receipt, and its papers a page at a time. Pure, but for the summaries it asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import ceil

from bot import categories
from bot.digest import Digest, Entry, Receipt
from bot.messages import Asker, Button, Item, Reply
from bot.papers import Kind, Summary
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
        lines += [*_totals(digest, words), receipt_line(digest.receipt, words), *warnings(digest.receipt, words)]
    if pages > 1:
        first = (page - 1) * PER_PAGE + 1
        lines.append(words("list-range", first=first, last=first + len(shown) - 1, total=digest.total))
    papers = [entry.announced.paper for entry in shown]
    summaries = await context.summaries(papers, digest.wishes.language)
    return Reply(
        text="\n".join(lines),
        items=tuple(_item(entry, summaries, words) for entry in shown),
        buttons=(*turns(page, pages, turn, words), *([buttons] if buttons and page == 1 else [])),
    )


def turns(page: int, pages: int, turn: Callable[[int], str], words: Words) -> tuple[tuple[Button, ...], ...]:
    """The row of buttons that turns pages."""
    row = [Button(words("list-previous"), turn(page - 1))] if page > 1 else []
    row += [Button(words("list-next"), turn(page + 1))] if page < pages else []
    return (tuple(row),) if row else ()


def receipt_line(receipt: Receipt, words: Words) -> str:
    """The account in one line."""
    return words(
        "receipt",
        announced=receipt.announced,
        summarized=receipt.summarized,
        abstract=receipt.from_abstract,
        filtered=receipt.filtered_total,
        reasons=words("list-comma").join(
            words("receipt-reason", reason=slug(reason), count=count) for reason, count in receipt.filtered.items()
        ),
        lost=receipt.lost,
    )


def warnings(receipt: Receipt, words: Words) -> list[str]:
    """What must not be overlooked, a sentence each."""
    found = []
    if receipt.lost > 0:
        found.append(words("receipt-lost", count=receipt.lost))
    if receipt.lost < 0:
        found.append(words("receipt-surplus", count=-receipt.lost))
    if receipt.pending:
        found.append(words("receipt-pending", categories=words("list-comma").join(receipt.pending)))
    if receipt.unaudited:
        found.append(words("receipt-unaudited", categories=words("list-comma").join(receipt.unaudited)))
    return found


def slug(reason: str) -> str:
    """A reason of the filter as the key of its words."""
    return reason.replace(" ", "-")


def _totals(digest: Digest, words: Words) -> list[str]:
    return [
        words("digest-total", category=group.category, name=categories.name(group.category), count=len(group.entries))
        for group in digest.groups
    ]


def _item(entry: Entry, summaries: Mapping[str, Summary], words: Words) -> Item:
    paper = entry.announced.paper
    return cards.item(paper, summaries.get(paper.id), words, note=badges(entry, words))


def badges(entry: Entry, words: Words) -> str:
    """What a reader should know of how a paper was announced."""
    paper, kind = entry.announced.paper, entry.announced.kind
    found = []
    if categories.resolve(paper.primary) != entry.category:
        found.append(words("badge-cross", category=entry.category))
    elif kind is Kind.CROSS:
        found.append(words("badge-newly-cross"))
    if kind.is_replacement:
        found.append(words("badge-replaced", version=str(paper.version)))
    return " · ".join(found)
