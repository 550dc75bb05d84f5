"""An edition in the terminal: what ``paperboy digest`` prints. Pure: a digest in, something rich can print out.

Colour is the console's decision. Paper texts only ever enter as ``Text``, so nothing in them is taken for markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.padding import Padding
from rich.rule import Rule
from rich.style import Style
from rich.table import Table
from rich.text import Text

from bot import categories
from bot.console.flow import Flow
from bot.digest import Digest, Entry, Receipt
from bot.papers import FIELDS
from bot.text import readable

WIDEST = 100
"""Columns; longer lines are hard to read, however wide the terminal is."""

_FEW_AUTHORS, _FIRST_AUTHORS = 5, 3


def edition(digest: Digest) -> RenderableType:
    """The cover with the receipt, then each category's numbered papers."""
    mixed = len(digest.credits) > 1
    parts: list[RenderableType] = [_cover(digest)]
    for group in digest.groups:
        if group.entries:
            title = Text.assemble((group.category, "bold cyan"), f"  {categories.name(group.category)}")
            parts += [Text(), Rule(title, align="left", style="cyan")]
            parts += [part for entry in group.entries for part in (Text(), _paper(entry, credited=mixed))]
    return Constrain(Group(*parts), WIDEST)


def receipt(receipt: Receipt) -> Text:
    """The account in one line, and below it, loudly, what is wrong with it."""
    text = Text.assemble(("Receipt: ", "bold"), (str(receipt), "green" if receipt.balanced else "bold red"))
    for warning in receipt.warnings:
        text.append(f"\n{warning}", "bold red" if receipt.lost else "bold yellow")
    return text


def _cover(digest: Digest) -> RenderableType:
    totals = Table.grid(padding=(0, 2))
    totals.add_column(style="bold cyan", no_wrap=True)
    totals.add_column()
    totals.add_column(justify="right", no_wrap=True)
    for group in digest.groups:
        totals.add_row(group.category, categories.name(group.category), str(len(group.entries)))
    totals.add_row(Text("Total", "bold"), "", Text(str(digest.total), "bold"))
    parts: list[RenderableType] = [
        Text(f"{digest.day:%A}, {digest.day.day} {digest.day:%B %Y}", "bold"),
        Padding(totals, (1, 0)),
        Flow(receipt(digest.receipt)),
    ]
    if digest.credits:
        small_print = f"Summaries in {readable(digest.wishes.language)}: {readable('; '.join(digest.credits))}"
        parts.append(Flow(Text(small_print, "dim")))
    return Group(*parts)


def _paper(entry: Entry, *, credited: bool) -> RenderableType:
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(justify="right", min_width=5, no_wrap=True, style="cyan")
    grid.add_column(ratio=1)
    grid.add_row(f"[{entry.number}]", Group(*_lines(entry, credited=credited)))
    return grid


def _lines(entry: Entry, *, credited: bool) -> Iterator[RenderableType]:
    paper, summary = entry.announced.paper, entry.summary
    yield Flow(Text(readable(paper.title), Style(bold=True, link=paper.url)))
    if paper.authors:
        yield Flow(Text(_authors(paper.authors), "italic"))
    facts = [Text(readable(paper.primary)), Text(paper.url, Style(color="blue", link=paper.url))]
    facts += [Text(readable(badge), "yellow") for badge in entry.badges]
    if credited and summary:
        facts.append(Text(readable(entry.credit), "dim"))
    yield Flow(Text(" · ", "dim").join(facts))
    if summary is None:
        yield Text("No summary yet; the authors' abstract:", "yellow")
        yield Flow(Text(readable(paper.abstract)))
        return
    unsupported = _numbers(summary.unsupported)
    if summary.tldr:
        yield _field(summary.tldr, unsupported)
    details = Table.grid(padding=(0, 1), expand=True)
    details.add_column(style="dim", no_wrap=True)
    details.add_column(ratio=1, style="dim")
    for name in FIELDS[1:]:
        if text := getattr(summary, name):
            details.add_row(name.capitalize(), _field(text, unsupported))
    if details.row_count:
        yield details
    if summary.unsupported:
        yield Flow(Text(f"Not found in the abstract: {readable(', '.join(summary.unsupported))}", "yellow"))


def _field(text: str, unsupported: re.Pattern[str] | None) -> Flow:
    field = Text(readable(text))
    if unsupported:
        field.highlight_regex(unsupported, "yellow underline")
    return Flow(field)


def _numbers(numbers: tuple[str, ...]) -> re.Pattern[str] | None:
    """Finds these numbers, but not as a part of longer ones."""
    parts = "|".join(map(re.escape, sorted(filter(None, numbers), key=len, reverse=True)))
    return re.compile(rf"(?<![\d.,])(?:{parts})(?!\d|[.,]\d)") if parts else None


def _authors(authors: tuple[str, ...]) -> str:
    names = [readable(name) for name in authors]
    if len(names) <= _FEW_AUTHORS:
        return ", ".join(names)
    return f"{', '.join(names[:_FIRST_AUTHORS])} and {len(names) - _FIRST_AUTHORS} more"
