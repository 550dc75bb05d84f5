"""An edition in the terminal: what ``paperboy digest`` prints. Pure: a digest in, something rich can print out.

Colour is the console's decision. Paper texts only ever enter as ``Text``, so nothing in them is taken for markup.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.rule import Rule
from rich.style import Style
from rich.text import Text

from bot import categories
from bot.console.flow import Flow
from bot.digest import Digest, Entry, Receipt
from bot.papers import FIELDS, Summary
from bot.text import readable

WIDEST = 100
"""Columns; longer lines are hard to read, however wide the terminal is."""

_INDENT, _LABEL = 6, 12

_FEW_AUTHORS, _FIRST_AUTHORS = 5, 3


def edition(digest: Digest) -> RenderableType:
    """The cover with the receipt, then each category's numbered papers."""
    mixed = len(digest.credits) > 1
    parts: list[RenderableType] = [_cover(digest)]
    for group in digest.groups:
        if group.entries:
            title = Text.assemble((group.category, "bold cyan"), f"  {categories.name(group.category)}")
            parts += [Text(), Rule(title, align="left", style="cyan")]
            for entry in group.entries:
                parts += [Text(), *_paper(entry, credited=mixed)]
    return Constrain(Group(*parts), WIDEST)


def receipt(receipt: Receipt) -> Text:
    """The account in one line, and below it, loudly, what is wrong with it."""
    text = Text.assemble(("Receipt: ", "bold"), (str(receipt), "green" if receipt.balanced else "bold red"))
    for warning in receipt.warnings:
        text.append(f"\n{warning}", "bold red" if receipt.lost else "bold yellow")
    return text


def _cover(digest: Digest) -> RenderableType:
    parts: list[RenderableType] = [Text(digest.date_line, "bold"), Text()]
    rows = [(group.category, categories.name(group.category), len(group.entries)) for group in digest.groups]
    rows.append(("Total", "", digest.total))
    wide, wider = max(len(code) for code, _, _ in rows), max(len(name) for _, name, _ in rows)
    for code, name, number in rows:
        parts.append(Text.assemble((f"{code:<{wide}}", "bold cyan"), f"  {name:<{wider}}", (f"{number:>6}", "bold")))
    parts += [Text(), Flow(receipt(digest.receipt))]
    if digest.credits:
        parts.append(Flow(Text(readable(f"Summaries: {'; '.join(digest.credits)}"), "dim")))
    return Group(*parts)


def _paper(entry: Entry, *, credited: bool) -> Iterator[RenderableType]:
    paper, summary = entry.announced.paper, entry.summary
    title = Text(readable(paper.title), Style(bold=True, link=paper.url))
    yield Flow(title, Text(f"{f'[{entry.number}]':>{_INDENT - 1}} ", "cyan"))
    if paper.authors:
        yield _indented(Text(_authors(paper.authors), "italic"))
    facts = [Text(readable(paper.primary)), Text(paper.url, Style(color="blue", link=paper.url))]
    facts += [Text(readable(badge), "yellow") for badge in entry.badges]
    if credited and summary:
        facts.append(Text(readable(entry.credit), "dim"))
    yield _indented(Text(" · ").join(facts))
    if summary is None:
        yield _indented(Text("No summary yet. The authors' abstract:", "yellow"))
        yield _indented(Text(readable(paper.abstract)))
    else:
        yield from _summary(entry, summary)


def _summary(entry: Entry, summary: Summary) -> Iterator[RenderableType]:
    if tldr := _field(entry, "tldr"):
        yield _indented(tldr)
    details = [(name.capitalize(), text) for name in FIELDS[1:] if (text := _field(entry, name, "dim"))]
    if details:
        yield Text()
    for label, text in details:
        yield _indented(text, Text(f"{label:<{_LABEL}}", "dim"))
    if summary.unsupported:
        yield _indented(Text(f"Not found in the abstract: {readable(', '.join(summary.unsupported))}", "yellow"))


def _field(entry: Entry, name: str, style: str = "") -> Text:
    pieces = entry.pieces(name)
    return Text.assemble(*((text, "yellow underline" if unsupported else style) for text, unsupported in pieces))


def _indented(text: Text, label: Text | None = None) -> Flow:
    return Flow(text, Text(" " * _INDENT) + (label or Text()))


def _authors(authors: tuple[str, ...]) -> str:
    names = [readable(name) for name in authors]
    if len(names) <= _FEW_AUTHORS:
        return ", ".join(names)
    return f"{', '.join(names[:_FIRST_AUTHORS])} and {len(names) - _FIRST_AUTHORS} more"
