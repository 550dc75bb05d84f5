"""Answers in the terminal: one paper in full, or a list of papers found. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group as Stack
from rich.console import RenderableType
from rich.constrain import Constrain
from rich.style import Style
from rich.text import Text

from bot import categories
from bot.console.flow import Flow
from bot.console.render import WIDEST, authors_line, indented, summary_lines
from bot.digest import credit
from bot.papers import Paper, Summary
from bot.text import readable


def card(paper: Paper, summary: Summary | None) -> RenderableType:
    """One paper in full."""
    return Constrain(Stack(*_card(paper, summary)), WIDEST)


def hits(papers: Sequence[Paper]) -> RenderableType:
    """Papers that were found, two or three lines each."""
    parts: list[RenderableType] = []
    for paper in papers:
        parts += [_title(paper), indented(Text(authors_line(paper.authors), "italic")), indented(_link(paper)), Text()]
    return Constrain(Stack(*parts[:-1]), WIDEST)


def _card(paper: Paper, summary: Summary | None) -> Iterator[RenderableType]:
    yield _title(paper)
    yield indented(Text(authors_line(paper.authors, most=30, first=20), "italic"))
    yield Text()
    for label, text in _facts(paper):
        yield indented(Text(text), label)
    if summary:
        yield Text()
        yield from summary_lines(summary)
        yield indented(Text(f"{credit(summary.origin)}, {summary.made:%Y-%m-%d}", "dim"), "Summary")
    yield Text()
    yield indented(Text(readable(paper.abstract)), "Abstract")


def _facts(paper: Paper) -> Iterator[tuple[str, str]]:
    for label, code in zip(("Category", *[""] * len(paper.categories)), paper.categories, strict=False):
        yield label or " ", f"{code}  {categories.name(code)}"
    if paper.submitted:
        yield "Submitted", f"{paper.submitted:%Y-%m-%d}"
    if paper.version > 1:
        yield "Version", f"v{paper.version}" + (f", {paper.updated:%Y-%m-%d}" if paper.updated else "")
    for label, text in (("Comment", paper.comment), ("Journal", paper.journal_ref), ("DOI", paper.doi)):
        if text:
            yield label, readable(text)
    yield "Links", paper.url
    yield " ", paper.pdf_url


def _title(paper: Paper) -> RenderableType:
    return Flow(Text(readable(paper.title), Style(bold=True, link=paper.url)))


def _link(paper: Paper) -> Text:
    return Text.assemble(readable(paper.primary), " · ", (paper.url, Style(color="blue", link=paper.url)))
