"""An edition in the terminal: what ``paperboy digest`` prints. Pure: a digest in, something rich can print out.

Colour is the console's decision. Paper texts only ever enter as ``Text``, so nothing in them is taken for markup.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group as Stack
from rich.console import RenderableType
from rich.constrain import Constrain
from rich.rule import Rule
from rich.style import Style
from rich.text import Text

from bot import categories
from bot.console.flow import Flow
from bot.digest import Digest, Entry, Group, Receipt, pieces
from bot.papers import FIELDS, Summary
from bot.text import readable

WIDEST = 100
"""Columns; longer lines are hard to read, however wide the terminal is."""

_INDENT, _LABEL = 6, 12


def edition(digest: Digest) -> RenderableType:
    """The cover with the receipt, then each category's numbered papers."""
    parts = [cover(digest)]
    for papers in digest.groups:
        if papers.entries:
            parts += [Text(), group(digest, papers)]
    return Stack(*parts)


def cover(digest: Digest) -> RenderableType:
    """The day, the totals, the receipt, and whose words the summaries are."""
    parts: list[RenderableType] = [Text(digest.date_line, "bold"), Text()]
    if digest.since:
        parts += [Flow(Text("This edition comes late: it could not be brought in time.", "bold yellow")), Text()]
    if days := digest.skipped_line:
        parts += [Flow(Text(f"Skipped, as only the newest edition is wanted: {days}.", "bold yellow")), Text()]
    rows = [(papers.category, categories.name(papers.category), len(papers.entries)) for papers in digest.groups]
    rows.append(("Total", "", digest.total))
    wide, wider = max(len(code) for code, _, _ in rows), max(len(name) for _, name, _ in rows)
    for code, name, number in rows:
        parts.append(Text.assemble((f"{code:<{wide}}", "bold cyan"), f"  {name:<{wider}}", (f"{number:>6}", "bold")))
    parts += [Text(), Flow(receipt(digest.receipt))]
    if digest.credits:
        parts.append(Flow(Text(readable(f"Summaries: {'; '.join(digest.credits)}"), "dim")))
    return Constrain(Stack(*parts), WIDEST)


def group(digest: Digest, group: Group) -> RenderableType:
    """One category's papers under its heading."""
    credited = len(digest.credits) > 1
    title = Text.assemble((group.category, "bold cyan"), f"  {categories.name(group.category)}")
    parts: list[RenderableType] = [Rule(title, align="left", style="cyan")]
    for entry in group.entries:
        parts += [Text(), *_paper(entry, credited=credited)]
    return Constrain(Stack(*parts), WIDEST)


def receipt(receipt: Receipt) -> Text:
    """The account in one line, and below it, loudly, what is wrong with it."""
    text = Text.assemble(("Receipt: ", "bold"), (str(receipt), "green" if receipt.balanced else "bold red"))
    for warning in receipt.warnings:
        text.append(f"\n{warning}", "bold red" if receipt.lost else "bold yellow")
    return text


def _paper(entry: Entry, *, credited: bool) -> Iterator[RenderableType]:
    paper, summary = entry.announced.paper, entry.summary
    title = Text(readable(paper.title), Style(bold=True, link=paper.url))
    yield Flow(title, Text(f"{f'[{entry.number}]':>{_INDENT - 1}} ", "cyan"))
    if paper.authors:
        yield indented(Text(authors_line(paper.authors), "italic"))
    facts = [Text(readable(paper.primary)), Text(paper.url, Style(color="blue", link=paper.url))]
    facts += [Text(readable(badge), "yellow") for badge in entry.badges]
    if credited and summary:
        facts.append(Text(readable(entry.credit), "dim"))
    yield indented(Text(" · ").join(facts))
    if summary is None:
        yield indented(Text("No summary yet. The authors' abstract:", "yellow"))
        yield indented(Text(readable(paper.abstract)))
    else:
        yield from summary_lines(summary)


def summary_lines(summary: Summary) -> Iterator[RenderableType]:
    """The TL;DR, the details under their labels, and which numbers the abstract does not support."""
    if tldr := _field(summary, "tldr"):
        yield indented(tldr)
    details = [(name.capitalize(), text) for name in FIELDS[1:] if (text := _field(summary, name, "dim"))]
    if details:
        yield Text()
    for label, text in details:
        yield indented(text, label)
    if summary.unsupported:
        yield indented(Text(f"Not found in the abstract: {readable(', '.join(summary.unsupported))}", "yellow"))


def _field(summary: Summary, name: str, style: str = "") -> Text:
    found = pieces(summary, name)
    return Text.assemble(*((text, "yellow underline" if unsupported else style) for text, unsupported in found))


def indented(text: Text, label: str = "") -> Flow:
    """A paragraph under a title; behind a label, if it has one."""
    return Flow(text, Text(" " * _INDENT + (f"{label:<{_LABEL}}" if label else ""), "dim"))


def authors_line(authors: tuple[str, ...], *, most: int = 5, first: int = 3) -> str:
    """All names up to ``most`` of them, else the ``first`` ones and how many more."""
    names = [readable(name) for name in authors]
    if len(names) <= most:
        return ", ".join(names)
    return f"{', '.join(names[:first])} and {len(names) - first} more"
